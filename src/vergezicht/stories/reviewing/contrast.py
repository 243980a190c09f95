"""Contrast of the house style: whether a municipality's own colours can still be read, in light and in dark.

Ratio and thresholds: WCAG 2.2, success criteria 1.4.3 (text, 4.5) and 1.4.11 (what is not text, 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coloraide import Color
from django.conf import settings
from django.contrib.staticfiles import finders

TEXT, SHAPE = 4.5, 3.0
# What is written or drawn on what, by the names of the tokens.
_PAIRS = [
    (front, back, TEXT, what)
    for back in ("paper", "sheet")
    for front, what in (
        ("ink", "gewone letters"),
        ("muted", "kleine letters"),
        ("water", "links en knoppen"),
        ("poppy", "accenten"),
    )
] + [("ink", "sky", TEXT, "letters op een vlak"), ("sheet", "water", TEXT, "letters op een knop")]
_TONES = [
    (f"tone-{number}", back, TEXT, f"themakleur {number}") for number in range(1, 7) for back in ("paper", "sheet")
]
_TOKEN = re.compile(r"--([\w-]+)\s*:\s*([^;}]+)")
_REFERENCE = re.compile(r"var\(\s*--([\w-]+)\s*(?:,\s*([^()]*))?\)")
_OURS = re.compile(r"vergezicht-(?:color-)?([\w-]+)")
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")


@dataclass(frozen=True)
class Faint:
    """A pair of colours that is hard to read: which, in which scheme ("licht" or "donker"), and its ratio."""

    what: str
    front: str
    back: str
    scheme: str
    ratio: float
    least: float


def ratio_of(front: Color, back: Color) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"); what shines through is counted."""
    seen = Color.layer([front, back], space="srgb")
    return float(seen.contrast(back, method="wcag21"))


def faint_colours(base: str, theme: str) -> Iterator[Faint]:
    """Every pair under its threshold once ``theme`` (CSS) is laid over ``base`` (our own tokens).

    Colours may be written in every way of CSS Color 4, and may refer to another token; what is no colour is left out.
    """
    for scheme in ("licht", "donker"):
        tokens: dict[str, str] = {}
        for css in (base, theme):
            plain = _REMARK.sub("", css)
            tokens |= _tokens(_DARK.sub("", plain))
            if scheme == "donker":
                tokens |= _tokens(" ".join(_DARK.findall(plain)))
        yield from _faint(_colours(tokens), scheme)


def faint_in_theme() -> list[Faint]:
    """What the municipality's own theme.css makes hard to read; none without one."""
    theme = Path(settings.MUNICIPALITY_FOLDER) / "theme.css"
    base = finders.find("website/css/tokens.css")
    if not theme.is_file() or base is None:
        return []
    return list(faint_colours(Path(str(base)).read_text("utf-8"), theme.read_text("utf-8")))


def _faint(colours: Mapping[str, Color], scheme: str) -> Iterator[Faint]:
    for front, back, least, what in (*_PAIRS, *_TONES):
        if front in colours and back in colours:
            ratio = ratio_of(colours[front], colours[back])
            if ratio < least:
                yield Faint(what, _written(colours[front]), _written(colours[back]), scheme, ratio, least)


def _tokens(css: str) -> dict[str, str]:
    return {name: value.strip() for name, value in _TOKEN.findall(css)}


def _colours(tokens: Mapping[str, str]) -> dict[str, Color]:
    found = {}
    for name, value in tokens.items():
        if own := _OURS.fullmatch(name):
            with suppress(ValueError):
                found[own[1]] = Color(_followed(value, tokens))
    return found


def _followed(value: str, tokens: Mapping[str, str]) -> str:
    """A value with what it refers to in place; as it stands when it refers to itself or to nothing."""
    for _ in tokens:
        if not (reference := _REFERENCE.search(value)):
            break
        value = value.replace(reference[0], tokens.get(reference[1], reference[2] or ""))
    return value


def _written(colour: Color) -> str:
    return str(colour.convert("srgb").to_string(hex=True, fit=True))
