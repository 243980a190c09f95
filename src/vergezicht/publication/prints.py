"""Papers made once as long as their words are the same: the worker bakes many editions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from vergezicht.paper.codes import qr
from vergezicht.paper.printing import as_pdf, as_png

PAPERS = Path(__file__).resolve().parent / "papers"
# Of a paper that has no date of its own: the same words give the same bytes.
UNDATED = date(2026, 1, 1)


def printed(name: str, data: Mapping[str, Any], *, day: date = UNDATED) -> bytes:
    """The tagged PDF of ``papers/<name>``; ``data["address"]`` is also given as a QR code, ``code.svg``."""
    return _printed(name, json.dumps(dict(data), ensure_ascii=False, sort_keys=True), day)


@lru_cache(maxsize=256)
def _printed(name: str, content: str, day: date) -> bytes:
    data = json.loads(content)
    return as_pdf(PAPERS / name, data=data, day=day, pictures={"code.svg": qr(data["address"]).encode()})


def drawn(name: str, data: Mapping[str, Any]) -> bytes:
    """The only page of ``papers/<name>`` as PNG, with the same QR code at hand."""
    return _drawn(name, json.dumps(dict(data), ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=256)
def _drawn(name: str, content: str) -> bytes:
    data = json.loads(content)
    return as_png(PAPERS / name, data=data, day=UNDATED, pictures={"code.svg": qr(data["address"]).encode()})
