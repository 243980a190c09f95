"""Hits: what is told of each page that was found, and why it is among them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from vergezicht.publication.search.words import found_in, stems, words

SHOWN = 8  # per group; the rest folds open
_EXCERPT = 180  # characters
_BEFORE = 60  # of them before the word
Row = tuple[str, str, str, str, int]  # group, path, title, summary, number


@dataclass(frozen=True)
class Hit:
    """A page or a chapter, with what it is about: around a word that was asked for, when that stands in it. ``via`` is
    another word that means the same, when the page has only that."""

    path: str
    title: str
    summary: str
    via: str = ""


def grouped(
    connection: sqlite3.Connection, rows: Sequence[Row], tokens: Sequence[str], synonyms: Sequence[str], language: str
) -> tuple[tuple[str, tuple[Hit, ...]], ...]:
    """The hits per group, in the order of ``rows``; those that are shown at once say where the words stand."""
    found: dict[str, list[Hit]] = {}
    for group, path, title, summary, number in rows:
        hits = found.setdefault(group, [])
        is_shown = tokens and len(hits) < SHOWN
        hits.append(
            _told(connection, Hit(path, title, summary), number, tokens, synonyms, language)
            if is_shown
            else Hit(path, title, summary)
        )
    return tuple((name, tuple(hits)) for name, hits in found.items())


def is_titled(title: str, tokens: Sequence[str], language: str) -> bool:
    """Whether a title has all words that were asked for, in any form; a part of a compound is less than a word."""
    told = {stem for word in words(title) for stem in stems(word, language)}
    return bool(tokens) and all(stems(token, language) & told for token in tokens)


def _told(
    connection: sqlite3.Connection,
    hit: Hit,
    number: int,
    tokens: Sequence[str],
    synonyms: Sequence[str],
    language: str,
) -> Hit:
    """The hit with its summary or a part of its text: where a word stands that was asked for or means it."""
    if any(found_in(hit.summary, tokens, language)):
        return hit
    text = _text(connection, number)
    if part := _around(text, tokens, language):
        return Hit(hit.path, hit.title, part)
    if any(found_in(hit.title, tokens, language)):
        return hit
    for other in synonyms:
        alike = words(other)
        for told in (hit.summary, _around(text, alike, language), hit.title):
            if any(found_in(told, alike, language)):
                return Hit(hit.path, hit.title, hit.summary if told is hit.title else told, via=other)
    return hit


def _text(connection: sqlite3.Connection, number: int) -> str:
    """The text of a document; "" in an edition that was made before its index kept them."""
    try:
        (text,) = connection.execute("SELECT text FROM document WHERE id = ?", (number,)).fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(text)


def _around(text: str, tokens: Sequence[str], language: str) -> str:
    """The part of a text around the first word that was asked for; "" when none is in it."""
    start = next((start for start, _ in found_in(text, tokens, language)), None)
    if start is None:
        return ""
    first = text.rfind(" ", 0, max(start - _BEFORE, 0)) + 1
    part = text[first : first + _EXCERPT]
    cut = part if first + _EXCERPT >= len(text) else f"{part.rpartition(' ')[0]} …"
    return f"… {cut}" if first else cut
