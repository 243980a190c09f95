"""A point, as residents give it: typed, pasted from a map, or tapped on the picture of their area without a script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

import shapely
from django.core.exceptions import ValidationError

from vergezicht.areas import Area, AreaLevel
from vergezicht.areas.boundaries import MapKind, shape_from
from vergezicht.areas.points import read_coordinates
from vergezicht.areas.projection import area_of_use, rd_to_wgs84, wgs84_to_rd
from vergezicht.challenges.ground import municipality
from vergezicht.languages import say
from vergezicht.pictures.outline import Frame, fit, label_spot
from vergezicht.pictures.svg import text_width

MAP_WIDTH = 280  # CSS pixels; fits a screen of 320, and a browser reports a tap in these
NEARBY = 2000.0  # metres: a place of ours may lie just over the border
_LETTER = 44.0  # in a frame of 1000, so 12 pixels


@dataclass(frozen=True)
class MapPoint:
    """WGS84 degrees, to five decimals: about a metre."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.5f} {self.longitude:.5f}".replace(".", ",")

    @property
    def in_metres(self) -> tuple[float, float]:
        """x and y in RD New."""
        return wgs84_to_rd(self.longitude, self.latitude)


def point_at(x: float, y: float) -> MapPoint:
    """From metres in RD New."""
    longitude, latitude = rd_to_wgs84(x, y)
    return MapPoint(round(latitude, 5), round(longitude, 5))


def read_point(text: str) -> MapPoint:
    """Two numbers in any usual way (``areas.points``).

    Raises ``ValidationError`` for anything else and for what lies outside the municipality, as far as its borders are
    known (a schematic map has none).
    """
    try:
        longitude, latitude = read_coordinates(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    point = MapPoint(round(latitude, 5), round(longitude, 5))
    if has_borders() and area_at(point) is None:
        raise ValidationError(say("Deze plek ligt buiten {place}.", place=municipality().geography.gemeente.name))
    return point


def has_borders() -> bool:
    """Whether the municipality's map shows real borders, so that a point can be tapped and looked up."""
    return municipality().boundaries.kind == MapKind.GEOGRAPHIC


def area_at(point: MapPoint) -> Area | None:
    """The smallest area that holds the point; None outside the municipality."""
    return municipality().boundaries.area_at(municipality().geography, *point.in_metres)


def is_near(point: MapPoint) -> bool:
    """Whether a point lies in the municipality or close by; without real borders, in the Netherlands."""
    west, south, east, north = area_of_use()
    if not (west <= point.longitude <= east and south <= point.latitude <= north):
        return False
    boundaries, code = municipality().boundaries, municipality().geography.gemeente.code
    if not has_borders() or code not in boundaries:
        return True
    return float(boundaries[code].geometry.distance(shapely.Point(*point.in_metres))) <= NEARBY


def misplaced(point: MapPoint) -> tuple[str, str] | None:
    """What to tell staff of a point that is not in or near the municipality, and what may help ("" when nothing is
    known to); None when it is.
    """
    if is_near(point):
        return None
    swapped = is_near(MapPoint(point.longitude, point.latitude))
    hint = "Verwissel de twee getallen: dan klopt het wel." if swapped else ""
    return f"Deze plek ligt niet in of bij {municipality().geography.gemeente.name}.", hint


def is_within(point: MapPoint, code: str) -> bool:
    """Whether the area with this code holds the point, or has no shape to tell."""
    boundaries = municipality().boundaries
    return code not in boundaries or bool(boundaries[code].geometry.covers(shapely.Point(*point.in_metres)))


@dataclass(frozen=True)
class PointMap:
    """The picture that is tapped: an area in its surroundings, or the municipality when no area is chosen."""

    area: Area
    point: MapPoint | None = None

    @property
    def is_whole(self) -> bool:
        return self.area.level == AreaLevel.GEMEENTE

    @property
    def frame(self) -> Frame:
        return fit(municipality().boundaries, [self.area.code])

    @property
    def height(self) -> int:
        return round(self.frame.height * MAP_WIDTH / self.frame.width)

    @property
    def metres_per_pixel(self) -> float:
        return self.frame.width / MAP_WIDTH / self.frame.scale

    @property
    def corner(self) -> tuple[float, float]:
        """x and y in RD New of the upper left corner."""
        return self.frame.place(0, 0)

    @property
    def picture(self) -> str:
        """The map as the source of an image."""
        svg = _drawn(self.area.code)
        if self.point is not None:
            x, y = self.frame.point(*self.point.in_metres)
            svg = svg.replace("</svg>", f'<circle cx="{x}" cy="{y}" r="26" fill="#c8102e" stroke="#fff" '
                                        'stroke-width="10"/></svg>')  # fmt: skip
        return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()

    def tapped(self, x: int, y: int) -> MapPoint:
        """What lies under a tap, ``x`` and ``y`` in pixels from the upper left."""
        left, top = self.corner
        return point_at(left + x * self.metres_per_pixel, top - y * self.metres_per_pixel)


def map_of(code: str, point: MapPoint | None = None) -> PointMap | None:
    """The map of the area with this code; of the municipality for an unknown one; None without real borders."""
    if not has_borders():
        return None
    geography = municipality().geography
    return PointMap(geography.get(code) or geography.gemeente, point)


def tap_in(posted: Mapping[str, str]) -> tuple[int, int] | None:
    """Where a map was tapped. A browser that sends a form with Enter gives 0,0: that is no tap."""
    try:
        x, y = int(posted["kaart.x"]), int(posted["kaart.y"])
    except (KeyError, ValueError):
        return None
    on_map = 0 <= x <= MAP_WIDTH and 0 <= y <= 4 * MAP_WIDTH
    return (x, y) if on_map and (x, y) != (0, 0) else None


@cache
def _drawn(code: str) -> str:
    """Colours stand in the picture itself: an image knows no stylesheet of the page."""
    geography, boundaries = municipality().geography, municipality().boundaries
    frame = fit(boundaries, [code])
    whole = geography[code].level == AreaLevel.GEMEENTE
    level = geography.levels[min(1, len(geography.levels) - 1)] if whole else geography.levels[-1]
    around = [area for area in geography.at(level) if area.code in boundaries]
    lines = "".join(frame.path(boundaries[area.code]) for area in around)
    here = "" if whole else f'<path d="{frame.path(boundaries[code])}" fill="#fff" stroke="#14425e" stroke-width="8"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width:g} {frame.height:g}">'
        f'<rect width="100%" height="100%" fill="#e6edf1"/>{here}'
        f'<path d="{lines}" fill="none" stroke="#5b7a8c" stroke-width="4"/>'
        f"{''.join(_name(area, frame) for area in around)}</svg>"
    )


def _name(area: Area, frame: Frame) -> str:
    """The name of an area in the part of it that is seen, where it fits; nothing where it does not."""
    (left, top), (right, bottom) = frame.place(0, 0), frame.place(frame.width, frame.height)
    seen = municipality().boundaries[area.code].geometry & shapely.box(left, bottom, right, top)
    if seen.is_empty:
        return ""
    x, y, room = label_spot(frame.rings(shape_from(area.code, seen)), _LETTER)
    if text_width(area.name, _LETTER) > room:
        return ""
    return (
        f'<text x="{x}" y="{y + _LETTER * 0.35:g}" text-anchor="middle" font-family="sans-serif" '
        f'font-size="{_LETTER:g}" fill="#14303d">{escape(area.name)}</text>'
    )
