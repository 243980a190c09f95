"""Commands for initiatives: `vergezicht places import`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any


def add_commands(subparsers: Any) -> None:
    """Register `places`."""
    places = subparsers.add_parser("places", help="ontmoetingsplekken")
    actions = places.add_subparsers(dest="action", required=True)
    read = actions.add_parser("import", help="lees ontmoetingsplekken uit een CSV-bestand (docs/howto/initiatives.md)")
    read.add_argument("file", type=Path)
    read.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vergezicht.website.settings.production")
    import django

    django.setup()
    from vergezicht.initiatives.place_file import import_places

    imported = import_places(options.file)
    print(f"· {imported.new} nieuwe plekken, {imported.changed} bijgewerkt")
    if imported.without_area:
        print(f"· zonder gebied: {', '.join(imported.without_area)}")
    return 0
