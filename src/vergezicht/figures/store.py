"""The indexed SQLite store of a release: the only module that speaks SQL to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.figures.comparison import Comparison, GroupComparison, Reference, Verdict
from vergezicht.figures.figure import AnswerShare, Figure, FigureStatus, Reason
from vergezicht.figures.indicator import Direction, Indicator, IndicatorKind, SeriesBreak
from vergezicht.figures.release import ReleaseContents, ReleaseFacts, Wave

_SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
CREATE TABLE facts (content TEXT NOT NULL);
CREATE TABLE indicators (position INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, content TEXT NOT NULL);
CREATE TABLE areas (
    position INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, level TEXT NOT NULL, content TEXT NOT NULL
);
CREATE TABLE figures (
    indicator INTEGER NOT NULL, area INTEGER NOT NULL, period TEXT NOT NULL, "group" TEXT NOT NULL,
    value REAL, low REAL, high REAL, n INTEGER, status TEXT NOT NULL, reason TEXT, censored TEXT NOT NULL,
    PRIMARY KEY (indicator, period, area, "group")
) WITHOUT ROWID;
CREATE INDEX figures_by_area ON figures (area, period);
CREATE TABLE comparisons (
    indicator INTEGER NOT NULL, area INTEGER NOT NULL, period TEXT NOT NULL, reference TEXT NOT NULL,
    reference_period TEXT NOT NULL, difference REAL, low REAL, high REAL, p REAL, p_adjusted REAL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (indicator, period, reference, area)
) WITHOUT ROWID;
CREATE INDEX comparisons_by_area ON comparisons (area, period);
CREATE TABLE group_comparisons (
    indicator INTEGER NOT NULL, area INTEGER NOT NULL, period TEXT NOT NULL, "group" TEXT NOT NULL,
    difference REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL, p REAL NOT NULL, p_adjusted REAL NOT NULL,
    verdict TEXT NOT NULL,
    PRIMARY KEY (indicator, period, area, "group")
) WITHOUT ROWID;
CREATE TABLE answers (
    indicator INTEGER NOT NULL, area INTEGER NOT NULL, period TEXT NOT NULL, position INTEGER NOT NULL,
    answer TEXT NOT NULL, value REAL NOT NULL,
    PRIMARY KEY (indicator, area, period, position)
) WITHOUT ROWID;
"""
# What rows of one indicator, period and area are ordered by.
_FURTHER = {"answers": ", position", "figures": ', "group"', "group_comparisons": ', "group"'}


def write_store(path: Path, contents: ReleaseContents) -> None:
    """Write ``release.sqlite``; rows in a fixed order, so that the same contents give the same bytes."""
    area_at = {area.code: position for position, area in enumerate(contents.geography)}
    indicator_at = {indicator.code: position for position, indicator in enumerate(contents.indicators)}

    def rows(items: Iterable[Figure | Comparison | GroupComparison | AnswerShare]) -> list[tuple[Any, ...]]:
        found = [
            (
                indicator_at[item.indicator],
                area_at[item.area],
                *(getattr(item, field.name) for field in fields(item)[2:]),
            )
            for item in items
        ]
        return sorted(found, key=lambda row: (row[0], row[1], row[2], str(row[3:])))

    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        connection.execute("INSERT INTO facts VALUES (?)", (_json(contents.facts),))
        connection.executemany(
            "INSERT INTO indicators VALUES (?, ?, ?)",
            [(n, indicator.code, _json(indicator)) for n, indicator in enumerate(contents.indicators)],
        )
        connection.executemany(
            "INSERT INTO areas VALUES (?, ?, ?, ?)",
            [(n, area.code, area.level.value, _json(area)) for n, area in enumerate(contents.geography)],
        )
        connection.executemany(
            'INSERT INTO figures (indicator, area, period, value, low, high, n, status, reason, censored, "group")'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows(contents.figures),
        )
        connection.executemany(
            "INSERT INTO comparisons (indicator, area, period, reference, reference_period, difference, low, high,"
            " p, p_adjusted, verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows(contents.comparisons),
        )
        connection.executemany(
            'INSERT INTO group_comparisons (indicator, area, period, "group", difference, low, high, p, p_adjusted,'
            " verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows(contents.group_comparisons),
        )
        connection.executemany(
            "INSERT INTO answers (indicator, area, period, position, answer, value) VALUES (?, ?, ?, ?, ?, ?)",
            rows(contents.answers),
        )
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    finally:
        connection.close()


def _json(value: Any) -> str:
    return json.dumps(asdict(value), ensure_ascii=False, sort_keys=True)


class Store:
    """Read access to one ``release.sqlite``; opened read-only, safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._areas = [
            _area(json.loads(content))
            for (content,) in self._connection.execute("SELECT content FROM areas ORDER BY position")
        ]
        self._indicators = [
            _indicator(json.loads(content))
            for (content,) in self._connection.execute("SELECT content FROM indicators ORDER BY position")
        ]
        self._area_at = {area.code: position for position, area in enumerate(self._areas)}
        self._indicator_at = {indicator.code: position for position, indicator in enumerate(self._indicators)}

    def facts(self) -> ReleaseFacts:
        (content,) = self._connection.execute("SELECT content FROM facts").fetchone()
        values = json.loads(content)
        values["waves"] = tuple(Wave(**wave) for wave in values["waves"])
        values["method"] = tuple(values["method"])
        values["notes"] = tuple(values["notes"])
        return ReleaseFacts(**values)

    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(self._indicators)

    def geography(self) -> Geography:
        return Geography(tuple(self._areas))

    def periods_of(self, indicator: str) -> frozenset[str]:
        """The periods in which an indicator has figures, shown or not."""
        if indicator not in self._indicator_at:
            return frozenset()
        found = self._connection.execute(
            "SELECT DISTINCT period FROM figures WHERE indicator = ?", (self._indicator_at[indicator],)
        )
        return frozenset(period for (period,) in found)

    def figures(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        level: AreaLevel | None = None,
        group: str | None = None,
    ) -> tuple[Figure, ...]:
        return tuple(
            Figure(
                indicator=self._indicators[row[0]].code,
                area=self._areas[row[1]].code,
                period=row[2],
                value=row[3],
                low=row[4],
                high=row[5],
                n=row[6],
                status=FigureStatus(row[7]),
                reason=Reason(row[8]) if row[8] else None,
                censored=row[9],
                group=row[10],
            )
            for row in self._select(
                'indicator, area, period, value, low, high, n, status, reason, censored, "group"',
                "figures",
                indicator=indicator,
                area=area,
                period=period,
                level=level,
                group=group,
            )
        )

    def comparisons(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        reference: Reference | None = None,
        level: AreaLevel | None = None,
    ) -> tuple[Comparison, ...]:
        return tuple(
            Comparison(
                indicator=self._indicators[row[0]].code,
                area=self._areas[row[1]].code,
                period=row[2],
                reference=Reference(row[3]),
                reference_period=row[4],
                difference=row[5],
                low=row[6],
                high=row[7],
                p=row[8],
                p_adjusted=row[9],
                verdict=Verdict(row[10]),
            )
            for row in self._select(
                "indicator, area, period, reference, reference_period, difference, low, high, p, p_adjusted, verdict",
                "comparisons",
                indicator=indicator,
                area=area,
                period=period,
                reference=reference.value if reference else None,
                level=level,
            )
        )

    def group_comparisons(
        self, *, indicator: str | None = None, area: str | None = None, period: str | None = None
    ) -> tuple[GroupComparison, ...]:
        """Empty for a store that was written before there were any."""
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'group_comparisons'").fetchone():
            return ()
        return tuple(
            GroupComparison(
                indicator=self._indicators[row[0]].code,
                area=self._areas[row[1]].code,
                period=row[2],
                group=row[3],
                difference=row[4],
                low=row[5],
                high=row[6],
                p=row[7],
                p_adjusted=row[8],
                verdict=Verdict(row[9]),
            )
            for row in self._select(
                'indicator, area, period, "group", difference, low, high, p, p_adjusted, verdict',
                "group_comparisons",
                indicator=indicator,
                area=area,
                period=period,
            )
        )

    def answers(self, *, indicator: str, area: str, period: str) -> tuple[AnswerShare, ...]:
        return tuple(
            AnswerShare(self._indicators[row[0]].code, self._areas[row[1]].code, *row[2:])
            for row in self._select(
                "indicator, area, period, position, answer, value",
                "answers",
                indicator=indicator,
                area=area,
                period=period,
            )
        )

    def _select(self, columns: str, table: str, *, level: AreaLevel | None = None, **wanted: str | None) -> list[Any]:
        """Rows of one table; names of tables and columns come from this module only, values are bound."""
        conditions: list[str] = []
        values: list[str | int] = []
        for column, value in wanted.items():
            if value is None:
                continue
            if column in {"indicator", "area"}:
                positions = self._indicator_at if column == "indicator" else self._area_at
                if value not in positions:
                    return []
                values.append(positions[value])
            else:
                values.append(value)
            conditions.append(f'"{column}" = ?')
        if level is not None:
            conditions.append("area IN (SELECT position FROM areas WHERE level = ?)")
            values.append(level.value)
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        order = " ORDER BY indicator, period, area" + _FURTHER.get(table, "")
        statement = f"SELECT {columns} FROM {table}{where}{order}"  # noqa: S608  # no name comes from outside
        return self._connection.execute(statement, values).fetchall()


def _area(values: dict[str, Any]) -> Area:
    return Area(**values | {"level": AreaLevel(values["level"]), "part_of": tuple(values["part_of"])})


def _indicator(values: dict[str, Any]) -> Indicator:
    return Indicator(
        **values
        | {
            "kind": IndicatorKind(values["kind"]),
            "direction": Direction(values["direction"]),
            "lowest_level": AreaLevel(values["lowest_level"]),
            "answers": tuple(values["answers"]),
            "counted": tuple(values["counted"]),
            "subtracted": tuple(values["subtracted"]),
            "breaks": tuple(SeriesBreak(**item) for item in values["breaks"]),
        }
    )
