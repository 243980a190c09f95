"""Mapping: what a person declares about the tables of a register, so that every cell has one meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from vergezicht.areas import AreaLevel
from vergezicht.figures import Indicator, Reason

PERIOD_IN_NAME = "{period}"
"""Stands for a year in the name of a file."""
PATTERN = re.compile(r"\{(?::0(\d))?\}")
"""Where the cell comes in a pattern for codes: "{}", or "{:04}" for a number filled up with zeros to four digits."""


class Absence(StrEnum):
    """Why the source itself gives no number."""

    UNKNOWN = "onbekend"
    NOT_APPLICABLE = "niet van toepassing"
    CONFIDENTIAL = "geheim"
    TOO_FEW = "te weinig waarnemingen"
    UNRELIABLE = "onbetrouwbaar"

    @property
    def reason(self) -> Reason | None:
        """The reason a reader is given; None is "not measured", the only honest word for not known."""
        return {
            Absence.CONFIDENTIAL: Reason.PRIVACY,
            Absence.TOO_FEW: Reason.TOO_FEW_ANSWERS,
            Absence.UNRELIABLE: Reason.TOO_IMPRECISE,
        }.get(self)


class Naming(StrEnum):
    """How a table names its areas."""

    CODE = "code"
    NAME = "naam"


class Basis(StrEnum):
    """How the source came by its numbers; decides what the method page says of their margin."""

    COUNTED = "geteld"
    ASKED = "gevraagd"
    MODELLED = "berekend"


class Format(StrEnum):
    """What kind of file a table is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True)
class Layout:
    """How the file is written. ``header`` is the row of the headings, None to look for it; ``delimiter`` "" to see."""

    format: Format
    delimiter: str
    encoding: str
    decimal: str
    thousands: str
    sheet: str
    header: int | None


@dataclass(frozen=True)
class AreaPlan:
    """Where the area stands and how it becomes a code.

    ``position`` counts from 1 and is for a column without a heading. ``pattern`` makes a code of what is in the cell
    ("BU9999{}0", "GM{:04}"). ``spellings`` are other names for an area; rows in ``skip`` are no area. ``complete`` is
    False when the source leaves areas out; with ``absent_is_zero`` an area that is left out counts as 0.
    """

    column: str
    position: int | None
    naming: Naming
    level: AreaLevel | None
    pattern: str
    spellings: Mapping[str, str]
    skip: frozenset[str]
    complete: bool
    absent_is_zero: bool


@dataclass(frozen=True)
class PeriodPlan:
    """The period: fixed, from the name of the file, or from a column by a pattern with one group."""

    fixed: str
    column: str
    pattern: str


@dataclass(frozen=True)
class ValuePlan:
    """One column that becomes an indicator: divided by the column ``per`` when given, multiplied by ``factor``.

    A value that stands in ``hide`` (as the table has it) is not shown.
    """

    indicator: str
    column: str
    factor: float = 1.0
    per: str = ""
    hide: frozenset[float] = frozenset()


@dataclass(frozen=True)
class Minimum:
    """Cells that rest on fewer than ``n`` by a count in the same row are not shown; () is all indicators."""

    column: str
    n: float
    reason: Reason
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tiny:
    """For a table without counts: a row with ``at_least`` of the columns at an extreme rests on a few answers."""

    columns: tuple[str, ...]
    extremes: frozenset[float]
    at_least: int
    reason: Reason


@dataclass(frozen=True)
class Online:
    """Where a table is fetched: a service of ``services.toml``, the identifier of the table and what to ask for."""

    service: str
    table: str
    region: str
    filter: str = ""


@dataclass(frozen=True)
class TablePlan:
    """One table: its file or service, what it is, and what its columns mean.

    ``file`` may hold ``{period}``, which stands for a year: then there is one file a year.
    """

    number: int
    file: str
    online: Online | None
    source: str
    licence: str
    date: str
    area_version: int
    basis: Basis
    layout: Layout
    area: AreaPlan
    period: PeriodPlan
    values: tuple[ValuePlan, ...]
    where: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Absence] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    minimum: Minimum | None = None
    tiny: Tiny | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column with a heading that is used, each once."""
        wanted = [self.area.column, self.period.column, *self.where, *(value.column for value in self.values)]
        wanted += [value.per for value in self.values]
        wanted += [self.minimum.column] if self.minimum else []
        wanted += self.tiny.columns if self.tiny else ()
        return tuple(name for name in dict.fromkeys(wanted) if name)


@dataclass(frozen=True)
class CountedIndicator:
    """An indicator with what must hold of its numbers.

    ``adds_up``: smaller areas sum to the larger one, each rounded to a multiple of ``rounding`` by the source.
    ``summed_to``: levels that the source lacks and that are the sum of their buurten.
    """

    indicator: Indicator
    adds_up: bool = False
    rounding: float = 0.0
    summed_to: tuple[AreaLevel, ...] = ()


@dataclass(frozen=True)
class PartsCheck:
    """In every area ``parts`` must sum to ``whole``, each rounded to a multiple of ``rounding`` by the source."""

    whole: str
    parts: tuple[str, ...]
    rounding: float


@dataclass(frozen=True)
class ReleaseText:
    """What the release says about itself."""

    name: str
    title: str
    publisher: str
    source: str
    licence: str
    date: str
    method: tuple[str, ...]
    notes: tuple[str, ...]
    series: str
    simulated: bool


@dataclass(frozen=True)
class RegisterMapping:
    """Everything ``registers import`` needs to know, except where the files are.

    ``area_version`` is the year of the boundaries in ``areas``; ``same_versions`` are other years in which the same
    codes stood for the same areas.
    """

    path: Path
    areas: Path
    area_version: int
    same_versions: frozenset[int]
    release: ReleaseText
    indicators: tuple[CountedIndicator, ...]
    tables: tuple[TablePlan, ...]
    checks: tuple[PartsCheck, ...] = ()
