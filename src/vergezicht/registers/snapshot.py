"""Snapshot: the answers of a source as they came, with URL, date and checksum, so that a release can be rebuilt."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vergezicht.problems import BadInput, Problem, Problems
from vergezicht.registers.transport import Answer

MANIFEST = "snapshot.json"


@dataclass(frozen=True)
class Kept:
    """One kept answer. ``part`` is what it belongs to, ``page`` counts from 1, ``retrieved`` is UTC."""

    part: str
    page: int
    url: str
    file: str
    sha256: str
    size: int
    retrieved: str
    etag: str = ""
    modified: str = ""
    content_crs: str = ""
    content_type: str = ""


class Snapshot:
    """A folder with answers and ``snapshot.json``; written after every page, so that a break-off costs one page.

    A snapshot is never part of a release: raw tables hold what a release hides.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.complete = False
        self.begun = ""
        self.resuming = False
        self._kept: dict[tuple[str, int], Kept] = {}
        path = folder / MANIFEST
        if path.is_file():
            self._read(path)

    @property
    def exists(self) -> bool:
        return bool(self._kept)

    def __iter__(self) -> Iterator[Kept]:
        return iter(sorted(self._kept.values(), key=lambda kept: (kept.part, kept.page)))

    def pages(self, part: str) -> tuple[Kept, ...]:
        """The kept answers of one part, in order."""
        return tuple(sorted((kept for kept in self._kept.values() if kept.part == part), key=lambda kept: kept.page))

    def page(self, part: str, page: int, url: str) -> Kept | None:
        """The kept answer to ``url`` as this page; None when there is none, or its file was touched."""
        kept = self._kept.get((part, page))
        if kept is None or kept.url != url or not self._is_whole(kept):
            return None
        return kept

    def body(self, kept: Kept) -> bytes:
        return (self.folder / kept.file).read_bytes()

    def keep(self, part: str, page: int, answer: Answer, *, url: str, name: str = "") -> Kept:
        """Keep an answer: first its file, then the manifest, each moved into place when whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = name or f"{re.sub(r'[^A-Za-z0-9_-]', '-', part)}-{page:04d}.json"
        _write(self.folder / file, answer.body)
        kept = Kept(
            part=part,
            page=page,
            url=url,
            file=file,
            sha256=hashlib.sha256(answer.body).hexdigest(),
            size=len(answer.body),
            retrieved=_now(),
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
            content_crs=answer.headers.get("content-crs", ""),
            content_type=answer.headers.get("content-type", ""),
        )
        self._kept[part, page] = kept
        self.save()
        return kept

    def confirm(self, kept: Kept) -> Kept:
        """The source says that a kept answer is still right: only the date changes."""
        again = replace(kept, retrieved=_now())
        self._kept[kept.part, kept.page] = again
        self.save()
        return again

    def copy(self, kept: Kept, body: bytes) -> None:
        """Take over an answer from another snapshot, with its date and address."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / kept.file, body)
        self._kept[kept.part, kept.page] = kept
        self.save()

    def forget(self, part: str, after: int = 0) -> None:
        """Drop the pages of a part after page ``after``, with their files."""
        for key in [key for key in self._kept if key[0] == part and key[1] > after]:
            (self.folder / self._kept.pop(key).file).unlink(missing_ok=True)
        self.save()

    def begin(self) -> None:
        """Start fetching, or go on with what broke off (``resuming``); not complete until ``finish``."""
        self.resuming = bool(self.begun) and not self.complete
        if not self.resuming:
            self.begun = _now()
        self.complete = False
        self.save()

    def is_fresh(self, kept: Kept) -> bool:
        """Whether an answer came in this round of fetching, before the break-off if there was one."""
        return kept.retrieved >= self.begun

    def finish(self) -> None:
        self.complete = True
        self.save()

    def save(self) -> None:
        """Write the manifest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {
            "format": 1,
            "complete": self.complete,
            "begun": self.begun,
            "answers": [asdict(kept) for kept in self],
        }
        _write(self.folder / MANIFEST, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))

    def check(self, problems: Problems) -> None:
        """Report a snapshot that is not whole: broken off, or with files that are gone or were touched."""
        if not self.complete:
            problems.add(
                "het ophalen is afgebroken", file=self.folder / MANIFEST, hint="draai registers fetch nog een keer"
            )
        for kept in self._kept.values():
            if not self._is_whole(kept):
                problems.add(
                    "dit bestand ontbreekt of is gewijzigd na het ophalen",
                    file=self.folder / kept.file,
                    expected=f"sha256 {kept.sha256[:16]}",
                    hint="draai registers fetch opnieuw; wijzig nooit een snapshot met de hand",
                )

    def _is_whole(self, kept: Kept) -> bool:
        path = self.folder / kept.file
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == kept.sha256

    def _read(self, path: Path) -> None:
        try:
            content: Any = json.loads(path.read_text("utf-8"))
            kept = [Kept(**item) for item in content["answers"]]
            self.complete = content["complete"] is True
            self.begun = str(content["begun"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput([Problem("het snapshot is onleesbaar", file=path, got=str(error)[:120])]) from error
        unsafe = [item.file for item in kept if Path(item.file).name != item.file]
        if unsafe:
            raise BadInput([Problem("het snapshot wijst buiten zijn map", file=path, got=unsafe[0])])
        self._kept = {(item.part, item.page): item for item in kept}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.deel")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
