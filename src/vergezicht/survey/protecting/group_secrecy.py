"""Group secrecy: figures of groups are added up with those of everyone, so they must give nothing away either.

What a group would tell about a hidden area, or the other groups about a hidden group, is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from vergezicht.figures import Figure, FigureStatus, Reason
from vergezicht.survey.arrays import BoolArray
from vergezicht.survey.estimating.results import IndicatorResult, Sums
from vergezicht.survey.protecting.subtraction import is_protected, secret_groups
from vergezicht.survey.thresholds import Rule


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
