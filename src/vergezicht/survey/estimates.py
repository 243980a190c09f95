"""Estimates: means and shares for every area, with the standard error that knows of the weighting.

Source of the variance: Deville & Särndal (1992), the linearised variable's residuals on the margins, fitted with the
starting weights, in a stratified sample from finite strata:

    V = sum_h (1 - f_h) n_h / (n_h - 1) sum_i (u_i - mean_h u)^2,   u = w e

A stratum with one respondent adds nothing. Equal to R ``survey::calibrate(calfun = "raking")``, to all digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vergezicht.survey.design import IntArray
from vergezicht.survey.responses import BoolArray, FloatArray
from vergezicht.survey.weighting import Weights


@dataclass(frozen=True)
class Estimates:
    """Estimates of K variables in A areas; every array is (A, K).

    ``rest_difference`` is the area minus all others together (the rest of the gemeente), ``rest_se`` its standard
    error with the covariance of the two; both NaN where there is no rest. ``n`` counts valid answers;
    ``weight`` is their total weight and ``squares`` that of the squared weights. Values are NaN where n is 0.
    """

    value: FloatArray
    se: FloatArray
    n: FloatArray
    weight: FloatArray
    squares: FloatArray
    rest_difference: FloatArray
    rest_se: FloatArray


@dataclass(frozen=True)
class _Sums:
    """Sums of one weighted variable per stratum (H,) and per stratum and margin category (H, P)."""

    stratum: FloatArray
    margin: FloatArray


class Estimator:
    """Estimates any number of variables for the areas of one wave; what they share is computed once.

    ``members`` (A, H) says which strata each area consists of. Sums are taken over cells (respondents with one weight),
    then over strata, then over areas with one matrix product: one pass over the data for all areas together.
    """

    def __init__(self, weights: Weights, members: BoolArray) -> None:
        design, cells = weights.design, weights.design.cells
        self._cells = cells
        self._strata = len(design.strata)
        self.members = members
        self._inside = members.astype(np.float64)
        self.population = self._inside @ design.population
        self._weight, self._start = weights.final, weights.start
        # The first category of each margin follows from the others and the strata.
        dummies = [
            (group[:, None] == np.arange(1, len(totals))).astype(np.float64)
            for group, totals in zip(cells.categories, design.totals, strict=True)
        ]
        self._dummies = np.hstack([np.zeros((len(cells.size), 0)), *dummies])
        n = design.size
        # 1 - f may not be negative: register and sample can differ by a few people in a small buurt.
        spread = np.maximum(1 - n / design.population, 0.0) * n / np.maximum(n - 1, 1) * (n > 1)
        self._factor = spread / np.maximum(n, 1)
        self._squared = spread[cells.stratum] * self._weight**2
        regressors = np.hstack([np.eye(self._strata)[cells.stratum], self._dummies])
        gram = regressors.T @ ((self._start * cells.size)[:, None] * regressors)
        self._inverse = np.linalg.pinv(gram, hermitian=True)
        self._spread = regressors.T @ ((self._squared * cells.size)[:, None] * regressors)
        self._totals = _by_stratum(cells.stratum, (self._weight * cells.size)[:, None] * regressors, self._strata)

    def estimate(self, values: FloatArray) -> Estimates:
        """Estimate each column of ``values`` (n, K); NaN is not in the base."""
        areas, count = len(self.members), values.shape[1]
        results = Estimates(*(np.full((areas, count), np.nan) for _ in range(7)))
        for column in range(count):
            self._estimate(values[:, column], column, results)
        return results

    def answer_shares(self, positions: IntArray, answers: int) -> FloatArray:
        """The weighted share (A, answers) of each answer; ``positions`` (n,) is -1 where there is no valid answer."""
        valid = positions >= 0
        cells = self._cells
        keys = cells.stratum[cells.of_row[valid]] * answers + positions[valid]
        sums = np.bincount(keys, weights=self._weight[cells.of_row[valid]], minlength=self._strata * answers)
        weight = self._inside @ sums.reshape(self._strata, answers)
        total = weight.sum(axis=1, keepdims=True)
        shares: FloatArray = np.divide(weight, total, out=np.full_like(weight, np.nan), where=total > 0)
        return shares

    def _estimate(self, values: FloatArray, column: int, results: Estimates) -> None:
        cells = self._cells
        valid = ~np.isnan(values)
        cell, answers = cells.of_row[valid], values[valid]
        cell_count = len(cells.size)
        ones = _count(cell, cell_count)
        # Around its mean a variable loses no digits in the differences of large sums below.
        centre = float(answers.mean()) if len(answers) else 0.0
        first = _count(cell, cell_count, answers - centre)
        second = _count(cell, cell_count, (answers - centre) ** 2)

        base, total = self._sums(self._weight, ones), self._sums(self._weight, first)
        weight = self._inside @ base.stratum
        sums = self._inside @ total.stratum
        value = np.divide(sums, weight, out=np.full_like(weight, np.nan), where=weight > 0)
        rest_weight = base.stratum.sum() - weight
        # The gemeente has no rest; what is left of it by rounding is not an area.
        rest_weight[rest_weight < 1e-9 * base.stratum.sum()] = 0.0
        rest = np.divide(
            total.stratum.sum() - sums, rest_weight, out=np.full_like(weight, np.nan), where=rest_weight > 0
        )

        inside = _per(self._inside, weight)
        outside = _per(1 - self._inside, rest_weight)
        moments = tuple(
            (self._sums(scale, ones), self._sums(scale, first)) for scale in (self._start, self._squared, self._weight)
        )
        squares = _by_stratum(cells.stratum, (self._squared * second)[:, None], self._strata)[:, 0]
        own = (inside, -inside * np.nan_to_num(value)[:, None])
        contrast = (inside - outside, own[1] + outside * np.nan_to_num(rest)[:, None])
        variance = self._variance(*own, moments, squares)
        rest_variance = self._variance(*contrast, moments, squares)

        results.value[:, column] = value + centre
        results.se[:, column] = np.where(weight > 0, _root(variance), np.nan)
        results.n[:, column] = self._inside @ _by_stratum(cells.stratum, ones[:, None], self._strata)[:, 0]
        results.weight[:, column] = weight
        results.squares[:, column] = self._inside @ self._sums(self._weight**2, ones).stratum
        has_rest = (weight > 0) & (rest_weight > 0)
        results.rest_difference[:, column] = np.where(has_rest, value - rest, np.nan)
        results.rest_se[:, column] = np.where(has_rest, _root(rest_variance), np.nan)

    def _sums(self, scale: FloatArray, counts: FloatArray) -> _Sums:
        per_cell = (scale * counts)[:, None]
        both = _by_stratum(self._cells.stratum, np.hstack([per_cell, per_cell * self._dummies]), self._strata)
        return _Sums(both[:, 0], both[:, 1:])

    def _variance(
        self,
        slope: FloatArray,
        offset: FloatArray,
        moments: tuple[tuple[_Sums, _Sums], ...],
        squares: FloatArray,
    ) -> FloatArray:
        """Variance (A,) of sums of z = slope * y + offset, both (A, H): one linearised variable per area."""
        started, spread, weighted = (_combine(slope, offset, ones, first) for ones, first in moments)
        fit = started @ self._inverse
        spread_ones, spread_first = moments[1]
        own = slope**2 @ squares + 2 * (slope * offset) @ spread_first.stratum + offset**2 @ spread_ones.stratum
        residual = own - 2 * (fit * spread).sum(axis=1) + ((fit @ self._spread) * fit).sum(axis=1)
        stratum_sums = weighted[:, : self._strata] - fit @ self._totals.T
        return np.asarray(residual - stratum_sums**2 @ self._factor)


def _count(places: IntArray, length: int, weights: FloatArray | None = None) -> FloatArray:
    return np.asarray(np.bincount(places, weights=weights, minlength=length), dtype=np.float64)


def _root(variance: FloatArray) -> FloatArray:
    # Where all answers are the same the variance is 0; what is left of it is rounding of far larger sums.
    return np.sqrt(np.where(variance > 1e-15, variance, 0.0))


def _combine(slope: FloatArray, offset: FloatArray, ones: _Sums, first: _Sums) -> FloatArray:
    """(A, H + P): sums of z per stratum and per margin category."""
    return np.hstack([slope * first.stratum + offset * ones.stratum, slope @ first.margin + offset @ ones.margin])


def _per(members: FloatArray, weight: FloatArray) -> FloatArray:
    return np.divide(members, weight[:, None], out=np.zeros_like(members), where=weight[:, None] > 0)


def _by_stratum(stratum: NDArray[np.intp], values: FloatArray, strata: int) -> FloatArray:
    """Sum rows of ``values`` (G, ...) per stratum; cells are in the order of their stratum."""
    sums = np.zeros((strata, values.shape[1]))
    if len(stratum):
        starts = np.flatnonzero(np.r_[True, stratum[1:] != stratum[:-1]])
        sums[stratum[starts]] = np.add.reduceat(values, starts, axis=0)
    return sums
