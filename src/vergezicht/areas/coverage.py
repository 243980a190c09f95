"""Coverage: shapes that together cover a municipality, without overlap, without gaps, with shared corners.

All coordinates are metres in RD New. Neighbours must hold the very same points along their common border:
only then can borders be simplified without tearing open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

# A strip of so many metres between two areas is a drawing error; a wider one is a place on the ground.
SLIVER = 5.0

# Coordinates are kept on a grid of a decimetre: finer than any map, coarser than the rounding of degrees in GeoJSON.
GRID, GRID_DECIMALS = 0.1, 1
_FLAT = 1e-6


@dataclass(frozen=True)
class Mended:
    """A shape whose outline crossed itself, with its area in m² before and after."""

    code: str
    before: float
    after: float

    @property
    def share(self) -> float:
        """The change as share of the larger of the two."""
        return abs(self.after - self.before) / max(self.before, self.after, 1e-9)


@dataclass(frozen=True)
class Overlap:
    codes: tuple[str, str]
    area: float
    wide: bool


@dataclass(frozen=True)
class Fitted:
    """Shapes that fit, and what it took: m² of overlap and of gaps that were closed.

    What is left: metres of border along a crack that opens to the outside, and holes with their centres.
    """

    shapes: Mapping[str, Any]
    overlap: float
    gaps: float
    cracks: float
    largest_change: tuple[str, float]
    holes: tuple[tuple[float, tuple[float, float]], ...]


def polygons_of(geometry: Any) -> Any:
    """The polygon parts of a geometry as one MultiPolygon."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon([part for part in parts if not part.is_empty])


def mend(code: str, geometry: Any) -> tuple[Any, Mended | None]:
    """A valid MultiPolygon; says so when the outline crossed itself and had to be redrawn."""
    if shapely.is_valid(geometry):
        return polygons_of(geometry), None
    mended = polygons_of(shapely.make_valid(geometry, method="structure", keep_collapsed=False))
    return mended, Mended(code, abs(shapely.area(geometry)), shapely.area(mended))


def overlaps(shapes: Mapping[str, Any], *, sliver: float = SLIVER) -> list[Overlap]:
    """Every pair of areas that share ground, largest first; wide when somewhere wider than ``sliver`` metres."""
    codes = list(shapes)
    geometries = np.asarray(list(shapes.values()), dtype=object)
    left, right = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    shared = shapely.intersection(geometries[left], geometries[right])
    areas = shapely.area(shared)
    found = [
        Overlap((codes[left[i]], codes[right[i]]), float(areas[i]), _is_wide(shared[i], sliver))
        for i in np.flatnonzero(areas > 0)
    ]
    return sorted(found, key=lambda overlap: (-overlap.area, overlap.codes))


def far_away(shapes: Mapping[str, Any], distance: float) -> list[tuple[str, float]]:
    """Areas that lie further than ``distance`` metres from every other area, with how far."""
    codes = list(shapes)
    geometries = np.asarray(list(shapes.values()), dtype=object)
    if len(codes) < 3:
        return []
    tree, found = shapely.STRtree(geometries), []
    for index, code in enumerate(codes):
        near = tree.query(geometries[index], predicate="dwithin", distance=distance)
        if not set(near.tolist()) - {index}:
            others = np.delete(geometries, index)
            found.append((code, float(shapely.distance(geometries[index], others).min())))
    return found


def fit(shapes: Mapping[str, Any], *, sliver: float = SLIVER) -> Fitted:
    """Close slivers, share corners and put every point on the grid.

    Overlaps go to the neighbour with the longest common border; gaps narrower than ``sliver`` metres too.
    """
    codes = list(shapes)
    before = np.asarray(list(shapes.values()), dtype=object)
    together = shapely.union_all(before)
    fitted = on_grid(shapely.coverage_clean(before, gap_width=sliver))
    if sliver and _open_edges(fitted, sliver):
        # Cleaning fills holes, not a crack that runs out to the edge of the map; drawing both sides together does.
        closed = on_grid(shapely.coverage_clean(before, gap_width=sliver, snapping_distance=sliver))
        if not shapely.is_empty(closed).any() and _open_edges(closed, sliver) < _open_edges(fitted, sliver):
            fitted = closed
    if not is_sound(fitted):
        # Rounding can move a corner across a border nearby; a second pass shares the rounded corners.
        fitted = on_grid(shapely.coverage_clean(fitted, gap_width=sliver, snapping_distance=GRID))
    after = shapely.union_all(fitted)
    change = np.abs(shapely.area(fitted) - shapely.area(before))
    most = int(change.argmax())
    old, new = _holes(together), _holes(after)
    return Fitted(
        shapes=dict(zip(codes, fitted, strict=True)),
        overlap=float(shapely.area(before).sum() - together.area),
        gaps=max(0.0, sum(hole.area for hole in old) - sum(hole.area for hole in new)),
        cracks=_open_edges(fitted, sliver),
        largest_change=(codes[most], float(change[most])),
        holes=tuple((hole.area, (hole.centroid.x, hole.centroid.y)) for hole in new if _is_wide(hole, sliver)),
    )


def simplify(shapes: Mapping[str, Any], tolerance: float) -> dict[str, Any]:
    """Fewer corners, for all areas together: a border stays the same border on both sides."""
    if tolerance <= 0:
        return dict(shapes)
    simpler = shapely.coverage_simplify(list(shapes.values()), tolerance)
    return dict(zip(shapes, simpler, strict=True))


def on_grid(geometries: Any) -> Any:
    """Every point on the grid; the same point lands on the same place in every area that has it.

    A ring that the grid makes flat is dropped: it is flat for both areas that share it.
    """
    rounded = shapely.transform(geometries, lambda points: np.round(points, GRID_DECIMALS))
    return np.array([_without_flat_rings(geometry) for geometry in rounded], dtype=object)


def _without_flat_rings(geometry: Any) -> Any:
    parts = []
    for part in shapely.get_parts(geometry):
        outer, *holes = [shapely.Polygon(ring) for ring in (part.exterior, *part.interiors)]
        if outer.area > _FLAT:
            kept = [hole.exterior for hole in holes if hole.area > _FLAT]
            parts.append(shapely.remove_repeated_points(shapely.Polygon(outer.exterior, kept)))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def is_sound(geometries: Sequence[Any]) -> bool:
    """Valid polygons, none empty, that meet exactly and do not overlap."""
    array = np.asarray(geometries, dtype=object)
    whole = shapely.is_valid(array).all() and not shapely.is_empty(array).any()
    return bool(whole and shapely.coverage_is_valid(array))


def displacement(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, float]:
    """The area whose outline moved furthest, and how many metres (Hausdorff distance)."""
    moved = {code: float(shapely.hausdorff_distance(before[code].boundary, after[code].boundary)) for code in after}
    code = max(moved, key=lambda item: (moved[item], item))
    return code, moved[code]


def _open_edges(geometries: Any, width: float) -> float:
    """Metres of border that lie closer than ``width`` to a neighbour without touching it."""
    return float(shapely.length(shapely.coverage_invalid_edges(geometries, gap_width=width)).sum())


def _holes(together: Any) -> list[Any]:
    return [shapely.Polygon(ring) for part in shapely.get_parts(together) for ring in part.interiors]


def _is_wide(geometry: Any, width: float) -> bool:
    return not shapely.buffer(geometry, -width / 2).is_empty
