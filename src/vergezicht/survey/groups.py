"""Groups: the same figures for part of the adults (young and old, owners and tenants), in the larger areas.

A group is told apart by a characteristic that the sample is weighed to, so it is known for every cell and its size is
that of the population. Its figures obey the same rules as all others. They are added up with those of everyone: what a
group would give away about a hidden area, or the other groups about a hidden group, is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vergezicht.areas import AreaLevel
from vergezicht.figures import Figure, FigureStatus, Reason
from vergezicht.survey.comparison import GroupContrast, compare_with_others
from vergezicht.survey.design import Design
from vergezicht.survey.estimates import Estimator
from vergezicht.survey.measures import Measured
from vergezicht.survey.project import GroupPlan, WeightingPlan
from vergezicht.survey.responses import BoolArray
from vergezicht.survey.results import IndicatorResult, estimate_indicators, unit_of
from vergezicht.survey.subtraction import Rule, Sums, is_protected, secret_groups
from vergezicht.survey.tallies import Tally


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


def hide_groups(
    figures: Mapping[str, list[Figure]],
    results: Mapping[str, IndicatorResult],
    whole: IndicatorResult,
    shown: BoolArray,
    large: BoolArray,
    rule: Rule,
) -> dict[str, list[Figure]]:
    """The figures of one indicator, period and group, less those that would give something away.

    ``figures`` hold one figure per area (A,) for each label, ``whole`` is the result of everyone, ``shown`` (A,) tells
    where that is shown; ``large`` (A,) are the areas that groups are given for. The unknowns are the sums of every
    label in every buurt.
    """
    labels, areas = list(results), len(shown)
    members = np.vstack([np.tile(whole.members, (1, len(labels))), *_apart(whole.members, len(labels))])
    sums = _together([results[label].sums for label in labels])
    told = np.concatenate([shown, *([figure.is_shown for figure in figures[label]] for label in labels)])
    small = [np.tile(group, len(labels)) for group in secret_groups(shown, whole.members, whole.sums, rule)]
    for number, label in enumerate(labels):
        of_label = slice(areas * (number + 1), areas * (number + 2))
        for row, figure, fits in zip(members[of_label], figures[label], large, strict=True):
            if not fits:
                continue
            n, adults, base = (float(item[row].sum()) for item in (sums.n, sums.adults, sums.base))
            if not figure.is_shown and base > 0 and n > 0 and (n < rule.n or adults < rule.adults):
                small.append(row)
    hidden = np.zeros_like(told)
    for secret in small:
        while not is_protected(secret, told & ~hidden, members, sums, rule):
            near = (members & _around(secret, members)).any(axis=1)
            candidates = told & ~hidden & near & (np.arange(len(told)) >= areas)
            if not candidates.any():
                break
            places = np.flatnonzero(candidates)
            hidden[places[np.argmin(members[places] @ sums.n)]] = True
    return {
        label: [
            _hide(figure) if hidden[areas * (number + 1) + place] else figure
            for place, figure in enumerate(figures[label])
        ]
        for number, label in enumerate(labels)
    }


def at_levels(levels: Sequence[AreaLevel], lowest: AreaLevel) -> BoolArray:
    """(A,): the areas that are large enough for a group."""
    return np.array([level.fineness <= lowest.fineness for level in levels])


def _apart(members: BoolArray, count: int) -> list[BoolArray]:
    """For each label the rows of its areas: (A, H * count), only its own part filled."""
    blocks = []
    for number in range(count):
        rows = np.zeros((members.shape[0], members.shape[1] * count), dtype=bool)
        rows[:, number * members.shape[1] : (number + 1) * members.shape[1]] = members
        blocks.append(rows)
    return blocks


def _together(parts: Sequence[Sums]) -> Sums:
    """The sums of every label in every buurt; how many adults a label has there is its own weight."""
    return Sums(
        base=np.concatenate([part.base for part in parts]),
        total=np.concatenate([part.total for part in parts]),
        n=np.concatenate([part.n for part in parts]),
        adults=np.concatenate([part.base for part in parts]),
        low=parts[0].low,
        high=parts[0].high,
    )


def _around(secret: BoolArray, members: BoolArray) -> BoolArray:
    """Everything in an area that holds part of the secret."""
    touching = members[(members & secret).any(axis=1)]
    return np.asarray(touching.any(axis=0), dtype=bool)


def _hide(figure: Figure) -> Figure:
    return replace(
        figure,
        value=None,
        low=None,
        high=None,
        n=None,
        censored="",
        status=FigureStatus.SUPPRESSED,
        reason=Reason.SECONDARY,
    )
