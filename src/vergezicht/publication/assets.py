"""Scripts and fonts under names that hold their hash, so that a browser may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

ASSETS = {
    "reader.js": "website/js/reader.js",
    "side-panel.js": "website/js/side-panel.js",
    "heading.woff2": "vendor/fonts/heading.woff2",
}


@cache
def asset_file(name: str) -> Path:
    """The source file of an asset; raises FileNotFoundError with the remedy when set-up did not bring it in."""
    path = finders.find(ASSETS[name])
    if path is None:
        raise FileNotFoundError(f"{ASSETS[name]} ontbreekt: voer eerst `vergezicht setup` uit")
    return Path(str(path))


@cache
def asset_path(name: str) -> str:
    """The public address, for example /assets/reader.1a2b3c4d.js."""
    path = asset_file(name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    return f"/assets/{path.stem}.{digest}{path.suffix}"
