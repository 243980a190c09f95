"""Maps that are not of figures alone: drawn by hand, of the places of a tour, or two over each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vergezicht import pictures
from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.pictures import Picture
from vergezicht.stories.drawing.marks import read_place
from vergezicht.stories.paths import area_path


def drawn_map(marks: Sequence[pictures.Mark], *, title: str, within: str | None, prefix: str) -> Picture | None:
    """The map an editor drew; None when there is nothing on it that has a place here."""
    place = municipality()
    if not marks:
        return None
    return pictures.drawn_map(
        place.geography, place.boundaries, marks, title=title, within=within, link=area_path, id_prefix=prefix
    )


def swipe_maps(
    one: tuple[str, str], other: tuple[str, str], *, level: str, prefix: str
) -> tuple[Picture, Picture] | None:
    """Two maps of (indicator, period) to lay over each other; two waves of one indicator share their classes."""
    release = current_release()
    if release is None or not all(release.has_indicator(code) for code, _ in (one, other)):
        return None
    periods = [period or release.latest_of(code) for code, period in (one, other)]
    left, right = (
        pictures.choropleth(
            release, code, AreaLevel(level), period, link=area_path, id_prefix=f"{prefix}{side}",
            classes_with=periods if one[0] == other[0] else (),
        )
        for (code, _), period, side in zip((one, other), periods, "lr", strict=True)
    )  # fmt: skip
    return left, right


@dataclass(frozen=True)
class Stop:
    """A place of a tour with its number and the area it lies in."""

    number: int
    value: Any
    area: Area | None


@dataclass(frozen=True)
class Tour:
    stops: tuple[Stop, ...]
    picture: Picture


def tour_map(stops: Iterable[Any], *, title: str, route: bool, prefix: str) -> Tour:
    """The stops with their map; a stop without a place of its own stands in the middle of its area."""
    place = municipality()
    found, marks = [], []
    for number, stop in enumerate(stops, start=1):
        area = place.geography.get(stop.get("area") or "")
        try:
            at = read_place(stop.get("place") or stop.get("area") or "", place)
        except ValueError:
            at = place.boundaries[place.geography.gemeente.code].centre
        found.append(Stop(number, stop, area))
        marks.append(pictures.Mark(pictures.MarkKind.POINT, stop["title"], (at,)))
    picture = pictures.drawn_map(place.geography, place.boundaries, marks, title=title, route=route,
                                 link=area_path, id_prefix=prefix)  # fmt: skip
    return Tour(tuple(found), picture)
