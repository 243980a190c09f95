"""Meeting places from a CSV file: every problem at once, all or nothing; coordinates are welcome, never needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from vergezicht.areas import AreaLevel
from vergezicht.areas.folder import slugify
from vergezicht.challenges.ground import municipality
from vergezicht.facts import read_csv
from vergezicht.initiatives.models import Access, MeetingPlace, PlaceKind, PlaceState, Shelter
from vergezicht.initiatives.places.opening_hours import NotOpeningHours, parse
from vergezicht.initiatives.points import MapPoint, misplaced
from vergezicht.problems import Problems
from vergezicht.spreadsheets import as_written

NEEDED = ("naam", "soort")
COLUMNS: Mapping[str, str] = {
    "naam": "name", "soort": "kind", "soort_toelichting": "kind_note", "binnen_of_buiten": "shelter", "stand": "state",
    "gebied": "area", "wijk_of_buurt": "area", "adres_of_plek": "address", "breedtegraad": "latitude",
    "lengtegraad": "longitude", "openingstijden": "opening_hours", "openingstijden_toelichting": "opening_note",
    "kosten": "cost", "voor_wie": "audience", "rolstoel": "wheelchair", "toilet": "toilet",
    "toegankelijkheid": "accessibility_note", "beheerder": "operator", "website": "website",
    "gecontroleerd_op": "verified_on", "gecontroleerd_door": "verified_by_role", "bron_url": "source",
    "bron_jaar": "source_year",
}  # fmt: skip
# A word in the kind as people write it -> our kind. The first that fits counts, so the more telling words come first.
_WORDS = (
    ("minibieb", PlaceKind.BOOKCASE), ("boekenkast", PlaceKind.BOOKCASE), ("bibliotheek", PlaceKind.LIBRARY),
    ("boerderij", PlaceKind.FARM), ("dierenweide", PlaceKind.FARM), ("speel", PlaceKind.PLAYGROUND),
    ("sport", PlaceKind.SPORTS), ("tuin", PlaceKind.GARDEN), ("moestuin", PlaceKind.GARDEN),
    ("inloop", PlaceKind.DROP_IN), ("huiskamer", PlaceKind.DROP_IN), ("kerk", PlaceKind.FAITH),
    ("moskee", PlaceKind.FAITH), ("school", PlaceKind.SCHOOL), ("café", PlaceKind.CAFE), ("cafe", PlaceKind.CAFE),
    ("keuken", PlaceKind.CAFE), ("theater", PlaceKind.CULTURE), ("cultu", PlaceKind.CULTURE),
    ("wijkcentrum", PlaceKind.COMMUNITY_CENTRE), ("buurthuis", PlaceKind.COMMUNITY_CENTRE),
    ("buurtvoorziening", PlaceKind.COMMUNITY_CENTRE), ("bank", PlaceKind.BENCH), ("straat", PlaceKind.STREET),
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a row of the file does: a new place (``place`` is None), or what it changes of one that is there."""

    values: Mapping[str, Any]
    place: MeetingPlace | None = None

    @property
    def changed(self) -> list[str]:
        """The fields that become another, in the order of the file."""
        return [name for name, value in self.values.items() if self.place and getattr(self.place, name) != value]


@dataclass(frozen=True)
class Imported:
    """How many places are new, were brought up to date or stay as they are, and which have no known area."""

    new: int
    changed: int
    unchanged: int
    without_area: tuple[str, ...]


def import_places(path: Path, *, example: bool = False) -> Imported:
    """Read a file and keep its places; a place with the same name and area is brought up to date, not doubled.

    Raises ``BadInput`` and keeps nothing, as ``look_at`` does.
    """
    return keep(look_at(path), example=example)


def look_at(path: Path) -> list[Outcome]:
    """What each row of a file would do; nothing is kept.

    Columns: those of ``COLUMNS``; only ``naam`` and ``soort`` are needed. Raises ``BadInput`` with every problem.
    """
    problems = Problems(path)
    rows = read_csv(path, NEEDED, problems)
    if rows:
        for name in rows[0]:
            if name and name not in COLUMNS:
                near = get_close_matches(name, COLUMNS, n=1)
                problems.add("onbekende kolom", row=1, column=name, hint=f"bedoelt u {near[0]}?" if near else None)
    read = [_Row(row, problems).values() for row in rows]
    seen: dict[tuple[str, str], int] = {}
    for row, values in zip(rows, read, strict=True):
        number = int(row[""])
        key = (values["name"].casefold(), values["area"])
        if key in seen:
            problems.add(
                "deze plek staat er al", row=number, column="naam", got=values["name"], hint=f"zie rij {seen[key]}"
            )
        seen[key] = number
    problems.raise_if_any()
    given = {COLUMNS[name] for name in (rows[0] if rows else ()) if name} | {"kind_note"}  # the kind may hold its note
    return [_outcome(values, given) for values in read]


def _outcome(values: Mapping[str, Any], given: Collection[str]) -> Outcome:
    """What is not among the fields that the file gives stays as it is."""
    place = MeetingPlace.objects.filter(name__iexact=values["name"], area=values["area"]).first()
    return Outcome(values if place is None else {name: values[name] for name in values if name in given}, place)


@transaction.atomic
def keep(outcomes: Sequence[Outcome], *, example: bool = False) -> Imported:
    """Keep what is new or changed; what stays as it is, is not touched."""
    new = changed = 0
    for outcome in outcomes:
        if outcome.place is not None and not outcome.changed:
            continue
        place = outcome.place
        if place is None:
            place = MeetingPlace(slug=free_slug(outcome.values["name"]), is_example=example)
            new += 1
        else:
            changed += 1
        for name, value in outcome.values.items():
            setattr(place, name, value)
        place.save()
    without_area = tuple(item.values["name"] for item in outcomes if not item.values.get("area"))
    return Imported(new, changed, len(outcomes) - new - changed, without_area)


def free_slug(name: str) -> str:
    """An address of its own for a place with this name."""
    base = slugify(name)[:70] or "plek"
    taken = set(MeetingPlace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


class _Row:
    """One row of the file as values of the model; what is wrong with it is added to the problems."""

    def __init__(self, row: Mapping[str, str], problems: Problems) -> None:
        self.row = {name: as_written(text) for name, text in row.items()}
        self.problems = problems
        self.number = int(row[""])

    def values(self) -> dict[str, Any]:
        if not self.row["naam"]:
            self._wrong("naam", "de naam ontbreekt")
        kind, note = self._kind()
        values: dict[str, Any] = {
            "name": self._text("naam", 120),
            "kind": kind,
            "kind_note": self._text("soort_toelichting", 120) or note,
            "shelter": self._choice("binnen_of_buiten", Shelter.values, Shelter.UNKNOWN.value),
            "state": self._choice("stand", PlaceState.values, PlaceState.UNCHECKED.value),
            "area": self._area(),
            "opening_hours": self._hours(),
            "wheelchair": self._choice("rolstoel", Access.values, Access.UNKNOWN.value),
            "toilet": self._choice("toilet", Access.values, Access.UNKNOWN.value),
            "latitude": self._number("breedtegraad", 90),
            "longitude": self._number("lengtegraad", 180),
            "verified_on": self._parsed("gecontroleerd_op", date.fromisoformat, "een datum als 2026-05-31"),
            "verified_by_role": self._text("gecontroleerd_door", 80),
            "source_year": self._parsed("bron_jaar", _year, "een jaartal"),
            "website": self._address("website", 300),
            "source": self._address("bron_url", 400),
        }
        for column, most in (("adres_of_plek", 160), ("openingstijden_toelichting", 200), ("kosten", 120),
                             ("voor_wie", 120), ("toegankelijkheid", 200), ("beheerder", 120)):  # fmt: skip
            values[COLUMNS[column]] = self._text(column, most)
        if (values["latitude"] is None) != (values["longitude"] is None):
            self._wrong("breedtegraad, lengtegraad", "een van de twee ontbreekt", hint="geef beide, of geen van beide")
        self._check_point(values["latitude"], values["longitude"])
        if values["verified_on"] and not values["verified_by_role"]:
            self._wrong("gecontroleerd_door", "wie controleerde het?", expected="een rol, bijvoorbeeld wijkbeheerder")
        return values

    def _wrong(self, column: str, what: str, *, expected: str | None = None, hint: str | None = None) -> None:
        got = self.row.get(column) or None
        self.problems.add(what, row=self.number, column=column, expected=expected, got=got, hint=hint)

    def _text(self, column: str, most: int) -> str:
        text = self.row.get(column, "")
        if len(text) > most:
            self._wrong(column, f"te lang ({len(text)} tekens)", expected=f"hoogstens {most} tekens")
        return text[:most]

    def _choice(self, column: str, choices: list[str], otherwise: str) -> str:
        value = self.row.get(column, "").lower()
        if value and value not in choices:
            near = get_close_matches(value, choices, n=1)
            self._wrong(column, "onbekende waarde", expected=", ".join(choices),
                        hint=f"bedoelt u {near[0]}?" if near else None)  # fmt: skip
            return otherwise
        return value or otherwise

    def _kind(self) -> tuple[str, str]:
        """The kind, and the words of the file when they say more than the kind does."""
        text = self.row["soort"]
        if not text:
            self._wrong("soort", "de soort ontbreekt", hint="schrijf in eigen woorden wat voor plek het is")
        if text.lower() in PlaceKind.values:
            return text.lower(), ""
        lowered = text.lower()
        return next((kind.value for word, kind in _WORDS if word in lowered), PlaceKind.OTHER.value), text[:120]

    def _area(self) -> str:
        """The code of the area, given as code or name; a wijk goes before a buurt of the same name."""
        column = "gebied" if self.row.get("gebied") else "wijk_of_buurt"
        given = self.row.get(column, "")
        place = municipality()
        if not given:
            return ""
        if given in place.geography:
            return given
        wanted = {slugify(given), slugify(given).removeprefix(f"{place.slug}-")}
        named: dict[str, str] = {}
        for level in (AreaLevel.BUURT, AreaLevel.STADSDEEL, AreaLevel.WIJK):
            named |= {slugify(area.name): area.code for area in place.geography.at(level)}
        found = next((named[name] for name in wanted if name in named), None)
        if found is None:
            near = get_close_matches(slugify(given), named, n=1)
            hint = (
                f"bedoelt u {place.geography[named[near[0]]].name}?" if near else "laat leeg als het gebied onbekend is"
            )
            self._wrong(column, "onbekend gebied", expected="een code of naam uit areas.csv", hint=hint)
        return found or ""

    def _hours(self) -> str:
        text = self._text("openingstijden", 250)
        if text:
            try:
                parse(text)
            except NotOpeningHours as error:
                self._wrong("openingstijden", str(error), expected="OSM-notatie", hint="bijvoorbeeld Mo-Fr 09:00-17:00")
        return text

    def _number(self, column: str, most: float) -> float | None:
        value = self._parsed(column, lambda text: float(text.replace(",", ".")), "een getal in graden (WGS84)")
        if value is not None and not abs(value) <= most:
            self._wrong(
                column, "geen graden", expected=f"tussen -{most} en {most}", hint="RD-coördinaten? Zet ze om naar WGS84"
            )
            return None
        return float(value) if value is not None else None

    def _check_point(self, latitude: float | None, longitude: float | None) -> None:
        if latitude is None or longitude is None:
            return
        if told := misplaced(MapPoint(latitude, longitude)):
            what, hint = told
            name = municipality().geography.gemeente.name
            self._wrong("breedtegraad", what.rstrip("."), expected=f"een plek in of bij {name}", hint=hint or None)

    def _parsed(self, column: str, read: Callable[[str], Any], expected: str) -> Any:
        text = self.row.get(column, "")
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            self._wrong(column, "niet te lezen", expected=expected)
            return None

    def _address(self, column: str, most: int) -> str:
        text = self._text(column, most)
        if text:
            try:
                URLValidator(schemes=["http", "https"])(text)
            except ValidationError:
                self._wrong(column, "geen webadres", expected="een adres dat met https:// begint")
        return text


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise ValueError(text)
    return int(text)
