"""Counting: the rows of a table become values by indicator, area and period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from vergezicht.areas import Geography
from vergezicht.figures import IndicatorKind, Reason
from vergezicht.problems import Problems
from vergezicht.registers.cells import Content, plain_text, read_cell
from vergezicht.registers.mapping import Absence, CountedIndicator, Format, TablePlan, ValuePlan
from vergezicht.registers.places import Places
from vergezicht.registers.table import Row, Table

_MOST_REPORTED = 20


@dataclass(frozen=True)
class Count:
    """One cell: its value in the unit of the indicator, whether it may be shown, and where it stood.

    ``value`` is None when the source gives none; ``reason`` says why nothing is shown, None being "not measured".
    """

    value: float | None
    shown: bool
    reason: Reason | None
    file: str
    row: int

    def hidden(self, reason: Reason) -> Count:
        """The same cell, not to be shown; the first reason stays."""
        return replace(self, shown=False, reason=reason) if self.shown else self


Series = dict[str, Count]
"""Area code to cell, of one indicator in one period."""


@dataclass
class Counts:
    """Everything that was counted, with what the method page must say about it."""

    series: dict[tuple[str, str], Series] = field(default_factory=dict)
    absent: Counter[str] = field(default_factory=Counter)
    marks: set[str] = field(default_factory=set)
    footnotes: dict[str, str] = field(default_factory=dict)

    @property
    def periods(self) -> tuple[str, ...]:
        """Every period that occurs, oldest first."""
        return tuple(sorted({period for _, period in self.series}))


@dataclass(frozen=True)
class Source:
    """One table as found, with the period that the name of its file gives ("" when that comes from elsewhere)."""

    plan: TablePlan
    table: Table
    period: str = ""


def count_table(
    source: Source,
    geography: Geography,
    indicators: Mapping[str, CountedIndicator],
    counts: Counts,
    problems: Problems,
) -> None:
    """Add the cells of one table to ``counts``; every cell that cannot be read is reported, with row and column."""
    plan, table = source.plan, source.table
    _check_units(source, indicators, problems)
    places = Places(geography, plan.area)
    own = Problems(table.file)
    rows = list(_rows(source, places, own))
    found: dict[tuple[str, str], int] = {}
    for row, area, period in rows:
        before = found.setdefault((area, period), row.number)
        if before != row.number:
            own.add(
                f"gebied {area} staat er twee keer in voor {period}",
                row=row.number,
                column=plan.area.column or None,
                got=f"ook in rij {before}",
                hint="onderscheidt een andere kolom de rijen? kies dan met [table.where]",
            )
            continue
        tiny = _is_tiny(source, row, own)
        for value in plan.values:
            series = counts.series.setdefault((value.indicator, period), {})
            if area in series:
                own.add(
                    f"{value.indicator} voor {area} in {period} komt uit twee tabellen",
                    row=row.number,
                    got=f"ook {series[area].file}, rij {series[area].row}",
                )
                continue
            count = _count(source, row, value, indicators[value.indicator], counts, own)
            if count is not None:
                series[area] = count.hidden(tiny) if tiny else count
    _check_after(source, places, own)
    _check_complete(source, places, {area for area, _ in found}, own)
    if plan.area.absent_is_zero:
        _fill_in_zeros(source, places, found, counts)
    counts.footnotes |= {
        f"{heading.text}: {table.footnotes[heading.footnote]}": table.file
        for heading in table.headings.values()
        if heading.footnote in table.footnotes
    }
    _report(own, problems)


def _rows(source: Source, places: Places, problems: Problems) -> Iterator[tuple[Row, str, str]]:
    """Rows about an area of ours that meet every condition, with area and period."""
    plan, table = source.plan, source.table
    width = max(table.places.values(), default=0) + 1
    pattern = re.compile(plan.period.pattern)
    for row in table.rows:
        if len(row.cells) < width and plan.layout.format == Format.CSV and not places.is_skipped(table, row):
            problems.add(
                "er ontbreken cellen in deze rij",
                row=row.number,
                expected=f"minstens {width}",
                got=str(len(row.cells)),
                hint="kijk naar het scheidingsteken en naar aanhalingstekens",
            )
            continue
        if any(plain_text(table.cell(row, column)) != value for column, value in plan.where.items()):
            continue
        area = places.find(table, row, problems)
        if area is None:
            continue
        period = source.period or plan.period.fixed
        if plan.period.column:
            text = plain_text(table.cell(row, plan.period.column))
            match = pattern.fullmatch(text)
            if match is None:
                problems.add("geen periode", row=row.number, column=plan.period.column, expected=plan.period.pattern,
                             got=text)  # fmt: skip
                continue
            period = match[1]
        yield row, area.code, period


def _count(
    source: Source, row: Row, value: ValuePlan, item: CountedIndicator, counts: Counts, problems: Problems
) -> Count | None:
    plan, table = source.plan, source.table
    content = _content(source, row, value.column, problems)
    if content is None:
        return None
    counts.marks |= {plan.marks[mark] for mark in content.marks}
    if content.value is None:
        absence = content.absence
        counts.absent[absence.value if absence else ""] += 1
        return Count(None, False, absence.reason if absence else None, table.file, row.number)
    number = content.value
    if value.per:
        base = _content(source, row, value.per, problems)
        if base is None or base.value is None or base.value <= 0:
            absence = (base.absence if base is not None else None) or Absence.NOT_APPLICABLE
            counts.absent[absence.value] += 1
            return Count(None, False, absence.reason, table.file, row.number)
        number /= base.value
    count = Count(number * value.factor, True, None, table.file, row.number)
    if content.value in value.hide:
        count = count.hidden(Reason.TOO_FEW_ANSWERS)
    minimum = plan.minimum
    if minimum is not None and (not minimum.indicators or value.indicator in minimum.indicators):
        base = _content(source, row, minimum.column, problems)
        # A count that the source does not know cannot vouch for a cell.
        if base is None or base.value is None or base.value < minimum.n:
            count = count.hidden(minimum.reason)
    _check_limits(count, value, item.indicator.kind, problems)
    return count


def _check_limits(count: Count, value: ValuePlan, kind: IndicatorKind, problems: Problems) -> None:
    """What may be shown must be possible; what is hidden may rest on so little that its share tops a hundred."""
    least, most = _limits(kind)
    if count.shown and count.value is not None and not least <= count.value <= most:
        problems.add(
            "dit kan niet",
            row=count.row,
            column=value.column,
            expected=f"{least:g} tot {most:g} ({kind.value})",
            got=f"{count.value:g}",
        )


def _content(source: Source, row: Row, column: str, problems: Problems) -> Content | None:
    """What a cell says; None after reporting that it is neither a number nor a mark for missing."""
    plan, cell = source.plan, source.table.cell(row, column)
    content = read_cell(cell, plan.layout, plan.missing, plan.marks)
    if content is None:
        problems.add(
            "geen getal",
            row=row.number,
            column=column,
            expected=f"een getal met {plan.layout.decimal!r} als decimaalteken, of een teken uit [table.missing]",
            got=plain_text(cell)[:60],
        )
    return content


def _is_tiny(source: Source, row: Row, problems: Problems) -> Reason | None:
    tiny = source.plan.tiny
    if tiny is None:
        return None
    contents = [_content(source, row, column, problems) for column in tiny.columns]
    extremes = sum(content is not None and content.value in tiny.extremes for content in contents)
    return tiny.reason if extremes >= tiny.at_least else None


def _limits(kind: IndicatorKind) -> tuple[float, float]:
    infinite = float("inf")
    return {
        IndicatorKind.SHARE: (0.0, 100.0),
        IndicatorKind.MARK: (1.0, 10.0),
        IndicatorKind.SCALE_SCORE: (0.0, 10.0),
        IndicatorKind.BALANCE: (-100.0, 100.0),
        IndicatorKind.COUNT: (0.0, infinite),
    }.get(kind, (-infinite, infinite))


def _check_units(source: Source, indicators: Mapping[str, CountedIndicator], problems: Problems) -> None:
    """A unit in the heading must be the unit of the indicator, unless a factor converts it."""
    for value in source.plan.values:
        said = source.table.headings[value.column].unit
        unit = indicators[value.indicator].indicator.unit
        if said and value.factor == 1.0 and not value.per and said.casefold() != unit.casefold():
            problems.add(
                "de eenheid in de kop is een andere dan die van de indicator",
                file=source.table.file,
                column=value.column,
                expected=unit,
                got=said,
                hint=f'zet unit = "{said}" bij {value.indicator}, of reken om met factor',
            )


def _check_after(source: Source, places: Places, problems: Problems) -> None:
    """An area behind the first empty row means that the table does not end there."""
    for row in source.table.after:
        area = places.area(places.text(source.table, row))
        if area is not None:
            problems.add(
                f"er staat nog een gebied na een lege rij ({area.name})",
                row=row.number,
                hint="haal de lege rij weg: wat erna komt telt als toelichting",
            )


def _check_complete(source: Source, places: Places, found: set[str], problems: Problems) -> None:
    if not found:
        problems.add(
            "er staat geen enkel gebied van deze gemeente in",
            expected=f"{len(source.table.rows)} rijen gelezen",
            got=f"{places.elsewhere} rijen over andere gemeenten" if places.elsewhere else None,
            hint="klopt de kolom met gebieden, en [table.where]?",
        )
        return
    absent = places.absent(found)
    if source.plan.area.complete and absent:
        names = ", ".join(f"{area.code} {area.name}" for area in absent[:5])
        problems.add(
            f"{len(absent)} gebieden ontbreken",
            got=names + (" …" if len(absent) > 5 else ""),
            hint="zet area.complete = false als de bron ze weglaat",
        )


def _fill_in_zeros(source: Source, places: Places, found: Iterable[tuple[str, str]], counts: Counts) -> None:
    """A source that counts events has no row for an area where nothing happened; a share of nothing stays unknown."""
    present: dict[str, set[str]] = {}
    for code, period in found:
        present.setdefault(period, set()).add(code)
    for period, codes in present.items():
        for area, value in product(places.absent(codes), source.plan.values):
            zero = Count(0.0, shown=True, reason=None, file=source.table.file, row=0)
            if not value.per:
                counts.series[value.indicator, period].setdefault(area.code, zero)


def _report(own: Problems, problems: Problems) -> None:
    """Everything, but of the same problem no more than the first so many: a wrong decimal sign is in every cell."""
    seen: Counter[tuple[str, str | None]] = Counter()
    for problem in dict.fromkeys(own):
        seen[problem.what, problem.column] += 1
        if seen[problem.what, problem.column] <= _MOST_REPORTED:
            problems.extend([problem])
    for (what, column), n in seen.items():
        if n > _MOST_REPORTED:
            problems.add(f"{what}: nog {n - _MOST_REPORTED} keer", file=own.file, column=column)
