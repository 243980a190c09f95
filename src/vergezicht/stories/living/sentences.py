"""Sentences that follow the figures: where they stand, what they said before, what they say after a new release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import CharField, TextField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from vergezicht.figures import FigureSource
from vergezicht.stories.living import claims, living_numbers
from vergezicht.stories.living.claims import ClaimCheck, check_claim, claims_in
from vergezicht.stories.reading import texts_in

_END = re.compile(r"(?<=[.!?])\s+(?![{:])")
_BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|br|div|blockquote)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Sentence:
    """One sentence as an editor wrote it, with the page and the part of it where it stands."""

    page: Page
    where: str
    text: str


@dataclass(frozen=True)
class ChangedSentence:
    """A sentence that reads otherwise, or claims what no longer holds."""

    sentence: Sentence
    before: str
    after: str
    broken: tuple[ClaimCheck, ...]


def sentences_of(page: Page) -> Iterator[Sentence]:
    """Every sentence of a page with a living number or a claim in it."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name):
                yield from _cut(page, _place(block), list(texts_in(block.value)))
        elif isinstance(field, (RichTextField, TextField, CharField)) and field.model not in Page.__mro__:
            yield from _cut(page, str(field.verbose_name), [str(getattr(page, field.name) or "")])


def changed_sentences(before: FigureSource, after: FigureSource) -> list[ChangedSentence]:
    """What changes on the live pages when ``after`` takes the place of ``before``; broken claims first."""
    found = []
    for page in Page.objects.live().specific().order_by("path"):
        for sentence in sentences_of(page):
            old = living_numbers.fill_in_plain(sentence.text, before)
            new = living_numbers.fill_in_plain(sentence.text, after)
            broken = tuple(
                check for claim in claims_in(sentence.text) if not (check := check_claim(claim, after)).holds
            )
            if old != new or broken:
                found.append(ChangedSentence(sentence, old, new, broken))
    return sorted(found, key=lambda item: not item.broken)


def count_changes(before: FigureSource, after: FigureSource) -> tuple[int, int]:
    """How many sentences change, and how many claims no longer hold."""
    changed = changed_sentences(before, after)
    return len(changed), sum(len(item.broken) for item in changed)


def _cut(page: Page, where: str, texts: list[str]) -> Iterator[Sentence]:
    for text in texts:
        for sentence in sentences_in(text):
            if living_numbers.PATTERN.search(sentence) or claims.PATTERN.search(sentence):
                yield Sentence(page, where, sentence)


def sentences_in(text: str) -> Iterator[str]:
    """The sentences of a text or of the HTML of one, as they are written: a claim belongs to the one before it."""
    for part in _BLOCK_TAG.split(text):
        yield from _END.split(unescape(_TAG.sub("", part)).strip())


def _place(block: Any) -> str:
    title = block.value.get("title", "") if hasattr(block.value, "get") else ""
    return f"{block.block.label}{f' “{title}”' if title else ''}"
