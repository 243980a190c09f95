"""Comparison: change between waves, an area against the rest, a group against the others, and what may be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from vergezicht.figures import IndicatorKind, Reference, Verdict
from vergezicht.survey.arrays import FloatArray
from vergezicht.survey.estimating.intervals import normal_quantile, two_sided_p
from vergezicht.survey.estimating.results import IndicatorResult, Interval
from vergezicht.survey.thresholds import Thresholds

# Stands for no answers at all, where the figure itself is NaN.
_NONE = 1e-12


@dataclass(frozen=True, kw_only=True)
class Tested:
    """Differences (areas,) of a ``value`` with a reference, in the unit of the indicator, before any protection."""

    kind: IndicatorKind
    value: FloatArray
    difference: FloatArray
    interval: Interval
    clear_interval: Interval
    p: FloatArray


@dataclass(frozen=True, kw_only=True)
class Contrast(Tested):
    """Of one indicator in one period with a reference.

    ``comparable`` is False at a break in the series: then nothing else counts.
    """

    indicator: str
    period: str
    reference: Reference
    reference_period: str
    comparable: bool


@dataclass(frozen=True, kw_only=True)
class GroupContrast(Tested):
    """Of a group with everyone else in the same area, of whom ``others_n`` (areas,) gave an answer."""

    others_n: FloatArray


class Judged(NamedTuple):
    """A difference as it leaves the house: rounded, with what may be said about it."""

    difference: float
    low: float
    high: float
    p: float
    p_adjusted: float
    verdict: Verdict


def compare_with_previous(now: IndicatorResult, before: IndicatorResult, comparable: bool) -> Contrast:
    """Change since an earlier wave; the waves are independent samples.

    Shares: the interval of Newcombe (1998), squaring and adding the Wilson intervals of the two (MOVER).
    Means and balances: the same with their margins. p-values from the normal distribution; for shares the larger of
    two, see ``score_p_values``, for means with the error that the margin of 95 % stands for.
    """
    difference = now.value - before.value
    interval = square_and_add(now.value, now.interval, before.value, before.interval)
    clear = square_and_add(now.value, now.clear_interval, before.value, before.clear_interval)
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
        value=now.value,
        difference=difference,
        interval=interval,
        clear_interval=clear,
        p=p,
    )


def compare_with_rest(now: IndicatorResult) -> Contrast:
    """The area against the rest of the gemeente, with the covariance the common weighting gives them.

    Shares: the interval of Zou & Donner (2008), which is Newcombe's for two that are not independent; symmetrical
    around the difference it would hold the truth of a rare answer in a small buurt 80 times in a hundred. The rest is
    large: its own interval is value +/- z SE.
    """
    difference, se = now.rest_difference, now.rest_se
    if now.kind == IndicatorKind.SHARE:
        others, shared = now.value - difference, correlation(now.se, now.others_se, se)
        interval, clear = (
            square_and_add(now.value, mine, others, around(others, now.others_se, confidence), shared)
            for mine, confidence in ((now.interval, 0.95), (now.clear_interval, now.clear_confidence))
        )
        p = p_values(difference, se)
        p = np.fmax(p, score_p_values(difference, others, 1 / np.maximum(now.n_effective, _NONE)))
    else:
        se = np.sqrt(se**2 + _caution(now))
        interval, clear = around(difference, se, 0.95), around(difference, se, now.clear_confidence)
        p = p_values(difference, se)
    return Contrast(
        indicator=now.indicator,
        kind=now.kind,
        period=now.period,
        reference=Reference.MUNICIPALITY,
        reference_period=now.period,
        comparable=True,
        value=now.value,
        difference=difference,
        interval=interval,
        clear_interval=clear,
        p=p,
    )


def compare_with_others(
    now: IndicatorResult, others: IndicatorResult, difference: FloatArray, se: FloatArray
) -> GroupContrast:
    """A group against everyone else in the same area: ``difference`` and ``se`` (areas,) with the covariance of both.

    As ``compare_with_rest``, but both parts may be small: of the others too the interval is Wilson's, or as cautious
    as that of a figure, and the score test of shares (see ``score_p_values``) pools the two.
    """
    if now.kind == IndicatorKind.SHARE:
        shared = correlation(now.se, others.se, se)
        interval = square_and_add(now.value, now.interval, others.value, others.interval, shared)
        clear = square_and_add(now.value, now.clear_interval, others.value, others.clear_interval, shared)
        n, n_others = np.maximum(now.n_effective, _NONE), np.maximum(others.n_effective, _NONE)
        pooled = (n * now.value + n_others * others.value) / (n + n_others)
        p = np.fmax(p_values(difference, se), score_p_values(difference, pooled, 1 / n + 1 / n_others))
    else:
        se = np.sqrt(se**2 + _caution(now) + _caution(others))
        interval, clear = around(difference, se, 0.95), around(difference, se, now.clear_confidence)
        p = p_values(difference, se)
    return GroupContrast(
        kind=now.kind,
        value=now.value,
        difference=difference,
        interval=interval,
        clear_interval=clear,
        p=p,
        others_n=others.n,
    )


def score_p_values(difference: FloatArray, share: FloatArray, spread: FloatArray) -> FloatArray:
    """Two-sided p of a difference of shares, with the variance as it would be were there none (score test).

    ``share`` is the common share in percent, ``spread`` (sums of) 1 / effective n. The estimated standard error of a
    share near 0 or 100 in a small buurt is too small by chance, and so too often gives a false alarm: without any true
    change 13 % of the maps of our simulated city showed an arrow, with the larger of the two p-values 7 %.
    """
    return p_values(difference, np.sqrt(np.maximum(share * (100 - share), 0.0) * spread))


def square_and_add(
    value: FloatArray,
    interval: Interval,
    other: FloatArray,
    other_interval: Interval,
    shared: FloatArray | float = 0.0,
) -> Interval:
    """The interval of one minus another from the intervals of both (MOVER), all (areas,); Zou & Donner (2008).

    ``shared`` is their correlation.
    """

    def half(a: FloatArray, b: FloatArray) -> FloatArray:
        return np.sqrt(np.maximum(a**2 + b**2 - 2 * shared * a * b, 0.0))

    return Interval(
        value - other - half(value - interval.low, other_interval.high - other),
        value - other + half(interval.high - value, other - other_interval.low),
    )


def correlation(se: FloatArray, other: FloatArray, together: FloatArray) -> FloatArray:
    """Of two estimates, from their standard errors and that of their difference; 0 where either does not vary."""
    both = 2 * se * other
    found = np.divide(se**2 + other**2 - together**2, both, out=np.zeros_like(both), where=both > 0)
    return np.clip(found, -1.0, 1.0)


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


def judge(tested: Tested, place: int, p_adjusted: float, thresholds: Thresholds) -> Judged:
    """The difference in one area, rounded, with the verdict about its interval as it is shown.

    Never "hoger" beside a margin that starts at 0. Shares are rounded to whole points like the shares themselves,
    means to hundredths, since 0.1 is a lot for a mark.
    """
    decimals = 0 if tested.kind.decimals == 0 else tested.kind.decimals + 1
    difference, interval = float(tested.difference[place]), _at(tested.interval, place, decimals)
    value = float(tested.value[place])
    found = verdict(
        difference,
        interval,
        _at(tested.clear_interval, place, decimals),
        p_adjusted,
        false_alarms=thresholds.false_alarms,
        practically_equal=thresholds.equality.limit_for(tested.kind, (value, value - difference)),
        relevant=thresholds.relevant_for(tested.kind),
    )
    p = round(float(tested.p[place]), 4)
    return Judged(round(difference, decimals) + 0.0, *interval, p, round(p_adjusted, 4), found)


def _at(interval: Interval, place: int, decimals: int) -> tuple[float, float]:
    return round(float(interval.low[place]), decimals) + 0.0, round(float(interval.high[place]), decimals) + 0.0


def _caution(of: IndicatorResult) -> FloatArray:
    """How much more variance the interval of a mean stands for than its standard error tells."""
    cautious: FloatArray = of.interval.width / 2 / normal_quantile(0.95)
    return np.maximum(cautious**2 - of.se**2, 0.0)
