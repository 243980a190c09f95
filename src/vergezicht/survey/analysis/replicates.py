"""Replicates: variance by estimating again and again with slightly other weights; the second way beside linearisation.

Made here: jackknife (JK1, JKn), balanced half samples (BRR, Fay) and the bootstrap of Rao & Wu. Every adjustment of the
weights is repeated in each replicate, so the variance knows the weighting. Replicates use the first stage only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from vergezicht.problems import BadInput, Problem, Problems
from vergezicht.survey.analysis.design import SingleUnits, SurveyDesign
from vergezicht.survey.arrays import BoolArray, FloatArray, IntArray


class Replication(Enum):
    """JK1: leave out one unit, no strata. JKN: leave out one unit of a stratum. BRR: take one unit of each pair.
    FAY: BRR, with the other unit at a fraction. BOOTSTRAP: draw n - 1 units of each stratum with replacement."""

    JK1 = "JK1"
    JKN = "JKn"
    BRR = "BRR"
    FAY = "Fay"
    BOOTSTRAP = "bootstrap"


@dataclass(frozen=True)
class ReplicateDesign:
    """Weights (n,) and R sets of replicate weights (n, R), with V = scale sum of scales (theta_r - centre)^2.

    ``around_estimate`` takes the estimate itself as the centre (R calls it mse), otherwise the mean of the replicates.
    """

    weights: FloatArray
    replicates: FloatArray
    scale: float
    scales: FloatArray
    around_estimate: bool = False

    @property
    def n(self) -> int:
        return len(self.weights)

    @property
    def has_population(self) -> bool:
        """A finite population is in the scale of the replicates, nothing here tells its size."""
        return False

    def inside(self, domain: BoolArray | None) -> BoolArray:
        """The rows (n,) of a domain that count."""
        counts = np.asarray(self.weights != 0, dtype=bool)
        return counts if domain is None else counts & np.asarray(domain, dtype=bool)

    def freedom(self, domain: BoolArray | None = None) -> int:
        """Rank of the replicate weights of the domain minus one."""
        table = self.replicates[self.inside(domain)]
        # The rank of a tall table is that of its small square.
        values = np.linalg.svd(np.linalg.qr(table, mode="r"), compute_uv=False)
        return int((values > 1e-5 * values.max(initial=0.0) / np.sqrt(len(values))).sum()) - 1

    def replicate(self, estimator: Callable[[FloatArray], FloatArray]) -> tuple[FloatArray, FloatArray]:
        """Value (K,) and covariance (K, K) of anything computed from weights (n,).

        Raises ``BadInput`` when the estimator gives no number in one of the replicates.
        """
        value = np.atleast_1d(estimator(self.weights))
        found = np.array([np.atleast_1d(estimator(column)) for column in self.replicates.T])
        broken = np.isnan(found).any(axis=1) & ~np.isnan(value).any()
        if broken.any():
            raise BadInput(
                [
                    Problem(
                        f"in {int(broken.sum())} van de {len(found)} herhalingen is er geen uitkomst",
                        hint="een groep is te klein: voeg groepen samen, of gebruik linearisatie",
                    )
                ]
            )
        centre = value if self.around_estimate else found[self.scales > 0].mean(axis=0)
        distance = (found - centre) * np.sqrt(self.scale * self.scales)[:, None]
        return value, distance.T @ distance


def given_replicates(
    weights: FloatArray,
    replicates: FloatArray,
    *,
    kind: Replication | None = None,
    scale: float | None = None,
    scales: FloatArray | float = 1.0,
    rho: float = 0.0,
    combined: bool = True,
    around_estimate: bool = False,
) -> ReplicateDesign:
    """Replicates from a file. ``combined`` False: they are factors on ``weights`` instead of weights.

    ``scale`` follows from the kind for JK1, BRR and FAY (with its ``rho``) when it is not given.
    """
    table = np.asarray(replicates, dtype=np.float64)
    count = table.shape[1]
    known = {
        Replication.JK1: (count - 1) / count,
        Replication.JKN: 1.0,
        Replication.BRR: 1 / count,
        Replication.FAY: 1 / (count * (1 - rho) ** 2),
    }
    problems = Problems()
    if scale is None and (kind is None or kind not in known):
        problems.add(
            "de schaal van de herhalingen is niet bekend",
            hint="geef scale (en scales) uit de toelichting bij het bestand",
        )
    if table.shape[0] != len(weights):
        problems.add(
            "niet evenveel rijen met herhalingen als met gewichten", expected=str(len(weights)), got=str(len(table))
        )
    problems.raise_if_any()
    base = np.asarray(weights, dtype=np.float64)
    factor = scale if scale is not None else known[kind] if kind is not None else 1.0
    return ReplicateDesign(
        base,
        table if combined else table * base[:, None],
        factor,
        np.broadcast_to(np.asarray(scales, dtype=np.float64), (count,)).copy(),
        around_estimate,
    )


def make_replicates(
    design: SurveyDesign,
    kind: Replication = Replication.JKN,
    *,
    count: int = 500,
    seed: int = 0,
    rho: float = 0.0,
    around_estimate: bool = False,
) -> ReplicateDesign:
    """Replicates of a design, with all its adjustments repeated. ``count`` and ``seed`` are for the bootstrap only.

    Raises ``BadInput`` when a stratum has one unit and no rule, when BRR finds no pairs, or when a weighting cannot be
    repeated in a replicate (a category that is empty there).
    """
    stage = design.stages[0]
    units, unit_of_row, first = _units(stage.units)
    strata = stage.strata[first]
    _check_single(design, strata)
    fraction = np.where(np.isinf(stage.population[first]), 0.0, stage.fraction[first])
    if kind is Replication.JK1:
        if len(np.unique(strata)) > 1:
            raise BadInput([Problem("JK1 is voor een steekproef zonder strata", hint="neem JKn")])
        factors, scales = _leave_one_out(np.zeros(len(units), dtype=np.intp), fraction)
        scale = 1.0
    elif kind is Replication.JKN:
        factors, scales = _leave_one_out(strata, fraction)
        scale = 1.0
    elif kind is Replication.BOOTSTRAP:
        factors = _bootstrap(strata, fraction, count, np.random.default_rng(seed))
        scale, scales = 1 / (count - 1), np.ones(count)
    else:
        keep = rho if kind is Replication.FAY else 0.0
        factors = _half_samples(strata, keep)
        scale, scales = 1 / (factors.shape[1] * (1 - keep) ** 2), np.ones(factors.shape[1])
    drawn = ReplicateDesign(design.start, design.start[:, None] * factors[unit_of_row], scale, scales, around_estimate)
    return repeat_adjustments(drawn, design)


def repeat_adjustments(replicates: ReplicateDesign, design: SurveyDesign) -> ReplicateDesign:
    """Replicates of weights as drawn (of ``design.start``) with every adjustment of ``design`` repeated in each.

    Raises ``BadInput`` when that cannot be done, because a category is empty in a replicate.
    """
    table = replicates.replicates
    for adjustment in design.adjustments:
        table = np.column_stack([adjustment.repeat(column) for column in table.T])
    if np.isnan(table).any():
        broken = int(np.isnan(table).any(axis=0).sum())
        raise BadInput(
            [
                Problem(
                    f"de weging kan in {broken} van de {table.shape[1]} herhalingen niet worden overgedaan",
                    hint="voeg kleine categorieën samen of verruim de grenzen",
                )
            ]
        )
    return replace(replicates, weights=design.weights, replicates=table)


def _units(units: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    present, first, of_row = np.unique(units, return_index=True, return_inverse=True)
    return present, of_row, first


def _check_single(design: SurveyDesign, strata: IntArray) -> None:
    stage = design.stages[0]
    counts = np.bincount(strata)
    single = np.flatnonzero(counts == 1)
    certain = {int(stratum) for stratum in stage.strata[stage.population <= stage.sampled]}
    open_strata = [stage.names[place] for place in single if place not in certain]
    if open_strata and design.single_units not in (SingleUnits.CERTAINTY, SingleUnits.REMOVE):
        raise BadInput(
            [
                Problem(
                    f"{len(open_strata)} strata hebben maar één getrokken eenheid: " + ", ".join(open_strata[:5]),
                    hint="voeg strata samen, of kies single_units certainty of remove",
                )
            ]
        )


def _leave_one_out(strata: IntArray, fraction: FloatArray) -> tuple[FloatArray, FloatArray]:
    size = np.bincount(strata)[strata]
    left_out = np.flatnonzero(size > 1)
    factors = np.ones((len(strata), len(left_out)))
    for column, unit in enumerate(left_out):
        others = strata == strata[unit]
        factors[others, column] = size[unit] / (size[unit] - 1)
        factors[unit, column] = 0.0
    return factors, ((size - 1) / size * (1 - fraction))[left_out]


def _bootstrap(strata: IntArray, fraction: FloatArray, count: int, random: np.random.Generator) -> FloatArray:
    """Rao, Wu & Yue (Survey Methodology 18, 1992): factors 1 - l + l n / (n - 1) t with l = sqrt(1 - f)."""
    factors = np.ones((len(strata), count))
    for stratum in np.unique(strata):
        units = np.flatnonzero(strata == stratum)
        n = len(units)
        if n < 2:
            continue
        times = random.multinomial(n - 1, np.full(n, 1 / n), size=count).T
        shrink = np.sqrt(1 - fraction[units[0]])
        factors[units] = 1 - shrink + shrink * n / (n - 1) * times
    return factors


def _half_samples(strata: IntArray, keep: float) -> FloatArray:
    labels, place = np.unique(strata, return_inverse=True)
    sizes = np.bincount(place)
    if (sizes != 2).any():
        raise BadInput(
            [
                Problem(
                    "BRR en Fay vragen twee eenheden in elk stratum",
                    got=f"{int((sizes != 2).sum())} strata met een ander aantal",
                    hint="neem JKn of bootstrap",
                )
            ]
        )
    matrix = np.ones((1, 1))
    while len(matrix) < len(labels) + 1:
        # Sylvester's doubling; the first column has only ones, so it is not used.
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    second = np.zeros(len(strata), dtype=bool)
    for number in range(len(labels)):
        second[np.flatnonzero(place == number)[1]] = True
    signs = matrix[1 : len(labels) + 1][place] * np.where(second, -1.0, 1.0)[:, None]
    return np.where(signs > 0, 2.0 - keep, keep)
