"""A walk to take along: the places of a tour that have a point of their own, as GPX 1.1.

Written with the standard library: a few elements, of which the schema (topografix.com/GPX/1/1/gpx.xsd) fixes the order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from textwrap import shorten
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.html import strip_tags

from vergezicht.areas.boundaries import MapKind
from vergezicht.challenges.ground import municipality
from vergezicht.languages import say
from vergezicht.languages.marks import unmarked
from vergezicht.stories.drawing.marks import read_degrees
from vergezicht.stories.living.living_numbers import fill_in_words

MEDIA_TYPE = "application/gpx+xml"
_NAMESPACE = "http://www.topografix.com/GPX/1/1"
_SCHEMA = f"{_NAMESPACE} http://www.topografix.com/GPX/1/1/gpx.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_MOST_TEXT = 300  # characters: a small screen, out of doors
# What XML 1.0 has no way to write, however it is escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDS_A_LINE = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>")


@dataclass(frozen=True)
class Waypoint:
    """A place of a tour under its number on the page, in WGS84."""

    number: int
    name: str
    text: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Source:
    """Where a walk comes from: who tells it, in which story, at which address, and when that was published last."""

    publisher: str
    story: str
    address: str
    published: datetime | None


def waypoints(tour: Any) -> list[Waypoint]:
    """The places of a walk that were given as a point, in order, each with its number on the page.

    None for a tour to explore, which has no order, and none on a schematic map, where a point is nowhere. A place that
    is only said to be in an area is left out: the middle of an area is not where anybody should walk to.
    """
    if tour["layout"] != "wandeling" or municipality().boundaries.kind == MapKind.SCHEMATIC:
        return []
    found = []
    for number, stop in enumerate(tour["stops"], start=1):
        point = read_degrees(stop.get("place") or "")
        if point is not None:
            found.append(Waypoint(number, unmarked(stop["title"]), _plain(stop["text"]), *point))
    return found


def write_gpx(tour: Any, source: Source) -> bytes:
    """The places of a tour as waypoints, and as a route when there are two or more; the same tour, the same bytes."""
    title, places = unmarked(tour["title"]), waypoints(tour)
    ET.register_namespace("", _NAMESPACE)
    ET.register_namespace("xsi", _INSTANCE)
    root = ET.Element(
        _tag("gpx"), {"version": "1.1", "creator": "Vergezicht", f"{{{_INSTANCE}}}schemaLocation": _SCHEMA}
    )
    about = _add(root, "metadata")
    _add(about, "name", title)
    _add(about, "desc", _described(source, whole=len(places) == len(tour["stops"])))
    _add(_add(about, "author"), "name", source.publisher)
    _add(_add(about, "link", href=source.address), "text", source.story)
    if source.published is not None:
        _add(about, "time", source.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for place in places:
        _add_point(root, "wpt", place, source)
    if len(places) > 1:
        route = _add(root, "rte")
        _add(route, "name", title)
        _add(route, "src", source.publisher)
        for place in places:
            _add_point(route, "rtept", place, source)
    ET.indent(root)
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _described(source: Source, *, whole: bool) -> str:
    told = say("Uit ‘{story}’ van {publisher}.", story=source.story, publisher=source.publisher)
    return told if whole else f"{told} {say('Plekken zonder eigen punt op de kaart staan er niet in.')}"


def _add_point(parent: ET.Element, name: str, place: Waypoint, source: Source) -> None:
    """In the order of the schema: name, desc, src."""
    point = _add(parent, name, lat=f"{place.latitude:.6f}", lon=f"{place.longitude:.6f}")
    _add(point, "name", f"{place.number}. {place.name}")
    if place.text:
        _add(point, "desc", place.text)
    if name == "wpt":
        _add(point, "src", source.publisher)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, _tag(name), {key: _NOT_IN_XML.sub("", value) for key, value in attributes.items()})
    if text:
        element.text = _NOT_IN_XML.sub("", text)
    return element


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _plain(text: Any) -> str:
    """Rich text without its marks and with its numbers, cut at a word."""
    html = _ENDS_A_LINE.sub(" ", fill_in_words(getattr(text, "source", str(text))))
    return shorten(unmarked(unescape(strip_tags(_NOT_IN_XML.sub("", html)))), _MOST_TEXT, placeholder=" …")
