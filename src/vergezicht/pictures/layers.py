"""Layers of a map with figures: signs for what goes on in an area, told apart by their shape as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel, Boundaries, Geography
from vergezicht.languages import say
from vergezicht.pictures.outline import Box, Frame, overlap
from vergezicht.pictures.picture import LegendItem
from vergezicht.pictures.svg import label, text_width

_SIZE, _LETTER = 9.5, 24.0  # half a sign, its number
# Where the middle of a plate may lie from the middle of its area, the best first: under it, above it, beside it.
_AROUND = ((0, 34), (0, 52), (0, -38), (0, -56), (48, 6), (-48, 6), (52, 40), (-52, 40), (52, -44), (-52, -44), (0, 74))
_BESIDE, _LOWER, _GAP = 2, 2.7, 0.6  # signs in a row of a plate; in halves of a sign: to the next row, between signs
# Around 0, 0, one unit to each side: diamond, triangle, square, disc.
_SHAPES = (
    "M0-1.25 1.25 0 0 1.25-1.25 0z",
    "M0-1.2 1.2 1H-1.2z",
    "M-1-1H1V1H-1z",
    "M-1.1 0a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0-2.2 0z",
)
SIGNS = ("◆", "▲", "■", "●")


@dataclass(frozen=True)
class MapLayer:
    """One kind of thing on the map: which of the four signs, its name, and (name, code of its area) of everything."""

    sign: int
    title: str
    items: tuple[tuple[str, str], ...]


def on_map(layer: MapLayer, geography: Geography, boundaries: Boundaries, inside: Sequence[str]) -> MapLayer:
    """The same layer with only what has a place on the map: an area smaller than the gemeente, one of ``inside``."""
    kept = tuple(
        (name, code)
        for name, code in layer.items
        if code in inside and code in boundaries and geography[code].level != AreaLevel.GEMEENTE
    )
    return MapLayer(layer.sign, layer.title, kept)


def signs(
    layers: Sequence[MapLayer], boundaries: Boundaries, frame: Frame, view: Box, taken: Sequence[Box] = ()
) -> str:
    """SVG of all signs: those of one area in one plate by its middle, each with how many when it is not one.

    A plate lies where it covers least of ``taken`` (left, top, right, bottom of what is written) and of other plates.
    """
    zoom = view[2] / frame.width
    counted = [Counter(code for _, code in layer.items) for layer in layers]
    covered, plates = list(taken), []
    for code in dict.fromkeys(code for counts in counted for code in counts):
        here = [(layer.sign, counts[code]) for layer, counts in zip(layers, counted, strict=True) if code in counts]
        box = _freest(frame.point(*boundaries[code].centre), *_extent(here, zoom), zoom, view, covered)
        covered.append(box)
        plates.append(_plate(here, box, zoom))
    return f'<g class="vz-layers" font-size="{_LETTER * zoom:.1f}">{"".join(plates)}</g>' if plates else ""


def _rows(here: Sequence[tuple[int, int]]) -> list[Sequence[tuple[int, int]]]:
    """One or two signs beside each other, three or four two by two."""
    return [here] if len(here) <= _BESIDE else [here[:_BESIDE], here[_BESIDE:]]


def _extent(here: Sequence[tuple[int, int]], zoom: float) -> tuple[float, float]:
    """How wide and how high the plate of these signs is."""
    size, rows = _SIZE * zoom, _rows(here)
    wide = max(sum(_width(count, zoom) + _GAP * size for _, count in row) for row in rows)
    return (wide + _GAP * size, (3.4 + _LOWER * (len(rows) - 1)) * size)


def _freest(
    middle: tuple[float, float], wide: float, high: float, zoom: float, view: Box, covered: Sequence[Box]
) -> Box:
    """The box by ``middle`` that covers least; of equal ones the first. It stays within the view."""

    def at(across: float, down: float) -> Box:
        left, top = middle[0] + across * zoom - wide / 2, middle[1] + down * zoom - high / 2
        left = min(max(left, view[0]), view[0] + view[2] - wide)
        top = min(max(top, view[1]), view[1] + view[3] - high)
        return (left, top, left + wide, top + high)

    return min((at(*place) for place in _AROUND), key=lambda box: sum(overlap(box, other) for other in covered))


def _plate(here: Sequence[tuple[int, int]], box: Box, zoom: float) -> str:
    """The signs on their plate."""
    size = _SIZE * zoom
    left, top, right, bottom = box
    parts = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"'
        f' rx="{1.7 * size:.1f}"/>'
    ]
    down = top + 1.7 * size
    for row in _rows(here):
        at = left + _GAP * size
        for sign, count in row:
            move = f"translate({at + size:.1f} {down:.1f}) scale({size:.2f})"
            parts.append(f'<path transform="{move}" d="{_SHAPES[sign]}"/>')
            if count > 1:
                parts.append(label(str(count), f"{at + 2.4 * size:.1f}", down + 0.36 * _LETTER * zoom))
            at += _width(count, zoom) + _GAP * size
        down += _LOWER * size
    return "".join(parts)


def _width(count: int, zoom: float) -> float:
    """Of a sign, with its number when there is more than one."""
    size = _SIZE * zoom
    return 2 * size + (text_width(str(count), _LETTER * zoom) + 0.4 * size if count > 1 else 0)


def legend_of(layers: Sequence[MapLayer]) -> tuple[LegendItem, ...]:
    """A line of the legend per layer, with how many there are."""
    return tuple(LegendItem("vz-layer-sign", layer.title, len(layer.items), SIGNS[layer.sign]) for layer in layers)


def layers_sentence(layers: Sequence[MapLayer], geography: Geography) -> str:
    """What the signs say, for who does not see them; "" without layers."""
    told = []
    for layer in layers:
        if not layer.items:
            told.append(say("{title}: geen op deze kaart.", title=layer.title))
            continue
        named = "; ".join(f"{name} ({_name(geography.get(code))})" for name, code in layer.items)
        told.append(say("{title}: {named}.", title=layer.title, named=named))
    return " ".join(told)


def _name(area: Area | None) -> str:
    return area.name if area is not None else ""
