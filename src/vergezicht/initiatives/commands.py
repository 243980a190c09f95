"""Commands for initiatives: `vergezicht places import` and `vergezicht initiatives import`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any


def add_commands(subparsers: Any) -> None:
    """Register `places` and `initiatives`."""
    places = subparsers.add_parser("places", help="ontmoetingsplekken")
    actions = places.add_subparsers(dest="action", required=True)
    read = actions.add_parser("import", help="lees ontmoetingsplekken uit een CSV-bestand (docs/howto/initiatives.md)")
    read.add_argument("file", type=Path)
    read.set_defaults(run=_import)
    initiatives = subparsers.add_parser("initiatives", help="initiatieven van bewoners")
    actions = initiatives.add_subparsers(dest="action", required=True)
    take = actions.add_parser("import", help="neem initiatieven over van een andere site (docs/howto/initiatives.md)")
    take.add_argument("file", type=Path)
    take.add_argument("--source", required=True, help="de naam van die site, zoals lezers hem zien")
    take.set_defaults(run=_take_over)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vergezicht.website.settings.production")
    import django

    django.setup()


def _take_over(options: argparse.Namespace) -> int:
    _django()
    from vergezicht.initiatives.exchange import take_over

    taken = take_over(options.file, source=options.source)
    print(f"· {taken.new} nieuw in de wachtrij, {taken.changed} bijgewerkt, {taken.kept} gelaten zoals ze zijn")
    return 0


def _import(options: argparse.Namespace) -> int:
    _django()
    from vergezicht.initiatives.places.file import import_places

    imported = import_places(options.file)
    print(f"· {imported.new} nieuwe plekken, {imported.changed} bijgewerkt, {imported.unchanged} al zo bekend")
    if imported.without_area:
        print(f"· zonder gebied: {', '.join(imported.without_area)}")
    return 0
