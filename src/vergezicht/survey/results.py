"""Results: the estimates of one indicator in one wave for all areas, in the unit in which people read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vergezicht.figures import IndicatorKind
from vergezicht.survey.estimates import Estimates, Estimator
from vergezicht.survey.intervals import cautious_margin, effective_n, kish_n, wilson
from vergezicht.survey.intervals import normal_quantile as z_for
from vergezicht.survey.measures import Measured
from vergezicht.survey.responses import BoolArray, FloatArray


@dataclass(frozen=True)
class Interval:
    """Lower and upper bound, both (areas,)."""

    low: FloatArray
    high: FloatArray

    @property
    def width(self) -> FloatArray:
        return self.high - self.low


@dataclass(frozen=True)
class IndicatorResult:
    """One indicator in one period, (areas,) each; shares and balances in percent, marks and scales in points.

    ``weight`` is the total weight of the valid answers, ``adults`` the population of each area, ``members``
    (areas, strata) what it consists of; ``answers`` (areas, answers) has the percentages per answer, or is None.
    ``wording`` and ``labels`` decide whether two waves asked the same question.
    """

    indicator: str
    kind: IndicatorKind
    period: str
    measured: Measured
    value: FloatArray
    se: FloatArray
    n: FloatArray
    n_effective: FloatArray
    weight: FloatArray
    adults: FloatArray
    members: BoolArray
    interval: Interval
    clear_interval: Interval
    clear_confidence: float
    rest_difference: FloatArray
    rest_se: FloatArray
    answers: FloatArray | None


def estimate_indicators(
    estimator: Estimator, period: str, measured: tuple[Measured, ...], clear_confidence: float = 0.99
) -> tuple[IndicatorResult, ...]:
    """Estimate every indicator of a wave for all areas at once.

    Shares get Wilson's interval with the effective number of answers, everything else value +/- ``cautious_margin``.
    """
    if not measured:
        return ()
    estimates = estimator.estimate([item.tally for item in measured])
    return tuple(
        _result(estimates, column, item, estimator, period, clear_confidence) for column, item in enumerate(measured)
    )


def _result(
    estimates: Estimates, column: int, item: Measured, estimator: Estimator, period: str, clear_confidence: float
) -> IndicatorResult:
    kind = item.indicator.kind
    unit = 100.0 if kind in {IndicatorKind.SHARE, IndicatorKind.BALANCE} else 1.0
    value, se, n = estimates.value[:, column], estimates.se[:, column], estimates.n[:, column]
    fraction = np.divide(n, estimator.population, out=np.zeros_like(n), where=estimator.population > 0)
    effective = effective_n(estimates.weight[:, column], estimates.squares[:, column], fraction)

    kish = kish_n(estimates.weight[:, column], estimates.squares[:, column])
    spread = estimates.spread[:, column]

    def interval(confidence: float) -> Interval:
        if kind == IndicatorKind.SHARE:
            low, high = wilson(value, effective, z_for(confidence))
        else:
            half = cautious_margin(se, spread, kish, effective, confidence)
            low, high = value - half, value + half
        return Interval(low * unit, high * unit)

    answers = None
    if item.answers is not None:
        answers = 100.0 * estimator.shares(item.answers)
    return IndicatorResult(
        indicator=item.indicator.code,
        kind=kind,
        period=period,
        measured=item,
        value=value * unit,
        se=se * unit,
        n=n,
        n_effective=effective,
        weight=estimates.weight[:, column],
        adults=estimator.population,
        members=estimator.members,
        interval=interval(0.95),
        clear_interval=interval(clear_confidence),
        clear_confidence=clear_confidence,
        rest_difference=estimates.rest_difference[:, column] * unit,
        rest_se=estimates.rest_se[:, column] * unit,
        answers=answers,
    )
