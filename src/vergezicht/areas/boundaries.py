"""Boundaries: the shape of every area, as real borders or as a schematic map with a tile per buurt.

Coordinates are metres in RD New (EPSG:28992) for real borders; for a schematic map they are units
of our own in which a tile is 60 high. x grows to the east, y to the north.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import shapely

from vergezicht.areas.area import Area, Geography

Ring = tuple[tuple[float, float], ...]

# A pointy-top hexagon on an integer grid, so that neighbours share their corners exactly:
# 26 is half its width (30 * sqrt(3) / 2 = 25.98), 30 half its height.
_HALF_WIDTH, _HALF_HEIGHT, _SHOULDER, _ROW = 26, 30, 15, 45
_TILE_DEGREES = 0.01 / (2 * _HALF_WIDTH)


class MapKind(StrEnum):
    """Whether a map shows real borders or our own drawing."""

    GEOGRAPHIC = "geografisch"
    SCHEMATIC = "schematisch"


@dataclass(frozen=True)
class Shape:
    """The outline of one area: polygons, each an outer ring followed by its holes; rings are not closed."""

    code: str
    polygons: tuple[tuple[Ring, ...], ...]

    @property
    def centre(self) -> tuple[float, float]:
        """A point that surely lies inside the largest polygon."""
        largest = max(self.geometry.geoms, key=lambda polygon: polygon.area)
        point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
        return (point.x, point.y)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """min x, min y, max x, max y."""
        return self.geometry.bounds  # type: ignore[no-any-return]  # shapely has no annotations

    @cached_property
    def geometry(self) -> Any:
        """The outline as a shapely MultiPolygon."""
        return shapely.MultiPolygon([(polygon[0], list(polygon[1:])) for polygon in self.polygons])


@dataclass(frozen=True)
class Boundaries:
    """The shapes of all areas of a municipality, for every level."""

    kind: MapKind
    shapes: Mapping[str, Shape]

    def __getitem__(self, code: str) -> Shape:
        return self.shapes[code]

    def __contains__(self, code: object) -> bool:
        return code in self.shapes

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        boxes = [shape.bounds for shape in self.shapes.values()]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    def area_at(self, geography: Geography, x: float, y: float) -> Area | None:
        """The smallest area that holds a point of the map; None outside the municipality."""
        here = shapely.Point(x, y)
        for level in reversed(geography.levels):
            for area in geography.at(level):
                if area.code in self.shapes and self.shapes[area.code].geometry.covers(here):
                    return area
        return None

    def to_geojson(self, geography: Geography) -> dict[str, Any]:
        """A FeatureCollection in WGS84; a schematic map lies around 0° N 0° E, so that nobody takes it for real."""
        features = [
            {
                "type": "Feature",
                "id": area.code,
                "properties": {
                    "gebiedscode": area.code,
                    "niveau": area.level.value,
                    "naam": area.name,
                    "onderdeel_van": list(area.part_of),
                },
                "geometry": self.geometry_of(self.shapes[area.code]),
            }
            for area in geography
            if area.code in self.shapes
        ]
        return {"type": "FeatureCollection", "kaartsoort": self.kind.value, "features": features}

    def geometry_of(self, shape: Shape) -> dict[str, Any]:
        """A shape on this map as a GeoJSON MultiPolygon."""
        return {
            "type": "MultiPolygon",
            "coordinates": [
                [[self.to_degrees(point) for point in (*ring, ring[0])] for ring in polygon]
                for polygon in shape.polygons
            ],
        }

    def to_degrees(self, point: tuple[float, float]) -> list[float]:
        """Longitude, latitude of a point of the map; of a schematic map its own small degrees around 0, 0."""
        if self.kind == MapKind.SCHEMATIC:
            return [round(point[0] * _TILE_DEGREES, 6), round(point[1] * _TILE_DEGREES, 6)]
        from vergezicht.areas.projection import rd_to_wgs84

        # A decimetre in RD survives seven decimals (about a centimetre), so that reading back gives the same points.
        return [round(value, 7) for value in rd_to_wgs84(*point)]

    def from_degrees(self, point: list[float]) -> tuple[float, float]:
        """The inverse of ``to_degrees``."""
        return _from_degrees(point, self.kind)


def boundaries_from_geojson(path: Path) -> Boundaries:
    """Read the ``areas.geojson`` of a release or of a municipality's folder back (the inverse of ``to_geojson``)."""
    collection = json.loads(path.read_text("utf-8"))
    kind = MapKind(collection.get("kaartsoort", MapKind.GEOGRAPHIC.value))
    shapes = {}
    for feature in collection["features"]:
        code = feature["properties"]["gebiedscode"]
        polygons = tuple(
            tuple(tuple(_from_degrees(point, kind) for point in ring[:-1]) for ring in polygon)
            for polygon in feature["geometry"]["coordinates"]
        )
        shapes[code] = Shape(code, polygons)
    return Boundaries(kind, shapes)


def _from_degrees(point: list[float], kind: MapKind) -> tuple[float, float]:
    if kind == MapKind.SCHEMATIC:
        return (round(point[0] / _TILE_DEGREES), round(point[1] / _TILE_DEGREES))
    from vergezicht.areas.projection import wgs84_to_rd

    x, y = wgs84_to_rd(point[0], point[1])
    return (round(x, 1), round(y, 1))


def schematic(geography: Geography, tiles: Mapping[str, tuple[int, int]]) -> Boundaries:
    """A tile map: one hexagon per buurt at (column, row), rows shifted alternately; larger areas are the union.

    ``tiles`` maps the code of each buurt to its column (to the east) and row (to the south).
    """
    shapes = {code: Shape(code, ((_hexagon(column, row),),)) for code, (column, row) in tiles.items()}
    return Boundaries(MapKind.SCHEMATIC, shapes | dissolve(geography, shapes))


def dissolve(geography: Geography, smallest: Mapping[str, Shape]) -> dict[str, Shape]:
    """The shapes of the larger areas (wijken, stadsdelen, gemeente) as unions of the smallest ones (buurten)."""
    finest = geography.levels[-1]
    larger = {}
    for level in geography.levels[:-1]:
        for area in geography.at(level):
            parts = [
                smallest[member.code].geometry
                for member in geography.members(area.code, finest)
                if member.code in smallest
            ]
            if parts:
                larger[area.code] = shape_from(area.code, shapely.union_all(parts))
    return larger


def shape_from(code: str, geometry: Any) -> Shape:
    """A shapely Polygon or MultiPolygon as ``Shape``: outer rings against the clock, without their closing point."""
    parts = shapely.get_parts(shapely.orient_polygons(geometry))
    polygons = tuple(
        tuple(tuple((float(x), float(y)) for x, y in ring.coords[:-1]) for ring in (part.exterior, *part.interiors))
        for part in parts
        if part.geom_type == "Polygon"
    )
    return Shape(code, polygons)


def _hexagon(column: int, row: int) -> Ring:
    x = _HALF_WIDTH * (2 * column + (row % 2))
    y = -_ROW * row
    return (
        (x, y + _HALF_HEIGHT),
        (x + _HALF_WIDTH, y + _SHOULDER),
        (x + _HALF_WIDTH, y - _SHOULDER),
        (x, y - _HALF_HEIGHT),
        (x - _HALF_WIDTH, y - _SHOULDER),
        (x - _HALF_WIDTH, y + _SHOULDER),
    )
