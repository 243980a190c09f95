"""What an editor drew on the map: GeoJSON, or lines of text, read into marks; kept as GeoJSON.

A line of text is ``punt Buurthuis: buurt/noord``, or ``lijn Route: 52.51 6.09; 52.52 6.10`` on a map with real borders.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from vergezicht.areas import Municipality
from vergezicht.areas.boundaries import MapKind
from vergezicht.areas.points import read_coordinates
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.references import FigureReference, area_of
from vergezicht.pictures import Mark, MarkKind

MOST_MARKS, MOST_POINTS = 30, 200
_FEWEST = {MarkKind.POINT: 1, MarkKind.LINE: 2, MarkKind.AREA: 3}
_MORE = {MarkKind.POINT: "punten", MarkKind.LINE: "lijnen", MarkKind.AREA: "vlakken"}
_GEOMETRY = {"Point": MarkKind.POINT, "LineString": MarkKind.LINE, "Polygon": MarkKind.AREA}
_LINE = re.compile(r"(punt|lijn|vlak)\s+(.+?)\s*:\s*(.+)", re.IGNORECASE)
_NUMBERS = re.compile(r"[-\d.,\s]+")
_EXAMPLE = "schrijf bijvoorbeeld: punt Buurthuis: buurt/noord"

Point = tuple[float, float]


def read_drawing(text: str) -> list[Mark]:
    """The marks in GeoJSON or in lines of text. Raises ``ValidationError`` with everything that is wrong, in Dutch."""
    found, wrong = _looked_at(text)
    if wrong:
        raise ValidationError(wrong)
    return found


def told_marks(text: str) -> tuple[str, list[str]]:
    """What is drawn, counted ("2 punten, 1 vlak"; "" for nothing), and everything that is wrong, in Dutch."""
    try:
        found, wrong = _looked_at(text)
    except ValidationError as error:
        return "", error.messages
    counted = [(kind, sum(mark.kind == kind for mark in found)) for kind in MarkKind]
    return ", ".join(f"{count} {kind.value if count == 1 else _MORE[kind]}" for kind, count in counted if count), wrong


def shown_marks(text: str) -> list[Mark]:
    """The same for a page: what is not ready, or has no place on the map as it is now, is left out."""
    try:
        found, _ = _read(text)
    except ValidationError:
        return []
    return [mark for n, mark in enumerate(found, start=1) if not any(_problems(n, mark))][:MOST_MARKS]


def _looked_at(text: str) -> tuple[list[Mark], list[str]]:
    """The marks, and what is wrong with any of them; raises as ``_read`` does."""
    found, wrong = _read(text)
    if len(found) > MOST_MARKS:
        wrong.append(f"Hoogstens {MOST_MARKS} tekens op één kaart; dit zijn er {len(found)}.")
    for n, mark in enumerate(found, start=1):
        wrong += _problems(n, mark)
    return found, wrong


def _read(text: str) -> tuple[list[Mark], list[str]]:
    """The marks that can be read, and what cannot; raises ``ValidationError`` when it is no drawing at all."""
    place, wrong = municipality(), list[str]()
    try:
        found = _from_geojson(text, place, wrong) if text.lstrip().startswith("{") else _from_text(text, place, wrong)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValidationError("Dit is geen GeoJSON met punten, lijnen en vlakken.") from error
    return found, wrong


def write_drawing(marks: Sequence[Mark]) -> str:
    """A FeatureCollection in WGS84; it says on which kind of map it was drawn."""
    boundaries = municipality().boundaries
    kinds = {kind: name for name, kind in _GEOMETRY.items()}

    def coordinates(mark: Mark) -> Any:
        points = [boundaries.to_degrees(point) for point in mark.points]
        return (
            points[0]
            if mark.kind == MarkKind.POINT
            else [[*points, points[0]]]
            if mark.kind == MarkKind.AREA
            else points
        )

    features = [
        {
            "type": "Feature",
            "properties": {"naam": mark.name},
            "geometry": {"type": kinds[mark.kind], "coordinates": coordinates(mark)},
        }
        for mark in marks
    ]
    collection = {"type": "FeatureCollection", "kaartsoort": boundaries.kind.value, "features": features}
    return json.dumps(collection, ensure_ascii=False)


def read_place(text: str, place: Municipality) -> Point:
    """``buurt/noord``, a code of an area, or latitude and longitude; raises ``ValueError`` with the reason in Dutch."""
    if _NUMBERS.fullmatch(text.strip()):
        if place.boundaries.kind == MapKind.SCHEMATIC:
            raise ValueError("op een schematische kaart zeggen coördinaten niets: noem een gebied, zoals buurt/noord")
        return place.boundaries.from_degrees(list(read_coordinates(text)))
    area = area_of(FigureReference("", text.strip()), place.geography) if text.strip() else None
    if area is None or area.code not in place.boundaries:
        raise ValueError(f"“{text.strip()}” is geen gebied (schrijf buurt/naam) en geen breedte- en lengtegraad")
    centre = place.boundaries.to_degrees(place.boundaries[area.code].centre)
    return place.boundaries.from_degrees(centre)  # as it will be read back: a drawing that is kept stays the same


def read_degrees(text: str) -> Point | None:
    """Longitude and latitude of a place that was given so; None when it is an area, or nothing that can be read."""
    if not _NUMBERS.fullmatch(text.strip()):
        return None
    try:
        return read_coordinates(text)
    except ValueError:
        return None


def _from_text(text: str, place: Municipality, wrong: list[str]) -> list[Mark]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            wrong.append(f"Regel {number}: {_EXAMPLE}")
            continue
        try:
            points = tuple(read_place(part, place) for part in re.split(r"[;>]", match[3]))
        except ValueError as error:
            wrong.append(f"Regel {number}: {error}")
            continue
        found.append(Mark(MarkKind(match[1].lower()), match[2], points))
    return found


def _from_geojson(text: str, place: Municipality, wrong: list[str]) -> list[Mark]:
    collection = json.loads(text)
    kind = collection.get("kaartsoort", MapKind.GEOGRAPHIC.value)
    if kind != place.boundaries.kind:
        wrong.append(f"Getekend op een {kind}e kaart, maar die van {place.name} is {place.boundaries.kind.value}.")
        return []
    found = []
    for feature in collection["features"]:
        geometry = feature["geometry"]
        mark = _GEOMETRY[geometry["type"]]
        given = geometry["coordinates"]
        listed = [given] if mark == MarkKind.POINT else given[0] if mark == MarkKind.AREA else given
        if mark == MarkKind.AREA and len(listed) > 1 and listed[0] == listed[-1]:
            listed = listed[:-1]
        points = tuple(place.boundaries.from_degrees([float(at[0]), float(at[1])]) for at in listed)
        found.append(Mark(mark, str((feature.get("properties") or {}).get("naam", "")).strip(), points))
    return found


def _problems(n: int, mark: Mark) -> Iterator[str]:
    place, called = municipality(), f"{mark.kind.value} {n}"
    if not mark.name:
        yield f"Geef {called} een naam: zonder naam staat het niet in de lijst."
    if not _FEWEST[mark.kind] <= len(mark.points) <= MOST_POINTS:
        yield f"{called.capitalize()}: een {mark.kind.value} heeft {_FEWEST[mark.kind]} tot {MOST_POINTS} punten."
    left, bottom, right, top = place.boundaries.bounds
    wide, high = (right - left) / 10, (top - bottom) / 10
    if not all(left - wide <= x <= right + wide and bottom - high <= y <= top + high for x, y in mark.points):
        yield f"{called.capitalize()} ligt buiten de kaart van {place.name}."
