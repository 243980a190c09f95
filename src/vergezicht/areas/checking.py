"""Checking: what must hold of imported shapes before they become the map of a municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vergezicht.areas.area import Area, Geography
from vergezicht.areas.boundaries import Boundaries, MapKind
from vergezicht.areas.coverage import Fitted, far_away, is_sound, overlaps
from vergezicht.areas.matching import Matched, listed
from vergezicht.problems import Problems

# An island may lie off the coast; an area further away than this is on the wrong place of the map.
_FAR = 15_000.0


def report_level(found: Sequence[Matched], geography: Geography, problems: Problems) -> None:
    """Report that there is none of the smallest areas, and what is there instead."""
    level = geography.levels[-1]
    counts = {other: sum(len(item.at(other)) for item in found) for other in geography.levels}
    needed = geography.at(level)
    problems.add(
        f"er staan geen {level.plural} in",
        file=found[0].layer.file,
        expected=f"de {len(needed)} {level.plural} van {geography.gemeente.name}",
        got=", ".join(f"{n} {other.plural if n != 1 else other.value}" for other, n in counts.items() if n),
        hint=f"grotere gebieden volgen uit de {level.plural}; geef dit bestand erbij om ze te vergelijken",
    )


def check_complete(found: Sequence[Matched], geography: Geography, problems: Problems) -> None:
    """Every one of the smallest areas must have a shape."""
    level = geography.levels[-1]
    present = {piece.area.code for item in found for piece in item.at(level)}
    missing = [label(area) for area in geography.at(level) if area.code not in present]
    if missing:
        problems.add(
            f"{len(missing)} van de {len(geography.at(level))} {level.plural} ontbreken",
            file=next(item.layer.file for item in found if item.at(level)),
            got=listed(missing),
            hint="een kaart met gaten kan niet; neem een volledig bestand",
        )


def check_ground(shapes: Mapping[str, Any], geography: Geography, problems: Problems, *, sliver: float) -> None:
    """No two areas on the same ground, and none far away from all others."""
    if not shapes:
        return
    wide = [overlap for overlap in overlaps(shapes, sliver=sliver) if overlap.wide]
    if wide:
        lines = [f"{' en '.join(overlap.codes)}: {overlap.area:.0f} m²" for overlap in wide]
        problems.add(
            f"{len(wide)} × twee gebieden over elkaar heen",
            got=listed(lines),
            hint=f"breder dan {sliver:g} m; is de kaart slordig, probeer dan een grotere --repair",
        )
    for code, distance in far_away(shapes, _FAR):
        problems.add(
            "een gebied ligt ver van alle andere",
            got=f"{label(geography[code])}: {distance / 1000:.0f} km",
            hint="staat de goede code bij dit vlak?",
        )


def check_fitted(
    fitted: Fitted, geography: Geography, file: Path, problems: Problems, *, allow_holes: bool = False
) -> None:
    """After closing slivers: nothing has vanished, all meet, and there are no holes that nobody asked for."""
    gone = [label(geography[code]) for code, shape in fitted.shapes.items() if shape.is_empty]
    if gone:
        problems.add("gebieden verdwijnen in hun buren", file=file, got=listed(gone))
    elif not is_sound(list(fitted.shapes.values())):
        problems.add("de gebieden zijn niet sluitend te maken", file=file, hint="herstel de kaart in een GIS")
    if fitted.holes and not allow_holes:
        holes = [f"{area:.0f} m² bij RD {x:.0f}, {y:.0f}" for area, (x, y) in fitted.holes]
        problems.add(
            "gaten tussen de gebieden",
            file=file,
            got=listed(holes),
            hint="is het water of een andere gemeente? dan mag het met --allow-holes",
        )


def check_boundaries(file: Path, geography: Geography, boundaries: Boundaries) -> None:
    """Raise ``BadInput`` unless a map has a shape for every area, none for others, and neighbours that meet."""
    problems = Problems(file if boundaries.kind == MapKind.GEOGRAPHIC else geography.gemeente.name)
    unknown = [code for code in boundaries.shapes if code not in geography]
    if unknown:
        problems.add("grenzen van onbekende gebieden", got=listed(unknown), hint="importeer de grenzen opnieuw")
    for level in geography.levels:
        areas = geography.at(level)
        missing = [label(area) for area in areas if area.code not in boundaries]
        if missing:
            problems.add(
                f"{len(missing)} van de {len(areas)} {level.plural} staan niet op de kaart", got=listed(missing)
            )
        elif not is_sound([boundaries[area.code].geometry for area in areas]):
            problems.add(f"de {level.plural} sluiten niet op elkaar aan", hint="importeer de grenzen opnieuw")
    problems.raise_if_any()


def label(area: Area) -> str:
    """An area in a message: code and name."""
    return f"{area.code} {area.name}"
