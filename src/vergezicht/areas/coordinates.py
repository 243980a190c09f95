"""Coordinates: which system they are in, by what the file says and by where they lie; then metres in RD New."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from vergezicht.areas.projection import RD, WGS84, identify, is_geographic, to_rd
from vergezicht.problems import Problems

_NAMES = {RD: "RD", WGS84: "WGS84"}
_EXPECTED = "RD (x -7.000 tot 300.000, y 289.000 tot 629.000) of WGS84 (lengte 3 tot 7,5, breedte 50 tot 54)"


class Place(StrEnum):
    """Where coordinates lie when they are taken for metres in RD or for degrees."""

    RD = "RD"
    RD_SWAPPED = "RD met x en y verwisseld"
    DEGREES = "graden"
    DEGREES_SWAPPED = "graden met lengte en breedte verwisseld"
    ELSEWHERE = "buiten Nederland"

    @property
    def swapped(self) -> bool:
        return self in {Place.RD_SWAPPED, Place.DEGREES_SWAPPED}

    @property
    def unswapped(self) -> Place:
        return {Place.RD_SWAPPED: Place.RD, Place.DEGREES_SWAPPED: Place.DEGREES}.get(self, self)


@dataclass(frozen=True)
class CoordinateSystem:
    """What the file says, what was used, and what had to be done to the coordinates."""

    declared: str | None
    used: str
    swapped: bool = False
    remark: str | None = None


def name_of(code: str) -> str:
    """A coordinate system as people call it: "RD (EPSG:28992)"."""
    return f"{_NAMES[code]} ({code})" if code in _NAMES else code


def place(bounds: Sequence[float]) -> Place:
    """Where a box (min x, min y, max x, max y) lies.

    >>> place((202000, 502000, 203000, 503000)), place((52.4, 6.0, 52.6, 6.2))
    (<Place.RD: 'RD'>, <Place.DEGREES_SWAPPED: 'graden met lengte en breedte verwisseld'>)
    """
    x0, y0, x1, y1 = bounds
    for (low_x, high_x, low_y, high_y), straight, swapped in (
        ((-7_000, 300_000, 289_000, 629_000), Place.RD, Place.RD_SWAPPED),
        ((3.0, 7.5, 50.0, 54.0), Place.DEGREES, Place.DEGREES_SWAPPED),
    ):
        if low_x <= x0 and x1 <= high_x and low_y <= y0 and y1 <= high_y:
            return straight
        if low_x <= y0 and y1 <= high_x and low_y <= x0 and x1 <= high_y:
            return swapped
    return Place.ELSEWHERE


def recognise(
    geometries: Sequence[Any],
    rows: Sequence[int],
    file: Path,
    declared: str | None,
    problems: Problems,
    *,
    override: str | None = None,
) -> CoordinateSystem | None:
    """The coordinate system of (non-empty) geometries; None after reporting what cannot be right.

    A declared system is trusted only when the coordinates can be in it. Without one, the coordinates tell.
    """
    said = identify(override) if override is not None else identify(declared) if declared is not None else None
    if override is not None and said is None:
        problems.add("onbekend coördinatenstelsel", expected="EPSG:28992, EPSG:4326, RD of WGS84", got=override)
        return None
    if declared is not None and said is None:
        problems.add(
            "het coördinatenstelsel in het bestand is onbekend",
            file=file,
            got=declared[:120],
            hint="geef het stelsel mee, bijvoorbeeld --crs EPSG:28992",
        )
        return None
    places = [place(shapely.bounds(geometry)) for geometry in geometries]
    if said not in {None, RD} and not is_geographic(said or ""):
        return _other(geometries, rows, file, said or "", declared, problems)
    counted = Counter(places)
    if not counted:
        return None
    if len(counted) > 1:
        _report_mixed(places, rows, file, problems)
        return None
    where = places[0]
    if where == Place.ELSEWHERE:
        box = shapely.total_bounds(np.asarray(geometries, dtype=object))
        problems.add(
            "de coördinaten liggen niet in Nederland",
            file=file,
            expected=_EXPECTED,
            got=", ".join(f"{value:.6g}" for value in box),
            hint="geef het stelsel mee met --crs als het een ander is",
        )
        return None
    fits = RD if where.unswapped == Place.RD else WGS84
    used = said or fits
    if (used == RD) != (fits == RD):
        source = "u opgeeft" if override is not None else "het bestand zegt"
        problems.add(
            "het coördinatenstelsel kan niet kloppen",
            file=file,
            expected=f"coördinaten in {name_of(used)}, zoals {source}",
            got=f"coördinaten in {name_of(fits)}",
            hint=f"kloppen de coördinaten wel? geef dan --crs {fits}",
        )
        return None
    remark = None
    if where.swapped:
        remark = f"{'x en y' if fits == RD else 'lengte en breedte'} waren verwisseld en zijn omgedraaid"
    elif said is None:
        remark = "herkend aan de coördinaten"
    return CoordinateSystem(identify(declared) if declared else None, used, where.swapped, remark)


def in_rd(geometries: Sequence[Any], system: CoordinateSystem) -> list[Any]:
    """The geometries as metres in RD New, flat (heights dropped)."""
    flat = shapely.force_2d(np.asarray(geometries, dtype=object))

    def move(points: Any) -> Any:
        x, y = (points[:, 1], points[:, 0]) if system.swapped else (points[:, 0], points[:, 1])
        if system.used != RD:
            x, y = to_rd(system.used, x, y)
        return np.column_stack([x, y])

    return list(shapely.transform(flat, move))


def _other(
    geometries: Sequence[Any], rows: Sequence[int], file: Path, said: str, declared: str | None, problems: Problems
) -> CoordinateSystem | None:
    """A system that is neither RD nor degrees (UTM, web mercator): right when it lands in the Netherlands."""
    system = CoordinateSystem(identify(declared) if declared else None, said)
    moved = in_rd(geometries, system)
    wrong = [
        row
        for row, geometry in zip(rows, moved, strict=True)
        if not np.isfinite(box := shapely.bounds(geometry)).all() or place(box) != Place.RD
    ]
    if wrong:
        problems.add(
            "het coördinatenstelsel kan niet kloppen",
            file=file,
            row=wrong[0],
            expected=f"coördinaten die in {said} in Nederland liggen",
            got=", ".join(f"{value:.6g}" for value in shapely.bounds(geometries[rows.index(wrong[0])])),
            hint="geef het goede stelsel met --crs, bijvoorbeeld --crs EPSG:28992",
        )
        return None
    return system


def _report_mixed(places: Sequence[Place], rows: Sequence[int], file: Path, problems: Problems) -> None:
    counted = Counter(places)
    rare = min(counted, key=lambda item: (counted[item], item.value))
    problems.add(
        "gemengde coördinaten",
        file=file,
        row=rows[places.index(rare)],
        expected="alle gebieden in hetzelfde stelsel",
        got=", ".join(f"{count} × {item.value}" for item, count in counted.most_common()),
        hint=f"de rij die hier staat is de eerste met {rare.value}",
    )
