"""Calibration: the weights nearest to the starting weights that meet known totals (Deville & Särndal, JASA 87, 1992).

The weights are w = d F(x'l): d the starting weight, F the inverse of the derivative of a distance. l minimises the
convex function sum d Phi(x'l) - l'T, Phi' = F, which Newton's method with halved steps finds wherever it exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from vergezicht.problems import Problems
from vergezicht.survey.analysis.adjustments import ratio
from vergezicht.survey.analysis.design import SurveyDesign
from vergezicht.survey.analysis.reports import Adjusted, report_on
from vergezicht.survey.arrays import FloatArray

_UNBOUNDED = (-np.inf, np.inf)


class Distance(Enum):
    """How far weights are from their start. LINEAR (chi-squared; weights may become negative without bounds), RAKING
    (entropy; always positive), LOGIT (needs bounds around 1, and keeps well within them)."""

    LINEAR = "linear"
    RAKING = "raking"
    LOGIT = "logit"


@dataclass(frozen=True)
class _Curve:
    """F, its derivative and its integral, each of u (n,)."""

    value: Callable[[FloatArray], FloatArray]
    slope: Callable[[FloatArray], FloatArray]
    area: Callable[[FloatArray], FloatArray]


@dataclass(frozen=True)
class Calibration:
    """The adjustment of a calibration: ``auxiliary`` x (n, p) and ``totals`` T (p,)."""

    before: FloatArray
    after: FloatArray
    auxiliary: FloatArray
    totals: FloatArray
    distance: Distance
    bounds: tuple[float, float]

    @cached_property
    def _projection(self) -> tuple[FloatArray, FloatArray]:
        """x with columns of length 1 in the starting weights (n, p), and the (pseudo) inverse of x'dx (p, p)."""
        size = np.sqrt((self.before[:, None] * self.auxiliary**2).sum(axis=0))
        x = self.auxiliary / np.where(size > 0, size, 1.0)
        inverse = np.linalg.pinv(x.T @ (x * self.before[:, None]), rcond=1e-13, hermitian=True)
        return x, np.asarray(inverse, dtype=np.float64)

    def pull_back(self, linearised: FloatArray) -> FloatArray:
        """g times the residual of the regression on x with the starting weights (Deville & Särndal 1992)."""
        x, inverse = self._projection
        weighted = x * self.before[:, None]
        residual = linearised
        for _ in range(2):
            # The second time takes away what rounding left of the first.
            residual = residual - x @ (inverse @ (weighted.T @ residual))
        return ratio(self.after, self.before)[:, None] * residual

    def repeat(self, weights: FloatArray) -> FloatArray:
        solved = solve(self.auxiliary, weights, self.totals, distance=self.distance, bounds=self.bounds)
        return solved.weights if solved.converged else np.full_like(weights, np.nan)


@dataclass(frozen=True)
class Solved:
    """Weights (n,) and how far the totals are still missed: |sum w x - T| / (1 + |T|) (p,)."""

    weights: FloatArray
    misses: FloatArray
    rounds: int
    converged: bool


def calibrate(
    design: SurveyDesign,
    auxiliary: FloatArray,
    totals: Mapping[str, float] | FloatArray,
    *,
    names: Sequence[str] = (),
    distance: Distance = Distance.LINEAR,
    bounds: tuple[float, float] | None = None,
    trim: tuple[float, float] | None = None,
    tolerance: float = 1e-10,
    rounds: int = 200,
) -> Adjusted:
    """Weights for which the sums of ``auxiliary`` (n, p) are the ``totals`` (p,), or by the ``names`` of the columns.

    ``bounds`` hold g, the weight divided by its start, within limits and may prove impossible; ``trim`` cuts g off
    afterwards and spreads what was cut off evenly over the other weights, so the totals are no longer met exactly.
    Raises ``BadInput`` when totals contradict each other or cannot be met, with the total that stays furthest away.
    """
    auxiliary = np.asarray(auxiliary, dtype=np.float64)
    labels = tuple(names) or tuple(f"kolom {number + 1}" for number in range(auxiliary.shape[1]))
    problems = Problems()
    wanted = _totals(totals, labels, problems)
    limits = bounds or _UNBOUNDED
    _check(auxiliary, wanted, limits, distance, problems)
    problems.raise_if_any()
    _check_contradictions(auxiliary, design.weights, wanted, labels, problems)
    problems.raise_if_any()
    solved = solve(
        auxiliary, design.weights, wanted, distance=distance, bounds=limits, tolerance=tolerance, rounds=rounds
    )
    if not solved.converged:
        _explain(auxiliary, design.weights, wanted, solved, labels, limits, problems)
        problems.raise_if_any()
    weights, warnings = solved.weights, []
    if trim is not None:
        weights, count = _trim_factors(weights, design.weights, trim)
        if count:
            warnings.append(f"{count} gewichten zijn afgekapt: de totalen worden niet meer precies gehaald")
    if (weights < 0).any():
        warnings.append(f"{int((weights < 0).sum())} gewichten zijn negatief: stel grenzen in of kies raking")
    adjustment = Calibration(design.weights, weights, auxiliary, wanted, distance, limits)
    report = report_on(f"kalibratie ({distance.value})", design.weights, weights, solved.rounds, warnings)
    return Adjusted(design.adjusted(adjustment), report)


def solve(
    auxiliary: FloatArray,
    weights: FloatArray,
    totals: FloatArray,
    *,
    distance: Distance,
    bounds: tuple[float, float] = _UNBOUNDED,
    tolerance: float = 1e-10,
    rounds: int = 200,
) -> Solved:
    """Newton's method with halved steps; all g are 1 at the start. Nothing is checked or raised."""
    curve = _curve(distance, bounds)
    scale = np.sqrt((weights[:, None] * auxiliary**2).sum(axis=0))
    x = auxiliary / np.where(scale > 0, scale, 1.0)
    goal = totals / np.where(scale > 0, scale, 1.0)
    parameters = np.zeros(x.shape[1])
    lines = x @ parameters
    best = _dual(curve, weights, lines, parameters, goal)
    for count in range(rounds + 1):
        now = weights * curve.value(lines)
        gap = goal - now @ x
        misses = np.abs(totals - now @ auxiliary) / (1 + np.abs(totals))
        if misses.max() < tolerance or count == rounds:
            break
        bend = x.T @ (x * (weights * curve.slope(lines))[:, None])
        step = np.linalg.pinv(bend, rcond=1e-13, hermitian=True) @ gap
        size = 1.0
        while size > 1e-10:
            tried = lines + size * (x @ step)
            value = _dual(curve, weights, tried, parameters + size * step, goal)
            # Near the end the dual no longer changes in its last digit, though the totals still come nearer.
            if value <= best + 1e-12 * abs(best) and np.isfinite(value):
                break
            size /= 2
        else:
            break
        parameters, lines, best = parameters + size * step, tried, value
    return Solved(now, misses, count, bool(misses.max() < tolerance))


def _dual(curve: _Curve, weights: FloatArray, lines: FloatArray, parameters: FloatArray, goal: FloatArray) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        return float(weights @ curve.area(lines) - parameters @ goal)


def _curve(distance: Distance, bounds: tuple[float, float]) -> _Curve:
    low, high = bounds
    if distance is Distance.LOGIT:
        return _logit_curve(low, high)
    if distance is Distance.LINEAR:

        def area(u: FloatArray) -> FloatArray:
            inside = np.clip(u, low - 1, high - 1)
            return np.asarray(inside + inside**2 / 2 + (u - inside) * (1 + inside), dtype=np.float64)

        return _Curve(
            lambda u: np.clip(1 + u, low, high), lambda u: ((u > low - 1) & (u < high - 1)).astype(np.float64), area
        )
    least, most = (np.log(low) if low > 0 else -np.inf), np.log(high)

    def exponential_area(u: FloatArray) -> FloatArray:
        inside = np.clip(u, least, most)
        with np.errstate(over="ignore"):
            edge = np.exp(inside)
        return edge + np.where(u == inside, 0.0, (u - inside) * edge)

    def exponential(u: FloatArray) -> FloatArray:
        with np.errstate(over="ignore"):
            return np.exp(np.clip(u, least, most))

    return _Curve(exponential, lambda u: np.where((u > least) & (u < most), exponential(u), 0.0), exponential_area)


def _logit_curve(low: float, high: float) -> _Curve:
    steepness = (high - low) / ((high - 1) * (1 - low))
    offset = np.log((1 - low) / (high - 1))

    def part(u: FloatArray) -> FloatArray:
        """How far between the bounds: (1 - low) e^(A u) / (high - 1 + (1 - low) e^(A u))."""
        return np.asarray(0.5 * (1 + np.tanh((steepness * u + offset) / 2)), dtype=np.float64)

    return _Curve(
        lambda u: low + (high - low) * part(u),
        lambda u: (high - low) * steepness * part(u) * (1 - part(u)),
        lambda u: low * u + (high - low) / steepness * np.logaddexp(0.0, steepness * u + offset),
    )


def _totals(given: Mapping[str, float] | FloatArray, labels: tuple[str, ...], problems: Problems) -> FloatArray:
    if not isinstance(given, Mapping):
        totals = np.asarray(given, dtype=np.float64)
        if len(totals) != len(labels):
            problems.add("niet evenveel totalen als kolommen", expected=str(len(labels)), got=str(len(totals)))
        return totals
    for label in labels:
        if label not in given:
            problems.add(f"voor {label} is geen populatietotaal gegeven")
    for label in given:
        if label not in labels:
            problems.add(f"populatietotaal {label} hoort bij geen kolom", expected=", ".join(labels))
    return np.array([given.get(label, np.nan) for label in labels], dtype=np.float64)


def _check(
    auxiliary: FloatArray, totals: FloatArray, bounds: tuple[float, float], distance: Distance, problems: Problems
) -> None:
    missing = ~np.isfinite(auxiliary).all(axis=1)
    if missing.any():
        problems.add(
            f"{int(missing.sum())} rijen missen een kenmerk waarop wordt gewogen",
            row=int(np.flatnonzero(missing)[0]) + 1,
            hint="vul de ontbrekende kenmerken aan voordat u weegt",
        )
    if not np.isfinite(totals).all() and not len(problems):
        problems.add("een populatietotaal is leeg")
    if not bounds[0] < 1 < bounds[1]:
        problems.add("de grenzen van de weging laten een gewone weging niet toe", expected="onder 1 en boven 1")
    if distance is Distance.LOGIT and not np.isfinite(bounds).all():
        problems.add("logit-kalibratie heeft een onder- en een bovengrens nodig")


def _check_contradictions(
    auxiliary: FloatArray, weights: FloatArray, totals: FloatArray, labels: tuple[str, ...], problems: Problems
) -> None:
    """Columns that add up to nothing must have totals that do so as well."""
    scale = np.sqrt((auxiliary[weights > 0] ** 2).sum(axis=0))
    empty = (scale == 0) & (totals != 0)
    for place in np.flatnonzero(empty):
        problems.add(
            f"{labels[place]}: in de populatie {totals[place]:.6g}, in de steekproef niemand",
            hint="voeg deze categorie samen met een andere",
        )
    if empty.any():
        return
    size = np.where(scale > 0, scale, 1.0)
    _, values, rows = np.linalg.svd(np.linalg.qr(auxiliary[weights > 0] / size, mode="r"), full_matrices=True)
    rank = int((values > 1e-10 * values.max(initial=0.0)).sum())
    for vector in rows[rank:]:
        combination = vector / size
        left = float(combination @ totals)
        parts = np.abs(combination * totals)
        if abs(left) > 1e-7 * float(parts.sum()):
            involved = [labels[place] for place in np.flatnonzero(np.abs(vector) > 1e-6)]
            problems.add(
                "populatietotalen spreken elkaar tegen: " + ", ".join(involved),
                hint="gebruik totalen van dezelfde peildatum en dezelfde groep",
            )


def _explain(
    auxiliary: FloatArray,
    weights: FloatArray,
    totals: FloatArray,
    solved: Solved,
    labels: tuple[str, ...],
    bounds: tuple[float, float],
    problems: Problems,
) -> None:
    worst = int(np.argmax(solved.misses))
    reached = float(solved.weights @ auxiliary[:, worst])
    bounded = np.isfinite(bounds).any()
    within = f" met g-gewichten tussen {bounds[0]:g} en {bounds[1]:g}".replace(".", ",") if bounded else ""
    problems.add(
        f"de weging haalt de populatietotalen niet{within}; het verst weg is {labels[worst]}",
        expected=f"{totals[worst]:.10g}",
        got=f"{reached:.10g}",
        hint="verruim de grenzen of voeg kleine categorieën samen" if bounded else "voeg kleine categorieën samen",
    )


def _trim_factors(weights: FloatArray, start: FloatArray, trim: tuple[float, float]) -> tuple[FloatArray, int]:
    factors = ratio(weights, start)
    outside = ((factors < trim[0]) | (factors > trim[1])) & (start > 0)
    cut = np.clip(factors, *trim)
    freed = float(((factors - cut) * start)[outside].sum())
    rest = ~outside & (start > 0)
    if outside.any() and rest.any():
        factors = np.where(outside, cut, factors + freed / float(start[rest].sum()))
    return factors * start, int(outside.sum())
