"""An archive opened with care: only names that are listed, never more bytes than allowed, every checksum tested."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from vergezicht.problems import Problems
from vergezicht.stories.moving.leaving import FORMAT, MANIFEST, VERSION
from vergezicht.stories.recordings import MOST_BYTES

# What a zip that is none, or is not whole, may raise.
UNREADABLE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error, ValueError)
MOST_FILES, MOST_TEXT, MOST_TOTAL = 500, 5_000_000, 400_000_000
_AGAIN = "exporteer het verhaal opnieuw, met ‘Exporteer als archief’ bij het verhaal"
_PARTS = {"story": "het verhaal", "images": "de lijst van beelden", "documents": "de lijst van opnamen"}
_NAME = re.compile(r"(images|documents)/\d{1,4}/[^/\\\x00-\x1f]{1,150}")
_FOLDERS = ("images", "documents")
# Of a word, a number or a sign.
_UNFINISHED = re.compile(r"|t(ru?)?|f(a(ls?)?)?|n(ul?)?|-|\.|e[-+]?|\\?u?[0-9a-f]{0,4}", re.IGNORECASE)
_OF_A_COMPUTER = re.compile(r"__MACOSX/.*|(.*/)?(\.DS_Store|Thumbs\.db|desktop\.ini)", re.IGNORECASE)


@dataclass(frozen=True)
class Archive:
    """What came in: the facts of the story and every file by its name in the archive."""

    manifest: dict[str, Any]
    files: dict[str, bytes]


def open_archive(content: bytes, problems: Problems) -> Archive | None:
    """The archive; None after telling what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = read_members(archive, problems)
    except UNREADABLE:
        problems.add(
            "geen leesbaar zip-bestand",
            expected="een archief van een verhaal, of een StoryMap",
            hint="kies het bestand dat bij het exporteren is gemaakt",
        )
        return None
    if MANIFEST not in members:
        problems.add(
            f"de beschrijving van het verhaal ontbreekt ({MANIFEST})", hint="dit is geen archief van een verhaal"
        )
        return None
    manifest = _manifest(members.pop(MANIFEST), problems)
    if manifest is None:
        return None
    listed = {**manifest["images"], **manifest["documents"]}
    for name in sorted(members.keys() - listed.keys()):
        problems.add("bestand staat niet in de lijst van het archief", part=name[:120])
    for name, facts in listed.items():
        if name not in members:
            problems.add("bestand ontbreekt in het archief", part=name[:120])
        elif hashlib.sha256(members[name]).hexdigest() != facts.get("sha256"):
            problems.add("de controlesom klopt niet", part=name[:120], hint="het archief is beschadigd of gewijzigd")
    return None if len(problems) else Archive(manifest, members)


def read_members(
    archive: zipfile.ZipFile, problems: Problems, *, name_rule: re.Pattern[str] = _NAME
) -> dict[str, bytes]:
    """The files in a zip by name. Names out of the rule, doubles and too many bytes are problems and are not read."""
    entries = _named(archive)
    if len(entries) > MOST_FILES:
        problems.add("te veel bestanden in het archief", expected=f"hoogstens {MOST_FILES}", got=str(len(entries)))
        return {}
    found: dict[str, bytes] = {}
    left = MOST_TOTAL
    for name, entry in entries:
        if name != MANIFEST and (not name_rule.fullmatch(name) or ".." in name.split("/")):
            problems.add("deze naam mag niet in een archief", part=name[:120])
            continue
        if name in found:
            problems.add("deze naam staat twee keer in het archief", part=name[:120])
            continue
        most = min(left, MOST_TEXT if name.endswith(".json") else MOST_BYTES)
        with archive.open(entry) as stream:
            content = stream.read(most + 1)  # what a header promises is not believed
        if len(content) > most:
            problems.add(
                "dit bestand is te groot", part=name[:120], expected=f"hoogstens {most // 1_000_000} MB uitgepakt"
            )
            return found
        left -= len(content)
        found[name] = content
    return found


def _named(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """The files with their names, without the one folder around all of them that zipping a folder again makes."""
    entries = [one for one in archive.infolist() if not one.is_dir() and not _OF_A_COMPUTER.fullmatch(one.filename)]
    around = {entry.filename.partition("/")[0] if "/" in entry.filename else "" for entry in entries}
    folder = f"{around.pop()}/" if len(around) == 1 and not around & {"", *_FOLDERS} else ""
    return [(entry.filename.removeprefix(folder), entry) for entry in entries]


def cut_off(content: bytes) -> int | None:
    """The line in which JSON stops before it is whole; None when it is whole, or wrong in another way."""
    text = content.decode("utf-8-sig", errors="ignore").rstrip()  # half a letter may be the last of it
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        left = text[error.pos :]
        is_unfinished = error.msg.startswith("Unterminated") or _UNFINISHED.fullmatch(left) is not None
        return text.count("\n") + 1 if text and is_unfinished and error.msg != "Extra data" else None
    except RecursionError:
        pass
    return None


def _manifest(content: bytes, problems: Problems) -> dict[str, Any] | None:
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        line = cut_off(content)
        what = "is niet te lezen" if line is None else f"houdt te vroeg op, in regel {line}"
        problems.add(f"de beschrijving van het verhaal {what}", hint=_AGAIN, part=MANIFEST)
        return None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        problems.add("dit is geen archief van een verhaal", part=MANIFEST, expected=f"format: {FORMAT}", hint=_AGAIN)
        return None
    if manifest.get("version") != VERSION:
        problems.add(
            "deze versie van het archief kennen we niet", part=MANIFEST, expected=str(VERSION),
            got=str(manifest.get("version"))[:20], hint="werk eerst de site bij, of exporteer opnieuw",
        )  # fmt: skip
        return None
    for name in ("story", "images", "documents"):
        part = manifest.get(name)
        if not isinstance(part, dict) or (
            name != "story" and not all(isinstance(item, dict) for item in part.values())
        ):
            problems.add(f"{_PARTS[name]} ontbreekt ({name})", part=MANIFEST, hint=_AGAIN)
            return None
    return manifest


def is_archive(content: bytes) -> bool:
    """Whether it is an archive of ours, whole or not, and not a StoryMap."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name == MANIFEST for name, _ in _named(archive))
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
