"""Papers that can be edited (ODT): the same parts as on paper, each text in runs that say their language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from vergezicht.challenges.ground import municipality
from vergezicht.languages import SOURCE, say, spoken
from vergezicht.languages.marks import pieces, unmarked
from vergezicht.paper.document import MEDIA_TYPE, SMALL, WIDE, as_odt
from vergezicht.paper.printing import as_picture, jpeg_in
from vergezicht.publication.papers.reprints import printed_once

__all__ = ["MEDIA_TYPE", "editable", "paragraph", "table"]


def editable(
    title: str, parts: Iterable[Mapping[str, Any]], *, footer: str, day: date, pictures: Mapping[str, bytes]
) -> bytes:
    """The ODT of ``parts`` (`reading_order`, with "title", "subtitle", "above" and "table") in the language of now.

    ``title`` stands in the header, ``footer`` before the number of the page; ``pictures`` are SVG by the name of their
    part.
    """
    data = {
        "lang": spoken().code,
        "title": unmarked(title),
        "publisher": municipality().publisher,
        "header": f"{municipality().publisher} · {unmarked(title)}",
        "footer": unmarked(footer),
        "numbered": say("Beeld"),
        "parts": [_in_runs(part) for part in parts],
    }
    return _edited(json.dumps(data, ensure_ascii=False, sort_keys=True), tuple(sorted(pictures.items())), day)


@printed_once
def _edited(content: str, pictures: Iterable[tuple[str, bytes]], day: date) -> bytes:
    data, drawings = json.loads(content), dict(pictures)
    wide = {part["name"]: part["wide"] for part in data["parts"] if part["kind"] == "picture"}
    ready = {name: jpeg_in(drawings[name]) or as_picture(drawings[name], width=WIDE if wide[name] else SMALL)
             for name in wide}  # fmt: skip
    return as_odt(data, day=day, pictures=ready)


def paragraph(text: str, *, kind: str = "paragraph", strong: bool = False, **values: Any) -> dict[str, Any]:
    """A part of one text."""
    return {"kind": kind, "runs": [{**run, "strong": strong} for run in _runs(text)], **values}


def table(headings: list[str], rows: list[list[str]]) -> dict[str, Any]:
    """A part with figures or a list, its headings on every page."""
    return {"kind": "table", "headings": headings, "rows": rows}


def _in_runs(part: Mapping[str, Any]) -> dict[str, Any]:
    """The part with runs for every text in it that stood as plain words with marks."""
    made = dict(part)
    if part["kind"] == "picture":
        made["title"] = _runs(part["title"])
    elif part["kind"] == "legend":
        made["items"] = [{**item, "label": _runs(item["label"])} for item in part["items"]]
    elif part["kind"] == "table":
        made["headings"] = [_runs(cell) for cell in part["headings"]]
        made["rows"] = [[_runs(cell) for cell in row] for row in part["rows"]]
    return made


def _runs(text: str) -> list[dict[str, Any]]:
    return [{"text": words, "lang": SOURCE if is_dutch else ""} for words, is_dutch in pieces(text)]
