"""Rich text in the editor: a reference is shown as what readers get, and saved as the letters that it is.

Draftail calls a marked piece of text an entity. Only its state in the browser has them: what is kept has letters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from django.utils.html import strip_tags
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import features as feature_registry

from vergezicht.stories.picking.shown import Shown, shown
from vergezicht.stories.picking.text import FIGURE, PASTING

_REFERENCE = re.compile(r"\{[a-z][^{}]*\}")
_ENTITY = FIGURE.upper()

RawText = dict[str, Any]  # a text as Draft.js writes it: {"blocks": […], "entityMap": {…}}


def show_references(raw: RawText, show: Callable[[str], Shown | None] = shown) -> RawText:
    """The text with every reference that points to something as an entity; one inside a link stays letters."""
    entities = dict(raw["entityMap"])
    blocks = []
    for block in raw["blocks"]:
        taken = [(item["offset"], item["offset"] + item["length"]) for item in block["entityRanges"]]
        changes = []
        for match in _REFERENCE.finditer(block["text"]):
            start, end = match.span()
            seen = None if any(start < to and since < end for since, to in taken) else show(match[0])
            if seen is not None:
                key = f"f{len(entities)}"
                entities[key] = {"type": _ENTITY, "mutability": "IMMUTABLE", "data": seen.as_data()}
                changes.append((start, end, seen.text, key))
        blocks.append(_changed(block, changes))
    return {**raw, "blocks": blocks, "entityMap": entities}


def write_references(raw: RawText) -> RawText:
    """The text with every such entity as its reference again."""
    entities = {str(key): entity for key, entity in raw["entityMap"].items()}
    figures = {key: str(item["data"].get("written", "")) for key, item in entities.items() if item["type"] == _ENTITY}
    blocks = []
    for block in raw["blocks"]:
        ours = [item for item in block["entityRanges"] if str(item["key"]) in figures]
        changes = [
            (item["offset"], item["offset"] + item["length"], figures[str(item["key"])], None)
            for item in sorted(ours, key=lambda item: item["offset"])
        ]
        rest = [item for item in block["entityRanges"] if item not in ours]
        blocks.append(_changed({**block, "entityRanges": rest}, changes))
    left = {key: entity for key, entity in raw["entityMap"].items() if str(key) not in figures}
    return {**raw, "blocks": blocks, "entityMap": left}


def _changed(block: RawText, changes: list[tuple[int, int, str, str | None]]) -> RawText:
    """The block with pieces of its text replaced, (start, end, text, key of its entity); ranges move along."""
    if not changes:
        return block

    def moved(place: int) -> int:
        shift = 0
        for start, end, text, _ in changes:
            if place >= end:
                shift += len(text) - (end - start)
            elif place > start:  # a style that begins or ends halfway a reference takes in the whole
                return start + shift + len(text)
        return place + shift

    def kept(item: RawText) -> RawText:
        start, end = moved(item["offset"]), moved(item["offset"] + item["length"])
        return {**item, "offset": start, "length": end - start}

    text, last = "", 0
    marked = []
    for start, end, words, key in changes:
        text += block["text"][last:start]
        if key is not None:
            marked.append({"key": key, "offset": len(text), "length": len(words)})
        text, last = text + words, end
    return {
        **block,
        "text": text + block["text"][last:],
        "inlineStyleRanges": [kept(item) for item in block["inlineStyleRanges"]],
        "entityRanges": [*(kept(item) for item in block["entityRanges"]), *marked],
    }


def for_browser(raw: RawText) -> RawText:
    """Places as a browser counts them, in UTF-16: a smiley is two. Wagtail counts characters, as Python does."""
    return _placed(raw, lambda text: [0, *accumulate(len(sign.encode("utf-16-le")) // 2 for sign in text)].__getitem__)


def from_browser(raw: RawText) -> RawText:
    """The inverse of ``for_browser``."""
    return _placed(raw, lambda text: lambda place: len(text.encode("utf-16-le")[: 2 * place].decode("utf-16-le")))


def _placed(raw: RawText, counter: Callable[[str], Callable[[int], int]]) -> RawText:
    blocks = []
    for block in raw["blocks"]:
        place = counter(block["text"])
        moved = {
            kind: [
                {**item, "offset": place(item["offset"]),
                 "length": place(item["offset"] + item["length"]) - place(item["offset"])}
                for item in block[kind]
            ]
            for kind in ("inlineStyleRanges", "entityRanges")
        }  # fmt: skip
        blocks.append({**block, **moved})
    return {**raw, "blocks": blocks}


class FigureConverter(ContentstateConverter):
    """Between what is kept (letters) and what the editor sees."""

    def from_database_format(self, html: str) -> str:
        return json.dumps(for_browser(show_references(json.loads(super().from_database_format(html)))))

    def to_database_format(self, contentstate_json: str) -> str:
        raw = json.loads(contentstate_json)  # null when Draftail holds nothing
        return str(super().to_database_format(json.dumps(write_references(from_browser(raw)) if raw else raw)))


class StoryTextArea(DraftailRichTextArea):  # type: ignore[misc]  # Wagtail has no annotations
    """Wagtail's editor for rich text; where a text may have figures, they are shown as what they say now."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        pasting = feature_registry.get_editor_plugin("draftail", PASTING)
        pasting.construct_options(self.options)
        self.plugins.append(pasting)
        if FIGURE in self.features:
            self.converter = FigureConverter(self.features)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """The text as it is kept. Once Draftail has looked at an empty text it posts a paragraph without a word, which
        would pass for an answer where one is asked for: that is kept as nothing."""
        html = super().value_from_datadict(data, files, name)
        return "" if html and not strip_tags(html).strip() and "<embed" not in html and "<hr" not in html else html
