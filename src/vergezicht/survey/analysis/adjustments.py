"""Adjustments: what one step of weighting does to the weights, and to the residuals of what is estimated later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from vergezicht.survey.arrays import FloatArray, IntArray


class Adjustment(Protocol):
    """A step from weights ``before`` to weights ``after``, both (n,)."""

    @property
    def before(self) -> FloatArray: ...

    @property
    def after(self) -> FloatArray: ...

    def pull_back(self, linearised: FloatArray) -> FloatArray:
        """Linearised values (n, K) of a total under ``before``, given those of a total under ``after``."""
        ...

    def repeat(self, weights: FloatArray) -> FloatArray:
        """The weights (n,) this step makes of other starting weights: for replicates. NaN when it cannot."""
        ...


def ratio(after: FloatArray, before: FloatArray) -> FloatArray:
    """g-weights (n,): after / before, 0 where there was no weight."""
    return np.divide(after, before, out=np.zeros_like(after), where=before > 0)


def subtract_means(values: FloatArray, groups: IntArray, weights: FloatArray) -> FloatArray:
    """``values`` (n, K) minus the weighted mean of their group (n,); group -1 keeps its values."""
    inside = groups >= 0
    size = int(groups.max(initial=-1)) + 1
    place, weight = groups[inside], weights[inside]
    total = np.bincount(place, weights=weight, minlength=size)
    centred = values.copy()
    for column in centred.T:
        sums = np.bincount(place, weights=weight * column[inside], minlength=size)
        means = np.divide(sums, total, out=np.zeros_like(sums), where=total > 0)
        column[inside] -= means[place]
    return centred


@dataclass(frozen=True)
class Trimming:
    """Weights cut off at bounds; their effect on the variance is only that the weights are what they are now."""

    before: FloatArray
    after: FloatArray
    lowest: float
    highest: float
    strict: bool

    def pull_back(self, linearised: FloatArray) -> FloatArray:
        return ratio(self.after, self.before)[:, None] * linearised

    def repeat(self, weights: FloatArray) -> FloatArray:
        # The bounds belong to the full sample, so a replicate keeps the factors.
        return weights * ratio(self.after, self.before)


@dataclass(frozen=True)
class PostStrata:
    """Weights that meet a total in each cell: ``cells`` (n,) numbers, ``totals`` (cells,); -1 is outside every cell."""

    before: FloatArray
    after: FloatArray
    cells: IntArray
    totals: FloatArray

    def pull_back(self, linearised: FloatArray) -> FloatArray:
        return ratio(self.after, self.before)[:, None] * subtract_means(linearised, self.cells, self.before)

    def repeat(self, weights: FloatArray) -> FloatArray:
        inside = self.cells >= 0
        sums = np.bincount(self.cells[inside], weights=weights[inside], minlength=len(self.totals))
        if (sums[self.cells[inside & (self.before > 0)]] <= 0).any():
            return np.full_like(weights, np.nan)
        factors = np.divide(self.totals, sums, out=np.ones_like(sums), where=sums > 0)
        return np.where(inside & (weights > 0), weights * factors[self.cells], 0.0)


@dataclass(frozen=True)
class AlternatingMeans:
    """Raked weights whose variance is found as R's ``rake()`` does: unweighted margin means, alternating ten rounds.

    Only to compare with R. Equal to the residuals of ``Calibration`` when all starting weights are equal.
    """

    raked: Adjustment
    margins: tuple[IntArray, ...]

    @property
    def before(self) -> FloatArray:
        return self.raked.before

    @property
    def after(self) -> FloatArray:
        return self.raked.after

    def pull_back(self, linearised: FloatArray) -> FloatArray:
        residual = linearised
        for _ in range(10):
            for margin in self.margins:
                residual = subtract_means(residual, margin, np.ones(len(margin)))
        return ratio(self.after, self.before)[:, None] * residual

    def repeat(self, weights: FloatArray) -> FloatArray:
        return self.raked.repeat(weights)


@dataclass(frozen=True)
class ResponseClasses:
    """Weights of those who answered, raised by class to stand for those who did not.

    ``answered`` (n,) is 1 or 0, ``classes`` (n,) numbers from 0. The estimator is the sum over classes of
    (sum w / sum w r) sum w r y, so with ybar the class mean of those who answered, the linearised value of a total is
    ybar + g r (y - ybar) (Särndal, Swensson & Wretman 1992, 15.6).
    """

    before: FloatArray
    after: FloatArray
    answered: FloatArray
    classes: IntArray

    def pull_back(self, linearised: FloatArray) -> FloatArray:
        centred = subtract_means(linearised, self.classes, self.before * self.answered)
        return linearised - centred + ratio(self.after, self.before)[:, None] * centred

    def repeat(self, weights: FloatArray) -> FloatArray:
        size = int(self.classes.max()) + 1
        everybody = np.bincount(self.classes, weights=weights, minlength=size)
        answered = np.bincount(self.classes, weights=weights * self.answered, minlength=size)
        factors = np.divide(everybody, answered, out=np.full_like(answered, np.nan), where=answered > 0)
        return np.where(self.answered > 0, weights * factors[self.classes], 0.0)


@dataclass(frozen=True)
class ResponseModel:
    """Weights of those who answered, divided by their modelled probability of answering.

    ``predictors`` X (n, p), ``propensities`` rho (n,) of a logistic model fitted with the weights ``before``.
    Linearised with the estimated model in mind: with b = J^-1 sum w r (1 - rho) / rho e x and
    J = sum w rho (1 - rho) x x', the value of a total is r e / rho - (r - rho) x'b (Kim & Kim, Canadian Journal of
    Statistics 35, 2007).
    """

    before: FloatArray
    after: FloatArray
    answered: FloatArray
    predictors: FloatArray
    propensities: FloatArray

    def pull_back(self, linearised: FloatArray) -> FloatArray:
        w, r, rho, x = self.before, self.answered, self.propensities, self.predictors
        information = x.T @ (x * (w * rho * (1 - rho))[:, None])
        slope = x.T @ (linearised * (w * r * (1 - rho) / rho)[:, None])
        coefficients = np.linalg.lstsq(information, slope, rcond=1e-12)[0]
        raised: FloatArray = (r / rho)[:, None] * linearised - (r - rho)[:, None] * (x @ coefficients)
        return raised

    def repeat(self, weights: FloatArray) -> FloatArray:
        from vergezicht.survey.analysis.regression import fit_logistic

        fitted = fit_logistic(self.predictors, self.answered, weights)
        return np.where(self.answered > 0, weights / fitted, 0.0)
