"""Outlines: boundaries turned into paths on a frame of 1000 wide, and where in a shape a label fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vergezicht.areas import Boundaries, Shape

FRAME = 1000.0
_TALLEST = 1050.0
_EDGE = 14.0

Box = tuple[float, float, float, float]
Point = tuple[int, int]
Rings = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Frame:
    """From metres with the north up to a drawing with y downwards: x' = (x - left) * scale, y' = (top - y) * scale."""

    left: float
    top: float
    scale: float
    width: float
    height: float

    def point(self, x: float, y: float) -> Point:
        return (round((x - self.left) * self.scale + _EDGE), round((self.top - y) * self.scale + _EDGE))

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The metres that lie under a point of the drawing."""
        return (self.left + (x - _EDGE) / self.scale, self.top - (y - _EDGE) / self.scale)

    def path(self, shape: Shape) -> str:
        """Relative path commands on whole units; the points of neighbours fall together, so no gaps arise."""
        return "".join(_ring_path([self.point(x, y) for x, y in ring]) for rings in shape.polygons for ring in rings)

    def rings(self, shape: Shape) -> Rings:
        return tuple(tuple(self.point(x, y) for x, y in ring) for rings in shape.polygons for ring in rings)

    def box(self, shapes: Iterable[Shape]) -> Box:
        """x, y, width, height around shapes, with some air, in the proportions of the whole frame."""
        boxes = [shape.bounds for shape in shapes]
        x0, y0 = self.point(min(box[0] for box in boxes), max(box[3] for box in boxes))
        x1, y1 = self.point(max(box[2] for box in boxes), min(box[1] for box in boxes))
        wide, high = (x1 - x0) * 1.12 + 2 * _EDGE, (y1 - y0) * 1.12 + 2 * _EDGE
        zoom = min(max(wide / self.width, high / self.height), 1.0)
        wide, high = self.width * zoom, self.height * zoom
        left = min(max((x0 + x1 - wide) / 2, 0.0), self.width - wide)
        top = min(max((y0 + y1 - high) / 2, 0.0), self.height - high)
        return (round(left), round(top), round(wide), round(high))


def fit(boundaries: Boundaries, codes: Iterable[str] | None = None) -> Frame:
    """The frame that holds all shapes (or those of ``codes``); wide maps fill it, tall ones are narrower."""
    shapes = [boundaries[code] for code in (codes or boundaries.shapes) if code in boundaries]
    boxes = [shape.bounds for shape in shapes] or [(0.0, 0.0, 1.0, 1.0)]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    room = FRAME - 2 * _EDGE
    scale = min(room / max(right - left, 1e-6), (_TALLEST - 2 * _EDGE) / max(top - bottom, 1e-6))
    wide, high = (right - left) * scale, (top - bottom) * scale
    # a tall map keeps the width of the frame, so that text on it is as large as elsewhere
    shift = (room - wide) / 2 / scale
    return Frame(left - shift, top, scale, FRAME, round(high + 2 * _EDGE))


def area_paths(boundaries: Boundaries, codes: Iterable[str], frame: Frame) -> dict[str, str]:
    """The path of every area; of tiles that are all alike the same path in another place, so that it packs well."""
    drawn = [code for code in codes if code in boundaries]
    return _tile_paths(boundaries, drawn, frame) or {code: frame.path(boundaries[code]) for code in drawn}


def _tile_paths(boundaries: Boundaries, codes: Sequence[str], frame: Frame) -> dict[str, str]:
    """The paths when all shapes are the same tile; empty otherwise."""
    first: tuple[tuple[float, float], ...] | None = None
    corners: list[Point] = []
    paths: dict[str, str] = {}
    for code in codes:
        polygons = boundaries[code].polygons
        if len(polygons) != 1 or len(polygons[0]) != 1 or len(polygons[0][0]) != 6:
            return {}
        ring = polygons[0][0]
        x, y = (min(p[0] for p in ring) + max(p[0] for p in ring)) / 2, (ring[0][1] + ring[3][1]) / 2
        relative = tuple((round(px - x, 3), round(py - y, 3)) for px, py in ring)
        if first is None:
            first = relative
            corners = [(round(dx * frame.scale), round(-dy * frame.scale)) for dx, dy in relative]
        elif relative != first:
            return {}
        across, down = frame.point(x, y)
        paths[code] = _ring_path([(across + dx, down + dy) for dx, dy in corners])
    return paths


@lru_cache(maxsize=4096)  # every map of a municipality asks the same again
def label_spot(rings: Rings, height: float) -> tuple[int, int, float]:
    """Where text of ``height`` has most room in a shape: centre x, centre y and the width there."""
    bottom, top = min(p[1] for ring in rings for p in ring), max(p[1] for ring in rings for p in ring)
    middle = (bottom + top) / 2
    best = (round(sum(p[0] for p in rings[0]) / len(rings[0])), round(middle), 0.0)
    most = 0.0
    for step in (10, 9, 11, 8, 12, 7, 13, 6, 14, 5, 15, 4, 16):
        y = bottom + (top - bottom) * step / 20 + 0.37
        spans = _overlap(_chords(rings, y - height / 2), _chords(rings, y + height / 2))
        for left, right in _overlap(spans, _chords(rings, y)):
            # the middle looks best, so another place must be clearly wider
            worth = (right - left) * (1 - 0.8 * abs(y - middle) / max(top - bottom, 1))
            if worth > most:
                most = worth
                best = (round((left + right) / 2), round(y), right - left)
    return best


def _chords(rings: Rings, y: float) -> list[tuple[float, float]]:
    crossings = []
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y0 <= y) != (y1 <= y):
                crossings.append(x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    crossings.sort()
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _overlap(first: list[tuple[float, float]], second: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(max(a[0], b[0]), min(a[1], b[1])) for a in first for b in second if min(a[1], b[1]) > max(a[0], b[0])]


def _ring_path(ring: list[Point]) -> str:
    points = [point for index, point in enumerate(ring) if index == 0 or point != ring[index - 1]]
    (x, y) = points[0]
    commands = [f"M{x} {y}"]
    last = ""
    for next_x, next_y in points[1:]:
        dx, dy = next_x - x, next_y - y
        x, y = next_x, next_y
        if dx == 0:
            commands.append(f"v{dy}")
            last = "v"
        elif dy == 0:
            commands.append(f"h{dx}")
            last = "h"
        else:
            joined = f"{dx}{dy}" if dy < 0 else f"{dx} {dy}"
            separator = ("" if dx < 0 else " ") if last == "l" else "l"
            commands.append(separator + joined)
            last = "l"
    return "".join(commands) + "z"


def overlap(one: Box, other: Box) -> float:
    """How much two boxes (left, top, right, bottom) share, in units of the drawing squared; 0 when they are apart."""
    across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0
