"""Report: what an adjustment of the weights did, in the numbers by which a statistician judges it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vergezicht.survey.analysis.adjustments import ratio
from vergezicht.survey.analysis.design import SurveyDesign
from vergezicht.survey.arrays import FloatArray


@dataclass(frozen=True)
class AdjustmentReport:
    """One step of weighting. ``lowest`` to ``highest`` are weights, ``g_lowest`` to ``g_highest`` weights divided by
    their start. ``kish_deff`` is n sum(w^2) / sum(w)^2 and ``effective_n`` n divided by it (Kish 1965).
    ``warnings`` are Dutch sentences for people: what contradicted, was merged or was cut off.
    """

    step: str
    converged: bool
    rounds: int
    n: int
    total: float
    lowest: float
    highest: float
    g_lowest: float
    g_highest: float
    kish_deff: float
    effective_n: float
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Adjusted:
    """A design with new weights, and the report on how they came about."""

    design: SurveyDesign
    report: AdjustmentReport

    @property
    def weights(self) -> FloatArray:
        return self.design.weights


def report_on(
    step: str, before: FloatArray, after: FloatArray, rounds: int = 1, warnings: Sequence[str] = ()
) -> AdjustmentReport:
    """Report on a step that succeeded; rows without weight afterwards do not count."""
    counted = after != 0
    weights, g = after[counted], ratio(after, before)[counted]
    n, total, squares = len(weights), float(weights.sum()), float((weights**2).sum())
    return AdjustmentReport(
        step=step,
        converged=True,
        rounds=rounds,
        n=n,
        total=total,
        lowest=float(weights.min()),
        highest=float(weights.max()),
        g_lowest=float(g.min()),
        g_highest=float(g.max()),
        kish_deff=n * squares / total**2,
        effective_n=total**2 / squares,
        warnings=tuple(warnings),
    )
