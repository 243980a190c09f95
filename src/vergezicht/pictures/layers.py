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
    size, gap = _SIZE * zoom, 0.6 * _SIZE * zoom
    words = [str(count) if count > 1 else "" for _, count in here]
    widths = [2 * size + (text_width(word, _LETTER * zoom) + 0.4 * size if word else 0) for word in words]
    wide = sum(widths) + gap * (len(here) + 1)
    left, down = middle[0] - wide / 2, middle[1] + _UNDER * zoom
    parts = [
        f'<rect x="{left:.1f}" y="{down - 1.7 * size:.1f}" width="{wide:.1f}" height="{3.4 * size:.1f}"'
        f' rx="{1.7 * size:.1f}"/>'
    ]
    at = left + gap
    for (sign, _), word, width in zip(here, words, widths, strict=True):
        parts.append(f'<path transform="translate({at + size:.1f} {down:.1f}) scale({size:.2f})" d="{_SHAPES[sign]}"/>')
        if word:
            parts.append(label(word, f"{at + 2.4 * size:.1f}", down + 0.36 * _LETTER * zoom))
        at += width + gap
    return "".join(parts)


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
