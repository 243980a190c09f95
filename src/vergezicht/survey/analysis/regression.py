"""Regression on a survey: generalised linear models whose variance is that of the design."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from vergezicht.problems import BadInput, Problem
from vergezicht.survey.analysis.design import SurveyDesign, degrees_of_freedom
from vergezicht.survey.analysis.distributions import t_p_value
from vergezicht.survey.analysis.variance import covariance
from vergezicht.survey.arrays import BoolArray, FloatArray


class Family(Enum):
    """GAUSSIAN with the identity link, BINOMIAL with logit, POISSON with log; the spread is that of the design."""

    GAUSSIAN = "gaussian"
    BINOMIAL = "binomial"
    POISSON = "poisson"


@dataclass(frozen=True)
class Regression:
    """Coefficients (p,) with their covariance (p, p), t and two-sided p; ``freedom`` = design df + 1 - p."""

    names: tuple[str, ...]
    coefficients: FloatArray
    covariance: FloatArray
    freedom: int

    @property
    def se(self) -> FloatArray:
        return np.sqrt(np.diag(self.covariance))

    @property
    def t(self) -> FloatArray:
        return np.divide(self.coefficients, self.se, out=np.full_like(self.se, np.nan), where=self.se > 0)

    @property
    def p(self) -> FloatArray:
        return np.array([t_p_value(float(t), freedom=self.freedom) for t in self.t])


@dataclass(frozen=True)
class Fitted:
    """Coefficients (p,), fitted means (n,), and the V(mu) (n,) of the last round, NaN for rows without weight."""

    coefficients: FloatArray
    mean: FloatArray
    spread: FloatArray


@dataclass(frozen=True)
class _Link:
    """A canonical link: the working weight is w V(mu), the working residual (y - mu) / V(mu)."""

    line: Callable[[FloatArray], FloatArray]
    mean: Callable[[FloatArray], FloatArray]
    spread: Callable[[FloatArray], FloatArray]
    deviance: Callable[[FloatArray, FloatArray], FloatArray]


def _logistic(line: FloatArray) -> FloatArray:
    return 0.5 * (1 + np.tanh(line / 2))


def _surprise(y: FloatArray, mean: FloatArray) -> FloatArray:
    """y log(y / mean), 0 for y = 0."""
    ratio = np.divide(y, mean, out=np.ones_like(y), where=y > 0)
    return np.asarray(y * np.log(ratio), dtype=np.float64)


_LINKS = {
    Family.GAUSSIAN: _Link(
        lambda mean: mean, lambda line: line, np.ones_like, lambda y, m: np.asarray((y - m) ** 2, dtype=np.float64)
    ),
    Family.BINOMIAL: _Link(
        lambda mean: np.log(mean / (1 - mean)),
        _logistic,
        lambda mean: mean * (1 - mean),
        lambda y, m: 2 * (_surprise(y, m) + _surprise(1 - y, 1 - m)),
    ),
    Family.POISSON: _Link(
        np.log, np.exp, lambda mean: mean, lambda y, m: np.asarray(2 * (_surprise(y, m) - (y - m)), dtype=np.float64)
    ),
}
# Smallest change of the deviance that still counts; R's glm stops at 1e-8, which leaves five digits.
TOLERANCE = 1e-13


def regress(
    design: SurveyDesign,
    outcome: FloatArray,
    predictors: FloatArray,
    *,
    names: Sequence[str] = (),
    family: Family = Family.GAUSSIAN,
    domain: BoolArray | None = None,
    tolerance: float = TOLERANCE,
) -> Regression:
    """Pseudo maximum likelihood (Binder 1983) of ``outcome`` (n,) on ``predictors`` (n, p), intercept included by you.

    Rows with a missing value are outside the domain. ``tolerance`` is that of ``fit``.
    Raises ``BadInput`` when predictors depend on each other.
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(predictors, dtype=np.float64)
    inside = design.inside(domain) & ~np.isnan(y) & ~np.isnan(x).any(axis=1)
    labels = tuple(names) or tuple(f"x{number}" for number in range(x.shape[1]))
    if np.linalg.matrix_rank(x[inside]) < x.shape[1]:
        raise BadInput([Problem("de voorspellers hangen van elkaar af", hint="laat er een weg: " + ", ".join(labels))])
    weights = np.where(inside, design.weights, 0.0)
    y, x = np.where(inside, y, 0.0), np.where(inside[:, None], x, 0.0)
    fitted = fit(x, y, weights, family, tolerance=tolerance)
    bread = np.linalg.inv(x.T @ (x * np.where(inside, weights * fitted.spread, 0.0)[:, None]))
    left = (y - fitted.mean) / _LINKS[family].spread(fitted.mean) * fitted.spread
    linearised = (x * np.where(inside, left, 0.0)[:, None]) @ bread
    freedom = degrees_of_freedom(design, domain=inside) + 1 - x.shape[1]
    return Regression(labels, fitted.coefficients, covariance(design, linearised, domain=inside), freedom)


def fit(
    predictors: FloatArray,
    outcome: FloatArray,
    weights: FloatArray,
    family: Family,
    *,
    tolerance: float = TOLERANCE,
    rounds: int = 100,
) -> Fitted:
    """Iteratively reweighted least squares.

    Done when the deviance changes by less than the fraction ``tolerance``. Raises ``BadInput`` when it does not (some
    combination of predictors tells the outcome perfectly).
    """
    if (weights < 0).any():
        raise BadInput(
            [Problem("een model kan niet met negatieve gewichten", hint="kalibreer met grenzen of met raking")]
        )
    link, used = _LINKS[family], weights > 0
    scale = np.sqrt((predictors[used] ** 2).mean(axis=0))
    scale = np.where(scale > 0, scale, 1.0)
    x, y, w = predictors[used] / scale, outcome[used], weights[used] / weights[used].mean()
    # Start from the answers themselves, a little towards the middle.
    fitted = {
        Family.GAUSSIAN: y,
        Family.BINOMIAL: (w * y + 0.5) / (w + 1),
        Family.POISSON: y + 0.1,
    }[family]
    line = link.line(fitted)
    before = np.inf
    for _ in range(rounds):
        spread = link.spread(fitted)
        root = np.sqrt(w * spread)
        work = line + (y - fitted) / spread
        coefficients = np.linalg.lstsq(x * root[:, None], work * root, rcond=1e-12)[0]
        line = x @ coefficients
        if family is not Family.GAUSSIAN and np.abs(line).max() > 35:
            break
        fitted = link.mean(line)
        deviance = float(w @ link.deviance(y, fitted))
        if abs(deviance - before) <= tolerance * (abs(deviance) + 0.1):
            everywhere = np.full(len(outcome), np.nan)
            everywhere[used] = spread
            return Fitted(coefficients / scale, link.mean(predictors @ (coefficients / scale)), everywhere)
        before = deviance
    raise BadInput(
        [
            Problem(
                "het model heeft geen eindige schatting",
                hint="een voorspeller bepaalt het antwoord volledig: laat hem weg",
            )
        ]
    )


def fit_logistic(predictors: FloatArray, outcome: FloatArray, weights: FloatArray) -> FloatArray:
    """Fitted chances (n,) of a weighted logistic model."""
    return fit(predictors, outcome, weights, Family.BINOMIAL).mean
