"""What a picture reads: the part of a release that drawings need. ``figures.Release`` has all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from vergezicht.areas import Area, AreaLevel, Boundaries, Geography
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.figure import AnswerShare, Figure, FigureStatus
from vergezicht.figures.indicator import Indicator
from vergezicht.figures.release import ReleaseFacts


class FigureSource(Protocol):
    """The reading side of a release."""

    @property
    def facts(self) -> ReleaseFacts: ...
    @property
    def geography(self) -> Geography: ...
    @property
    def boundaries(self) -> Boundaries: ...
    @property
    def periods(self) -> tuple[str, ...]: ...
    @property
    def latest(self) -> str: ...

    def indicator(self, code: str) -> Indicator: ...

    def figure(self, indicator: str, area: str, period: str | None = None) -> Figure | None: ...

    def figures(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        level: AreaLevel | None = None,
    ) -> tuple[Figure, ...]: ...

    def comparisons(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        period: str | None = None,
        reference: Reference | None = None,
        level: AreaLevel | None = None,
    ) -> tuple[Comparison, ...]: ...

    def comparison(
        self, indicator: str, area: str, reference: Reference, period: str | None = None
    ) -> Comparison | None: ...

    def answers(self, indicator: str, area: str, period: str | None = None) -> tuple[AnswerShare, ...]: ...


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
        sorted(rows, key=lambda row: (row.value is None, -effective_value(row.figure), row.area.name.casefold()))
    )


def effective_value(figure: Figure | None) -> float:
    """The value to order and place a figure by: "< 5 %" lies just below 5, "> 95 %" just above 95."""
    if figure is None or figure.value is None:
        return 0.0
    return figure.value + {"<": -0.5, ">": 0.5}.get(figure.censored, 0.0)


def source_line(release: FigureSource, indicator: Indicator, period: str) -> str:
    """The line under a picture: where the numbers come from."""
    simulated = " Gesimuleerde antwoorden, geen echte uitkomsten." if release.facts.simulated else ""
    return f"Bron: {indicator.source}, {period}.{simulated}"
