"""Groups: the same figures for part of the adults (young and old, owners and tenants), in the larger areas.

A group is told apart by a characteristic that the sample is weighed to, so it is known for every cell and its size is
that of the population. Its figures obey the same rules as all others, and one more (``protecting.group_secrecy``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vergezicht.areas import AreaLevel
from vergezicht.figures import Figure
from vergezicht.survey.arrays import BoolArray
from vergezicht.survey.estimating.comparison import GroupContrast, compare_with_others
from vergezicht.survey.estimating.estimates import Estimator
from vergezicht.survey.estimating.results import IndicatorResult, estimate_indicators, unit_of
from vergezicht.survey.project import GroupPlan, WeightingPlan
from vergezicht.survey.reading.measures import Measured
from vergezicht.survey.reading.tallies import Tally
from vergezicht.survey.weighting.design import Design


@dataclass(frozen=True)
class WaveGroups:
    """The results of one wave for every label of a group, and each label against the others, by indicator in order."""

    plan: GroupPlan
    results: Mapping[str, tuple[IndicatorResult, ...]]
    contrasts: Mapping[str, tuple[GroupContrast, ...]]

    def contrast(self, label: str, figure: Figure) -> GroupContrast:
        """The one that belongs to the indicator of ``figure``; ValueError when there is none."""
        codes = [result.indicator for result in self.results[label]]
        return self.contrasts[label][codes.index(figure.indicator)]


def group_cells(design: Design, weighting: WeightingPlan, group: GroupPlan) -> dict[str, BoolArray]:
    """Which cells (G,) belong to each label of a group; empty when collapsing has joined two of them."""
    number, place = next(
        (number, margin.columns.index(group.column))
        for number, margin in enumerate(weighting.margins)
        if group.column in margin.columns
    )
    codes = []
    for label in design.labels[number]:
        found = {part.split("x")[place] for part in label.split("+")}
        if len(found) > 1:
            return {}
        codes.append(int(found.pop()))
    of_cell = np.array(codes)[design.cells.categories[number]]
    return {label: of_cell == code for code, label in group.labels.items()}


def estimate_groups(
    estimator: Estimator,
    period: str,
    measured: Sequence[Measured],
    plan: GroupPlan,
    cells: Mapping[str, BoolArray],
    *,
    clear_confidence: float,
    torn: BoolArray,
) -> WaveGroups:
    """Every indicator for every label, and for everyone else: the same estimates, over part of the cells."""
    results, contrasts = {}, {}
    for label, inside in cells.items() if measured else ():
        parts = [
            tuple(replace(item, tally=_only(item.tally, chosen), answers=None) for item in measured)
            for chosen in (inside, ~inside)
        ]
        mine, others = (estimate_indicators(estimator, period, part, clear_confidence, torn) for part in parts)
        difference, se = estimator.between(*([item.tally for item in part] for part in parts))
        results[label] = mine
        contrasts[label] = tuple(
            compare_with_others(
                one, other, difference[:, column] * unit_of(one.kind), se[:, column] * unit_of(one.kind)
            )
            for column, (one, other) in enumerate(zip(mine, others, strict=True))
        )
    return WaveGroups(plan, results, contrasts)


def _only(tally: Tally, inside: BoolArray) -> Tally:
    return Tally(tally.n * inside, tally.total * inside[:, None], tally.squares * inside[:, None], tally.centre)


def at_levels(levels: Sequence[AreaLevel], lowest: AreaLevel) -> BoolArray:
    """(A,): the areas that are large enough for a group."""
    return np.array([level.fineness <= lowest.fineness for level in levels])
