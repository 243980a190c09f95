"""Asking the index: every word must be found somehow, as it is written, in another form, as part, or as a synonym."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vergezicht.languages import SOURCE
from vergezicht.publication.search.words import (
    SHORTEST_CORRECTED,
    cuts,
    found_in,
    most_errors,
    nearest,
    stems,
    stop_words,
    words,
)

MOST = 200
SHOWN = 8  # per group; the rest folds open
_EXCERPT = 180  # characters
_BEFORE = 60  # of them before the word
_LONGEST_QUERY = 200  # characters
_MOST_WORDS = 12
# Weights of the columns of ``entry``: a word in the title counts most, a part of a compound least.
_WEIGHTS = "12.0, 8.0, 3.0, 2.0, 1.0"


_Row = tuple[str, str, str, str, int]  # group, path, title, summary, number


@dataclass(frozen=True)
class Hit:
    """A page or a chapter, with what it is about: around a word that was asked for, when that stands in it."""

    path: str
    title: str
    summary: str


@dataclass(frozen=True)
class Found:
    """Hits per group, best first, and the group of the best one first; ``meant`` is the query as corrected or taken
    apart, when it was, and ``words`` what was looked for."""

    query: str
    meant: str
    groups: tuple[tuple[str, tuple[Hit, ...]], ...]
    words: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(hits) for _, hits in self.groups)


def search(index: Path, query: str, language: str = SOURCE) -> Found:
    """Search the index of a language (its code); an empty query finds nothing, and nothing in it is read as syntax."""
    query = " ".join(query[:_LONGEST_QUERY].split())
    asked = words(query)[:_MOST_WORDS]
    tokens = [word for word in asked if word not in stop_words(language)] or asked
    if not tokens:
        return Found(query, "", ())
    with closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as connection:
        for meant, how in _readings(connection, tokens, language):
            if rows := _ask(connection, meant, how, language):
                return Found(
                    query,
                    "" if meant == tokens else " ".join(meant),
                    _grouped(connection, rows, meant, language),
                    tuple(meant),
                )
    return Found(query, "", ())


def _readings(connection: sqlite3.Connection, tokens: list[str], language: str) -> Iterator[tuple[list[str], str]]:
    """Ways to read a query, until one finds something: as typed, without its errors, with its compounds taken apart,
    and then any of its words."""
    yield tokens, "AND"
    corrected = [_corrected(connection, token) for token in tokens]
    if corrected != tokens:
        yield corrected, "AND"
    apart = [part for token in tokens for part in _apart(connection, token, language)]
    if apart != tokens:
        yield apart, "AND"
    if len(tokens) > 1:
        yield tokens, "OR"
    if apart != tokens:
        yield apart, "OR"


def _ask(connection: sqlite3.Connection, tokens: Sequence[str], how: str, language: str) -> list[_Row]:
    match = f" {how} ".join(f"({_alternatives(connection, token, language)})" for token in tokens)
    return connection.execute(
        f'SELECT d."group", d.path, d.title, d.summary, d.id FROM entry JOIN document d ON d.id = entry.rowid '  # noqa: S608
        f"WHERE entry MATCH ? ORDER BY bm25(entry, {_WEIGHTS}), d.path LIMIT {MOST}",
        (match,),
    ).fetchall()


def _alternatives(connection: sqlite3.Connection, token: str, language: str) -> str:
    """The forms in which one word may be found, as an expression; every form is quoted, so none is syntax."""
    forms = [f'{{title body}} : "{token}" *' if len(token) > 2 else f'{{title body}} : "{token}"']
    own = sorted(stems(token, language))
    forms += [f'{{title_stems stems parts}} : "{stem}"' for stem in own]
    marks = ", ".join("?" * len(own))
    others = connection.execute(f"SELECT DISTINCT other FROM synonym WHERE word IN ({marks})", own)  # noqa: S608
    for (other,) in others.fetchall():
        phrase = " ".join(sorted(stems(word, language))[0] for word in words(other))
        forms.append(f'{{title_stems stems}} : "{phrase}"' if " " not in phrase else f'{{title body}} : "{other}"')
    return " OR ".join(forms)


def _corrected(connection: sqlite3.Connection, token: str) -> str:
    """The word that was meant, among those that begin or end alike: an error in both is rare, and all are many."""
    if _is_written(connection, token) or token.isdigit() or len(token) < SHORTEST_CORRECTED:
        return token
    most = most_errors(token)
    vocabulary = connection.execute(
        "SELECT word, count FROM vocabulary WHERE length BETWEEN ? AND ? "
        "AND (substr(word, 1, 1) = ? OR substr(word, -2) = ?)",
        (max(3, len(token) - most), len(token) + most, token[0], token[-2:]),
    ).fetchall()
    return nearest(token, dict(vocabulary)) or token


def _is_written(connection: sqlite3.Connection, word: str) -> bool:
    """Whether the site has the word just so."""
    found = connection.execute("SELECT 1 FROM vocabulary WHERE length = ? AND word = ?", (len(word), word))
    return found.fetchone() is not None


def _apart(connection: sqlite3.Connection, token: str, language: str) -> Sequence[str]:
    """The two words that a compound is made of, when the site has no such compound but has both; else the token."""

    def is_known(word: str) -> bool:
        forms = " OR ".join(f'"{stem}"' for stem in sorted(stems(word, language)))
        match = f"{{title_stems stems}} : ({forms})"
        return connection.execute("SELECT 1 FROM entry WHERE entry MATCH ? LIMIT 1", (match,)).fetchone() is not None

    if is_known(token):
        return (token,)
    pairs = [*cuts(token, partial(_is_written, connection))] or [*cuts(token, is_known)]
    return max(pairs, key=lambda pair: min(map(len, pair)), default=(token,))


def _grouped(
    connection: sqlite3.Connection, rows: Sequence[_Row], tokens: Sequence[str], language: str
) -> tuple[tuple[str, tuple[Hit, ...]], ...]:
    found: dict[str, list[Hit]] = {}
    for group, path, title, summary, number in rows:
        hits = found.setdefault(group, [])
        if len(hits) < SHOWN and not any(found_in(summary, tokens, language)):
            summary = _around(_text(connection, number), tokens, language) or summary
        hits.append(Hit(path, title, summary))
    return tuple((name, tuple(hits)) for name, hits in found.items())


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
