"""Scripts and fonts under names that hold their hash or their version, so that a browser may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import quote

import minify
from django.conf import settings
from django.contrib.staticfiles import finders

from vergezicht.figures import Release

ICON = "icon.svg"  # in the tab of a browser; a municipality may have its own in its folder
MOST_INLINED = 1024  # signs
PLAIN_IN_ADDRESS = " !$'()*+,-./:;=?@_~"  # of a data address between double quotes
ASSETS = {
    "reader.js": "website/js/reader.js",
    "side-panel.js": "website/js/side-panel.js",
    "finder.js": "website/js/finder.js",
    "folds.js": "website/js/folds.js",
    "swipe.js": "website/js/swipe.js",
    "embed.js": "website/js/embed.js",
    "present.js": "website/js/present.js",
    "present.css": "website/css/present.css",
    "counting.js": "website/js/counting.js",
    "aloud.js": "website/js/aloud.js",
    "aloud.css": "website/css/aloud.css",
    "framed.css": "website/css/framed.css",
    "share.css": "website/css/share.css",
    "framed.js": "website/js/framed.js",
    "frame-height.js": "website/js/frame-height.js",
    "explore.js": "website/js/explore.js",
    "explore-map.js": "website/js/explore-map.js",
    "pointing.js": "website/js/pointing.js",
    "search.js": "website/js/search.js",
    "spelling.js": "website/js/spelling.js",
    "stemmer.js": "vendor/stemmer/stemmer.js",
    "proof.js": "website/js/proof.js",
    "point.js": "website/js/point.js",
    "room.js": "website/js/room.js",
    "preview.js": "website/js/preview.js",
    "blocks.css": "website/css/blocks.css",
    "timeline.css": "website/css/timeline.css",
    "layouts.css": "website/css/layouts.css",
    "search.css": "website/css/search.css",
    "stories.css": "website/css/stories.css",
    "explore.css": "website/css/explore.css",
    "cycle.css": "website/css/cycle.css",
    "initiatives.css": "website/css/initiatives.css",
    "heading.woff2": "vendor/fonts/heading.woff2",
    ICON: "website/icon.svg",
}
# The map library finds its worker by name beside itself: its files keep their names, their folder holds the version.
MAPLIBRE = "maplibre-6.17.0"
PMTILES = "pmtiles-4.5.0.js"
MAPLIBRE_FILES = ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css", "LICENSE.txt")


@cache
def asset_file(name: str) -> Path:
    """The source file of an asset; raises FileNotFoundError with the remedy when set-up did not bring it in."""
    own = Path(settings.MUNICIPALITY_FOLDER) / ICON
    return own if name == ICON and own.is_file() else _find(ASSETS[name])


@cache
def asset_path(name: str) -> str:
    """The public address, for example /assets/reader.1a2b3c4d.js."""
    path = asset_file(name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    return f"/assets/{path.stem}.{digest}{path.suffix}"


@cache
def icon_address() -> str:
    """The sign itself, in its own address: a browser asks for it after all else, and a page was not still before that.

    A sign that is large is a file.
    """
    drawn = asset_file(ICON).read_text("utf-8").strip()
    if len(drawn) > MOST_INLINED:
        return asset_path(ICON)
    return f"data:image/svg+xml,{quote(drawn, safe=PLAIN_IN_ADDRESS)}"


@cache
def compact_script(content: bytes) -> bytes:
    """A script with short names and without white space, for readers; minify.MinifyError when it is not a script."""
    return str(minify.string("text/javascript", content.decode())).encode()


def asset_files() -> dict[str, Path]:
    """Public address -> source file, of everything that the pages may ask for."""
    files = {asset_path(name): asset_file(name) for name in ASSETS}
    files[f"/assets/{PMTILES}"] = _find(f"vendor/pmtiles/{PMTILES}")
    return files | {f"/assets/{MAPLIBRE}/{name}": _find(f"vendor/{MAPLIBRE}/{name}") for name in MAPLIBRE_FILES}


def data_path(release: Release, name: str) -> str:
    """The public address of one file of a release."""
    return f"/open-data/{release.name}/{name}"


def _find(name: str) -> Path:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"{name} ontbreekt: voer eerst `vergezicht setup` uit")
    return Path(str(path))
