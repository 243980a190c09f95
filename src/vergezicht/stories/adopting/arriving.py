"""A release that comes in as a zip: unpacked with care, and kept aside until somebody adopts it or a day has passed."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import tempfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from vergezicht.problems import BadInput, Problems
from vergezicht.stories.moving.unpacking import UNREADABLE, read_members

_ASIDE = ".arrived"
_KEPT = 24 * 3600
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_KEY = re.compile(r"[0-9a-f]{32}")
HOW_TO_ZIP = "zip de map die ‘vergezicht release build’ maakte, met alles wat erin staat"


def receive(content: bytes, file: str) -> str:
    """Unpack a zip of a release folder; the key under which it is found again. Raises ``BadInput``."""
    problems = Problems(file)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = read_members(archive, problems, name_rule=_FILE)
    except UNREADABLE:
        problems.add("geen leesbaar zip-bestand", expected="de map van een release, gezipt", hint=HOW_TO_ZIP)
        raise BadInput(problems) from None
    problems.raise_if_any()
    key = hashlib.sha256(content).hexdigest()[:32]
    aside = _aside()
    aside.mkdir(parents=True, exist_ok=True)
    _tidy(aside)
    if not (aside / key).is_dir():
        with tempfile.TemporaryDirectory(dir=aside) as name:
            folder = Path(name) / key
            folder.mkdir()
            for member, data in members.items():
                (folder / member).write_bytes(data)
            try:
                folder.rename(aside / key)
            except OSError:  # another process was first with the same zip
                if not (aside / key).is_dir():
                    raise
    return key


def arrived(key: str) -> Path | None:
    """The folder of what came in under this key; None when it is gone, or when the key is none of ours."""
    folder = _aside() / key
    return folder if _KEY.fullmatch(key) and folder.is_dir() else None


def forget(key: str) -> None:
    """It was adopted, and is kept among the releases of the site."""
    if (folder := arrived(key)) is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _aside() -> Path:
    return Path(settings.RELEASES_FOLDER) / _ASIDE


def _tidy(aside: Path) -> None:
    for folder in aside.iterdir():
        with suppress(FileNotFoundError):  # another process tidies too
            if time.time() - folder.stat().st_mtime > _KEPT:
                shutil.rmtree(folder, ignore_errors=True)
