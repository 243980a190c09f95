"""The index of an edition: one SQLite file with full-text search, beside the site and never in it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from vergezicht.languages import SOURCE
from vergezicht.publication.search.documents import GROUPS, Document
from vergezicht.publication.search.facets import Subject, bits, subjects_of
from vergezicht.publication.search.words import Splitter, stems, stop_words, words

FILE = "search.sqlite"
_FILES = "search*.sqlite"
SEARCH = "/zoeken/"
STATIC = f"{SEARCH}index.json"
_MOST_TEXT = 8_000  # characters of a page in which the place of a word is shown
_SCHEMA = """
CREATE TABLE document (id INTEGER PRIMARY KEY, path TEXT, "group" TEXT, title TEXT, summary TEXT, text TEXT);
CREATE VIRTUAL TABLE entry USING fts5(title, title_stems, body, stems, parts, content='', columnsize=1,
    tokenize="unicode61 remove_diacritics 0", prefix='3 4 5');
CREATE TABLE vocabulary (length INTEGER, word TEXT, count INTEGER, PRIMARY KEY (length, word)) WITHOUT ROWID;
CREATE INDEX vocabulary_end ON vocabulary (substr(word, -2), length, word, count);
CREATE TABLE subject (facet TEXT, code TEXT, title TEXT, language TEXT, documents BLOB);
CREATE TABLE synonym (word TEXT, other TEXT);
CREATE INDEX synonym_word ON synonym (word);
"""


def index_file(language: str) -> str:
    """The name of the index of a language, by its code."""
    return FILE if language == SOURCE else FILE.replace(".", f"-{language}.")


def index_files(folder: Path) -> list[Path]:
    """Every index of an edition."""
    return sorted(folder.glob(_FILES))


def build_index(
    path: Path, documents: Sequence[Document], synonyms: Sequence[Sequence[str]] = (), language: str = SOURCE
) -> int:
    """Write the index of what is in ``language``, by its code; returns how many documents are in it. The same documents
    give the same answers."""
    ordered = documents
    texts = [(words(item.title), words(item.told)) for item in ordered]
    counts = Counter(word for title, body in texts for word in (*title, *body))
    parts = _parts(counts)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        for number, (item, (title, body)) in enumerate(zip(ordered, texts, strict=True), start=1):
            connection.execute(
                "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)",
                (number, item.path, item.group, item.title, item.summary, item.text[:_MOST_TEXT]),
            )
            connection.execute(
                "INSERT INTO entry (rowid, title, title_stems, body, stems, parts) VALUES (?, ?, ?, ?, ?, ?)",
                (number, " ".join(title), _stemmed(title, language), " ".join(body), _stemmed(body, language),
                 _stemmed((part for word in (*title, *body) for part in sorted(parts[word])), language)),
            )  # fmt: skip
        connection.executemany(
            "INSERT INTO vocabulary VALUES (?, ?, ?)",
            sorted(
                (len(word), word, count)
                for word, count in (counts | _led_to(synonyms, counts)).items()
                if word not in stop_words(language) and not word.isdigit()
            ),
        )
        for subject, documents_bits in known_subjects(ordered).items():
            row = documents_bits.to_bytes(documents_bits.bit_length() // 8 + 1, "little")
            connection.execute(
                "INSERT INTO subject VALUES (?, ?, ?, ?, ?)",
                (subject.facet, subject.code, subject.title, subject.language, row),
            )
        connection.executemany(
            "INSERT INTO synonym VALUES (?, ?)",
            [
                (stem, other)
                for group in synonyms
                for word in group
                for stem in sorted({part for token in words(word) for part in stems(token, language)})
                for other in group
                if other != word
            ],
        )
    return len(ordered)


def _parts(counts: Mapping[str, int]) -> dict[str, frozenset[str]]:
    """The parts of every word of the site that is a compound of others."""
    splitter = Splitter(counts)
    return {word: splitter.parts(word) for word in counts}


def known_subjects(documents: Sequence[Document]) -> dict[Subject, int]:
    """Every subject, in the order in which it is shown, with its documents as bits."""
    groups = (name for name, _ in GROUPS)
    return {subject: bits(numbers) for subject, numbers in subjects_of(documents, groups).items()}


def _stemmed(tokens: Iterable[str], language: str) -> str:
    return " ".join(stem for token in tokens for stem in sorted(stems(token, language)))


def static_index(
    documents: Sequence[Document], synonyms: Sequence[Sequence[str]] = (), language: str = SOURCE
) -> bytes:
    """The same documents for a script: ``subjects`` as [facet, code, title, language], ``rows`` as [path, group,
    title, summary, numbers of its subjects], the ``silent`` words, ``synonyms`` of one word each, and of ``texts``
    (with the parts of words) and of ``titles`` their ``words`` in order and per word its ``rows``, each as what it is
    more than the row before."""
    ordered = [(item, words(item.title), words(item.told)) for item in documents]
    parts = _parts(Counter(word for _, title, text in ordered for word in (*title, *text)))
    subjects = subjects_of(documents, (name for name, _ in GROUPS))
    about: dict[int, list[int]] = {}
    for place, numbers in enumerate(subjects.values()):
        for number in numbers:
            about.setdefault(number, []).append(place)
    silent = stop_words(language)
    texts: dict[str, list[int]] = {}
    titles: dict[str, list[int]] = {}
    for row, (_, title, text) in enumerate(ordered):
        told = {word for word in (*title, *text) if word not in silent}
        for word in told.union(*(parts[word] for word in told)):
            texts.setdefault(word, []).append(row)
        for word in set(title):
            titles.setdefault(word, []).append(row)
    content = {
        "subjects": [[subject.facet, subject.code, subject.title, subject.language] for subject in subjects],
        "rows": [
            [item.path, item.group, item.title, item.summary, about[number]]
            for number, (item, _, _) in enumerate(ordered, start=1)
        ],
        "silent": " ".join(sorted(silent)),
        "synonyms": [found for group in synonyms if len(found := _single(group)) > 1],
        "texts": _inverted(texts),
        "titles": _inverted(titles),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _led_to(synonyms: Sequence[Sequence[str]], counts: Mapping[str, int]) -> dict[str, int]:
    """The synonyms that no text has while it has what they mean, each no times: who makes an error may mean these."""
    groups = (group for group in map(_single, synonyms) if any(word in counts for word in group))
    return {word: 0 for group in groups for word in group if word not in counts}


def _single(group: Sequence[str]) -> list[str]:
    """The synonyms of a group that are one word, folded."""
    return [told[0] for told in map(words, group) if len(told) == 1]


def _inverted(found: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Words and rows as two texts, which a browser reads faster than lists of lists."""
    ordered = sorted(found)
    steps = (
        " ".join(str(row - before) for before, row in zip((0, *found[word]), found[word], strict=False))
        for word in ordered
    )
    return {"words": " ".join(ordered), "rows": ";".join(steps)}
