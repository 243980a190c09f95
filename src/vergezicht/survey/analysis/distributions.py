"""Distributions: tails and quantiles of t, F, chi-squared, beta, and of weighted sums of chi-squared variables.

Small functions on numbers, so that nothing needs SciPy (docs/decisions/0003). Beside ``survey.intervals``, which has
the incomplete beta function and the quantiles of t for whole tables at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from vergezicht.survey.arrays import FloatArray
from vergezicht.survey.estimating.intervals import incomplete_beta, normal_quantile, t_quantiles

_NORMAL = NormalDist()


def critical_value(freedom: float, *, level: float) -> float:
    """t such that Student's t lies within +/- t with probability ``level`` (0-1); z when ``freedom`` is infinite.

    NaN below one degree of freedom. Degrees of freedom of a design are whole numbers; others are rounded down.
    """
    if math.isinf(freedom):
        return normal_quantile(level)
    return float(t_quantiles(np.array([freedom]), level)[0])


def t_p_value(t: float, *, freedom: float) -> float:
    """P(|T| > |t|) for Student's t; the normal distribution when ``freedom`` is infinite."""
    if math.isnan(t) or freedom <= 0:
        return math.nan
    if math.isinf(freedom):
        return math.erfc(abs(t) / math.sqrt(2))
    return incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5)


def f_tail(f: float, *, above: float, below: float) -> float:
    """P(F > f) with ``above`` and ``below`` degrees of freedom, which need not be whole; chi-squared for infinite."""
    if math.isnan(f) or above <= 0 or below <= 0:
        return math.nan
    if f <= 0:
        return 1.0
    if math.isinf(below):
        return chi_squared_tail(f * above, freedom=above)
    return incomplete_beta(below / (below + above * f), below / 2, above / 2)


def chi_squared_tail(x: float, *, freedom: float) -> float:
    """P(X > x) for chi-squared, as the regularised incomplete gamma function Q(freedom / 2, x / 2)."""
    if math.isnan(x):
        return math.nan
    return 1.0 if x <= 0 else _gamma_tail(freedom / 2, x / 2)


def beta_quantile(probability: float, *, a: float, b: float) -> float:
    """x such that a beta(a, b) variable is below x with this probability; 0 for a = 0 and 1 for b = 0."""
    if a <= 0:
        return 0.0
    if b <= 0:
        return 1.0
    return _bisect(lambda x: incomplete_beta(x, a, b) - probability, 0.0, 1.0)


def normal_tail(z: float) -> float:
    """P(Z > z)."""
    return math.erfc(z / math.sqrt(2)) / 2


def normal_scores(probabilities: FloatArray) -> FloatArray:
    """Quantiles of the standard normal distribution, same shape."""
    return np.array([_NORMAL.inv_cdf(float(p)) for p in probabilities.ravel()]).reshape(probabilities.shape)


def quadratic_tail(x: float, weights: FloatArray, *, freedom: float) -> float:
    """P(sum a_j X_j > x D): X_j chi-squared with 1 df, ``weights`` a_j (m,), D chi-squared over its ``freedom`` df.

    Imhof's inversion of the characteristic function (Biometrika 48, 1961) of sum a_j X_j - (x / freedom) chi2(freedom),
    on a logarithmic scale, where the trapezoidal rule is accurate to some twelve digits (absolute).
    """
    s = np.linspace(-45.0, 45.0, 20_001)
    u = np.exp(s) / max(float(np.abs(weights).max()), x / freedom)
    angle = np.zeros_like(u)
    log_size = np.zeros_like(u)
    for coefficient, count in [*((float(a), 1.0) for a in weights), (-x / freedom, freedom)]:
        angle += count / 2 * np.arctan(coefficient * u)
        log_size += count / 4 * np.log1p((coefficient * u) ** 2)
    integral = float(np.sum(np.sin(angle) * np.exp(-log_size)) * (s[1] - s[0]))
    return min(max(0.5 + integral / math.pi, 0.0), 1.0)


def saddlepoint_tail(x: float, weights: FloatArray, *, freedom: float) -> float:
    """The same probability as ``quadratic_tail`` by saddlepoint approximation: keeps its relative accuracy far out.

    Kuonen (Biometrika 86, 1999) for quadratic forms, with the denominator as one more (negative) weight, for as many
    whole degrees of freedom as there are: R `survey` counts them so too, and a test says the same in both.
    """
    values = np.append(weights, -x / freedom)
    counts = np.append(np.ones(len(weights)), math.floor(freedom))
    scale = float(np.abs(values).max())
    values = values / scale
    mean = float(values @ counts)

    def slope(zeta: float) -> float:
        return float((counts * values / (1 - 2 * zeta * values)).sum())

    low = 0.5 / float(values.min()) * (1 - 1e-9)
    high = 0.5 / float(values.max()) * (1 - 1e-9)
    zeta = _bisect(slope, low, high)
    if abs(zeta) < 1e-6 or abs(mean) < 1e-12:
        return quadratic_tail(x, weights, freedom=freedom)
    k = -0.5 * float((counts * np.log1p(-2 * zeta * values)).sum())
    curvature = 2 * float((counts * (values / (1 - 2 * zeta * values)) ** 2).sum())
    w = math.copysign(math.sqrt(max(-2 * k, 0.0)), zeta)
    v = zeta * math.sqrt(curvature)
    return normal_tail(w + math.log(v / w) / w)


def _bisect(function: Callable[[float], float], low: float, high: float) -> float:
    """Where an increasing function crosses zero, to the last digit."""
    for _ in range(2000):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _gamma_tail(a: float, x: float) -> float:
    front = math.exp(-x + a * math.log(x) - math.lgamma(a))
    if x < a + 1:
        # Series of the lower function (DLMF 8.7.1).
        term = total = 1 / a
        for n in range(1, 100_000):
            term *= x / (a + n)
            total += term
            if term < total * 1e-17:
                break
        return 1 - front * total
    # Continued fraction of the upper one (DLMF 8.9.2), with Lentz's method.
    b = x + 1 - a
    c, d = 1e300, 1 / b
    result = d
    for n in range(1, 100_000):
        step = -n * (n - a)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        result *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return front * result
