"""Quantiles: medians and others, with intervals by inverting that of the share below (Woodruff, JASA 47, 1952)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from vergezicht.survey.analysis.distributions import critical_value
from vergezicht.survey.analysis.estimates import AnyDesign, estimate_mean, freedom_of
from vergezicht.survey.analysis.shares import ShareInterval, interval_of_share
from vergezicht.survey.arrays import BoolArray, FloatArray

# Cumulated shares of weights differ from p by rounding only, when they should be equal to it.
NEARNESS = 1e-12


class QuantileRule(Enum):
    """What lies between two answers. MATH: the smallest value with at least p below or at it. SCHOOL: halfway when p is
    hit exactly. HF1-HF9: the nine definitions of Hyndman & Fan (American Statistician 50, 1996), with weights.
    SHAH_VAISH: as R's survey 4.5 has it, which depends on the scale of the weights; only to compare with R."""

    MATH = "math"
    SCHOOL = "school"
    SHAH_VAISH = "shahvaish"
    HF1 = "hf1"
    HF2 = "hf2"
    HF3 = "hf3"
    HF4 = "hf4"
    HF5 = "hf5"
    HF6 = "hf6"
    HF7 = "hf7"
    HF8 = "hf8"
    HF9 = "hf9"


@dataclass(frozen=True)
class Quantiles:
    """For each of ``probabilities`` (P,): value, interval and SE (P,); the SE is the interval's length / (2 t).

    NaN for a bound beyond the answers, when there are too few of them on that side.
    """

    probabilities: FloatArray
    value: FloatArray
    low: FloatArray
    high: FloatArray
    se: FloatArray
    n: int
    freedom: float


def estimate_quantiles(
    design: AnyDesign,
    values: ArrayLike,
    probabilities: Sequence[float] = (0.5,),
    *,
    rule: QuantileRule = QuantileRule.MATH,
    interval: ShareInterval = ShareInterval.MEAN,
    level: float = 0.95,
    domain: BoolArray | None = None,
    freedom: float | None = None,
    nearness: float = NEARNESS,
) -> Quantiles:
    """Quantiles of ``values`` (n,), NaN for no answer.

    ``interval`` is how the interval of the share at or below the quantile is made: MEAN, LOGIT, BETA, ASIN, WILSON, or
    SCORE, which inverts the test of every possible value. ``nearness``: see ``weighted_quantile``.
    """
    x = np.asarray(values, dtype=np.float64)
    inside = design.inside(domain) & ~np.isnan(x)
    df = freedom_of(design, inside) if freedom is None else freedom
    t = critical_value(df, level=level)
    answers, weights = x[inside], design.weights[inside]
    found = []
    for p in probabilities:
        value = weighted_quantile(answers, weights, p, rule=rule, nearness=nearness)
        if interval is ShareInterval.SCORE:
            low, high = _score_interval(design, x, inside, p, t)
        else:
            # An interpolated value may miss the answer it should equal by a rounding.
            edge = value + 1e-12 * max(1.0, abs(value))
            below = np.where(np.isnan(x), np.nan, (x <= edge).astype(np.float64))
            share = interval_of_share(design, below, method=interval, level=level, domain=inside, freedom=df)
            bounds = (share.low, share.high)
            if rule is QuantileRule.SHAH_VAISH and share.se == 0:
                # R takes the largest answer for certain when nobody is above the quantile.
                bounds = (share.value, share.value)
            low, high = (
                weighted_quantile(answers, weights, bound, rule=rule, nearness=nearness) if 0 <= bound <= 1 else np.nan
                for bound in bounds
            )
        found.append((value, low, high, (high - low) / (2 * t)))
    value_of, low_of, high_of, se_of = np.array(found).T
    return Quantiles(np.array(probabilities), value_of, low_of, high_of, se_of, int(inside.sum()), df)


def weighted_quantile(
    values: FloatArray,
    weights: FloatArray,
    p: float,
    *,
    rule: QuantileRule = QuantileRule.MATH,
    nearness: float = NEARNESS,
) -> float:
    """The p-quantile (0-1) of values (n,) with weights (n,); NaN without answers.

    ``nearness`` is how near a cumulated share must come to p to count as p. R takes 0, so that rounding decides there.
    """
    used = weights > 0
    order = np.argsort(values[used], kind="stable")
    x, w = values[used][order], weights[used][order]
    if len(x) < 2:
        return float(x[0]) if len(x) else float("nan")
    if rule in _DISCRETE:
        return _DISCRETE[rule](x, w, p, nearness)
    points = _POINTS[rule](w)
    if rule is QuantileRule.SHAH_VAISH:
        order = np.argsort(points, kind="stable")
        points, x = points[order], x[order]
        return float(x[max(int(np.searchsorted(points, p, side="right")) - 1, 0)])
    return float(np.interp(p, points, x))


def _around(x: FloatArray, w: FloatArray, p: float, nearness: float) -> tuple[int, int, bool]:
    """Places of the last answer with at most p at or below it and of the next one, and whether p is hit exactly."""
    total = float(np.sum(w, dtype=np.longdouble))
    cumulated = np.cumsum(w, dtype=np.longdouble).astype(np.float64)
    low = int(np.searchsorted(cumulated, (p + nearness) * total, side="right")) - 1
    exact = low >= 0 and bool(abs(cumulated[low] / total - p) <= nearness)
    return low, min(low + 1, len(x) - 1), exact


def _lower(x: FloatArray, w: FloatArray, p: float, nearness: float) -> float:
    low, next_place, exact = _around(x, w, p, nearness)
    return float(x[low] if exact else x[next_place])


def _halfway(x: FloatArray, w: FloatArray, p: float, nearness: float) -> float:
    low, next_place, exact = _around(x, w, p, nearness)
    return float((x[low] + x[next_place]) / 2 if exact else x[next_place])


def _nearest_even(x: FloatArray, w: FloatArray, p: float, nearness: float) -> float:
    distinct, places = np.unique(x, return_inverse=True)
    low, next_place, exact = _around(distinct, np.bincount(places, weights=w).astype(np.float64), p, nearness)
    return float(distinct[low] if exact and (low + 1) % 2 == 0 else distinct[next_place])


_DISCRETE: dict[QuantileRule, Callable[[FloatArray, FloatArray, float, float], float]] = {
    QuantileRule.MATH: _lower,
    QuantileRule.HF1: _lower,
    QuantileRule.SCHOOL: _halfway,
    QuantileRule.HF2: _halfway,
    QuantileRule.HF3: _nearest_even,
}


def _before(w: FloatArray) -> FloatArray:
    return np.concatenate([[0.0], np.cumsum(w)[:-1]])


# The cumulated share at which each sorted answer is the quantile itself; between them it runs straight.
_POINTS: dict[QuantileRule, Callable[[FloatArray], FloatArray]] = {
    QuantileRule.HF4: lambda w: np.cumsum(w) / w.sum(),
    QuantileRule.HF5: lambda w: (np.cumsum(w) - w / 2) / w.sum(),
    QuantileRule.HF6: lambda w: np.cumsum(w) / (w.sum() + w[-1]),
    QuantileRule.HF7: lambda w: _before(w) / _before(w)[-1],
    QuantileRule.HF8: lambda w: (_before(w) / 3 + np.cumsum(w) * 2 / 3) / (w.sum() + w[-1] / 3),
    QuantileRule.HF9: lambda w: (_before(w) * 3 / 8 + np.cumsum(w) * 5 / 8) / (w.sum() + w[-1] / 4),
    QuantileRule.SHAH_VAISH: lambda w: (np.cumsum(w / w.mean()) + 0.5 - w / 2) / (len(w) + 1),
}


def _score_interval(design: AnyDesign, x: FloatArray, inside: BoolArray, p: float, t: float) -> tuple[float, float]:
    """Answers v for which "a share p lies at or below v" is not rejected (Francisco & Fuller, Annals 19, 1991)."""
    candidates = np.unique(x[inside])

    def score(place: int) -> float:
        above = np.where(np.isnan(x), np.nan, (x <= candidates[place]) - p)
        found = estimate_mean(design, above, domain=inside)
        return float(found.value[0] / found.se[0]) if found.se[0] > 0 else np.inf * np.sign(found.value[0])

    def first(limit: float) -> float:
        low, high = 0, len(candidates) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if score(middle) >= limit else (middle + 1, high)
        return float(candidates[low])

    return first(-t), first(t)
