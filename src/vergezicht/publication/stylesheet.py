"""The one stylesheet: tokens, layout, components, pictures and the municipality's own tokens, inlined in every page.

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

PARTS = (
    "website/css/tokens.css",
    "website/css/base.css",
    "vendor/utrecht/skip-link.css",
    "pictures",
    "website/css/layout.css",
    "website/css/components.css",
    "website/css/story.css",
    "website/css/print.css",
)


def compact(css: str) -> str:
    """CSS without comments and needless white space; the meaning stays the same."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


def sources() -> list[Path]:
    """The files it is made of, in cascade order."""
    found = []
    for part in PARTS:
        if part == "pictures":
            found.append(Path(pictures.__file__).with_name("pictures.css"))
            continue
        path = finders.find(part)
        if path is None:
            raise FileNotFoundError(f"{part} ontbreekt: voer eerst `vergezicht setup` uit")
        found.append(Path(str(path)))
    theme = Path(settings.MUNICIPALITY_FOLDER) / "theme.css"
    return [*found, theme] if theme.is_file() else found


@cache
def stylesheet() -> str:
    """The whole stylesheet, compact."""
    css = compact("\n".join(path.read_text("utf-8") for path in sources()))
    return css.replace("/assets/heading.woff2", asset_path("heading.woff2"))


@cache
def stylesheet_hash() -> str:
    """Its hash as a content security policy wants it: sha256-…"""
    return "sha256-" + base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
