"""A drawing of a page as an SVG that stands alone, for paper and cards: what the stylesheet says written into it.

The stylesheet of our pictures needs only simple selectors; variables, `em` and strokes that do not scale with the
drawing are worked out here, because a program that reads SVG outside a browser knows none of these.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from vergezicht import pictures
from vergezicht.publication.assets import asset_file

_NS = "{http://www.w3.org/2000/svg}"
# What is written on elements; everything else of the stylesheet is for a page.
_DRAWN = {
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "stroke-opacity", "opacity", "color", "font-size", "font-weight", "text-anchor", "paint-order",
}  # fmt: skip
_WIDE = "(min-width:48rem)"  # paper is wide: the letters of a wide screen
_LETTER = 13.0  # of a picture, in px; `.vz` in the stylesheet

ET.register_namespace("", _NS.strip("{}"))


@dataclass(frozen=True)
class _Rule:
    """One selector with its declarations: compounds from the outside in, and how much it weighs."""

    compounds: tuple[tuple[str, frozenset[str], str], ...]  # tag, classes, what a class must contain
    weight: tuple[int, int, int]
    declared: tuple[tuple[str, str], ...]


def standing_alone(svg: str, *, width: float, shapes: str = "") -> bytes:
    """The drawing at ``width`` px; ``shapes`` is the drawing whose shapes it uses, for a step of a story."""
    root = _written(svg, width)
    view = root.get("viewBox")
    if shapes:
        root[:0] = _written(shapes, width).findall(f"{_NS}defs")
    root.set("width", f"{width:g}")
    if view:
        root.set("height", f"{width * float(view.split()[3]) / float(view.split()[2]):g}")
    root.set("font-family", "Libertinus Serif")
    return ET.tostring(root, encoding="utf-8")


def _written(svg: str, width: float) -> ET.Element:
    root = ET.fromstring(svg)  # noqa: S314  # our own drawing
    _write(root, (), dict(_variables()), width, 1.0, _LETTER)
    return root


def drawings_in(html: str) -> Iterator[tuple[int, int]]:
    """Where each whole drawing in a page begins and ends."""
    depth = start = 0
    for match in re.finditer(r"<(/?)svg\b", html):
        depth += -1 if match[1] else 1
        if depth == 1 and not match[1]:
            start = match.start()
        elif depth == 0:
            yield start, html.index(">", match.end()) + 1


def colour_of(css_class: str) -> str:
    """The colour that a class of the legend stands for; empty for a pattern."""
    known = dict(_variables()) | dict(_said((("span", css_class),)))
    found = _resolved(known.get("fill", ""), known)
    return found if found.startswith("#") else ""


def _write(element: ET.Element, above: tuple[tuple[str, str], ...], known: dict[str, str], width: float, zoom: float,
           letter: float) -> None:  # fmt: skip
    """Write on an element and all in it what the stylesheet says of them."""
    path = (*above, (element.tag.removeprefix(_NS), element.get("class", "")))
    said = dict(_said(path))
    own = {name: value for name, value in said.items() if name.startswith("--")}
    known = known | own if own else known
    if view := element.get("viewBox"):
        zoom = float(view.split()[2]) / width
    size = element.get("font-size")
    letter = float(size) if size else letter
    if "font-size" in said:
        letter = _length(_resolved(said["font-size"], known), letter)
    fixed = "non-scaling-stroke" in said.get("vector-effect", "")
    for name in sorted(_DRAWN & said.keys()):  # a set has another order in every process, and these bytes are compared
        value = _resolved(said[name], known)
        if name in {"stroke-width", "font-size"}:
            value = f"{_length(value, letter) * (zoom if fixed and name == 'stroke-width' else 1):.4g}"
        elif name == "stroke-dasharray" and fixed:
            value = " ".join(f"{float(part) * zoom:.4g}" for part in value.split())
        if value and "inherit" not in value:
            element.set(name, value)
    element.attrib.pop("class", None)
    for name in [name for name in element.attrib if name.startswith("data-")]:
        del element.attrib[name]
    for child in element:
        _write(child, path, known, width, zoom, letter)


@cache
def _said(path: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The declarations for the last element of a path, the weightier later."""
    found = [rule for rule in _rules() if _fits(rule.compounds, path)]
    return tuple(pair for rule in sorted(found, key=lambda rule: rule.weight) for pair in rule.declared)


def _fits(compounds: tuple[tuple[str, frozenset[str], str], ...], path: tuple[tuple[str, str], ...]) -> bool:
    if not _is(compounds[-1], path[-1]):
        return False
    left = list(compounds[:-1])
    for element in reversed(path[:-1]):
        if left and _is(left[-1], element):
            left.pop()
    return not left


def _is(compound: tuple[str, frozenset[str], str], element: tuple[str, str]) -> bool:
    tag, classes, part = compound
    return tag in {"", "*", element[0]} and classes <= set(element[1].split()) and part in element[1]


def _stylesheets() -> tuple[Path, ...]:
    """Of all pictures, of each kind, and of the blocks of a story, which has what is drawn on a map."""
    every = Path(pictures.__file__).with_name("pictures.css")
    kinds = sorted(path for path in every.parent.glob("*.css") if path != every)
    return every, *kinds, asset_file("blocks.css")


@cache
def _rules() -> tuple[_Rule, ...]:
    css = "".join(path.read_text("utf-8") for path in _stylesheets())
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    plain, wide = _without_media(css)
    found = []
    for number, (selectors, body) in enumerate(re.findall(r"([^{}]+)\{([^{}]*)\}", plain + wide)):
        declared = tuple(_pairs(body))
        for selector in selectors.split(","):
            if ":" in selector or not selector.strip().startswith((".vz", "[class*=vz")):
                continue
            compounds = tuple(_compound(part) for part in selector.split())
            weight = (sum(len(item[1]) + bool(item[2]) for item in compounds), sum(bool(item[0]) for item in compounds))
            found.append(_Rule(compounds, (*weight, number), declared))
    return tuple(found)


def _without_media(css: str) -> tuple[str, str]:
    """The rules for every screen, and those for a wide one."""
    wide = "".join(re.findall(rf"@media {re.escape(_WIDE)}\{{((?:[^{{}}]+\{{[^{{}}]*\}})*)\}}", css))
    return re.sub(r"@media[^{]+\{(?:[^{}]+\{[^{}]*\})*\}", "", css), wide


def _compound(text: str) -> tuple[str, frozenset[str], str]:
    part = re.search(r"\[class\*=([^\]]+)\]", text)
    tag = re.match(r"[a-z*]+", text)
    return (tag[0].strip("*") if tag else "", frozenset(re.findall(r"\.([\w-]+)", text)), part[1] if part else "")


def _pairs(body: str) -> list[tuple[str, str]]:
    return [(name.strip(), value.strip()) for name, _, value in (item.partition(":") for item in body.split(";"))
            if value.strip()]  # fmt: skip


@cache
def _variables() -> tuple[tuple[str, str], ...]:
    """The colours by name, with those of the municipality; paper is white."""
    theme = Path(settings.MUNICIPALITY_FOLDER) / "theme.css"
    files = [Path(pictures.__file__).with_name("pictures.css"), *([theme] if theme.is_file() else [])]
    found: dict[str, str] = {}
    for path in files:
        plain, _ = _without_media(re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL))
        for body in re.findall(r":root\s*\{([^{}]*)\}", plain):
            found |= {name: value for name, value in _pairs(body) if name.startswith("--")}
    return tuple((found | {"--vz-paper": "#fff"}).items())


def _resolved(value: str, known: Mapping[str, str]) -> str:
    """A value without variables; empty when one of them has no value."""
    for _ in range(8):
        match = re.search(r"var\((--[\w-]+)(?:,((?:[^()]|\([^()]*\))*))?\)", value)
        if match is None:
            return value
        value = value[: match.start()] + known.get(match[1], match[2] or "") + value[match.end() :]
    return ""


def _length(value: str, letter: float) -> float:
    number = float(re.sub(r"[a-z%]+$", "", value))
    return number * letter if value.endswith("em") else number
