"""The style of a page, inlined: what every page has, what its kind has, and what has the last word.

Inlined because a separate file costs a round trip before anything is seen (docs/decisions/0006).
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from vergezicht import pictures
from vergezicht.publication.assets import asset_path

COMMON, LAST = "common", "last"
# Every page has the first and the last; a story, its parts in a frame and the other pages have what is between them,
# the first page of the site has more, and that of a figure, which holds the longest tables, less.
# The button that asks for something, key figures and what is told around figures are on most pages, and not on that of
# a figure.
_TOLD = (
    "website/css/buttons.css",
    "pictures/key_figure.css",
    "website/css/key-figures.css",
    "website/css/prose.css",
)
SHEETS = {
    COMMON: (
        "website/css/tokens.css",
        "website/css/base.css",
        "pictures/pictures.css",
        "website/css/layout.css",
        "website/css/components.css",
    ),
    "story": ("pictures/horizon.css", "pictures/steps.css", *_TOLD, "website/css/cover.css", "website/css/story.css"),
    "pages": (
        *_TOLD,
        "pictures/locator.css",
        "website/css/timeline.css",
        "website/css/pages.css",
        "website/css/lists.css",
        "website/css/areas.css",
    ),
    "figure": ("website/css/pages.css", "website/css/share.css"),
    "home": ("pictures/horizon.css", "website/css/cover.css", "website/css/home.css"),
    LAST: ("website/css/print.css", "theme"),
}


def compact(css: str) -> str:
    """CSS without comments and needless white space; the meaning stays the same."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


def sources(sheet: str) -> list[Path]:
    """The files a sheet is made of, in cascade order; KeyError for a sheet that does not exist."""
    found = []
    for part in SHEETS[sheet]:
        if part.startswith("pictures/"):
            found.append(Path(pictures.__file__).with_name(part.removeprefix("pictures/")))
        elif part == "theme":
            theme = Path(settings.MUNICIPALITY_FOLDER) / "theme.css"
            found += [theme] if theme.is_file() else []
        elif (path := finders.find(part)) is None:
            raise FileNotFoundError(f"{part} ontbreekt: voer eerst `vergezicht setup` uit")
        else:
            found.append(Path(str(path)))
    return found


@cache
def stylesheet(sheet: str) -> str:
    """One whole sheet, compact."""
    css = compact("\n".join(path.read_text("utf-8") for path in sources(sheet)))
    return css.replace("/assets/heading.woff2", asset_path("heading.woff2"))


@cache
def stylesheet_hashes() -> tuple[str, ...]:
    """The hash of every sheet as a content security policy wants it: sha256-…"""
    return tuple(
        "sha256-" + base64.b64encode(hashlib.sha256(stylesheet(sheet).encode()).digest()).decode() for sheet in SHEETS
    )
