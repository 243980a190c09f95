"""Contrast of the house style: whether a municipality's own colours can still be read, in light and in dark.

Ratio and thresholds: WCAG 2.2, success criteria 1.4.3 (text, 4.5) and 1.4.11 (what is not text, 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

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
_TOKEN = re.compile(r"--vergezicht-(?:color-)?([\w-]+):\s*(#[0-9a-fA-F]{3,6})\b")
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


def ratio_of(first: str, second: str) -> float:
    """The contrast ratio of two colours as #rgb or #rrggbb, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def faint_colours(base: str, theme: str) -> Iterator[Faint]:
    """Every pair under its threshold once ``theme`` (CSS) is laid over ``base`` (our own tokens).

    Only colours written as #rgb or #rrggbb are compared; others keep the colour of ``base`` here.
    """
    for scheme in ("licht", "donker"):
        colours: dict[str, str] = {}
        for css in (base, theme):
            colours |= _tokens(_DARK.sub("", css))
            if scheme == "donker":
                colours |= _tokens(" ".join(_DARK.findall(css)))
        yield from _faint(colours, scheme)


def faint_in_theme() -> list[Faint]:
    """What the municipality's own theme.css makes hard to read; none without one."""
    theme = Path(settings.MUNICIPALITY_FOLDER) / "theme.css"
    base = finders.find("website/css/tokens.css")
    if not theme.is_file() or base is None:
        return []
    return list(faint_colours(Path(str(base)).read_text("utf-8"), theme.read_text("utf-8")))


def _faint(colours: Mapping[str, str], scheme: str) -> Iterator[Faint]:
    for front, back, least, what in (*_PAIRS, *_TONES):
        if front in colours and back in colours:
            ratio = ratio_of(colours[front], colours[back])
            if ratio < least:
                yield Faint(what, colours[front], colours[back], scheme, ratio, least)


def _tokens(css: str) -> dict[str, str]:
    return dict(_TOKEN.findall(css))


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
