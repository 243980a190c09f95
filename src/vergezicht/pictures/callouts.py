"""The names of the areas in focus on the map of a step: where they cover least, with a line where that is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from vergezicht.areas import Boundaries
from vergezicht.languages import say
from vergezicht.pictures.classes import Classes
from vergezicht.pictures.mapping import LETTER, Lettering, text_group
from vergezicht.pictures.notation import short_figure
from vergezicht.pictures.outline import Box, Frame, Point, overlap
from vergezicht.pictures.source import Row
from vergezicht.pictures.svg import label, text_width

MOST = 4
_REACH = 4  # letters around an area
_LIKELY = 200  # places of which it is looked at what a line to them crosses
_TOUCHING = 0.5  # letters between a name and its area

Lead = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class _Place:
    box: Box
    lead: Lead | None
    cost: float


def callouts(
    rows: Sequence[Row], boundaries: Boundaries, frame: Frame, classes: Classes, view: Box, digits: Sequence[Box]
) -> Lettering:
    """The first four ``rows`` in ``view`` by name and figure, on a halo, inside ``view`` and apart from each other.

    A name would rather stand on nothing: not on ``digits``, not on another area in focus, and close to its own.
    """
    letter = LETTER * view[2] / frame.width
    shapes = [[point for ring in frame.rings(boundaries[row.area.code]) for point in ring] for row in rows]
    seen = [(row, shape) for row, shape in zip(rows, shapes, strict=True) if overlap(_extent(shape), _edges(view))]
    saids, around = [], []
    for row, shape in seen[:MOST]:
        said, others = name_and_figure(row, classes), [_extent(one) for one in shapes if one != shape]
        if places := _places(shape, text_width(said, letter), letter, view, digits, others):
            saids.append(said)
            around.append(places)
    chosen: list[_Place] = []
    for places in around:
        chosen.append(_best(places, chosen))
    for _ in range(2):  # the first had a free choice, and may stand in the way of the last
        for number, places in enumerate(around):
            chosen[number] = _best(places, [*chosen[:number], *chosen[number + 1 :]])
    if not chosen:
        return Lettering("", ())
    names = (
        label(
            said,
            f"{(place.box[0] + place.box[2]) / 2:.0f}",
            round(place.box[3] - letter * 0.2),
            css="vz-halo vz-strong",
        )
        for said, place in zip(saids, chosen, strict=True)
    )
    leads = "".join(
        f"M{x:.0f} {y:.0f}L{to_x:.0f} {to_y:.0f}" for (x, y), (to_x, to_y) in (one.lead for one in chosen if one.lead)
    )
    line = f'<path class="vz-lead" d="{leads}"/>' if leads else ""
    return Lettering(text_group(line + "".join(names), letter, anchor="middle"), tuple(place.box for place in chosen))


def name_and_figure(row: Row, classes: Classes) -> str:
    """An area in focus as the map and its words name it."""
    if row.value is None:
        return say("{area}: geen cijfer", area=row.area.name)
    return f"{row.area.name} {short_figure(classes.indicator, row.figure)}"


def _best(places: Sequence[_Place], beside: Sequence[_Place]) -> _Place:
    """The cheapest place that is free of what stands ``beside`` it, as far as there is one."""

    def cost(place: _Place) -> float:
        hidden = sum(overlap(place.box, other.box) > 0 for other in beside)
        crossed = sum(_crosses(place.lead, other.box) + _crosses(other.lead, place.box) for other in beside)
        return place.cost + 40 * hidden + 4 * crossed

    return min(places, key=cost)


def _places(
    shape: Sequence[Point], wide: float, letter: float, view: Box, digits: Sequence[Box], others: Sequence[Box]
) -> list[_Place]:
    """Where a name ``wide`` by one ``letter`` may stand around its area, with what each place costs."""
    own = _extent(shape)
    near = [box for box in digits if overlap(box, _wider(own, (wide + 2 * _REACH * letter, 2 * _REACH * letter)))]
    places = (_judged(box, own, letter, [*near, *others], others) for box in _around(own, wide, letter, view))
    likely = sorted(places, key=lambda place: place[1])[:_LIKELY]
    return [_led(box, cost, _lead(box, shape, own) if doubt else None, [*near, *others]) for box, cost, doubt in likely]


def _around(own: Box, wide: float, letter: float, view: Box) -> Iterator[Box]:
    """Boxes on a grid around an area, as far as they lie in view; one that is too wide for it starts at its left."""
    middle, half, far = (own[0] + own[2]) / 2, wide / 2, _REACH * letter
    first, last = view[0] + half, max(view[0] + half, view[0] + view[2] - half)
    across = {
        min(max(middle + step * letter, first), last) for step in _steps(half + (own[2] - own[0]) / 2 + far, letter)
    }
    down = (own[1] + own[3]) / 2
    lines = {down + step * letter * 0.6 for step in _steps((own[3] - own[1]) / 2 + far, letter * 0.6)}
    lines |= {own[1] - letter * 0.3, own[3] + letter * 0.85}
    for line in sorted(lines):
        if view[1] + letter < line < view[1] + view[3] - letter * 0.4:
            yield from ((at - half, line - letter, at + half, line + letter * 0.2) for at in sorted(across))


def _steps(reach: float, step: float) -> range:
    most = round(reach / step)
    return range(-most, most + 1)


def _judged(box: Box, own: Box, letter: float, covers: Sequence[Box], others: Sequence[Box]) -> tuple[Box, float, bool]:
    """A place, what it costs without a line, and whether it needs one."""
    gap, aside = _gap(box, own), abs(box[0] + box[2] - own[0] - own[2]) / 2
    beside = abs(box[1] + box[3] - own[1] - own[3]) / 2 <= (own[3] - own[1]) / 4
    touching = gap <= _TOUCHING * letter and (beside or aside <= (own[2] - own[0]) / 2)
    doubt = not touching or any(_gap(box, other) <= _TOUCHING * letter for other in others)
    covered = sum(overlap(box, other) > 0 for other in covers)
    above = box[3] < (own[1] + own[3]) / 2
    on_itself = overlap(box, own) / (letter * letter)
    cost = 4 * covered + on_itself + gap / letter + 0.15 * aside / letter + 0.1 * above + 0.5 * doubt
    return box, cost, doubt


def _led(box: Box, cost: float, lead: Lead | None, covers: Sequence[Box]) -> _Place:
    return _Place(box, lead, cost + 3 * sum(_crosses(lead, other) for other in covers))


def _lead(box: Box, shape: Sequence[Point], own: Box) -> Lead:
    """From inside the area, near its edge, to under the name, whose halo covers the end."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    edges = [*shape, *(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(shape))]
    to = (min(max((own[0] + own[2]) / 2, box[0] * 0.8 + x * 0.2), box[2] * 0.8 + x * 0.2), y)
    from_x, from_y = min(edges, key=lambda point: hypot(point[0] - to[0], point[1] - to[1]))
    middle = ((own[0] + own[2]) / 2, (own[1] + own[3]) / 2)
    return (from_x * 0.8 + middle[0] * 0.2, from_y * 0.8 + middle[1] * 0.2), to


def _crosses(lead: Lead | None, box: Box) -> bool:
    if lead is None:
        return False
    (x, y), (to_x, to_y) = lead
    if max(x, to_x) < box[0] or min(x, to_x) > box[2] or max(y, to_y) < box[1] or min(y, to_y) > box[3]:
        return False
    points = ((x + (to_x - x) * part / 8, y + (to_y - y) * part / 8) for part in range(9))
    return any(box[0] < across < box[2] and box[1] < down < box[3] for across, down in points)


def _gap(one: Box, other: Box) -> float:
    """How far two boxes are apart; 0 when they share something."""
    return hypot(max(other[0] - one[2], one[0] - other[2], 0.0), max(other[1] - one[3], one[1] - other[3], 0.0))


def _edges(view: Box) -> Box:
    """left, top, right, bottom of a view: left, top, width, height."""
    return (view[0], view[1], view[0] + view[2], view[1] + view[3])


def _wider(box: Box, by: tuple[float, float]) -> Box:
    return (box[0] - by[0], box[1] - by[1], box[2] + by[0], box[3] + by[1])


def _extent(points: Sequence[Point]) -> Box:
    """left, top, right, bottom of an area on the drawing."""
    across, down = [point[0] for point in points], [point[1] for point in points]
    return (min(across), min(down), max(across), max(down))
