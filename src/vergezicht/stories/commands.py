"""Commands for stories: `vergezicht story export` and `vergezicht story import`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any


def add_commands(subparsers: Any) -> None:
    """Register `story`."""
    story = subparsers.add_parser("story", help="verhalen als archief (docs/howto/move.md)")
    actions = story.add_subparsers(dest="action", required=True)
    leave = actions.add_parser("export", help="schrijf een verhaal met alles wat erbij hoort in één zip-bestand")
    leave.add_argument("slug", help="het adres van het verhaal, zonder strepen")
    leave.add_argument("file", type=Path)
    leave.add_argument(
        "--published", action="store_true", help="zoals het online staat, niet wat het laatst is bewaard"
    )
    leave.set_defaults(run=_export)
    come = actions.add_parser("import", help="lees een verhaal uit een zip-bestand, als concept")
    come.add_argument("file", type=Path)
    come.add_argument("--slug", default="", help="een ander adres dan in het archief")
    come.add_argument("--replace", action="store_true", help="vervang het verhaal dat dit adres al heeft")
    come.add_argument("--publish", action="store_true", help="zet het meteen in de volgende editie")
    come.set_defaults(run=_import)
    arcgis = actions.add_parser("import-arcgis", help="maak een concept van een ArcGIS StoryMap (docs/howto/move.md)")
    arcgis.add_argument("path", type=Path, help="de map, het zip-bestand of het JSON-bestand van het item")
    arcgis.add_argument("--slug", default="", help="het adres van het nieuwe verhaal")
    arcgis.add_argument("--json", action="store_true", help="het verslag als JSON")
    arcgis.set_defaults(run=_import_arcgis)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vergezicht.website.settings.production")
    import django

    django.setup()


def _export(options: argparse.Namespace) -> int:
    _django()
    from vergezicht.stories.models import StoryPage
    from vergezicht.stories.moving.leaving import write_archive

    story = StoryPage.objects.filter(slug=options.slug).first()
    if story is None:
        known = ", ".join(StoryPage.objects.values_list("slug", flat=True)) or "geen"
        print(f"{options.slug}: dit verhaal bestaat niet (wel: {known})", file=sys.stderr)
        return 1
    if options.published and not story.live:
        print(f"{options.slug}: dit verhaal staat niet online", file=sys.stderr)
        return 1
    try:
        content = write_archive(story if options.published else story.get_latest_revision_as_object())
    except FileNotFoundError as error:
        print(f"een bestand van dit verhaal is weg: {Path(str(error.filename)).name}", file=sys.stderr)
        return 1
    options.file.write_bytes(content)
    print(f"· {options.file.name}: {max(1, len(content) // 1000)} kB")
    return 0


def _import(options: argparse.Namespace) -> int:
    _django()
    from vergezicht.stories.moving.arriving import read_archive

    if not options.file.is_file():
        print(f"{options.file.name}: dit bestand is er niet", file=sys.stderr)
        return 1
    arrival = read_archive(
        options.file.read_bytes(), file=options.file.name,
        slug=options.slug, replace=options.replace, publish=options.publish,
    )  # fmt: skip
    for heading, lines in (("nieuw", arrival.made), ("gekoppeld", arrival.linked), ("let op", arrival.remarks)):
        for line in lines:
            print(f"· {heading}: {line}")
    state = "gepubliceerd in de volgende editie" if options.publish else "concept, nog niet gepubliceerd"
    print(f"· {arrival.story.title} ({state}): /beheer/pages/{arrival.story.pk}/edit/")
    return 0


def _import_arcgis(options: argparse.Namespace) -> int:
    _django()
    from vergezicht.stories.arcgis.bringing import bring_story, told
    from vergezicht.stories.arcgis.item import read_item

    brought = bring_story(read_item(options.path), file=options.path.name, slug=options.slug)
    if options.json:
        print(json.dumps(brought.as_json(), ensure_ascii=False, indent=1))
        return 0
    for line in told(brought.lines):
        print(f"· {line}")
    print(f"· {brought.arrival.story.title} (concept): /beheer/pages/{brought.arrival.story.pk}/edit/")
    return 0
