"""Asking the index: every word must be found somehow, as it is written, in another form, as part, or as a synonym."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from vergezicht.languages import SOURCE
from vergezicht.publication.search.facets import (
    Facet,
    Narrowed,
    Subject,
    bits,
    choices,
    kind_of,
    narrow,
    numbers_in,
)
from vergezicht.publication.search.hits import Hit, Row, grouped, is_titled
from vergezicht.publication.search.words import (
    SHORTEST_CORRECTED,
    cuts,
    is_part,
    most_errors,
    nearest,
    stems,
    stop_words,
    words,
)

MOST = 200  # hits that are listed; the facets count all of them
MOST_APART, SHARE_APART = 20, 0.1  # hits of a compound that was taken apart, and their share of all documents
_LONGEST_QUERY = 200  # characters
_MOST_WORDS = 12
_SHORTEST_BEGINNING, _SHORTEST_KIND = 3, 7  # letters; of a street name the end says too little
# Where every word occurs so often, most documents have it: a title that has it says more than how often a text does.
_MOST_RANKED = 2_000
# Weights of the columns of ``entry``: a word in the title counts most, a part of a compound least.
_WEIGHTS = "12.0, 8.0, 3.0, 2.0, 1.0"


_KIND = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True)
class Found:
    """Hits per group, best first, and the group of the best one first; ``meant`` is the query as corrected or taken
    apart, when it was, and ``words`` what was looked for. ``count`` is of all hits, also those that are not listed,
    ``sizes`` the same per group, and ``before`` that of before it was narrowed to what was ``chosen``."""

    query: str
    meant: str
    groups: tuple[tuple[str, tuple[Hit, ...]], ...]
    words: tuple[str, ...] = ()
    count: int = 0
    sizes: Mapping[str, int] = field(default_factory=dict)
    before: int = 0
    chosen: tuple[Subject, ...] = ()
    facets: tuple[Facet, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether there was anything to answer: words, or a choice that exists."""
        return bool(self.query or self.chosen)


def search(index: Path, query: str, language: str = SOURCE, asked_for: Mapping[str, str] | None = None) -> Found:
    """Search the index of a language (its code), and keep what is about all that is ``asked_for`` (facet to code).

    Nothing in a query is read as syntax, and a choice that does not exist is as good as none. Without words a choice
    finds all that is about it; an empty query without a choice finds nothing.
    """
    query = " ".join(query[:_LONGEST_QUERY].split())
    asked = words(query)[:_MOST_WORDS]
    telling = [word for word in asked if word not in stop_words(language)]
    tokens = telling or asked
    if not tokens and not asked_for:
        return Found(query, "", ())
    with closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as connection:
        known = _subjects(connection)
        chosen = choices(known, asked_for or {})
        if not query and chosen:
            everything = narrow(-1, known, chosen)
            return _found(connection, query, [], list(numbers_in(everything.documents)), everything, known, language)
        for meant, how, is_loose in _readings(connection, tokens, language) if tokens else ():
            numbers = _ask(connection, meant, how, language, is_ranked=bool(telling))
            if is_loose:
                numbers = _without_flood(connection, meant, numbers, language)
            if numbers:
                narrowed = narrow(bits(numbers), known, chosen)
                found = _found(connection, query, meant, numbers, narrowed, known, language)
                return found if meant == tokens else replace(found, meant=" ".join(meant))
    return Found(query, "", (), chosen=chosen)


def browse(index: Path) -> tuple[Facet, ...]:
    """What of all documents can be chosen before anything is asked."""
    with closing(sqlite3.connect(f"file:{index}?mode=ro", uri=True)) as connection:
        return narrow(-1, _subjects(connection), ()).facets


def _subjects(connection: sqlite3.Connection) -> dict[Subject, int]:
    """Every subject with its documents as bits; none in an edition that was made before its index kept them."""
    try:
        rows = connection.execute("SELECT facet, code, title, language, documents FROM subject").fetchall()
    except sqlite3.OperationalError:
        return {}
    return {Subject(*told): int.from_bytes(documents, "little") for *told, documents in rows}


def _found(
    connection: sqlite3.Connection,
    query: str,
    tokens: Sequence[str],
    numbers: Sequence[int],
    narrowed: Narrowed,
    known: Mapping[Subject, int],
    language: str,
) -> Found:
    """The best of ``numbers``, in their order, that are left."""
    left = narrowed.documents
    inside = left.to_bytes(left.bit_length() // 8 + 1, "little") + bytes(max(numbers, default=0) // 8 + 1)
    best = islice((number for number in numbers if inside[number >> 3] >> (number & 7) & 1), MOST)
    rows = sorted(_rows(connection, list(best)), key=lambda row: _place(row[2], query, tokens, language))
    synonyms = [other for token in tokens for other in _synonyms(connection, token, language)]
    groups = grouped(connection, rows, tokens, synonyms, language)
    sizes = {name: (left & known.get(kind_of(name), 0)).bit_count() or len(hits) for name, hits in groups}
    return Found(
        query,
        "",
        groups,
        tuple(tokens),
        count=left.bit_count(),
        sizes=sizes,
        before=len(numbers),
        chosen=narrowed.chosen,
        facets=narrowed.facets,
    )


def _readings(
    connection: sqlite3.Connection, tokens: list[str], language: str
) -> Iterator[tuple[list[str], str, bool]]:
    """Ways to read a query, until one finds something: as typed, without its errors, with its compounds taken apart,
    with what a compound of an unknown word is a kind of, and then any of its words. Whether it is read so loosely that
    it may find a flood."""
    yield tokens, "AND", False
    corrected = [_corrected(connection, token, language) for token in tokens]
    if corrected != tokens:
        yield corrected, "AND", False
    apart = [part for token in tokens for part in _apart(connection, token, language)]
    if apart != tokens:
        yield apart, "AND", True
    kinds = [_kind_of_thing(connection, token) for token in tokens]
    if kinds != tokens:
        yield kinds, "AND", True
    if len(tokens) > 1:
        yield tokens, "OR", False
    if apart != tokens:
        yield apart, "OR", True


def _ask(
    connection: sqlite3.Connection, tokens: Sequence[str], how: str, language: str, *, is_ranked: bool
) -> list[int]:
    """The numbers of all documents that match, the best first: those with the words themselves, and then those with a
    synonym. In their own order for words that say nothing, which nearly all have."""
    synonyms = [_synonyms(connection, token, language) for token in tokens]
    found = _matching(connection, tokens, how, language, [()] * len(tokens), is_ranked=is_ranked)
    if any(synonyms):
        own = set(found)
        more = _matching(connection, tokens, how, language, synonyms, is_ranked=is_ranked)
        found += [number for number in more if number not in own]
    return found


def _without_flood(
    connection: sqlite3.Connection, apart: Sequence[str], numbers: list[int], language: str
) -> list[int]:
    """What is found by the parts of a compound. Where these are so common together that they say nothing of what was
    meant, only what has one of them in its title; and nothing when that is much too."""
    (documents,) = connection.execute("SELECT count(*) FROM document").fetchone()
    most = max(MOST_APART, documents * SHARE_APART)
    if len(numbers) > most:
        forms = " OR ".join(f'"{stem}"' for token in apart for stem in sorted(stems(token, language)))
        titled = set(_numbers(connection, f"title_stems : ({forms})"))
        numbers = [number for number in numbers if number in titled]
    return numbers if len(numbers) <= most else []


def _matching(
    connection: sqlite3.Connection,
    tokens: Sequence[str],
    how: str,
    language: str,
    synonyms: Sequence[Sequence[str]],
    *,
    is_ranked: bool,
) -> list[int]:
    """Those that match with these synonyms of each word, the best first. Only those that are shown are read."""
    # Ranking is the dear part, by each form of a word again. Only the last word may still be being typed: one before it
    # that the site has, is found by its stems, and what it is part of by its parts (index.py).
    counts = [_occurrences(connection, token) for token in tokens]
    whole = [is_part(count) for count in counts[:-1]] + [False]
    forms = [
        f"({_alternatives(token, language, is_whole, others)})"
        for token, is_whole, others in zip(tokens, whole, synonyms, strict=True)
    ]
    match = f" {how} ".join(forms)
    if not is_ranked:
        return _numbers(connection, match)
    if (min if how == "AND" else max)(counts) <= _MOST_RANKED:
        return _numbers(connection, match, is_ranked=True)
    everything = _numbers(connection, match)
    rest = set(everything)
    telling = " OR ".join(
        form if count <= _MOST_RANKED else f"{{title title_stems}} : {form}"
        for form, count in zip(forms, counts, strict=True)
    )
    best = [number for number in _numbers(connection, telling, is_ranked=True) if number in rest]
    rest.difference_update(best)
    return [*best, *(number for number in everything if number in rest)]


def _numbers(connection: sqlite3.Connection, match: str, *, is_ranked: bool = False) -> list[int]:
    rank = f"bm25(entry, {_WEIGHTS}), " if is_ranked else ""
    ordered = f"SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY {rank}rowid"  # noqa: S608
    return [number for (number,) in connection.execute(ordered, (match,))]


def _rows(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Row]:
    marks = ", ".join("?" * len(numbers))
    read = f'SELECT "group", path, title, summary, id FROM document WHERE id IN ({marks})'  # noqa: S608
    known: dict[int, Row] = {row[4]: row for row in connection.execute(read, numbers)}
    return [known[number] for number in numbers]


def _synonyms(connection: sqlite3.Connection, token: str, language: str) -> list[str]:
    own = sorted(stems(token, language))
    marks = ", ".join("?" * len(own))
    read = f"SELECT DISTINCT other FROM synonym WHERE word IN ({marks})"  # noqa: S608
    return [other for (other,) in connection.execute(read, own)]


def _alternatives(token: str, language: str, is_whole: bool, synonyms: Sequence[str]) -> str:
    """The forms in which one word may be found, as an expression; every form is quoted, so none is syntax."""
    written = f'{{title body}} : "{token}"' + (" *" if len(token) >= _SHORTEST_BEGINNING else "")
    forms = [] if is_whole else [written]
    forms += [f'{{title_stems stems parts}} : "{stem}"' for stem in _forms(token, language)]
    for other in synonyms:
        phrase = " ".join(sorted(stems(word, language))[0] for word in words(other))
        forms.append(f'{{title_stems stems}} : "{phrase}"' if " " not in phrase else f'{{title body}} : "{other}"')
    return " OR ".join(forms)


def _corrected(connection: sqlite3.Connection, token: str, language: str) -> str:
    """The word that was meant, among those that begin or end alike: an error in both is rare, and all are many."""
    if _occurrences(connection, token) or token.isdigit() or len(token) < SHORTEST_CORRECTED:
        return token
    most = most_errors(token)
    lengths = range(max(3, len(token) - most), len(token) + most + 1)
    marks = ", ".join("?" * len(lengths))
    vocabulary = connection.execute(
        f"SELECT word, count FROM vocabulary WHERE length IN ({marks}) AND word >= ? AND word < ? UNION "  # noqa: S608
        f"SELECT word, count FROM vocabulary WHERE substr(word, -2) = ? AND length IN ({marks})",
        (*lengths, token[0], chr(ord(token[0]) + 1), token[-2:], *lengths),
    ).fetchall()
    return nearest(token, dict(vocabulary), language) or token


def _occurrences(connection: sqlite3.Connection, word: str) -> int:
    """How often the site has the word just so."""
    found = connection.execute("SELECT count FROM vocabulary WHERE length = ? AND word = ?", (len(word), word))
    return int((found.fetchone() or (0,))[0])


def _apart(connection: sqlite3.Connection, token: str, language: str) -> Sequence[str]:
    """The two words that a compound is made of, when the site has no such compound but has both; else the token."""

    def is_known(word: str) -> bool:
        forms = " OR ".join(f'"{stem}"' for stem in sorted(stems(word, language)))
        match = f"{{title_stems stems}} : ({forms})"
        return connection.execute("SELECT 1 FROM entry WHERE entry MATCH ? LIMIT 1", (match,)).fetchone() is not None

    if is_known(token):
        return (token,)
    pairs = [*cuts(token, partial(_occurrences, connection))] or [*cuts(token, is_known)]
    return max(pairs, key=lambda pair: min(map(len, pair)), default=(token,))


def _kind_of_thing(connection: sqlite3.Connection, token: str) -> str:
    """Of a compound that the site does not have the end that it has: geluidsoverlast is a kind of overlast."""
    if _occurrences(connection, token):
        return token
    ends = (token[place:] for place in range(_SHORTEST_BEGINNING, len(token) - _SHORTEST_KIND + 1))
    return next((end for end in ends if is_part(_occurrences(connection, end))), token)


def _forms(token: str, language: str) -> list[str]:
    """The stems of a word, but those that are a word that says nothing: velig is not veel."""
    silent = stop_words(language)
    own = sorted(stems(token, language))
    return [stem for stem in own if stem == token or stem not in silent] or own


def _place(title: str, query: str, meant: Sequence[str], language: str) -> int:
    """What is called just what was asked or meant goes first, where the kind of an area behind its name does not count;
    then what has it in its title."""
    if words(_KIND.sub("", title)) in (words(query), list(meant)):
        return 0
    return 1 if is_titled(title, meant, language) else 2
