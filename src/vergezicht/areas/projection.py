"""RD New to WGS84 and back, and which coordinate system a name stands for: the only module that speaks to PROJ."""

from __future__ import annotations

from functools import cache
from typing import Any

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

RD = "EPSG:28992"
WGS84 = "EPSG:4326"

# The same to within a metre, for a map of the Netherlands: ETRS89, and WGS84 with longitude first.
_LIKE_WGS84 = {"EPSG:4258", "OGC:CRS84", "EPSG:4979", "EPSG:4937"}


@cache
def _transformer(source: str, target: str) -> Any:
    return Transformer.from_crs(source, target, always_xy=True)


def rd_to_wgs84(x: float, y: float) -> tuple[float, float]:
    """Metres in RD New (EPSG:28992) to longitude, latitude in degrees; about 1 m without the RDNAPTRANS grid."""
    longitude, latitude = _transformer(RD, WGS84).transform(x, y)
    return (longitude, latitude)


def wgs84_to_rd(longitude: float, latitude: float) -> tuple[float, float]:
    """Longitude, latitude in degrees to metres in RD New (EPSG:28992)."""
    x, y = _transformer(WGS84, RD).transform(longitude, latitude)
    return (x, y)


@cache
def area_of_use() -> tuple[float, float, float, float]:
    """Where RD New is meant for, as PROJ knows it: west, south, east, north in degrees."""
    area = CRS(RD).area_of_use
    if area is None:
        raise LookupError("PROJ weet niet waar RD New geldt")
    return (area.west, area.south, area.east, area.north)


def to_rd(source: str, x: Any, y: Any) -> tuple[Any, Any]:
    """Arrays of x and y (longitude, latitude for degrees) in ``source`` to metres in RD New; infinite when off it."""
    moved_x, moved_y = _transformer(source, RD).transform(x, y)
    return (moved_x, moved_y)


@cache
def identify(text: str) -> str | None:
    """The code ("EPSG:28992") of a coordinate system given as code, URN or WKT; heights dropped; None when unknown.

    >>> identify("urn:ogc:def:crs:EPSG::28992")
    'EPSG:28992'
    """
    short = {"RD": RD, "RDNEW": RD, "WGS84": WGS84}.get(text.upper().replace(" ", ""))
    if short is not None:
        return short
    try:
        system = CRS.from_user_input(text)
        authority = (system.sub_crs_list[0] if system.is_compound else system).to_authority(min_confidence=25)
    except CRSError:
        return None
    code = ":".join(authority) if authority is not None else None
    return WGS84 if code in _LIKE_WGS84 else code


@cache
def is_geographic(code: str) -> bool:
    """Whether coordinates are degrees."""
    return bool(CRS.from_user_input(code).is_geographic)
