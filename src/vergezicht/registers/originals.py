"""Originals: the raw tables of a release, kept beside it so that it can be rebuilt without their source."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.transport import Answer

_PART = "bestanden"


@dataclass(frozen=True)
class Keeping:
    """A copy of the raw tables that is written, but not yet in its place; ``beside`` None when it was there already."""

    target: Path
    beside: Path | None

    def settle(self) -> None:
        """Move the copy into place, over one that was there."""
        if self.beside is not None:
            shutil.rmtree(self.target, ignore_errors=True)
            self.beside.replace(self.target)

    def discard(self) -> None:
        """Throw the copy away; what was there before stays."""
        if self.beside is not None:
            shutil.rmtree(self.beside, ignore_errors=True)


def keep_originals(files: Sequence[Path], target: Path, folder: Path) -> Keeping:
    """Copy what a release was made from, for ``target``: a fetched snapshot with its addresses, or the ``files``."""
    if target.resolve() == folder.resolve():
        return Keeping(target, None)
    beside = target.with_name(f".{target.name}-nieuw")
    shutil.rmtree(beside, ignore_errors=True)
    keeping = Keeping(target, beside)
    try:
        source, kept = Snapshot(folder), Snapshot(beside)
        kept.begin()
        for page in source:
            kept.copy(page, source.body(page))
        known = {page.file for page in source}
        loose = [path for path in dict.fromkeys(files) if path.name not in known]
        for number, path in enumerate(loose, len(source.pages(_PART)) + 1):
            kept.keep(_PART, number, Answer(path.name, 200, {}, path.read_bytes()), url="", name=path.name)
        kept.finish()
    except BaseException:
        keeping.discard()
        raise
    return keeping
