"""Findings: what stands out in an area when a release comes in. The start of a conversation, not a verdict.

Pure: only differences that the release itself found demonstrable, with control over all the comparisons it made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import pstdev

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures import Comparison, Direction, Figure, FigureSource, Indicator, IndicatorKind, Reference

# What is left of a difference when areas cannot be compared among themselves, in the unit of each kind.
_USUAL_SPREAD = {IndicatorKind.MARK: 0.5, IndicatorKind.SCALE_SCORE: 0.5, IndicatorKind.SHARE: 10.0,
                 IndicatorKind.BALANCE: 10.0}  # fmt: skip
_FEWEST_AREAS = 4


@dataclass(frozen=True)
class Finding:
    """One demonstrable difference of one area.

    ``size`` is the difference, and ``at_least`` the part of it that the 95 % interval leaves standing, both in
    spreads: the standard deviation of this indicator between areas of the same level. Only so can a mark and a share
    be ranked together. ``better`` is None for an indicator without a direction.
    """

    indicator: Indicator
    area: Area
    figure: Figure
    comparison: Comparison
    before: Figure | None
    size: float
    at_least: float
    better: bool | None

    @property
    def certainty(self) -> float:
        """The part of the difference that is sure, 0 to 1."""
        return self.at_least / self.size if self.size else 0.0

    @property
    def reference_text(self) -> str:
        """The figure as a reference, to start a challenge or a harvest item from."""
        return f"{self.indicator.code}@{self.area.code}#{self.figure.period}"


def find_outstanding(release: FigureSource, area: Area, *, period: str | None = None) -> list[Finding]:
    """What stands out in an area against the municipality and against its last wave, the surest and largest first."""
    found = []
    for comparison in release.comparisons(area=area.code, period=period):
        if period is None and comparison.period != release.latest_of(comparison.indicator):
            continue
        finding = _finding(release, area, comparison)
        if finding is not None:
            found.append(finding)
    return sorted(found, key=lambda item: (-item.at_least, -item.size, item.indicator.code, item.comparison.reference))


def each_once(findings: Iterable[Finding]) -> list[Finding]:
    """Of each figure the finding that comes first.

    With ``find_outstanding`` the one rule of what stands out in an area: its page shows the first three, its poster the
    first four that are answers of residents (docs/method.md).
    """
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.indicator.code, finding)
    return list(first.values())


def _finding(release: FigureSource, area: Area, comparison: Comparison) -> Finding | None:
    if comparison.verdict.sign == 0 or None in {comparison.difference, comparison.low, comparison.high}:
        return None
    figure = release.figure(comparison.indicator, area.code, comparison.period)
    if figure is None or not figure.is_shown:
        return None
    before = None
    if comparison.reference == Reference.PREVIOUS_WAVE:
        before = release.figure(comparison.indicator, area.code, comparison.reference_period)
        if before is None or not before.is_shown:
            return None
    indicator = release.indicator(comparison.indicator)
    spread = spread_between(release, indicator, area.level, comparison.period)
    return Finding(
        indicator=indicator,
        area=area,
        figure=figure,
        comparison=comparison,
        before=before,
        size=abs(comparison.difference or 0.0) / spread,
        at_least=sure_part(comparison) / spread,
        better=is_better(indicator.direction, comparison.verdict.sign),
    )


def sure_part(comparison: Comparison) -> float:
    """How large the difference is at the least: the end of its interval nearest to zero; 0 when zero lies inside."""
    low, high = comparison.low or 0.0, comparison.high or 0.0
    return max(low, -high, 0.0)


def is_better(direction: Direction, sign: int) -> bool | None:
    """Whether higher (+1) or lower (-1) is better; None for a context figure, which is never good or bad."""
    if direction == Direction.NONE:
        return None
    return (sign > 0) == (direction == Direction.HIGHER)


def spread_between(release: FigureSource, indicator: Indicator, level: AreaLevel, period: str) -> float:
    """Standard deviation of an indicator between areas of one level, in its unit.

    With too few areas: between those of all levels; and with too few of these, what is usual for its kind of figure.
    """
    for found in (level, None):
        figures = release.figures(indicator=indicator.code, period=period, level=found)
        values = [figure.value for figure in figures if figure.value is not None]
        if len(values) >= _FEWEST_AREAS and (spread := pstdev(values)) > 0:
            return spread
    return _USUAL_SPREAD.get(indicator.kind, 1.0)
