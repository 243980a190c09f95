"""What an editor wrote: its texts, what each block is called and where it stands, and how long it takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from wagtail.blocks import Block, BoundBlock
from wagtail.contrib.typed_table_block.blocks import TypedTable

from vergezicht.languages import say_count

WORDS_PER_MINUTE = 200  # reading on a screen in plain Dutch
READING_TIME = "@@leestijd@@"  # stands on a story where the time comes that the page itself takes, once it is there


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value, in any nesting of blocks; rich text as its HTML."""
    if isinstance(value, str):
        yield value
    elif hasattr(value, "source"):
        yield value.source
    elif isinstance(value, BoundBlock):
        yield from texts_in(value.value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, TypedTable):
        yield from (str(column["heading"]) for column in value.columns)
        yield from texts_in([row["values"] for row in value.row_data])
    elif isinstance(value, Iterable):
        for item in value:
            yield from texts_in(item)


def called(block: Block, value: Any) -> str:
    """A block under the name an editor knows, with the title that stands in its value (of a table: its caption)."""
    title = value.get(getattr(block, "titled_by", "title")) if hasattr(value, "get") else ""
    return f"{block.label} ‘{title}’" if title else str(block.label)


def by_chapter(body: Any) -> Iterator[tuple[str, Any]]:
    """Every block of a body behind the name of its chapter, which is its own first block; "" before the first."""
    chapter = ""
    for block in body:
        if block.block_type == "chapter":
            chapter = called(block.block, block.value)
        yield chapter, block


def words_shown(html: str) -> int:
    """Words that stand open on a page: none in a drawing, on a button, in a list to jump by, in a way to a download
    or to sharing, or folded away.
    """
    for passed in (
        r"<(svg|nav|script|style|button)\b.*?</\1>",
        r'<p class="downloads\b.*?</p>',
        r"<details(?![^>]*\bopen\b)[^>]*>.*?</details>",
    ):
        html = re.sub(passed, " ", html, flags=re.DOTALL)
    return sum(bool(re.search(r"\w", word)) for word in unescape(re.sub(r"<[^>]+>", " ", html)).split())


def reading_time(words: int) -> str:
    """How long that takes, at least a minute."""
    minutes = max(1, round(words / WORDS_PER_MINUTE))
    return say_count("{minutes} minuut lezen", "{minutes} minuten lezen", minutes, minutes=minutes)


def with_reading_time(html: str) -> str:
    """The page of a story with the time that what stands open in it takes, in the place of ``READING_TIME``."""
    if READING_TIME not in html:
        return html
    told = html[html.index("<article") : html.rindex("</article>")]
    return html.replace(READING_TIME, reading_time(words_shown(told)), 1)
