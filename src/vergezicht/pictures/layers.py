"""Layers of a map with figures: signs for what goes on in an area, told apart by their shape as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel, Boundaries, Geography
from vergezicht.languages import say
from vergezicht.pictures.outline import Box, Frame
from vergezicht.pictures.picture import LegendItem
from vergezicht.pictures.svg import label

_SIZE, _LETTER = 15.0, 26.0
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
    """SVG of all signs: those of one area beside each other under its middle, with how many when it is not one."""
    zoom = view[2] / frame.width
    counted = [Counter(code for _, code in layer.items) for layer in layers]
    parts = []
    for code in dict.fromkeys(code for counts in counted for code in counts):
        here = [(layer.sign, counts[code]) for layer, counts in zip(layers, counted, strict=True) if code in counts]
        x, y = frame.point(*boundaries[code].centre)
        step, middle = 2.9 * _SIZE * zoom, (len(here) - 1) / 2
        for place, (sign, count) in enumerate(here):
            left, down = x + (place - middle) * step, y + 1.9 * _SIZE * zoom
            size = _SIZE * zoom
            parts.append(
                f'<path class="vz-layer" transform="translate({left:.1f} {down:.1f}) scale({size:.2f})" '
                f'd="{_SHAPES[sign]}"/>'
            )
            if count > 1:
                parts.append(label(str(count), f"{left + 1.35 * size:.1f}", down + size, css="vz-halo"))
    letter = _LETTER * zoom
    return f'<g class="vz-layers" font-size="{letter:.1f}">{"".join(parts)}</g>' if parts else ""


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
