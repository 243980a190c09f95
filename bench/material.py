"""The shared material: the story every tool was measured with, the floor, and the program that measures."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "src" / "vergezicht" / "website" / "static" / "vendor" / "axe" / "axe.min.js"
BROTLI_MODULES = (
    Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"),
    Path("/usr/share/nginx/modules/ngx_http_brotli_static_module.so"),
)


@dataclass(frozen=True)
class Material:
    """The folder with the story (texts, scores, trends, borders, images), the floor and the measuring program."""

    shared: Path

    @property
    def floor(self) -> Path:
        return self.shared / "bench" / "floor-scrolly"

    @property
    def folder(self) -> Path:
        return self.shared / "bench" / "story"

    @property
    def meter(self) -> Path:
        return self.shared / "tools" / "webmeasure.py"

    @cached_property
    def texts(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / "story.json").read_text("utf-8"))
        return content

    @cached_property
    def borders(self) -> list[dict[str, Any]]:
        features: list[dict[str, Any]] = json.loads((self.folder / "buurten.geojson").read_text("utf-8"))["features"]
        return features

    def rows(self, name: str) -> list[dict[str, str]]:
        """The rows of one of its CSV files."""
        with (self.folder / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


def find_shared() -> Path | None:
    """``VERGEZICHT_SHARED``, or a folder ``shared`` beside the repository or beside one of the folders above it."""
    if given := os.environ.get("VERGEZICHT_SHARED"):
        return Path(given)
    candidates = (parent / "shared" for parent in ROOT.parents)
    return next((folder for folder in candidates if (folder / "bench" / "story").is_dir()), None)


def require_shared() -> Path:
    """The shared folder, or a clear sentence and the end of the program."""
    shared = find_shared()
    if shared is None:
        _end(["de gedeelde map met bench/story is niet gevonden (zet VERGEZICHT_SHARED op het pad van die map)"])
    return shared


def require_material() -> Material:
    """What measuring pages takes, or a clear sentence for everything that is missing and the end of the program."""
    material = Material(require_shared())
    wanted = (material.folder / "story.json", material.floor / "index.html", material.meter)
    missing = [f"{path} ontbreekt in de gedeelde map" for path in wanted if not path.is_file()]
    if shutil.which("nginx") is None:
        missing.append("nginx ontbreekt (Debian: apt-get install nginx-light)")
    if not any(path.is_file() for path in BROTLI_MODULES):
        missing.append("nginx mist brotli (Debian: apt-get install libnginx-mod-http-brotli-static)")
    if not AXE.is_file():
        missing.append("axe-core ontbreekt (vergezicht setup --files-only --tests)")
    if missing:
        _end(missing)
    return material


def _end(missing: list[str]) -> NoReturn:
    print("Er kan niet gemeten worden:", *(f"- {line}" for line in missing), sep="\n", file=sys.stderr)
    raise SystemExit(2)
