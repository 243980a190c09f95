"""Importing boundaries: layers in, checked and simplified shapes of every area out, with what was done to them.

match codes → recognise coordinates → check → fit together → simplify → dissolve into larger areas.
Every problem is collected and raised at once; nothing is written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely

from vergezicht.areas.area import AreaLevel, Geography
from vergezicht.areas.boundaries import Boundaries, MapKind, dissolve, shape_from
from vergezicht.areas.checking import check_complete, check_fitted, check_ground, label, report_level
from vergezicht.areas.coordinates import CoordinateSystem, in_rd, name_of, recognise
from vergezicht.areas.coverage import (
    SLIVER,
    Fitted,
    Mended,
    displacement,
    fit,
    is_sound,
    mend,
    simplify,
)
from vergezicht.areas.matching import Columns, Matched, Piece, listed, match
from vergezicht.areas.reading import Layer, read_layers
from vergezicht.problems import Problems

# A border that crosses itself is mended when hardly any ground changes hands (share of the area).
_CERTAIN = 0.01


@dataclass(frozen=True)
class Settings:
    """What the person who imports may choose; ``tolerance`` and ``repair`` in metres."""

    layer: str | None = None
    columns: Columns = field(default_factory=Columns)
    crs: str | None = None
    tolerance: float = 40.0
    repair: float = SLIVER
    allow_holes: bool = False


@dataclass(frozen=True)
class Used:
    """One layer that was used, with its coordinate system."""

    matched: Matched
    system: CoordinateSystem


@dataclass(frozen=True)
class Imported:
    """The new boundaries, and all that was done to make them."""

    boundaries: Boundaries
    level: AreaLevel
    used: tuple[Used, ...]
    unused: tuple[Layer, ...]
    mended: tuple[Mended, ...]
    fitted: Fitted
    corners: tuple[int, int]
    moved: tuple[str, float]
    shrunk: tuple[str, float]
    differences: Mapping[str, float]


def import_boundaries(paths: Sequence[Path], geography: Geography, settings: Settings | None = None) -> Imported:
    """Boundaries of all areas from one or more files; raises ``BadInput`` with every problem found.

    The smallest areas are imported; larger ones are their unions. Larger areas in the files are only compared.
    """
    settings = settings or Settings()
    problems = Problems()
    level = geography.levels[-1]
    found, unused = _read(paths, geography, settings, problems)
    if not any(matched.at(level) for matched in found):
        if not problems:
            report_level(found, geography, problems)
        problems.raise_if_any()
    used = _recognise(found, settings, problems)
    shapes, mended = _shapes(used, level, problems)
    check_complete(found, geography, problems)
    check_ground(shapes, geography, problems, sliver=settings.repair)
    problems.raise_if_any()

    fitted = fit(shapes, sliver=settings.repair)
    check_fitted(fitted, geography, used[0].matched.layer.file, problems, allow_holes=settings.allow_holes)
    problems.raise_if_any()
    simpler = simplify(fitted.shapes, settings.tolerance)
    if not is_sound(list(simpler.values())):
        problems.add(
            "na het vereenvoudigen sluiten de gebieden niet meer aan",
            got=f"tolerantie {settings.tolerance:g} m",
            hint="probeer een andere --tolerance",
        )
    problems.raise_if_any()

    pieces = {code: shape_from(code, simpler[code]) for area in geography.at(level) if (code := area.code) in simpler}
    change = {code: shapely.area(simpler[code]) / shapely.area(fitted.shapes[code]) - 1 for code in simpler}
    most = max(change, key=lambda code: (abs(change[code]), code))
    return Imported(
        boundaries=Boundaries(MapKind.GEOGRAPHIC, pieces | dissolve(geography, pieces)),
        level=level,
        used=tuple(used),
        unused=tuple(unused),
        mended=tuple(mended),
        fitted=fitted,
        corners=(_corners(fitted.shapes), _corners(simpler)),
        moved=displacement(fitted.shapes, simpler),
        shrunk=(most, change[most]),
        differences=_compare(used, geography, level, fitted.shapes),
    )


def _read(
    paths: Sequence[Path], geography: Geography, settings: Settings, problems: Problems
) -> tuple[list[Matched], list[Layer]]:
    found: list[Matched] = []
    unused: list[Layer] = []
    finest = geography.levels[-1]
    for path in dict.fromkeys(paths):
        layers = read_layers(path, problems, layer=settings.layer)
        here: list[Matched] = []
        for layer in layers:
            # A layer that has nothing to do with areas is only wrong when it is all there is.
            own = Problems(path)
            matched = match(layer, geography, settings.columns, own)
            if len(layers) == 1 or matched is not None:
                problems.extend(own)
            if matched is not None and matched.pieces:
                here.append(matched)
            else:
                unused.append(layer)
        if layers and not here and not problems:
            gemeente = geography.gemeente
            problems.add(f"er staat geen gebied van {gemeente.name} ({gemeente.code}) in", file=path)
        smallest = [matched.layer.name for matched in here if matched.at(finest)]
        if len(smallest) > 1:
            problems.add(
                f"meer dan één laag met {finest.plural}",
                file=path,
                got=", ".join(smallest),
                hint=f"kies er een, bijvoorbeeld --layer {smallest[0]}",
            )
        found.extend(here)
    return found, unused


def _recognise(found: Sequence[Matched], settings: Settings, problems: Problems) -> list[Used]:
    used = []
    for matched in found:
        layer = matched.layer
        pieces = [piece for piece in matched.pieces if _has_shape(piece)]
        for piece in matched.pieces:
            if not _has_shape(piece):
                problems.add("gebied zonder geometrie", file=layer.file, row=piece.row, got=label(piece.area))
        if not pieces:
            continue
        rows = [piece.row for piece in pieces]
        system = recognise(
            [piece.geometry for piece in pieces], rows, layer.file, layer.declared, problems, override=settings.crs
        )
        if system is not None:
            used.append(Used(matched, system))
    systems = dict.fromkeys(item.system.used for item in used)
    if len(systems) > 1:
        problems.add(
            "gemengde coördinaten",
            expected="alle bestanden in hetzelfde stelsel",
            got="; ".join(f"{item.matched.layer.file.name}: {name_of(item.system.used)}" for item in used),
            hint="geef bestanden uit dezelfde bron, of importeer ze apart",
        )
    return used


def _shapes(used: Sequence[Used], level: AreaLevel, problems: Problems) -> tuple[dict[str, Any], list[Mended]]:
    """The shapes of the smallest areas in RD, valid; reports what is not a polygon and what is there twice."""
    shapes: dict[str, Any] = {}
    mended = []
    seen: dict[str, list[str]] = defaultdict(list)
    for item in used:
        file = item.matched.layer.file
        pieces = [piece for piece in item.matched.at(level) if _has_shape(piece)]
        for piece, geometry in zip(pieces, in_rd([piece.geometry for piece in pieces], item.system), strict=True):
            code = piece.area.code
            seen[code].append(f"rij {piece.row} van {file.name}")
            if geometry.geom_type not in {"Polygon", "MultiPolygon"}:
                problems.add(
                    "geen vlak",
                    file=file,
                    row=piece.row,
                    expected="Polygon of MultiPolygon",
                    got=f"{geometry.geom_type} bij {label(piece.area)}",
                )
                continue
            shape, note = mend(code, geometry)
            if note is not None and (shape.is_empty or note.share > _CERTAIN):
                problems.add(
                    "de rand kruist zichzelf en is niet zeker te herstellen",
                    file=file,
                    row=piece.row,
                    got=f"{label(piece.area)}: {note.before:.0f} m² wordt {note.after:.0f} m²",
                )
                continue
            if note is not None:
                mended.append(note)
            shapes[code] = shape
    for code, rows in seen.items():
        if len(rows) > 1:
            problems.add(
                "gebiedscode komt meer dan eens voor",
                got=f"{code} in {listed(rows)}",
                hint="voeg losse delen samen tot één multipolygoon, of verwijder de dubbele",
            )
    return shapes, mended


def _compare(
    used: Sequence[Used], geography: Geography, level: AreaLevel, smallest: Mapping[str, Any]
) -> dict[str, float]:
    """For larger areas in the files: the ground on which file and union differ, as share of the area in the file."""
    given: dict[str, Any] = {}
    for item in used:
        pieces = [piece for piece in item.matched.pieces if piece.area.level != level and _has_shape(piece)]
        for piece, geometry in zip(pieces, in_rd([piece.geometry for piece in pieces], item.system), strict=True):
            given.setdefault(piece.area.code, mend(piece.area.code, geometry)[0])
    differences = {}
    for area in geography:
        if area.code in given and given[area.code].area > 0:
            union = shapely.union_all([smallest[member.code] for member in geography.members(area.code, level)])
            differences[area.code] = float(shapely.symmetric_difference(union, given[area.code]).area) / float(
                given[area.code].area
            )
    return differences


def _has_shape(piece: Piece) -> bool:
    return piece.geometry is not None and not piece.geometry.is_empty


def _corners(shapes: Mapping[str, Any]) -> int:
    return int(shapely.get_num_coordinates(list(shapes.values())).sum())
