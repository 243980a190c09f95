"""Trimming: cut off extreme weights and spread what was cut off, so that the total stays what it was."""

from __future__ import annotations

import numpy as np

from vergezicht.problems import BadInput, Problem
from vergezicht.survey.analysis.adjustments import Trimming
from vergezicht.survey.analysis.design import SurveyDesign
from vergezicht.survey.analysis.reports import Adjusted, report_on
from vergezicht.survey.arrays import FloatArray


def trim(
    design: SurveyDesign, *, lowest: float = -np.inf, highest: float = np.inf, strict: bool = False, rounds: int = 1000
) -> Adjusted:
    """Weights within ``lowest`` and ``highest``; the surplus is added in equal parts to the weights within them.

    That may push a weight over a bound; ``strict`` repeats until none is. Margins that were met before no longer are,
    exactly. Raises ``BadInput`` when strict bounds leave no room for the total (their mean must lie between them).
    """
    weights, count = design.weights.copy(), 0
    present = weights > 0
    while count < rounds:
        outside = present & ((weights < lowest) | (weights > highest))
        rest = present & ~outside
        if not outside.any():
            break
        if not rest.any():
            _refuse(weights[present], lowest, highest)
        count += 1
        cut = np.clip(weights, lowest, highest)
        surplus = float((weights - cut)[outside].sum())
        weights = np.where(outside, cut, weights)
        weights[rest] += surplus / int(rest.sum())
        if not strict:
            break
    else:
        _refuse(weights[present], lowest, highest)
    cut_off = int((present & ((design.weights < lowest) | (design.weights > highest))).sum())
    warnings = [f"{cut_off} gewichten zijn afgekapt: marges worden niet meer precies gehaald"] if cut_off else []
    adjustment = Trimming(design.weights, weights, lowest, highest, strict)
    return Adjusted(design.adjusted(adjustment), report_on("afkappen", design.weights, weights, count, warnings))


def _refuse(weights: FloatArray, lowest: float, highest: float) -> None:
    raise BadInput(
        [
            Problem(
                f"de gewichten passen niet tussen {lowest:g} en {highest:g}".replace(".", ","),
                expected=f"grenzen rond het gemiddelde gewicht {weights.mean():.4g}".replace(".", ","),
                hint="verruim de grenzen",
            )
        ]
    )
