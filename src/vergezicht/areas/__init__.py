"""WHERE: areas, their levels and codes, boundaries, and the schematic map."""

from vergezicht.areas.area import Area, AreaLevel, Geography
from vergezicht.areas.boundaries import Boundaries, Shape
from vergezicht.areas.folder import Municipality, read_areas, read_geography, read_municipality

__all__ = [
    "Area",
    "AreaLevel",
    "Boundaries",
    "Geography",
    "Municipality",
    "Shape",
    "read_areas",
    "read_geography",
    "read_municipality",
]
