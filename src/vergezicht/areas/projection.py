"""RD New to WGS84 and back: the only module that speaks to PROJ."""

from __future__ import annotations

from functools import cache
from typing import Any

from pyproj import Transformer

RD = "EPSG:28992"
WGS84 = "EPSG:4326"


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
