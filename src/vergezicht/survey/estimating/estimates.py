"""Estimates: means and shares for every area, with the standard error that knows of the weighting.

Source of the variance: Deville & Särndal (1992), the linearised variable's residuals on the margins, fitted with the
starting weights, in a stratified sample from finite strata:

    V = sum_h (1 - f_h) n_h / (n_h - 1) sum_i (u_i - mean_h u)^2,   u = w e

A stratum with one respondent adds nothing. Equal to R ``survey::calibrate(calfun = "raking")``, to all digits.
The residuals are never formed: all sums are over cells, then strata, and the strata are solved for by hand, so that
only the categories of the margins are left to invert.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vergezicht.survey.arrays import BoolArray, FloatArray, IntArray
from vergezicht.survey.reading.tallies import Tally
from vergezicht.survey.weighting.raking import Weights


@dataclass(frozen=True)
class Estimates:
    """Estimates of K variables in A areas; every array is (A, K).

    ``rest_difference`` is the area minus all others together (the rest of the gemeente), ``rest_se`` its standard
    error with the covariance of the two, ``others_se`` that of the rest alone; NaN where there is no rest, or when it
    was not asked for. ``n`` counts
    valid answers; ``weight`` is their total weight and ``squares`` that of the squared weights; ``spread`` is the
    weighted variance of the answers themselves. Values are NaN where n is 0.
    """

    value: FloatArray
    se: FloatArray
    n: FloatArray
    weight: FloatArray
    squares: FloatArray
    spread: FloatArray
    rest_difference: FloatArray
    rest_se: FloatArray
    others_se: FloatArray


@dataclass(frozen=True)
class _Sums:
    """Sums over the strata of each area, linear or quadratic in z = y - value; see ``Estimator``.

    ``fit`` and ``linear`` (A, P) for the base and (M, A, P) for the variables, ``squares`` (A,) or (A, M) each.
    """

    weight: FloatArray
    total: FloatArray
    base_fit: FloatArray
    base_linear: FloatArray
    fit: FloatArray
    linear: FloatArray
    base_square: FloatArray
    product: FloatArray
    square: FloatArray

    def without(self, inside: _Sums) -> _Sums:
        """The sums of everything that is not ``inside``, when these are those of the whole."""
        return _Sums(*(getattr(self, name) - getattr(inside, name) for name in _Sums.__dataclass_fields__))


class Estimator:
    """Estimates any number of variables for the areas of one wave; what they share is computed once.

    ``members`` (A, H) says which strata each area consists of. Everything works on tallies per cell: a million
    respondents cost no more than ten thousand.

    With Lambda, B, C the Gram matrix of strata and margins under the starting weights, s, Bs, Cs the same under
    (1-f) n/(n-1) w^2, and W, Bw the weighted sums: the fit on the margins is F = (z_P - B' z_H / Lambda) S with S the
    inverse of C - B' B / Lambda, that on the strata (z_H - B F) / Lambda. Worked out, the variance is
    ``constant + F linear + F quadratic F``, in which everything about an area is a sum over its strata.
    """

    def __init__(self, weights: Weights, members: BoolArray) -> None:
        design, cells = weights.design, weights.design.cells
        self.members = members
        self._inside = members.astype(np.float64)
        self.adults = design.population
        self.population = self._inside @ design.population
        self._sums = _CellSums(cells.stratum, cells.categories, len(design.strata), [len(t) for t in design.totals])
        self._weight, self._start = weights.final, weights.start
        n = design.size
        # 1 - f may not be negative: register and sample can differ by a few people in a small buurt.
        fraction = np.divide(n, design.population, out=np.zeros_like(n), where=design.population > 0)
        spread = np.maximum(1 - fraction, 0.0) * n / np.maximum(n - 1, 1) * (n > 1)
        self._squared = spread[cells.stratum] * self._weight**2
        self._factor = (spread / np.maximum(n, 1))[:, None]
        size, dummies = cells.size, self._sums.dummies
        started, started_margin = self._sums.both(self._start * size)
        spread_all, spread_margin = self._sums.both(self._squared * size)
        total, total_margin = self._sums.both(self._weight * size)
        inverse = np.divide(1.0, started, out=np.zeros_like(started), where=started > 0)[:, None]
        self._inverse = inverse
        self._fit = -inverse * started_margin
        own = dummies.T @ ((self._start * size)[:, None] * dummies)
        self._solve = np.linalg.pinv(own + started_margin.T @ self._fit, rcond=1e-10, hermitian=True)
        self._total = inverse * total[:, None]
        self._spread = inverse**2 * spread_all[:, None]
        rest = self._total * started_margin - total_margin
        self._linear_started = 2 * (
            inverse * spread_margin - self._spread * started_margin + self._factor * rest * self._total
        )
        self._linear_spread = 2 * inverse * started_margin
        self._linear_weighted = -2 * self._factor * rest
        crossed = started_margin.T @ (inverse * spread_margin)
        self._quadratic = (
            started_margin.T @ (self._spread * started_margin)
            - crossed
            - crossed.T
            + dummies.T @ ((self._squared * size)[:, None] * dummies)
            - rest.T @ (self._factor * rest)
        )

    def estimate(self, tallies: Sequence[Tally], *, rest: bool = True) -> Estimates:
        """Estimate every variable of every tally, in their order; ``rest`` also compares each area with the others."""
        parts = [self._estimate(tally, rest=rest) for tally in tallies]
        columns = [np.hstack([getattr(part, name) for part in parts]) for name in Estimates.__dataclass_fields__]
        return Estimates(*columns)

    def strata(self, values: FloatArray | IntArray) -> FloatArray:
        """Weighted sums (H, k) of ``values`` (G, k) over the cells of each stratum."""
        return self._sums.strata(np.asarray(self._weight[:, None] * values, dtype=np.float64))

    def counts(self, tally: Tally) -> FloatArray:
        """How many valid answers (H,) each stratum has."""
        return self._sums.strata(tally.n[:, None])[:, 0]

    def shares(self, counts: IntArray) -> FloatArray:
        """The weighted share (A, C) of each answer; ``counts`` (G, C) how often it was given in each cell."""
        weight = self._inside @ self.strata(counts)
        total = weight.sum(axis=1, keepdims=True)
        shares: FloatArray = np.divide(weight, total, out=np.full_like(weight, np.nan), where=total > 0)
        return shares

    def between(self, one: Sequence[Tally], other: Sequence[Tally]) -> tuple[FloatArray, FloatArray]:
        """In each area one part of the respondents minus another, and its standard error; both (A, K).

        Tallies come in pairs with the same centre that share no cell, such as a group and everyone else. NaN where
        either part has no answers.
        """
        pairs = [self._between(*pair) for pair in zip(one, other, strict=True)]
        return np.hstack([difference for difference, _ in pairs]), np.hstack([se for _, se in pairs])

    def _between(self, one: Tally, other: Tally) -> tuple[FloatArray, FloatArray]:
        (strata, margins), (other_strata, other_margins) = self._tallied(one), self._tallied(other)
        first = self._area_sums(self._inside, strata, margins)
        second = self._area_sums(self._inside, other_strata, other_margins)
        value, other_value = _over(first.total, first.weight), _over(second.total, second.weight)
        fit, linear, constant = self._parts(first, value)
        other_fit, other_linear, other_constant = self._parts(second, other_value)
        crossed = self._crossed(strata, other_strata, np.nan_to_num(value), np.nan_to_num(other_value))
        weights = (first.weight * second.weight)[:, None]
        shared = np.divide(crossed, weights, out=np.zeros_like(crossed), where=weights > 0)
        variance = self._variance(fit - other_fit, linear - other_linear, constant + other_constant - 2 * shared.T)
        known = weights > 0
        return np.where(known, value - other_value, np.nan), np.where(known, _root(variance), np.nan)

    def _crossed(self, strata: FloatArray, other: FloatArray, value: FloatArray, other_value: FloatArray) -> FloatArray:
        """The quadratic form of two parts of the same strata with each other (A, M): no cell belongs to both."""
        count = value.shape[1] + 1
        started, spread, weighted = (strata[:, part * count : (part + 1) * count] for part in range(3))
        others, other_spread, other_weighted = (other[:, part * count : (part + 1) * count] for part in range(3))
        apart, other_apart = weighted - self._total * started, other_weighted - self._total * others

        def form(mine: slice, theirs: slice) -> FloatArray:
            formed: FloatArray = self._inside @ (
                self._spread * started[:, mine] * others[:, theirs]
                - self._inverse * (started[:, mine] * other_spread[:, theirs] + spread[:, mine] * others[:, theirs])
                - self._factor * apart[:, mine] * other_apart[:, theirs]
            )
            return formed

        base, own = slice(0, 1), slice(1, None)
        found: FloatArray = (
            form(own, own)
            - other_value * form(own, base)
            - value * form(base, own)
            + value * other_value * form(base, base)
        )
        return found

    def _tallied(self, tally: Tally) -> tuple[FloatArray, FloatArray]:
        """Sums over strata, and over strata and margins, of everything that an estimate needs."""
        columns = np.column_stack([tally.n, tally.total])
        values = [
            columns * self._start[:, None],
            columns * self._squared[:, None],
            columns * self._weight[:, None],
            tally.squares * self._squared[:, None],
            tally.squares * self._weight[:, None],
            np.column_stack([tally.n, self._weight**2 * tally.n]),
        ]
        return self._sums.strata(np.hstack(values)), self._sums.margins(np.hstack(values[:2]))

    def _estimate(self, tally: Tally, *, rest: bool) -> Estimates:
        strata, margins = self._tallied(tally)
        inside = self._area_sums(self._inside, strata, margins)
        value = _over(inside.total, inside.weight)
        counts = self._inside @ strata[:, -2:]
        second = _over(self._inside @ strata[:, -2 - value.shape[1] : -2], inside.weight)
        known = inside.weight > 0
        shape = value.shape
        rest_difference = rest_se = others_se = np.full(shape, np.nan)
        fit, linear, constant = self._parts(inside, value)
        variance = self._variance(fit, linear, constant)
        if rest:
            outside = self._area_sums(np.ones((1, len(strata))), strata, margins).without(inside)
            whole = float(outside.weight[0] + inside.weight[0])
            # The gemeente has no rest; what is left of it by rounding is not an area.
            apart = known & (outside.weight > 1e-9 * whole)
            others = _over(outside.total, np.where(apart, outside.weight, 0.0))
            other_fit, other_linear, other_constant = self._parts(outside, others)
            rest_variance = self._variance(fit - other_fit, linear - other_linear, constant + other_constant)
            rest_difference = np.where(apart[:, None], value - others, np.nan)
            rest_se = np.where(apart[:, None], _root(rest_variance), np.nan)
            others_variance = self._variance(other_fit, other_linear, other_constant)
            others_se = np.where(apart[:, None], _root(others_variance), np.nan)
        return Estimates(
            value=value + tally.centre,
            se=np.where(known[:, None], _root(variance), np.nan),
            n=np.broadcast_to(counts[:, :1], shape),
            weight=np.broadcast_to(inside.weight[:, None], shape),
            squares=np.broadcast_to(counts[:, 1:], shape),
            spread=np.maximum(second - value**2, 0.0),
            rest_difference=rest_difference,
            rest_se=rest_se,
            others_se=others_se,
        )

    def _area_sums(self, areas: FloatArray, strata: FloatArray, margins: FloatArray) -> _Sums:
        """Sums over the strata of ``areas`` (A, H) of everything the variance of a mean needs."""
        count = len(margins) // 2
        started, spread, weighted = (strata[:, part * count : (part + 1) * count] for part in range(3))
        squares = strata[:, 3 * count : 4 * count - 1]
        apart = weighted - self._total * started
        # The quadratic form of the base with itself (once) and with each variable (twice).
        base = slice(0, 1)
        with_base = (
            spread
            - self._inverse * (started[:, base] * spread + started * spread[:, base])
            + self._spread * started[:, base] * started
            - self._factor * apart[:, base] * apart
        )
        with_base[:, 1:] *= 2
        square = (
            squares
            - 2 * self._inverse * started[:, 1:] * spread[:, 1:]
            + self._spread * started[:, 1:] ** 2
            - self._factor * apart[:, 1:] ** 2
        )
        fit = margins[:count] + started.T[:, :, None] * self._fit
        linear = (
            started.T[:, :, None] * self._linear_started
            + spread.T[:, :, None] * self._linear_spread
            + weighted.T[:, :, None] * self._linear_weighted
            - 2 * margins[count:]
        )
        fit, linear = areas @ fit, areas @ linear
        sums = areas @ np.hstack([weighted, with_base, square])
        return _Sums(
            weight=sums[:, 0],
            total=sums[:, 1:count],
            base_fit=fit[0],
            base_linear=linear[0],
            fit=fit[1:],
            linear=linear[1:],
            base_square=sums[:, count],
            product=sums[:, count + 1 : 2 * count],
            square=sums[:, 2 * count :],
        )

    def _parts(self, sums: _Sums, value: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """F (M, A, P), the linear part (M, A, P) and the constant (M, A) for z = (y - value) / weight."""
        mean = np.nan_to_num(value).T
        scale = np.divide(1.0, sums.weight, out=np.zeros_like(sums.weight), where=sums.weight > 0)
        fit = (sums.fit - mean[:, :, None] * sums.base_fit) * scale[:, None]
        linear = (sums.linear - mean[:, :, None] * sums.base_linear) * scale[:, None]
        constant = (sums.square.T - mean * sums.product.T + mean**2 * sums.base_square) * scale**2
        return fit @ self._solve, linear, constant

    def _variance(self, fit: FloatArray, linear: FloatArray, constant: FloatArray) -> FloatArray:
        variance: FloatArray = constant + (fit * (linear + fit @ self._quadratic)).sum(axis=2)
        return variance.T


class _CellSums:
    """Sums over the cells of a stratum, and over those in the same category of a margin as well.

    The first category of each margin follows from the others and the strata: P counts the others.
    """

    def __init__(self, stratum: IntArray, categories: Sequence[IntArray], strata: int, sizes: Sequence[int]) -> None:
        self._stratum = _Groups(stratum, strata)
        self._strata, self._sizes = strata, sizes
        self._margins = [
            _Groups(stratum * size + category, strata * size) for category, size in zip(categories, sizes, strict=True)
        ]
        dummies = [
            (category[:, None] == np.arange(1, size)).astype(np.float64)
            for category, size in zip(categories, sizes, strict=True)
        ]
        self.dummies = np.hstack([np.zeros((len(stratum), 0)), *dummies])

    def strata(self, values: FloatArray) -> FloatArray:
        """(G, k) to (H, k)."""
        return self._stratum.sum(values)

    def margins(self, values: FloatArray) -> FloatArray:
        """(G, k) to (k, H, P)."""
        shape = (self._strata, -1, values.shape[1])
        parts = [groups.sum(values).reshape(shape)[:, 1:] for groups in self._margins]
        together = np.concatenate([np.zeros((self._strata, 0, values.shape[1])), *parts], axis=1)
        return np.ascontiguousarray(together.transpose(2, 0, 1))

    def both(self, values: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(G,) to (H,) and (H, P)."""
        return self.strata(values[:, None])[:, 0], self.margins(values[:, None])[0]


class _Groups:
    """Adds up rows of the same group, in a fixed order."""

    def __init__(self, group: IntArray, count: int) -> None:
        order = np.argsort(group, kind="stable")
        ordered = group[order]
        self._order = None if (order == np.arange(len(order))).all() else order
        self._starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(group) else order
        self._present, self._count = ordered[self._starts], count

    def sum(self, values: FloatArray) -> FloatArray:
        """(G, k) to (count, k)."""
        sums = np.zeros((self._count, values.shape[1]))
        if len(self._present):
            rows = values if self._order is None else values[self._order]
            sums[self._present] = np.add.reduceat(rows, self._starts, axis=0)
        return sums


def _over(values: FloatArray, weight: FloatArray, *, empty: float = np.nan) -> FloatArray:
    """Rows (A, k) divided by their weight (A,)."""
    return np.divide(values, weight[:, None], out=np.full_like(values, empty), where=weight[:, None] > 0)


def _root(variance: FloatArray) -> FloatArray:
    # Where all answers are the same the variance is 0; what is left of it is rounding of far larger sums.
    return np.sqrt(np.where(variance > 1e-15, variance, 0.0))
