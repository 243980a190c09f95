"""Shares: intervals for proportions, from a design or from counts, that hold at few answers and near 0 and 1."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from vergezicht.problems import BadInput, Problem
from vergezicht.survey.analysis.distributions import beta_quantile, critical_value
from vergezicht.survey.analysis.estimates import AnyDesign, Estimate, estimate_mean, freedom_of
from vergezicht.survey.arrays import BoolArray, FloatArray
from vergezicht.survey.estimating.intervals import effective_n, normal_quantile, wilson


class ShareInterval(Enum):
    """WILSON: score interval (our standard: docs/method.md). BETA: exact, conservative (Korn & Graubard 1998).
    LOGIT and ASIN: symmetric on that scale. MEAN: share +/- t SE. LIKELIHOOD: where the log-likelihood of the effective
    n is near its top. JEFFREYS: equal tails of the beta posterior. SCORE is for quantiles only."""

    WILSON = "wilson"
    BETA = "beta"
    LOGIT = "logit"
    ASIN = "asin"
    MEAN = "mean"
    LIKELIHOOD = "likelihood"
    JEFFREYS = "jeffreys"
    SCORE = "score"


class EffectiveN(Enum):
    """SE: share (1 - share) / SE^2, so all of the design counts; Kish's where the SE is 0. KISH: (sum w)^2 / sum w^2,
    divided by 1 - f when the population is finite; it needs no SE, but does not see clusters."""

    SE = "standard error"
    KISH = "kish"


@dataclass(frozen=True)
class Share:
    """A share (0-1) with its interval. ``effective_n`` is what the interval was made with; ``n`` answers."""

    value: float
    se: float
    low: float
    high: float
    effective_n: float
    n: int
    freedom: float


class CountInterval(Enum):
    """Intervals for x of n in a simple random sample. WILSON_CC has a continuity correction; AGRESTI_COULL may leave
    0-1; the exact CLOPPER_PEARSON is one-sided at x = 0 and x = n."""

    WILSON = "wilson"
    WILSON_CC = "wilson_cc"
    CLOPPER_PEARSON = "clopper_pearson"
    AGRESTI_COULL = "agresti_coull"
    JEFFREYS = "jeffreys"


def interval_of_share(
    design: AnyDesign,
    values: ArrayLike,
    *,
    method: ShareInterval = ShareInterval.WILSON,
    by_effective_n: EffectiveN = EffectiveN.SE,
    level: float = 0.95,
    domain: BoolArray | None = None,
    freedom: float | None = None,
    sample_size: int | None = None,
) -> Share:
    """The share of ones among ``values`` (n,) of 0, 1 and NaN, with an interval.

    ``freedom`` is that of the design in the domain when not given. BETA corrects the effective n for it with
    ``sample_size`` answers (those in the domain). A share of 0 or 1 has a one-sided bound from the effective n; only
    MEAN and LOGIT have none there (NaN). A share that the design fixes (SE 0, but not 0 or 1) is its own interval.
    """
    x = np.asarray(values, dtype=np.float64)
    inside = design.inside(domain) & ~np.isnan(x)
    if not np.isin(x[inside], (0, 1)).all():
        raise BadInput([Problem("een aandeel is van nullen en enen", hint="maak de kolom met scores.shares_of")])
    found = estimate_mean(design, x, domain=inside)
    df = freedom_of(design, inside) if freedom is None else freedom
    value, se, n = float(found.value[0]), float(found.se[0]), int(inside.sum())
    if math.isnan(value):
        return Share(math.nan, math.nan, math.nan, math.nan, 0.0, 0, df)
    # Rounding leaves some dust in an SE that is 0.
    se = 0.0 if se < 1e-12 else se
    kish = _kish(design, inside)
    varies = se > 0 and 0 < value < 1
    size = value * (1 - value) / se**2 if varies and by_effective_n is EffectiveN.SE else kish
    if not varies and 0 < value < 1 and by_effective_n is EffectiveN.SE:
        return Share(value, 0.0, value, value, math.inf, n, df)
    t = critical_value(df, level=level)
    if method is ShareInterval.BETA and varies and by_effective_n is EffectiveN.SE:
        size *= (critical_value((sample_size or n) - 1, level=level) / critical_value(df, level=level)) ** 2
    if method is ShareInterval.LIKELIHOOD and varies and by_effective_n is EffectiveN.SE:
        # The SE is that of an estimated spread, which has n - 1 degrees of freedom.
        size *= (n - 1) / n
    spread = se if by_effective_n is EffectiveN.SE else math.sqrt(value * (1 - value) / size)
    low, high = _interval(value, spread, size, method, t, level)
    if not math.isnan(low):
        # Rounding must not move a one-sided bound.
        low, high = (0.0 if value == 0 else low), (1.0 if value == 1 else high)
    return Share(value, se, low, high, size, n, df)


def interval_of_count(
    successes: float, n: float, *, method: CountInterval = CountInterval.WILSON, level: float = 0.95
) -> tuple[float, float]:
    """Low and high for ``successes`` of ``n``, each answer with weight 1."""
    x, z = float(successes), normal_quantile(level)
    if not 0 <= x <= n or n <= 0:
        raise BadInput([Problem("het aantal ligt niet tussen 0 en n", got=f"{successes:g} van {n:g}")])
    p, tail = x / n, (1 - level) / 2
    if method is CountInterval.WILSON:
        low, high = wilson(np.array([p]), np.array([float(n)]), z)
        return float(low[0]), float(high[0])
    if method is CountInterval.WILSON_CC:
        return _wilson_corrected(x, n, z)
    if method is CountInterval.CLOPPER_PEARSON:
        return beta_quantile(tail, a=x, b=n - x + 1), beta_quantile(1 - tail, a=x + 1, b=n - x)
    if method is CountInterval.AGRESTI_COULL:
        size = n + z * z
        centre = (x + z * z / 2) / size
        half = z * math.sqrt(centre * (1 - centre) / size)
        return centre - half, centre + half
    return _jeffreys(x, n, tail)


def interval_of_difference(first: Share, second: Share) -> tuple[float, float]:
    """Interval of first - second for independent shares, squaring and adding theirs (MOVER; Newcombe 1998)."""
    difference = first.value - second.value
    low = difference - math.hypot(first.value - first.low, second.high - second.value)
    high = difference + math.hypot(first.high - first.value, second.value - second.low)
    return low, high


def intervals_of_shares(found: Estimate, *, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Wilson intervals (low, high) of all shares of an ``Estimate`` at once, with the effective n of their SE."""
    se, value = found.se, found.value
    size = np.divide(value * (1 - value), se**2, out=np.full_like(se, np.nan), where=se > 0)
    return wilson(value, np.where(np.isnan(size), found.n, size), critical_value(found.freedom, level=level))


def _kish(design: AnyDesign, inside: BoolArray) -> float:
    w = design.weights[inside]
    total = float(w.sum())
    fraction = min(len(w) / total, 1.0) if design.has_population else 0.0
    found = effective_n(np.array([total]), np.array([float((w**2).sum())]), np.array([fraction]))
    return float(found[0])


def _interval(value: float, se: float, n: float, method: ShareInterval, t: float, level: float) -> tuple[float, float]:
    edge = value in (0.0, 1.0)
    tail = (1 - level) / 2
    if method is ShareInterval.WILSON:
        low, high = wilson(np.array([value]), np.array([n]), t)
        return float(low[0]), float(high[0])
    if method is ShareInterval.BETA:
        return (
            beta_quantile(tail, a=n * value, b=n * (1 - value) + 1),
            beta_quantile(1 - tail, a=n * value + 1, b=n * (1 - value)),
        )
    if method is ShareInterval.JEFFREYS:
        return _jeffreys(n * value, n, tail)
    if method is ShareInterval.LIKELIHOOD:
        return _likelihood(value, n, t)
    if method is ShareInterval.ASIN:
        centre, half = math.asin(math.sqrt(value)), t / (2 * math.sqrt(n))
        return math.sin(max(centre - half, 0.0)) ** 2, math.sin(min(centre + half, math.pi / 2)) ** 2
    if method is ShareInterval.SCORE:
        raise ValueError("the score interval is for quantiles")
    if edge:
        return math.nan, math.nan
    if method is ShareInterval.LOGIT:
        centre, half = math.log(value / (1 - value)), t * se / (value * (1 - value))
        return 1 / (1 + math.exp(half - centre)), 1 / (1 + math.exp(-half - centre))
    return value - t * se, value + t * se


def _jeffreys(x: float, n: float, tail: float) -> tuple[float, float]:
    low = 0.0 if x == 0 else beta_quantile(tail, a=x + 0.5, b=n - x + 0.5)
    high = 1.0 if x == n else beta_quantile(1 - tail, a=x + 0.5, b=n - x + 0.5)
    return low, high


def _likelihood(value: float, n: float, t: float) -> tuple[float, float]:
    """Where 2 n (value log(value / p) + (1 - value) log((1 - value) / (1 - p))) is t^2 (Rao & Scott 1984)."""

    def distance(p: float) -> float:
        left = value * math.log(value / p) if value > 0 else 0.0
        right = (1 - value) * math.log((1 - value) / (1 - p)) if value < 1 else 0.0
        return 2 * n * (left + right) - t * t

    def cross(inner: float, outer: float) -> float:
        for _ in range(200):
            middle = (inner + outer) / 2
            if middle in (inner, outer):
                break
            inner, outer = (inner, middle) if distance(middle) > 0 else (middle, outer)
        return (inner + outer) / 2

    return (cross(value, 0.0) if value > 0 else 0.0), (cross(value, 1.0) if value < 1 else 1.0)


def _wilson_corrected(x: float, n: float, z: float) -> tuple[float, float]:
    """Wilson's interval with the count moved half an answer outwards (Newcombe, Statistics in Medicine 17, 1998)."""
    correction = min(0.5, abs(x - n / 2))

    def bound(sign: int) -> float:
        p = (x + sign * correction) / n
        root = z * math.sqrt(max(p * (1 - p) / n + z * z / (4 * n * n), 0.0))
        return (p + z * z / (2 * n) + sign * root) / (1 + z * z / n)

    return (0.0 if x == 0 else max(bound(-1), 0.0)), (1.0 if x == n else min(bound(1), 1.0))
