"""Erasure reaches every edition: what a submitter erased goes from the folders of earlier editions and their records.

Nothing is kept about what was erased: a page of an edition whose initiative is not in the database any more was erased.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

from vergezicht.initiatives.lifecycle import RESERVED
from vergezicht.initiatives.models import Initiative, InitiativePicture
from vergezicht.publication.baking.bake import CURRENT, MANIFEST
from vergezicht.publication.features.index import FILE as FEATURES
from vergezicht.publication.models import Edition
from vergezicht.publication.search.index import index_files

_OWN_PAGE, _PICTURES = re.compile(r"(?:[a-z]{2,3}/)?initiatieven/([^/]*)/"), "beeld/initiatieven/"
_PACKED = (".br", ".gz")


def purge_erased() -> int:
    """Remove every page, list, feed and index of an earlier edition that names an erased initiative, its pictures, and
    its address in the records of editions; returns how many files went. The current edition is replaced by baking."""
    editions = Path(settings.EDITIONS_FOLDER)
    current = (editions / CURRENT).resolve()
    known = set(Initiative.objects.filter(erased_at=None).values_list("slug", flat=True)) | RESERVED
    pictures = set(InitiativePicture.objects.values_list("file", flat=True))
    _purge_records(known)
    folders = [path.parent for path in sorted(editions.glob(f"[0-9]*/{MANIFEST}")) if path.parent.resolve() != current]
    return sum(_purge_folder(folder, known, pictures) for folder in folders)


def _purge_records(known: set[str]) -> None:
    for edition in Edition.objects.exclude(changed=[]).only("pk", "changed"):
        kept = [path for path in edition.changed if _slug(path.lstrip("/")) in {"", *known}]
        if len(kept) != len(edition.changed):
            Edition.objects.filter(pk=edition.pk).update(changed=kept)


def _slug(name: str) -> str:
    """The initiative whose own page this is, in any language; empty when it is no such page."""
    found = _OWN_PAGE.match(name)
    return found[1] if found else ""


def _purge_folder(folder: Path, known: set[str], pictures: set[str]) -> int:
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    names: Iterable[str] = list(manifest["files"])
    gone = {slug for name in names if (slug := _slug(name)) and slug not in known}
    lost = {name for name in names if name.startswith(_PICTURES) and name.removeprefix("beeld/") not in pictures}
    if not gone and not lost:
        return 0
    marks = [f"/initiatieven/{slug}/".encode() for slug in gone]
    doomed = lost | {name for name in names if _names(folder / "site" / name, name, gone, marks)}
    for name in doomed:
        path = folder / "site" / name
        for twin in (path, *(path.with_name(path.name + suffix) for suffix in _PACKED)):
            twin.unlink(missing_ok=True)
    if gone:
        for index in (*index_files(folder), folder / FEATURES):
            index.unlink(missing_ok=True)
    _rewrite(folder, manifest, doomed, gone)
    return len(doomed)


def _names(path: Path, name: str, gone: set[str], marks: list[bytes]) -> bool:
    if _slug(name) in gone:
        return True
    if not path.is_file():
        return False
    content = path.read_bytes()
    return any(mark in content for mark in marks)


def _rewrite(folder: Path, manifest: dict[str, Any], doomed: set[str], gone: set[str]) -> None:
    manifest["files"] = {name: about for name, about in manifest["files"].items() if name not in doomed}
    manifest["fingerprints"] = {
        path: mark for path, mark in manifest["fingerprints"].items() if _slug(path.lstrip("/")) not in gone
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=0), "utf-8")
