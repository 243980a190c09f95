"""Asking the index: every word must be found somehow, as it is written, in another form, as part, or as a synonym."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from vergezicht.languages import SOURCE
from vergezicht.publication.search.documents import GROUPS
from vergezicht.publication.search.words import SHORTEST_CORRECTED, most_errors, nearest, stems, stop_words, words

MOST = 200
_LONGEST_QUERY = 200  # characters
_MOST_WORDS = 12
# Weights of the columns of ``entry``: a word in the title counts most, a part of a compound least.
_WEIGHTS = "12.0, 8.0, 3.0, 2.0, 1.0"


@dataclass(frozen=True)
class Hit:
    path: str
    title: str
    summary: str


@dataclass(frozen=True)
class Found:
    """Hits per group, best first, in the order of ``GROUPS``; ``meant`` is the query as corrected, when it was."""

    query: str
    meant: str
    groups: tuple[tuple[str, tuple[Hit, ...]], ...]

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
        rows, meant = _ask(connection, tokens, "AND", language), ""
        if not rows:
            corrected = [_corrected(connection, token) for token in tokens]
            if corrected != tokens:
                rows, meant = _ask(connection, corrected, "AND", language), " ".join(corrected)
                tokens = corrected if rows else tokens
        if not rows and len(tokens) > 1:
            rows = _ask(connection, tokens, "OR", language)
        if not rows:
            meant = ""
    return Found(query, meant, _grouped(rows))


def _ask(
    connection: sqlite3.Connection, tokens: Sequence[str], how: str, language: str
) -> list[tuple[str, str, str, str]]:
    match = f" {how} ".join(f"({_alternatives(connection, token, language)})" for token in tokens)
    return connection.execute(
        f'SELECT d."group", d.path, d.title, d.summary FROM entry JOIN document d ON d.id = entry.rowid '  # noqa: S608
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
    known = connection.execute("SELECT 1 FROM vocabulary WHERE length = ? AND word = ?", (len(token), token)).fetchone()
    if known or token.isdigit() or len(token) < SHORTEST_CORRECTED:
        return token
    most = most_errors(token)
    vocabulary = connection.execute(
        "SELECT word, count FROM vocabulary WHERE length BETWEEN ? AND ? "
        "AND (substr(word, 1, 1) = ? OR substr(word, -2) = ?)",
        (max(3, len(token) - most), len(token) + most, token[0], token[-2:]),
    ).fetchall()
    return nearest(token, dict(vocabulary)) or token


def _grouped(rows: Sequence[tuple[str, str, str, str]]) -> tuple[tuple[str, tuple[Hit, ...]], ...]:
    found: dict[str, list[Hit]] = {}
    for group, path, title, summary in rows:
        found.setdefault(group, []).append(Hit(path, title, summary))
    return tuple((name, tuple(found[name])) for name, _ in GROUPS if name in found)
