"""The base map under "Kaart verkennen": one PMTiles file of the municipality itself, or none."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def basemap_file() -> Path | None:
    """The file that the municipality put there; None when there is none."""
    path = Path(settings.BASEMAP_FILE)
    return path if path.is_file() else None


def basemap_path() -> str | None:
    """Its public address, with its hash; None when there is no file."""
    path = basemap_file()
    if path is None:
        return None
    described = path.stat()
    return f"/assets/{path.stem}.{_digest(path, described.st_mtime_ns, described.st_size)}.pmtiles"


@lru_cache(maxsize=2)
def _digest(path: Path, changed: int, size: int) -> str:
    """Read once per change: a city takes tens of megabytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]
