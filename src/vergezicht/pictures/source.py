"""What a picture reads: the figures of the areas of one level, and the line that says where they come from."""

from __future__ import annotations

from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel
from vergezicht.areas.alphabet import in_alphabet
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.days import written_day
from vergezicht.figures.figure import Figure, FigureStatus
from vergezicht.figures.indicator import Indicator, IndicatorKind
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say


@dataclass(frozen=True)
class Row:
    """One area with its figure, if there is one, and how it differs from the municipality."""

    area: Area
    figure: Figure | None
    against_city: Comparison | None

    @property
    def value(self) -> float | None:
        return None if self.figure is None else self.figure.value

    @property
    def sign(self) -> int:
        """+1 or -1 only when the difference with the municipality is demonstrable."""
        return 0 if self.against_city is None or self.value is None else self.against_city.verdict.sign

    @property
    def indicative(self) -> bool:
        return self.figure is not None and self.figure.is_shown and self.figure.status == FigureStatus.INDICATIVE


def read_rows(
    release: FigureSource, indicator: str, level: AreaLevel, period: str, within: str | None = None
) -> tuple[Row, ...]:
    """A row for every area of ``level`` (within the area ``within``), in the order of the geography."""
    areas = release.geography.at(level) if within is None else release.geography.members(within, level)
    figures = {
        figure.area: figure
        for figure in release.figures(indicator=indicator, period=period, level=level)
        if not figure.group
    }
    comparisons = {
        comparison.area: comparison
        for comparison in release.comparisons(
            indicator=indicator, period=period, level=level, reference=Reference.MUNICIPALITY
        )
    }
    rows = []
    for area in areas:
        figure = figures.get(area.code)
        shown = figure is not None and figure.is_shown
        rows.append(Row(area, figure, comparisons.get(area.code) if shown else None))
    return tuple(rows)


def may_tell(comparison: Comparison, before: Figure | None, after: Figure | None) -> bool:
    """A change may only be told when both its figures are shown: a difference would give a hidden one away."""
    if comparison.verdict == Verdict.NOT_COMPARABLE:
        return after is not None and after.is_shown
    return before is not None and before.is_shown and after is not None and after.is_shown


def ranked(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Shown figures from high to low, then the areas without a figure; ties by name."""
    return tuple(
        sorted(rows, key=lambda row: (row.value is None, -effective_value(row.figure), in_alphabet(row.area.name)))
    )


def effective_value(figure: Figure | None) -> float:
    """The value to order and place a figure by: "< 5 %" lies just below 5, "> 95 %" just above 95."""
    if figure is None or figure.value is None:
        return 0.0
    return figure.value + {"<": -0.5, ">": 0.5}.get(figure.censored, 0.0)


def drawn_margin(indicator: Indicator, figure: Figure | None) -> tuple[float, float] | None:
    """The ends of a margin as they are drawn; None when there is none.

    Figure and ends are published rounded, so a margin smaller than that would vanish behind its mark or stand on one
    side of it: what is drawn reaches at least as far as rounding does, half a unit to both sides.
    """
    if figure is None or figure.value is None or figure.low is None or figure.high is None:
        return None
    half = 0.5 * 10.0**-indicator.decimals
    value = effective_value(figure)
    return min(figure.low, value - half), max(figure.high, value + half)


def beside(indicator: Indicator, whole: Figure | None) -> Figure | None:
    """The figure of the whole area as a reference on the scale of its parts; None for a count, which is their sum."""
    return None if indicator.kind == IndicatorKind.COUNT else whole


def source_line(release: FigureSource, indicator: Indicator, period: str) -> str:
    """The line under a picture: where the numbers come from."""
    dated = ", ".join(part for part in (_stand(indicator), indicator.licence) if part)
    parts = {"source": indicator.source, "period": period, "remarks": f" ({dated})" if dated else ""}
    if release.facts_of(indicator.code).simulated:
        return say("Bron: {source}, {period}{remarks}. Gesimuleerd, geen echte uitkomsten.", **parts)
    return say("Bron: {source}, {period}{remarks}.", **parts)


def _stand(indicator: Indicator) -> str:
    """The date of a register's table: what it counts may be counted again later."""
    return say("stand van {day}", day=written_day(indicator.source_date)) if indicator.source_date else ""
