"""Small areas: the model of Fay & Herriot (JASA 74, 1979), for areas with too few answers for a figure of their own.

What comes out is a model estimate ("modelschatting"), never a direct one: an area borrows from areas like it. It does
not belong in trends or rankings, and does not make a figure that privacy forbids publishable (docs/method.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vergezicht.problems import BadInput, Problem, Problems
from vergezicht.survey.analysis.distributions import critical_value
from vergezicht.survey.arrays import FloatArray
from vergezicht.survey.estimating.results import Interval

MODEL_LABEL = "modelschatting"


class Fitting(Enum):
    """How the variance between areas is found: restricted or full maximum likelihood, or Fay & Herriot's moments."""

    REML = "REML"
    ML = "ML"
    FH = "FH"


@dataclass(frozen=True)
class ModelEstimate:
    """For A areas: ``value`` (EBLUP), ``mse`` its mean squared error, ``own_share`` the weight of its own answers.

    ``label`` must be shown beside every value. ``coefficients`` (p,) of the predictors, ``between`` the variance
    between areas that these leave; 0 means that the predictors alone decide.
    """

    value: FloatArray
    mse: FloatArray
    own_share: FloatArray
    coefficients: FloatArray
    coefficient_se: FloatArray
    between: float
    fitting: Fitting
    rounds: int
    label: str = field(default=MODEL_LABEL, init=False)

    @property
    def root_mse(self) -> FloatArray:
        return np.sqrt(np.maximum(self.mse, 0.0))

    def interval(self, *, level: float = 0.95) -> Interval:
        """value +/- z root MSE: a little too short with very few answers (docs/method.md)."""
        half = critical_value(np.inf, level=level) * self.root_mse
        return Interval(self.value - half, self.value + half)


def estimate_small_areas(
    direct: FloatArray,
    variance: FloatArray,
    predictors: FloatArray,
    *,
    names: Sequence[str] = (),
    fitting: Fitting = Fitting.REML,
    tolerance: float = 1e-12,
    rounds: int = 500,
) -> ModelEstimate:
    """Shrink ``direct`` estimates (A,) with known sampling ``variance`` (A,) towards ``predictors`` (A, p).

    The intercept is included by you. MSE after Prasad & Rao (JASA 85, 1990) and Datta & Lahiri (Statistica Sinica 10,
    2000). Raises ``BadInput`` when an area has no variance, predictors depend on each other or it does not converge.
    """
    y, d = np.asarray(direct, dtype=np.float64), np.asarray(variance, dtype=np.float64)
    x = np.asarray(predictors, dtype=np.float64)
    problems = Problems()
    for place in np.flatnonzero(~(d > 0) | ~np.isfinite(y) | ~np.isfinite(x).all(axis=1)):
        problems.add(
            "gebied zonder schatting, variantie of kenmerk",
            row=int(place) + 1,
            column=names[int(place)] if len(names) == len(y) else None,
            hint="laat het gebied weg, of vlak de varianties eerst af (een variantie van 0 zegt niets)",
        )
    problems.raise_if_any()
    if len(y) <= x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        raise BadInput([Problem("te weinig gebieden, of kenmerken die van elkaar afhangen", got=f"{x.shape}")])
    between, count = _fit(y, d, x, fitting, tolerance, rounds)
    precision = 1 / (between + d)
    inverse = np.linalg.inv(x.T @ (x * precision[:, None]))
    coefficients = inverse @ (x.T @ (precision * y))
    own = between * precision
    fitted = x @ coefficients
    return ModelEstimate(
        value=fitted + own * (y - fitted),
        mse=_mean_squared_error(d, x, inverse, precision, fitting),
        own_share=own,
        coefficients=coefficients,
        coefficient_se=np.sqrt(np.diag(inverse)),
        between=between,
        fitting=fitting,
        rounds=count,
    )


def _fit(
    y: FloatArray, d: FloatArray, x: FloatArray, fitting: Fitting, tolerance: float, rounds: int
) -> tuple[float, int]:
    """Fisher scoring from the median sampling variance; a negative variance becomes 0."""
    between = float(np.median(d))
    for count in range(1, rounds + 1):
        v = 1 / (between + d)
        weighted = x * v[:, None]
        inverse = np.linalg.inv(x.T @ weighted)
        residual = v * (y - x @ (inverse @ (weighted.T @ y)))
        squares = float(residual @ residual)
        if fitting is Fitting.FH:
            step = (float(residual @ (residual / v)) - (len(y) - x.shape[1])) / float(v.sum())
        elif fitting is Fitting.ML:
            step = (squares - float(v.sum())) / float((v**2).sum())
        else:
            # trace of P and of P P, with P = V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1.
            crossed = weighted.T @ weighted @ inverse
            cubed = weighted.T @ (weighted * v[:, None]) @ inverse
            trace = float(v.sum() - np.trace(crossed))
            trace_of_square = float((v**2).sum() - 2 * np.trace(cubed) + np.trace(crossed @ crossed))
            step = (squares - trace) / trace_of_square
        if between + step < 0 and between == 0:
            return 0.0, count
        # Halfway to zero rather than beyond it, so that a step too far can be taken back.
        moved = between + step if between + step > 0 else between / 2
        if moved < 1e-14 * float(np.median(d)):
            moved = 0.0
        if abs(moved - between) <= tolerance * max(abs(between), 1e-300):
            return moved, count
        between = moved
    raise BadInput(
        [
            Problem(
                f"het model komt in {rounds} rondes niet tot rust ({fitting.value})",
                hint="kies een andere schattingswijze",
            )
        ]
    )


def _mean_squared_error(
    d: FloatArray, x: FloatArray, inverse: NDArray[np.floating[Any]], precision: FloatArray, fitting: Fitting
) -> FloatArray:
    shrink = d * precision
    sums, squares = float(precision.sum()), float((precision**2).sum())
    own = d * (1 - shrink)
    from_coefficients = shrink**2 * np.einsum("ij,jk,ik->i", x, inverse, x)
    spread = 2 * len(d) / sums**2 if fitting is Fitting.FH else 2 / squares
    from_variance = shrink**2 * precision * spread
    if fitting is Fitting.REML:
        bias = 0.0
    elif fitting is Fitting.ML:
        bias = -float(np.trace(inverse @ (x.T @ (x * (precision**2)[:, None])))) / squares
    else:
        bias = 2 * (len(d) * squares - sums**2) / sums**3
    return np.asarray(own + from_coefficients + 2 * from_variance - bias * shrink**2, dtype=np.float64)
