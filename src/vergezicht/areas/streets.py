"""Streets: in which buurten the addresses of a street lie, and where. A street may lie in more than one.

The table of a municipality is ``streets.csv``: straat, buurtcode, adressen, x, y, nummers. The point is the middle of
the addresses of the street in that buurt, in metres of RD New. ``nummers`` may be left out; it says which house numbers
lie there, from and to, always of one side: "1-81 2-64 90" are the odd ones to 81, the even ones to 64, and 90.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from vergezicht.areas.area import AreaLevel, Geography
from vergezicht.areas.projection import area_of_use, rd_to_wgs84
from vergezicht.facts import read_csv
from vergezicht.problems import Problems

COLUMNS = ("straat", "buurtcode", "adressen", "x", "y")
NUMBERS = "nummers"
FILE = "streets.csv"
_SIDE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")


@dataclass(frozen=True)
class StreetPart:
    """The addresses of a street in one buurt: how many, their middle (longitude, latitude), and their numbers."""

    buurt: str
    addresses: int
    longitude: float
    latitude: float
    numbers: tuple[range, ...] = ()

    @property
    def sides(self) -> list[tuple[int, int]]:
        """The first and the last number of every run of one side."""
        return [(side[0], side[-1]) for side in self.numbers]

    def holds(self, number: int) -> bool:
        """Whether this house number lies here, as far as the table says."""
        return any(number in side for side in self.numbers)


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
        numbers = _numbers(row.get(NUMBERS, ""))
        if numbers is None:
            problems.add("geen huisnummers", row=number, column=NUMBERS, got=row[NUMBERS], expected="1-81 2-64 90",
                         hint="van en tot, elk alleen even of alleen oneven")  # fmt: skip
        if not (name and area and point and row["adressen"].isdigit() and numbers is not None):
            continue
        if (first := rows.setdefault((name, area.code), number)) != number:
            problems.add("deze straat staat al bij deze buurt", row=number, column="straat", got=name,
                         hint=f"zie rij {first}")  # fmt: skip
        found.setdefault(name, []).append(StreetPart(area.code, int(row["adressen"]), *point, numbers))
    problems.raise_if_any()
    return Streets({name: _ordered(parts) for name, parts in sorted(found.items())})


@dataclass(frozen=True)
class Door:
    """One address as a register gives it: x and y in metres of RD New; no number when the register has none."""

    street: str
    buurt: str
    x: float
    y: float
    number: int | None = None


def street_table(doors: Iterable[Door]) -> str:
    """The text of ``streets.csv`` from addresses."""
    parts: dict[tuple[str, str], list[Door]] = {}
    for door in doors:
        parts.setdefault((door.street, door.buurt), []).append(door)
    buurten: dict[str, dict[int, set[str]]] = {}
    for door in (door for here in parts.values() for door in here):
        if door.number is not None:
            buurten.setdefault(door.street, {}).setdefault(door.number, set()).add(door.buurt)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow((*COLUMNS, NUMBERS))
    for (street, buurt), here in sorted(parts.items()):
        x, y = (round(sum(values) / len(here)) for values in zip(*((door.x, door.y) for door in here), strict=True))
        writer.writerow((street, buurt, len(here), x, y, _sides(buurten.get(street, {}), buurt)))
    return buffer.getvalue()


def _sides(buurten: Mapping[int, set[str]], buurt: str) -> str:
    """The numbers that lie in ``buurt``: a run of one side ends where a number of the street lies elsewhere."""
    runs = []
    for side in (1, 0):
        numbers = sorted(number for number in buurten if number % 2 == side)
        for is_here, run in groupby(numbers, key=lambda number: buurt in buurten[number]):
            first, *rest = run
            if is_here:
                runs.append(f"{first}-{rest[-1]}" if rest else str(first))
    return " ".join(runs)


def _numbers(text: str) -> tuple[range, ...] | None:
    """Numbers of one side each; None for what is none."""
    found = []
    for part in text.split():
        match = _SIDE.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or (last - first) % 2:
            return None
        found.append(range(first, last + 1, 2))
    return tuple(found)


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
