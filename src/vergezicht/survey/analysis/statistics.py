"""Statistics: what can be estimated, each as a value and its linearisation (Deville, Survey Methodology 25, 1999)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from vergezicht.survey.arrays import BoolArray, FloatArray


@dataclass(frozen=True)
class Linearised:
    """Values (V,), their linearised values e (n, V), zero outside the base, and the number of answers (V,)."""

    value: FloatArray
    influence: FloatArray
    n: FloatArray


class Statistic(Protocol):
    """Something to estimate from ``values`` (n, K) in a domain; ``names`` says what comes out for which column."""

    def names(self, columns: Sequence[str]) -> tuple[str, ...]: ...

    def __call__(self, weights: FloatArray, values: FloatArray, inside: BoolArray) -> Linearised: ...


@dataclass(frozen=True)
class Mean:
    """sum w y / sum w over the answers; a share when y is 0 or 1. Every column has its own base."""

    def names(self, columns: Sequence[str]) -> tuple[str, ...]:
        return tuple(columns)

    def __call__(self, weights: FloatArray, values: FloatArray, inside: BoolArray) -> Linearised:
        base, filled = _base(values, inside)
        weight = weights[:, None] * base
        total = weight.sum(axis=0)
        value = _divide((weight * filled).sum(axis=0), total)
        influence = np.where(base, filled - value, 0.0) / np.where(total > 0, total, np.nan)
        return Linearised(value, np.where(base, influence, 0.0), base.sum(axis=0).astype(np.float64))


@dataclass(frozen=True)
class Total:
    """sum w y over the answers."""

    def names(self, columns: Sequence[str]) -> tuple[str, ...]:
        return tuple(columns)

    def __call__(self, weights: FloatArray, values: FloatArray, inside: BoolArray) -> Linearised:
        base, filled = _base(values, inside)
        counted = np.where(base, filled, 0.0)
        return Linearised(weights @ counted, counted, base.sum(axis=0).astype(np.float64))


@dataclass(frozen=True)
class Ratio:
    """sum w y / sum w x of the columns y and x, over rows where both are known."""

    def names(self, columns: Sequence[str]) -> tuple[str, ...]:
        return ("/".join(columns),)

    def __call__(self, weights: FloatArray, values: FloatArray, inside: BoolArray) -> Linearised:
        base = inside & ~np.isnan(values).any(axis=1)
        y, x = np.where(base, values[:, 0], 0.0), np.where(base, values[:, 1], 0.0)
        below = weights @ x
        value = weights @ y / below if below != 0 else np.nan
        influence = np.where(base, (y - value * x) / below if below != 0 else 0.0, 0.0)
        return Linearised(np.array([value]), influence[:, None], np.array([float(base.sum())]))


@dataclass(frozen=True)
class Variance:
    """n / (n - 1) sum w (y - mean)^2 / sum w: the variance between people; the mean counts as known (Kish)."""

    def names(self, columns: Sequence[str]) -> tuple[str, ...]:
        return tuple(columns)

    def __call__(self, weights: FloatArray, values: FloatArray, inside: BoolArray) -> Linearised:
        base, filled = _base(values, inside)
        weight = weights[:, None] * base
        total = np.where(weight.sum(axis=0) > 0, weight.sum(axis=0), np.nan)
        mean = (weight * filled).sum(axis=0) / total
        n = (base & (weights[:, None] != 0)).sum(axis=0).astype(np.float64)
        squares = (filled - mean) ** 2 * _divide(n, n - 1)
        value = np.where(base, weight * squares, 0.0).sum(axis=0) / total
        return Linearised(value, np.where(base, (squares - value) / total, 0.0), n)


def _base(values: FloatArray, inside: BoolArray) -> tuple[BoolArray, FloatArray]:
    base = inside[:, None] & ~np.isnan(values)
    return base, np.where(base, values, 0.0)


def _divide(above: FloatArray, below: FloatArray) -> FloatArray:
    return np.divide(above, below, out=np.full_like(below, np.nan), where=below > 0)
