"""Writing SVG: escaping, short numbers, and the frame that every drawing shares."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from vergezicht.languages.marks import unmarked

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def text(value: str) -> str:
    """Text content, with what XML cannot hold taken out."""
    return escape(_CONTROL.sub("", value))


def attribute(value: str) -> str:
    """An attribute value with its quotes."""
    return quoteattr(_CONTROL.sub("", value))


def short(value: float, decimals: int = 1) -> str:
    """A coordinate in as few characters as possible: 12.0 -> "12", 0.5 -> ".5"."""
    rounded = f"{value:.{decimals}f}"
    if "." in rounded:
        rounded = rounded.rstrip("0").rstrip(".")
    if rounded in {"-0", ""}:
        return "0"
    return rounded.replace("0.", ".", 1) if rounded.startswith(("0.", "-0.")) else rounded


def percent(value: float) -> str:
    """A fluid coordinate: 0.4321 -> "43.2%"."""
    return short(value * 100) + "%"


def label(content: str, x: str, y: float, *, css: str = "", anchor: str = "") -> str:
    """A text element."""
    classes = f' class="{css}"' if css else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{classes} x="{x}" y="{short(y)}"{anchored}>{text(content)}</text>'


def drawing(
    parts: Iterable[str], *, prefix: str, css: str, title: str, description: str, size: str, data: str = ""
) -> str:
    """The complete ``<svg>``: an image with a name and a description, nothing in it takes the focus."""
    name, explanation = f"{prefix}-t", f"{prefix}-d"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="vz {css}" role="img" '
        f'aria-labelledby="{name} {explanation}" {size}{data}>'
        f'<title id="{name}">{text(title)}</title><desc id="{explanation}">{text(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def by_title(svg: str) -> str:
    """The drawing for a place where its sentence stands beside it: named by its title, heard once."""
    named = re.sub(r'(aria-labelledby="[^" ]+) [^"]+"', r'\1"', svg, count=1)
    return re.sub(r"<desc\b[^>]*>[^<]*</desc>", "", named, count=1)


def short_prefix(kind: str, *about: object) -> str:
    """A short id that is always the same for the same picture; short, because every tile repeats it."""
    rest = zlib.crc32("|".join(map(str, about)).encode())
    digits = ""
    while rest:
        rest, digit = divmod(rest, 36)
        digits += "0123456789abcdefghijklmnopqrstuvwxyz"[digit]
    return kind + digits


def safe_prefix(wanted: str) -> str:
    """A valid start for ids."""
    cleaned = re.sub(r"[^A-Za-z0-9_-]+", "-", wanted).strip("-")
    return cleaned if cleaned[:1].isalpha() else f"vz-{cleaned}"


def text_width(content: str, size: float) -> float:
    """About how wide a text is in a sans serif; on the wide side, because the site chooses the font."""
    content = unmarked(content)
    narrow = sum(character in "iljt.,'|-– IJf" for character in content)
    return size * (0.6 * (len(content) - narrow) + 0.36 * narrow)
