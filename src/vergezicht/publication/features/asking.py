"""Reading what is asked in an address: every parameter that is wrong is told at once, each with what would do."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import parse_qsl

from django.utils import timezone

from vergezicht.problems import Problems
from vergezicht.publication.features.collection import Collection
from vergezicht.publication.features.index import Asked, Box

USUAL, MOST = 100, 1000  # features in one answer
STANDARD = ("bbox", "datetime", "limit", "offset")
_NUMBER = re.compile(r"[0-9]{1,9}")
_FEW = 12  # values that a message still names
_DAYS_HINT = (
    "geef een dag (2026-01-31), een moment (2026-01-31T12:00:00Z), of twee met / ertussen; .. laat een kant open"
)


def no_parameters(query: str) -> None:
    """Raise ``BadInput`` when anything at all is asked of an address that takes no parameters."""
    problems = Problems()
    _known(parse_qsl(query, keep_blank_values=True), (), problems)
    problems.raise_if_any()


def asked_of(collection: Collection, query: str) -> Asked:
    """What the query part of an address asks of a collection; raises ``BadInput`` with every problem."""
    problems = Problems()
    given = _known(parse_qsl(query, keep_blank_values=True), (*STANDARD, *collection.filters), problems)
    limit = _whole(given, "limit", 1, USUAL, problems)
    offset = _whole(given, "offset", 0, 0, problems)
    boxes = _boxes(given["bbox"], problems) if "bbox" in given else ()
    days = _interval(given["datetime"], problems) if "datetime" in given else None
    values = []
    for name, known in collection.filters.items():
        if name not in given:
            continue
        values.append((name, given[name]))
        if known and given[name] not in known:
            expected = ", ".join(known) if len(known) <= _FEW else None
            hint = "alle waarden staan in openapi.json, en in de eigenschap zelf"
            problems.add("onbekende waarde", column=name, expected=expected, got=given[name][:80], hint=hint)
    problems.raise_if_any()
    return Asked(min(limit, MOST), offset, boxes, days, tuple(values))


def _known(pairs: list[tuple[str, str]], names: tuple[str, ...], problems: Problems) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in names:
            hint = f"bekend zijn: {', '.join(names)}" if names else "dit adres heeft er geen"
            problems.add("deze parameter bestaat niet", column=name[:80], hint=hint)
        elif name in given:
            problems.add("staat er meer dan één keer", column=name, hint="geef elke parameter hoogstens één keer")
        given[name] = value
    return given


def _whole(given: Mapping[str, str], name: str, least: int, usual: int, problems: Problems) -> int:
    if name not in given:
        return usual
    if _NUMBER.fullmatch(given[name]) and int(given[name]) >= least:
        return int(given[name])
    expected = f"een geheel getal vanaf {least}, van hoogstens negen cijfers"
    problems.add("geen bruikbaar getal", column=name, expected=expected, got=given[name][:80],
                 hint=f"laat {name} weg voor {usual}")  # fmt: skip
    return usual


def _boxes(text: str, problems: Problems) -> tuple[Box, ...]:
    """One box; two for a box across the 180th meridian."""

    def wrong(what: str, hint: str) -> tuple[Box, ...]:
        problems.add(what, column="bbox", got=text[:80], hint=hint)
        return ()

    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in {4, 6} or not all(map(math.isfinite, numbers)):
        return wrong(
            "geen vier (of zes) getallen", "geef west,zuid,oost,noord in graden, bijvoorbeeld 6.0,52.4,6.2,52.6"
        )
    (west, south), (east, north) = numbers[:2], numbers[len(numbers) // 2 :][:2]
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        return wrong(
            "buiten de aarde",
            "lengtegraden liggen tussen -180 en 180, breedtegraden tussen -90 en 90; de lengte staat voorop",
        )
    if south > north:
        return wrong("zuid ligt boven noord", "de volgorde is west,zuid,oost,noord")
    if west > east:
        return ((west, south, 180.0, north), (-180.0, south, east, north))
    return ((west, south, east, north),)


def _interval(text: str, problems: Problems) -> tuple[str | None, str | None] | None:
    parts = text.split("/")
    days = [_day(part) for part in parts]
    known = [day for day in days if day]
    if len(parts) > 2 or not known or None in days or (len(parts) == 1 and not days[0]):
        problems.add("geen dag of periode", column="datetime", got=text[:80], hint=_DAYS_HINT)
        return None
    first, last = days[0] or None, days[-1] or None
    if first and last and first > last:
        problems.add("de periode eindigt voor zij begint", column="datetime", got=text[:80], hint=_DAYS_HINT)
    return first, last


def _day(text: str) -> str | None:
    """The day of a date or of a moment (RFC 3339), here; empty for an open side, None for what is neither."""
    if text in {"", ".."}:
        return ""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text).isoformat()
        if re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+ -]\d\d:\d\d)", text):
            moment = datetime.fromisoformat(text.upper().replace(" ", "+"))  # a plus in an address reads as a space
            return timezone.localtime(moment).date().isoformat()
    except (ValueError, OverflowError):
        return None
    return None
