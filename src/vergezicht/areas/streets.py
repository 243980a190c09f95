"""Streets: in which buurten the addresses of a street lie, and where. A street may lie in more than one.

The table of a municipality is ``streets.csv``: straat, buurtcode, adressen, x, y. The point is the middle of the
addresses of the street in that buurt, in metres of RD New.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from vergezicht.areas.area import AreaLevel, Geography
from vergezicht.areas.projection import area_of_use, rd_to_wgs84
from vergezicht.facts import read_csv
from vergezicht.problems import Problems

COLUMNS = ("straat", "buurtcode", "adressen", "x", "y")
FILE = "streets.csv"


@dataclass(frozen=True)
class StreetPart:
    """The addresses of a street in one buurt: how many, and their middle (longitude, latitude in degrees)."""

    buurt: str
    addresses: int
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Streets:
    """For every street, in order of name, its parts: the one with most addresses first."""

    parts: Mapping[str, tuple[StreetPart, ...]]

    def within(self, buurt: str) -> tuple[str, ...]:
        """The names of the streets of a buurt, by its code; empty for another level."""
        return tuple(name for name, parts in self.parts.items() if any(part.buurt == buurt for part in parts))


def read_streets(path: Path, geography: Geography) -> Streets:
    """Read the table of a municipality. Raises ``BadInput`` with every problem, by row and column."""
    problems = Problems(path)
    found: dict[str, list[StreetPart]] = {}
    rows: dict[tuple[str, str], int] = {}
    for row in read_csv(path, COLUMNS, problems):
        number, name, area = int(row[""]), " ".join(row["straat"].split()), geography.get(row["buurtcode"])
        if not name:
            problems.add("er staat geen straat", row=number, column="straat")
        if area is None or area.level != AreaLevel.BUURT:
            problems.add("geen buurt van deze gemeente", row=number, column="buurtcode", got=row["buurtcode"])
        if not row["adressen"].isdigit():
            problems.add("geen aantal", row=number, column="adressen", expected="een geheel getal", got=row["adressen"])
        point = _point(row["x"], row["y"])
        if point is None:
            problems.add("geen punt in Nederland", row=number, column="x, y", got=f"{row['x']}, {row['y']}",
                         expected="meters in RD New, met een punt voor de cijfers achter de komma")  # fmt: skip
        if not (name and area and point and row["adressen"].isdigit()):
            continue
        if (first := rows.setdefault((name, area.code), number)) != number:
            problems.add("deze straat staat al bij deze buurt", row=number, column="straat", got=name,
                         hint=f"zie rij {first}")  # fmt: skip
        found.setdefault(name, []).append(StreetPart(area.code, int(row["adressen"]), *point))
    problems.raise_if_any()
    return Streets({name: _ordered(parts) for name, parts in sorted(found.items())})


def street_table(points: Iterable[tuple[str, str, float, float]]) -> str:
    """The text of ``streets.csv`` from addresses: street, code of the buurt, x and y in metres of RD New."""
    sums: dict[tuple[str, str], tuple[int, float, float]] = {}
    for street, buurt, x, y in points:
        count, total_x, total_y = sums.get((street, buurt), (0, 0.0, 0.0))
        sums[street, buurt] = (count + 1, total_x + x, total_y + y)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (street, buurt), (count, x, y) in sorted(sums.items()):
        writer.writerow((street, buurt, count, round(x / count), round(y / count)))
    return buffer.getvalue()


def _ordered(parts: list[StreetPart]) -> tuple[StreetPart, ...]:
    return tuple(sorted(parts, key=lambda part: (-part.addresses, part.buurt)))


def _point(x: str, y: str) -> tuple[float, float] | None:
    try:
        longitude, latitude = rd_to_wgs84(float(x), float(y))
    except ValueError:
        return None
    west, south, east, north = area_of_use()
    if not (math.isfinite(longitude) and west <= longitude <= east and south <= latitude <= north):
        return None
    return (round(longitude, 5), round(latitude, 5))
