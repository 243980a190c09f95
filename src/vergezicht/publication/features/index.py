"""The features of an edition: one SQLite file beside the site and never in it, so a copy of the site does not have it.

It also holds the documents that only a site with a server may show, such as the landing page of the service.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from vergezicht.publication.features.collection import Collection, collection_from

FILE = "features.sqlite"
_SCHEMA = """
CREATE TABLE collection (place INTEGER PRIMARY KEY, id TEXT UNIQUE, said TEXT);
CREATE TABLE feature (number INTEGER PRIMARY KEY, collection TEXT, id TEXT, west REAL, south REAL, east REAL,
    north REAL, starts TEXT, ends TEXT, content TEXT, UNIQUE (collection, id));
CREATE TABLE value (collection TEXT, name TEXT, value TEXT, number INTEGER,
    PRIMARY KEY (collection, name, value, number)) WITHOUT ROWID;
CREATE TABLE document (path TEXT PRIMARY KEY, content TEXT) WITHOUT ROWID;
"""
_EARLIEST, _LATEST = "0000-01-01", "9999-12-31"
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Asked:
    """What is asked of a collection: how many, from where, and which.

    A feature has to touch one of ``boxes`` (west, south, east, north in degrees) and fall between the first and the
    last day of ``days`` (either None: open); what has no place or no date of its own always does. ``values`` are
    pairs of a property and what it must hold.
    """

    limit: int
    offset: int = 0
    boxes: tuple[Box, ...] = ()
    days: tuple[str | None, str | None] | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Page:
    """How many features match in all, and those that were asked for, each as GeoJSON text."""

    matched: int
    features: tuple[str, ...]


@dataclass(frozen=True)
class Extent:
    """Where and when the features of a collection are; None where none has a place or a date."""

    box: Box | None
    days: tuple[str | None, str | None] | None


def build_index(
    path: Path,
    collections: Sequence[Collection],
    features: Mapping[str, Sequence[Mapping[str, Any]]],
    documents: Mapping[str, str],
) -> None:
    """Write the index: per collection its ``features`` (GeoJSON), and ``documents`` by their path without a slash."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        for place, collection in enumerate(collections):
            said = json.dumps(collection.as_json(), ensure_ascii=False)
            connection.execute("INSERT INTO collection VALUES (?, ?, ?)", (place, collection.id, said))
            for feature in features[collection.id]:
                _insert(connection, collection, feature)
        connection.executemany("INSERT INTO document VALUES (?, ?)", sorted(documents.items()))


def _insert(connection: sqlite3.Connection, collection: Collection, feature: Mapping[str, Any]) -> None:
    box = _box(feature) or (None, None, None, None)
    days = _days(collection, feature)
    content = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
    number = connection.execute(
        "INSERT INTO feature VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (collection.id, feature["id"], *box, *days, content),
    ).lastrowid
    for name in collection.filters:
        given = feature["properties"][name]
        for value in given if isinstance(given, list) else [given]:
            if value is not None:
                row = (collection.id, name, str(value), number)
                connection.execute("INSERT OR IGNORE INTO value VALUES (?, ?, ?, ?)", row)


def extent_of(collection: Collection, features: Iterable[Mapping[str, Any]]) -> Extent:
    """The box around a collection, and its first and last day; a feature that goes on leaves the last day open."""
    boxes, spans = [], []
    for feature in features:
        if (box := _box(feature)) is not None:
            boxes.append(box)
        if any(span := _days(collection, feature)):
            spans.append(span)
    return Extent(_around(boxes) if boxes else None, _from_to(spans) if spans else None)


def _around(boxes: Sequence[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _from_to(spans: Sequence[tuple[str | None, str | None]]) -> tuple[str | None, str | None]:
    starts, ends = ([day for day in days if day is not None] for days in zip(*spans, strict=True))
    return (
        min(starts) if len(starts) == len(spans) else None,
        max(ends) if len(ends) == len(spans) else None,
    )


def _box(feature: Mapping[str, Any]) -> Box | None:
    if feature["geometry"] is None:
        return None
    box: Box = shapely.from_geojson(json.dumps(feature["geometry"])).bounds
    return box


def _days(collection: Collection, feature: Mapping[str, Any]) -> tuple[str | None, str | None]:
    first, last = (feature["properties"][name] for name in collection.dates) if collection.dates else (None, None)
    return first, last


@contextmanager
def _opened(edition: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{edition / FILE}?mode=ro", uri=True)) as connection:
        yield connection


def document(edition: Path, path: str) -> str | None:
    """A document of the edition in this folder; None when it has none at this path."""
    if not (edition / FILE).is_file():
        return None
    with _opened(edition) as connection:
        row = connection.execute("SELECT content FROM document WHERE path = ?", (path,)).fetchone()
    return row[0] if row else None


def collection_of(edition: Path, name: str) -> Collection | None:
    """The collection with this id; None when the edition does not have it."""
    with _opened(edition) as connection:
        row = connection.execute("SELECT said FROM collection WHERE id = ?", (name,)).fetchone()
    return collection_from(json.loads(row[0])) if row else None


def feature_of(edition: Path, collection: str, name: str) -> str | None:
    """One feature as GeoJSON text; None when it is not there."""
    with _opened(edition) as connection:
        query = "SELECT content FROM feature WHERE collection = ? AND id = ?"
        row = connection.execute(query, (collection, name)).fetchone()
    return row[0] if row else None


def page_of(edition: Path, collection: str, asked: Asked) -> Page:
    """What was asked of a collection, in the order in which it was written."""
    where, given = ["collection = ?"], [collection]
    for name, value in asked.values:
        where.append("number IN (SELECT number FROM value WHERE collection = ? AND name = ? AND value = ?)")
        given += [collection, name, value]
    if asked.days is not None:
        first, last = asked.days
        where.append("coalesce(starts, ?) <= ? AND coalesce(ends, ?) >= ?")
        given += [_EARLIEST, last or _LATEST, _LATEST, first or _EARLIEST]
    condition = " AND ".join(where)
    with _opened(edition) as connection:
        if not asked.boxes:
            counted = f"SELECT count(*) FROM feature WHERE {condition}"  # noqa: S608  # conditions written above
            matched = connection.execute(counted, given).fetchone()[0]
            cut = f"SELECT content FROM feature WHERE {condition} ORDER BY number LIMIT ? OFFSET ?"  # noqa: S608
            rows = connection.execute(cut, [*given, asked.limit, asked.offset]).fetchall()
            return Page(matched, tuple(content for (content,) in rows))
        boxed = f"SELECT content, west, south, east, north FROM feature WHERE {condition} ORDER BY number"  # noqa: S608
        found = [row[0] for row in connection.execute(boxed, given) if _touches(asked.boxes, *row)]
    return Page(len(found), tuple(found[asked.offset : asked.offset + asked.limit]))


def _touches(boxes: Iterable[Box], content: str, west: float | None, *rest: float) -> bool:
    if west is None:
        return True
    south, east, north = rest
    for box in boxes:
        if west > box[2] or east < box[0] or south > box[3] or north < box[1]:
            continue
        if west >= box[0] and east <= box[2] and south >= box[1] and north <= box[3]:
            return True
        if shapely.from_geojson(json.dumps(json.loads(content)["geometry"])).intersects(shapely.box(*box)):
            return True
    return False
