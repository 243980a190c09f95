"""Comparison: change between waves and an area against the rest, with intervals, and control of false alarms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vergezicht.figures import IndicatorKind, Reference, Verdict
from vergezicht.survey.intervals import normal_quantile, two_sided_p
from vergezicht.survey.responses import FloatArray
from vergezicht.survey.results import IndicatorResult, Interval


@dataclass(frozen=True)
class Contrast:
    """Differences (areas,) of one indicator in one period with a reference, before anything is protected.

    In the unit of the indicator. ``comparable`` is False at a break in the series: then nothing else counts.
    """

    indicator: str
    kind: IndicatorKind
    period: str
    reference: Reference
    reference_period: str
    comparable: bool
    difference: FloatArray
    interval: Interval
    clear_interval: Interval
    p: FloatArray


def compare_with_previous(now: IndicatorResult, before: IndicatorResult, comparable: bool) -> Contrast:
    """Change since an earlier wave; the waves are independent samples.

    Shares: the interval of Newcombe (1998), squaring and adding the Wilson intervals of the two (MOVER).
    Means and balances: difference +/- z sqrt(SE^2 + SE^2). p-values from the normal distribution.
    """
    difference = now.value - before.value
    se = np.sqrt(now.se**2 + before.se**2)
    if now.kind == IndicatorKind.SHARE:
        interval = _square_and_add(now, before, now.interval, before.interval)
        clear = _square_and_add(now, before, now.clear_interval, before.clear_interval)
    else:
        interval, clear = around(difference, se, 0.95), around(difference, se, now.clear_confidence)
    return Contrast(
        indicator=now.indicator,
        kind=now.kind,
        period=now.period,
        reference=Reference.PREVIOUS_WAVE,
        reference_period=before.period,
        comparable=comparable,
        difference=difference,
        interval=interval,
        clear_interval=clear,
        p=p_values(difference, se),
    )


def compare_with_rest(now: IndicatorResult) -> Contrast:
    """The area against the rest of the gemeente, with the covariance the common weighting gives them."""
    difference, se = now.rest_difference, now.rest_se
    return Contrast(
        indicator=now.indicator,
        kind=now.kind,
        period=now.period,
        reference=Reference.MUNICIPALITY,
        reference_period=now.period,
        comparable=True,
        difference=difference,
        interval=around(difference, se, 0.95),
        clear_interval=around(difference, se, now.clear_confidence),
        p=p_values(difference, se),
    )


def around(value: FloatArray, se: FloatArray, confidence: float) -> Interval:
    half = normal_quantile(confidence) * se
    return Interval(value - half, value + half)


def p_values(difference: FloatArray, se: FloatArray) -> FloatArray:
    """Two-sided p from the normal distribution; 1 where nothing varies, NaN where there is no difference to test."""
    z = np.divide(difference, se, out=np.zeros_like(difference), where=se > 0)
    return np.where(np.isnan(difference) | np.isnan(se), np.nan, two_sided_p(z))


def benjamini_hochberg(p: FloatArray) -> FloatArray:
    """Adjusted p-values (Benjamini & Hochberg 1995), (m,) to (m,); NaN values do not count and stay NaN."""
    adjusted = np.full_like(p, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    if not len(known):
        return adjusted
    order = known[np.argsort(p[known], kind="stable")]
    m = len(order)
    steps = p[order] * m / np.arange(1, m + 1)
    adjusted[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return adjusted


def verdict(
    difference: float,
    interval: tuple[float, float],
    clear_interval: tuple[float, float],
    p_adjusted: float,
    *,
    false_alarms: float,
    practically_equal: float,
) -> Verdict:
    """What may be said about a difference (guide to the method: docs/method.md).

    Higher or lower only when the adjusted p is below ``false_alarms`` and the 95 % interval leaves 0 out: a reader
    must never see an arrow beside a margin that holds 0. Clearly, when the 99 % interval leaves it out as well.
    """
    low, high = interval
    if p_adjusted < false_alarms and (low > 0 or high < 0):
        clear = clear_interval[0] > 0 or clear_interval[1] < 0
        if difference > 0:
            return Verdict.CLEARLY_HIGHER if clear else Verdict.HIGHER
        return Verdict.CLEARLY_LOWER if clear else Verdict.LOWER
    if -practically_equal <= low and high <= practically_equal:
        return Verdict.PRACTICALLY_EQUAL
    return Verdict.NOT_DEMONSTRABLE


def _square_and_add(now: IndicatorResult, before: IndicatorResult, late: Interval, early: Interval) -> Interval:
    difference = now.value - before.value
    low = difference - np.hypot(now.value - late.low, early.high - before.value)
    high = difference + np.hypot(late.high - now.value, before.value - early.low)
    return Interval(low, high)
