"""Results: the estimates of one indicator in one wave for all areas, in the unit in which people read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vergezicht.figures import IndicatorKind
from vergezicht.survey.arrays import BoolArray, FloatArray
from vergezicht.survey.estimating.estimates import Estimates, Estimator
from vergezicht.survey.estimating.intervals import cautious_margin, effective_n, kish_n, wilson
from vergezicht.survey.estimating.intervals import normal_quantile as z_for
from vergezicht.survey.reading.measures import Measured

# The lowest and highest value of a figure, in its unit.
RANGES = {
    IndicatorKind.SHARE: (0.0, 100.0),
    IndicatorKind.BALANCE: (-100.0, 100.0),
    IndicatorKind.MARK: (1.0, 10.0),
    IndicatorKind.SCALE_SCORE: (0.0, 10.0),
}


@dataclass(frozen=True)
class Sums:
    """What the buurten (H,) add to every figure: ``base`` the weight of the valid answers, ``total`` their values.

    Each value lies between ``low`` and ``high``. ``n`` and ``adults`` say which groups are too small.
    """

    base: FloatArray
    total: FloatArray
    n: FloatArray
    adults: FloatArray
    low: float
    high: float


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

    ``adults`` is the population of each area, ``members`` (areas, strata) what it consists of, ``sums`` what the strata
    add to it; ``answers`` (areas, answers) has the percentages per answer and ``answer_weights`` (strata, answers)
    their weights, or None. ``torn`` areas have changed since and get no figure.
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
    adults: FloatArray
    members: BoolArray
    sums: Sums
    interval: Interval
    clear_interval: Interval
    clear_confidence: float
    rest_difference: FloatArray
    rest_se: FloatArray
    others_se: FloatArray
    answers: FloatArray | None
    answer_weights: FloatArray | None
    torn: BoolArray


def estimate_indicators(
    estimator: Estimator,
    period: str,
    measured: tuple[Measured, ...],
    clear_confidence: float = 0.99,
    torn: BoolArray | None = None,
) -> tuple[IndicatorResult, ...]:
    """Estimate every indicator of a wave for all areas at once.

    Shares get Wilson's interval with the effective number of answers, everything else value +/- ``cautious_margin``.
    """
    if not measured:
        return ()
    estimates = estimator.estimate([item.tally for item in measured])
    return tuple(
        _result(estimates, column, item, estimator, period, clear_confidence, torn)
        for column, item in enumerate(measured)
    )


def _result(
    estimates: Estimates,
    column: int,
    item: Measured,
    estimator: Estimator,
    period: str,
    clear_confidence: float,
    torn: BoolArray | None,
) -> IndicatorResult:
    kind = item.indicator.kind
    unit = unit_of(kind)
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

    answers = None if item.answers is None else 100.0 * estimator.shares(item.answers)
    return IndicatorResult(
        indicator=item.indicator.code,
        kind=kind,
        period=period,
        measured=item,
        value=value * unit,
        se=se * unit,
        n=n,
        n_effective=effective,
        adults=estimator.population,
        members=estimator.members,
        sums=_sums(item, estimator, unit),
        interval=interval(0.95),
        clear_interval=interval(clear_confidence),
        clear_confidence=clear_confidence,
        rest_difference=estimates.rest_difference[:, column] * unit,
        rest_se=estimates.rest_se[:, column] * unit,
        others_se=estimates.others_se[:, column] * unit,
        answers=answers,
        answer_weights=None if item.answers is None else estimator.strata(item.answers),
        torn=np.zeros(len(value), dtype=bool) if torn is None else torn,
    )


def unit_of(kind: IndicatorKind) -> float:
    """By what an estimate is multiplied to be read: shares and balances are told in percent."""
    return 100.0 if kind in {IndicatorKind.SHARE, IndicatorKind.BALANCE} else 1.0


def _sums(item: Measured, estimator: Estimator, unit: float) -> Sums:
    tally = item.tally
    weighted = estimator.strata(np.column_stack([tally.n, tally.total + tally.n[:, None] * tally.centre]))
    low, high = RANGES[item.indicator.kind]
    return Sums(weighted[:, 0], weighted[:, 1] * unit, estimator.counts(tally), estimator.adults, low, high)
