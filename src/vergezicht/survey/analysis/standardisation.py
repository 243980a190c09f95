"""Standardisation: compare groups as if all had the same composition, for instance the same ages."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vergezicht.survey.analysis.design import SurveyDesign
from vergezicht.survey.analysis.groups import make_groups
from vergezicht.survey.analysis.margins import make_post_strata
from vergezicht.survey.analysis.reports import Adjusted, report_on
from vergezicht.survey.arrays import BoolArray


def standardise(
    design: SurveyDesign,
    composition: ArrayLike,
    shares: ArrayLike,
    *,
    over: ArrayLike | tuple[ArrayLike, ...] | None = None,
    domain: BoolArray | None = None,
) -> Adjusted:
    """Weights with which each group of ``over`` has the ``shares`` of the sorted labels of ``composition`` (n,).

    Direct standardisation: post-stratification of each group, which keeps its own total. ``domain`` are the rows for
    whom the answer is known; estimate in the same domain. Labels absent in a group are a warning in the report.
    """
    inside = design.inside(domain)
    labels, groups = make_groups(composition, inside), make_groups(over, inside)
    inside &= (labels.of_row >= 0) & (groups.of_row >= 0)
    part = np.asarray(shares, dtype=np.float64)
    part = part / part.sum()
    start = design.restricted(inside) if not design.adjustments else design
    size = len(labels.labels)
    cells = np.where(inside, groups.of_row * size + labels.of_row, -1)
    people = np.bincount(groups.of_row[inside], weights=design.weights[inside], minlength=len(groups.labels))
    totals = np.outer(people, part).ravel()
    empty = np.bincount(cells[inside], minlength=len(totals)) == 0
    warnings = [
        f"in groep {groups.labels[place // size]} is niemand {labels.labels[place % size]}: de samenstelling klopt niet"
        for place in np.flatnonzero(empty & (totals > 0))
    ]
    adjustment = make_post_strata(start, cells, totals)
    report = report_on("standaardisatie", start.weights, adjustment.after, 1, warnings)
    return Adjusted(start.adjusted(adjustment), report)
