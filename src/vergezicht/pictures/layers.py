"""Layers of a map with figures: signs for what goes on in an area, told apart by their shape as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel, Boundaries, Geography
from vergezicht.languages import say
from vergezicht.pictures.outline import Box, Frame
from vergezicht.pictures.picture import LegendItem
from vergezicht.pictures.svg import label, text_width

_SIZE, _LETTER, _UNDER = 9.5, 24.0, 34.0  # half a sign, its number, how far under the middle of an area
_BESIDE, _LOWER = 2, 2.7  # signs beside each other on a plate, and how far the next row is lower, in halves of a sign
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


def signs(layers: Sequence[MapLayer], boundaries: Boundaries, frame: Frame, view: Box) -> str:
    """SVG of all signs: those of one area in one plate under its middle, each with how many when it is not one."""
    zoom = view[2] / frame.width
    counted = [Counter(code for _, code in layer.items) for layer in layers]
    plates = [
        _plate(
            [(layer.sign, counts[code]) for layer, counts in zip(layers, counted, strict=True) if code in counts],
            frame.point(*boundaries[code].centre),
            zoom,
        )
        for code in dict.fromkeys(code for counts in counted for code in counts)
    ]
    return f'<g class="vz-layers" font-size="{_LETTER * zoom:.1f}">{"".join(plates)}</g>' if plates else ""


def _plate(here: Sequence[tuple[int, int]], middle: tuple[float, float], zoom: float) -> str:
    """Signs on one plate under ``middle``: one or two beside each other, three or four two by two."""
    size, gap = _SIZE * zoom, 0.6 * _SIZE * zoom
    rows = [here] if len(here) <= _BESIDE else [here[:_BESIDE], here[_BESIDE:]]
    wide = gap + max(sum(_width(count, zoom) + gap for _, count in row) for row in rows)
    left, down = middle[0] - wide / 2, middle[1] + _UNDER * zoom
    parts = [
        f'<rect x="{left:.1f}" y="{down - 1.7 * size:.1f}" width="{wide:.1f}"'
        f' height="{(3.4 + _LOWER * (len(rows) - 1)) * size:.1f}" rx="{1.7 * size:.1f}"/>'
    ]
    for row in rows:
        at = left + gap
        for sign, count in row:
            move = f"translate({at + size:.1f} {down:.1f}) scale({size:.2f})"
            parts.append(f'<path transform="{move}" d="{_SHAPES[sign]}"/>')
            if count > 1:
                parts.append(label(str(count), f"{at + 2.4 * size:.1f}", down + 0.36 * _LETTER * zoom))
            at += _width(count, zoom) + gap
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
