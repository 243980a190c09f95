"""What there is to translate on a page: every text in the order of reading, without what it refers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from wagtail import blocks

from vergezicht.stories.living import living_numbers
from vergezicht.stories.living.claims import without_claims
from vergezicht.stories.reading import by_chapter, called
from vergezicht.stories.stored import Where, rewrite
from vergezicht.stories.translating.notation import as_notation

FIELDS = ("title", "lead", "cover_alt")
TITLE = FIELDS[0]
_KINDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock)
_NO_WORDS = {"address", "place", "consent_kept", "credit", "other_credit", "number"}  # fields that refer, name or count
_ITEM = re.compile(r", \w+ (\d+)")
_HEADING = "kop"  # of a column, whose block has no label


@dataclass(frozen=True)
class Text:
    """A text in Dutch, as a translator reads it, and where it stands: chapter, block and field in words."""

    place: str
    words: str
    field: str
    block: str = ""
    chapter: str = ""
    rich: bool = False

    @property
    def group(self) -> str:
        """The block it is in; a field of the page is its own."""
        return group_of(self.place)


def group_of(place: str) -> str:
    """The block, or the field of the page, that a place is in."""
    return place.partition("/")[0]


def texts_of(page: Any) -> list[Text]:
    """Every text with words in it: the fields of the page, then those of its blocks."""
    found = [
        Text(name, words, str(page._meta.get_field(name).verbose_name))
        for name in FIELDS
        if hasattr(page, name) and _says(words := words_of(getattr(page, name), rich=False))
    ]
    return [*found, *_in_body(page)] if hasattr(page, "body") else found


def changed_body(page: Any, change: Callable[[Text, str], str]) -> list[Any]:
    """The stored body with every text that can be translated as ``change(text, written)`` has it."""

    def leaf(block: blocks.Block, value: Any, where: Where) -> Any:
        rich = isinstance(block, blocks.RichTextBlock)
        words = words_of(value, rich=rich) if _is_text(block, value) else ""
        if not _says(words):
            return value
        return change(Text(where.path, words, _called(block, where), rich=rich), value)

    items: list[Any] = rewrite(page.body.stream_block, list(page.body.raw_data), leaf, lambda where, what: None)
    return items


def words_of(written: str, *, rich: bool) -> str:
    """What of a text is translated: without the rules behind its sentences and where its links lead."""
    said = without_claims(written)
    return as_notation(said) if rich else "\n".join(" ".join(line.split()) for line in said.strip().splitlines())


def _in_body(page: Any) -> Iterator[Text]:
    places = {
        str(block.id): (chapter if block.block_type != "chapter" else "", called(block.block, block.value))
        for chapter, block in by_chapter(page.body)
    }
    found: list[Text] = []

    def keep(text: Text, written: str) -> str:
        chapter, block = places.get(text.group, ("", ""))
        found.append(replace(text, block=block, chapter=chapter))
        return written

    changed_body(page, keep)
    yield from found


def _called(block: blocks.Block, where: Where) -> str:
    """The field as an editor knows it, with the number of its item in a list."""
    number = _ITEM.search(where)
    return f"{block.label or _HEADING}{f' ({number[1]})' if number else ''}"


def _is_text(block: blocks.Block, value: Any) -> bool:
    return isinstance(block, _KINDS) and isinstance(value, str) and block.name not in _NO_WORDS


def _says(words: str) -> bool:
    """Whether there is a word in it, beside numbers."""
    return bool(re.search(r"[^\W\d_]", unescape(living_numbers.without_references(words))))
