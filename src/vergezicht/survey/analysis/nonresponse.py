"""Non-response: raise the weights of those who answered to stand for those who did not.

The design holds everybody who was invited, with the weights of the sample; those who did not answer end with weight 0,
and the variance counts that the chances of answering were estimated.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vergezicht.problems import Problems
from vergezicht.survey.analysis.adjustments import ResponseClasses, ResponseModel
from vergezicht.survey.analysis.design import SurveyDesign
from vergezicht.survey.analysis.regression import fit_logistic
from vergezicht.survey.analysis.reports import Adjusted, report_on
from vergezicht.survey.arrays import BoolArray, FloatArray


def adjust_in_classes(design: SurveyDesign, answered: BoolArray, classes: ArrayLike) -> Adjusted:
    """Divide by the weighted response rate of the class (n,): everybody in a class is taken to answer as readily.

    Raises ``BadInput`` for a class in which nobody answered.
    """
    answers = np.asarray(answered, dtype=np.float64)
    labels, of_row = np.unique(np.asarray(classes), return_inverse=True)
    problems = Problems()
    counts = np.bincount(of_row, weights=answers * (design.weights > 0), minlength=len(labels))
    for place in np.flatnonzero(counts == 0):
        problems.add(
            f"in klasse {labels[place]} heeft niemand geantwoord", hint="voeg deze klasse samen met een andere"
        )
    problems.raise_if_any()
    adjustment = ResponseClasses(design.weights, design.weights, answers, of_row)
    after = adjustment.repeat(design.weights)
    made = ResponseClasses(design.weights, after, answers, of_row)
    return Adjusted(design.adjusted(made), report_on("non-respons in klassen", design.weights, after))


def adjust_by_model(
    design: SurveyDesign, answered: BoolArray, predictors: FloatArray, *, lowest: float = 0.02
) -> Adjusted:
    """Divide by the chance of answering from a weighted logistic model of ``predictors`` (n, p), with an intercept.

    Chances below ``lowest`` are a warning in the report: few people then stand for many.
    """
    answers = np.asarray(answered, dtype=np.float64)
    x: NDArray[Any] = np.asarray(predictors, dtype=np.float64)
    problems = Problems()
    if not np.isfinite(x).all():
        row = int(np.flatnonzero(~np.isfinite(x).all(axis=1))[0]) + 1
        problems.add("een kenmerk van het responsmodel is leeg", row=row)
    if not 0 < answers.sum() < len(answers):
        problems.add("iedereen of niemand heeft geantwoord: er is geen respons te modelleren")
    problems.raise_if_any()
    chances = fit_logistic(x, answers, design.weights)
    after = np.where(answers > 0, design.weights / chances, 0.0)
    few = int((chances[answers > 0] < lowest).sum())
    warnings = [f"{few} antwoorden hadden een kans van minder dan {100 * lowest:g}%".replace(".", ",")] if few else []
    made = ResponseModel(design.weights, after, answers, x, chances)
    return Adjusted(design.adjusted(made), report_on("non-respons met model", design.weights, after, 1, warnings))
