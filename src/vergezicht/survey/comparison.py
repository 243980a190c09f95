"""Comparison: change between waves and an area against the rest, with intervals, and control of false alarms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vergezicht.figures import IndicatorKind, Reference, Verdict
from vergezicht.survey.intervals import normal_quantile, two_sided_p
from vergezicht.survey.responses import FloatArray
from vergezicht.survey.results import IndicatorResult, Interval

# Stands for no answers at all, where the figure itself is NaN.
_NONE = 1e-12


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
    Means and balances: the same with their margins. p-values from the normal distribution; for shares the larger of
    two, see ``score_p_values``, for means with the error that the margin of 95 % stands for.
    """
    difference = now.value - before.value
    interval = _square_and_add(now, before, now.interval, before.interval)
    clear = _square_and_add(now, before, now.clear_interval, before.clear_interval)
    if now.kind == IndicatorKind.SHARE:
        p = p_values(difference, np.hypot(now.se, before.se))
        n_now, n_before = np.maximum(now.n_effective, _NONE), np.maximum(before.n_effective, _NONE)
        pooled = (n_now * now.value + n_before * before.value) / (n_now + n_before)
        p = np.fmax(p, score_p_values(difference, pooled, 1 / n_now + 1 / n_before))
    else:
        p = p_values(difference, interval.width / 2 / normal_quantile(0.95))
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
        p=p,
    )


def compare_with_rest(now: IndicatorResult) -> Contrast:
    """The area against the rest of the gemeente, with the covariance the common weighting gives them."""
    difference, se = now.rest_difference, now.rest_se
    if now.kind != IndicatorKind.SHARE:
        # The area's own part of the error is as cautious here as in its interval.
        cautious = now.interval.width / 2 / normal_quantile(0.95)
        se = np.sqrt(se**2 + np.maximum(cautious**2 - now.se**2, 0.0))
    p = p_values(difference, se)
    if now.kind == IndicatorKind.SHARE:
        p = np.fmax(p, score_p_values(difference, now.value - difference, 1 / np.maximum(now.n_effective, _NONE)))
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
        p=p,
    )


def score_p_values(difference: FloatArray, share: FloatArray, spread: FloatArray) -> FloatArray:
    """Two-sided p of a difference of shares, with the variance as it would be were there none (score test).

    ``share`` is the common share in percent, ``spread`` (sums of) 1 / effective n. The estimated standard error of a
    share near 0 or 100 in a small buurt is too small by chance, and so too often gives a false alarm: without any true
    change 13 % of the maps of our simulated city showed an arrow, with the larger of the two p-values 7 %.
    """
    return p_values(difference, np.sqrt(np.maximum(share * (100 - share), 0.0) * spread))


def around(value: FloatArray, se: FloatArray, confidence: float) -> Interval:
    """value +/- z SE."""
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
    relevant: float = 0.0,
) -> Verdict:
    """What may be said about a difference (guide to the method: docs/method.md).

    A difference that is demonstrable but smaller than ``relevant`` is called small, and gets no arrow.

    Higher or lower only when the adjusted p is below ``false_alarms`` and the 95 % interval leaves 0 out: a reader
    must never see an arrow beside a margin that holds 0. Clearly, when the 99 % interval leaves it out as well.
    """
    low, high = interval
    demonstrable = p_adjusted < false_alarms and (low > 0 or high < 0)
    if demonstrable and abs(difference) >= relevant:
        clear = clear_interval[0] > 0 or clear_interval[1] < 0
        if difference > 0:
            return Verdict.CLEARLY_HIGHER if clear else Verdict.HIGHER
        return Verdict.CLEARLY_LOWER if clear else Verdict.LOWER
    if -practically_equal <= low and high <= practically_equal:
        return Verdict.PRACTICALLY_EQUAL
    if demonstrable:
        return Verdict.SMALL
    return Verdict.NOT_DEMONSTRABLE


def _square_and_add(now: IndicatorResult, before: IndicatorResult, late: Interval, early: Interval) -> Interval:
    difference = now.value - before.value
    low = difference - np.hypot(now.value - late.low, early.high - before.value)
    high = difference + np.hypot(late.high - now.value, before.value - early.low)
    return Interval(low, high)
