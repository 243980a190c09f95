"""Papers and cards with an address on them, made from templates and words in the language of now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format

from vergezicht.languages import say, spoken
from vergezicht.languages.marks import unmarked
from vergezicht.paper.codes import qr
from vergezicht.paper.printing import as_pdf, as_png
from vergezicht.publication.papers import PAPERS
from vergezicht.publication.papers.reprints import printed_once

# Of a paper that has no date of its own: the same words give the same bytes.
UNDATED = date(2026, 1, 1)


def printed(name: str, data: Mapping[str, Any], *, day: date = UNDATED, map_svg: bytes = b"") -> bytes:
    """The tagged PDF of ``papers/<name>`` in the language of now; what is marked in ``data`` says that it is Dutch.

    ``data["address"]`` is also given as a QR code, ``code.svg``; the map of a paper that has one is ``map.svg``.
    """
    return _printed(name, content_of(data), day, map_svg)


@printed_once
def _printed(name: str, content: str, day: date, map_svg: bytes) -> bytes:
    data = json.loads(content)
    files = {"code.svg": qr(data["address"]).encode()} | ({"map.svg": map_svg} if map_svg else {})
    return as_pdf(PAPERS / name, data=data, day=day, pictures=files)


def drawn(name: str, data: Mapping[str, Any]) -> bytes:
    """The only page of ``papers/<name>`` as PNG, with the same QR code at hand; a picture cannot carry a language."""
    return _drawn(name, unmarked(content_of(data)))


@printed_once
def _drawn(name: str, content: str) -> bytes:
    data = json.loads(content)
    return as_png(PAPERS / name, data=data, day=UNDATED, pictures={"code.svg": qr(data["address"]).encode()})


def content_of(data: Mapping[str, Any]) -> str:
    """What a paper is made from, as JSON: ``data``, its language, and its code in words."""
    own = {"lang": spoken().code, "code": f"{say('QR-code met het adres')} {data['address']}"}
    return json.dumps({**own, **data}, ensure_ascii=False, sort_keys=True)


def of_day(title: str, day: date, path: str, *notes: str) -> dict[str, str]:
    """How a paper for a meeting begins and ends: its title, of which day it is, and where all of it can be read."""
    address, said = f"{settings.SITE_URL}{spoken().root}{path}", written(day)
    return {
        "title": title,
        "state": say("Stand van {day}", day=said),
        "footer": say("{title}, stand van {day}", title=title, day=said),
        "note": " ".join([*notes, say("Alles staat op {address}.", address=address)]),
        "address": address,
    }


def written(day: date) -> str:
    """A day in words: 4 mei 2026."""
    return str(date_format(day, "j F Y"))
