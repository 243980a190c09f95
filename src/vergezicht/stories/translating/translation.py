"""A page in another language: which of its texts are translated, which are outdated, and the page told with them."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from vergezicht.languages import say, spoken
from vergezicht.languages.marks import in_dutch, in_dutch_html, kept
from vergezicht.stories.models import TranslatedText
from vergezicht.stories.translating.notation import UnbalancedError, as_html, links_in
from vergezicht.stories.translating.words import FIELDS, TITLE, Text, changed_body, group_of, texts_of


class TextState(StrEnum):
    """How a text stands in a language."""

    MISSING = "ontbreekt"
    OUTDATED = "verouderd"
    CURRENT = "vertaald"


@dataclass(frozen=True)
class Part:
    """A text with its translation, when there is one."""

    text: Text
    row: TranslatedText | None

    @property
    def state(self) -> TextState:
        if self.row is None:
            return TextState.MISSING
        return TextState.CURRENT if self.row.source == self.text.words else TextState.OUTDATED


class Translation:
    """A page in a language, from all that was translated of it: as it is online, or a ``draft`` in the editor."""

    def __init__(self, page: Any, language: str, *, draft: bool = False) -> None:
        self.page, self.language, self.draft = page, language, draft

    @cached_property
    def parts(self) -> list[Part]:
        """Every text of the page in its order. The same Dutch in the same block has the same translation; else what
        stood in its place before, which is outdated."""
        texts = texts_of(self.page)
        rows = list(TranslatedText.objects.filter(page_id=self.page.pk, language=self.language))
        exact = {(group_of(row.place), row.source): row for row in rows}
        here = {(text.group, text.words) for text in texts}
        before = {
            row.place: row
            for row in rows
            if (group_of(row.place), row.source) not in here and (self.draft or row.was_online)
        }
        own = {(row.place, row.source): row for row in rows}
        return [
            Part(
                text,
                own.get((text.place, text.words)) or exact.get((text.group, text.words)) or before.get(text.place),
            )
            for text in texts
        ]

    @property
    def exists(self) -> bool:
        """A page is there in a language when its title is."""
        titles = TranslatedText.objects.filter(page_id=self.page.pk, language=self.language, place=TITLE)
        return titles.exists() and any(part.row is not None for part in self.parts if part.text.place == TITLE)

    def counts(self) -> Counter[TextState]:
        return Counter(part.state for part in self.parts)

    def told(self) -> Any:
        """The page with its words in the language; what is not translated is Dutch and marked so, block by block."""
        states: dict[str, set[TextState]] = {}
        for part in self.parts:
            states.setdefault("" if part.text.place in FIELDS else part.text.group, set()).add(part.state)
        by_place = {part.text.place: part.row for part in self.parts}
        page = copy.copy(self.page)
        for name in FIELDS:
            if name in by_place:
                row = by_place[name]
                setattr(page, name, row.text if row is not None else in_dutch(getattr(page, name)))
        page.seo_title = page.search_description = ""  # what was written for search engines is in Dutch
        page.remark = _remark(states.get("", ()))
        if hasattr(page, "body"):
            page.body = changed_body(self.page, lambda text, written: _said(by_place[text.place], text, written))
            for block in page.body:
                block.remark = _remark(states.get(str(block.id), ()))
        if hasattr(page, "chapters"):
            chapters = (block for block in page.body if block.block_type == "chapter")
            for block, chapter in zip(chapters, self.page.chapters, strict=True):
                block.anchor = chapter.anchor  # links to it hold in every language
        return page


def in_spoken_language(page: Any) -> Any:
    """The page as it is said now; in Dutch the page itself."""
    return page if spoken().is_source else Translation(page, spoken().code).told()


def title_of(page: Any) -> str:
    """The title of a page as a link says it now."""
    if spoken().is_source:
        return str(page.title)
    rows = TranslatedText.objects.filter(page_id=page.pk, language=spoken().code, place=TITLE, source=page.title)
    return str(row.text) if (row := rows.last()) is not None else kept(page.title)


def _said(row: TranslatedText | None, text: Text, written: str) -> str:
    if row is None:
        return in_dutch_html(written) if text.rich else in_dutch(written)
    try:
        return as_html(row.text, links_in(written)) if text.rich else row.text
    except UnbalancedError:  # refused when it is written
        return in_dutch_html(written)


def _remark(states: Iterable[TextState]) -> str:
    """What a reader should know of a block."""
    found = set(states)
    said = [say("Dit deel is nog niet helemaal vertaald.")] if TextState.MISSING in found else []
    if TextState.OUTDATED in found:
        said.append(say("De Nederlandse tekst van dit deel is sinds de vertaling veranderd."))
    return " ".join(said)
