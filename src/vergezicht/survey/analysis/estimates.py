"""Estimates from a design: means, shares, totals, ratios and variances, for everybody or for each of many groups.

``design`` is a ``SurveyDesign`` (variance by linearisation) or a ``ReplicateDesign`` (variance between replicates): two
ways to the same answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from vergezicht.survey.analysis.design import SingleUnits, SurveyDesign, degrees_of_freedom
from vergezicht.survey.analysis.distributions import critical_value, t_p_value
from vergezicht.survey.analysis.groups import Groups, Label, make_groups
from vergezicht.survey.analysis.replicates import ReplicateDesign
from vergezicht.survey.analysis.statistics import Mean, Ratio, Statistic, Total, Variance
from vergezicht.survey.analysis.variance import covariance
from vergezicht.survey.arrays import BoolArray, FloatArray
from vergezicht.survey.estimating.results import Interval

AnyDesign = SurveyDesign | ReplicateDesign
By = ArrayLike | tuple[ArrayLike, ...] | None


def freedom_of(design: AnyDesign, domain: BoolArray | None = None) -> int:
    """Degrees of freedom of either kind of design in a domain."""
    if isinstance(design, ReplicateDesign):
        return design.freedom(domain)
    return degrees_of_freedom(design, domain=domain)


class DesignEffect(Enum):
    """What the variance is compared with: a simple random sample of as many answers WITHOUT or WITH replacement."""

    WITHOUT = "without replacement"
    WITH = "with replacement"


@dataclass(frozen=True)
class Estimate:
    """K estimates with their covariance (K, K): every column in every group, the columns of a group together.

    ``n`` (K,) answers behind each; ``freedom`` the degrees of freedom of the design; ``deff`` (K,) only when asked.
    """

    names: tuple[str, ...]
    groups: tuple[Label, ...]
    value: FloatArray
    covariance: FloatArray
    n: FloatArray
    freedom: float
    deff: FloatArray | None = None

    @property
    def se(self) -> FloatArray:
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    @property
    def cv(self) -> FloatArray:
        """Coefficient of variation: SE / |value|; NaN for a value of 0."""
        size = np.abs(self.value)
        return np.divide(self.se, size, out=np.full_like(size, np.nan), where=size > 0)

    def interval(self, *, level: float = 0.95, freedom: float = math.inf) -> Interval:
        """value +/- t SE; the normal distribution unless degrees of freedom are given.

        For shares there are better ones: see ``shares``.
        """
        half = critical_value(freedom, level=level) * self.se
        return Interval(self.value - half, self.value + half)

    def p_values(self, *, freedom: float = math.inf) -> FloatArray:
        """Two-sided p (K,) that the value is 0; NaN where nothing varies. For differences and contrasts."""
        t = np.divide(self.value, self.se, out=np.full_like(self.value, np.nan), where=self.se > 0)
        return np.array([t_p_value(float(one), freedom=freedom) for one in t])

    def place(self, name: str, *group: object) -> int:
        """The place of a column in a group."""
        return list(zip(self.names, self.groups, strict=True)).index((name, tuple(group)))


def estimate_mean(
    design: AnyDesign,
    values: ArrayLike,
    *,
    names: Sequence[str] = (),
    by: By = None,
    domain: BoolArray | None = None,
    listwise: bool = False,
    deff: DesignEffect | None = None,
) -> Estimate:
    """Means of columns of ``values`` (n,) or (n, K), NaN for no answer; shares for 0 and 1 (see ``shares_of``).

    ``by`` gives groups, each a domain. Every column has its own base, or with ``listwise`` only rows complete on all.
    """
    return estimate(design, Mean(), values, names=names, by=by, domain=domain, listwise=listwise, deff=deff)


def estimate_total(
    design: AnyDesign,
    values: ArrayLike,
    *,
    names: Sequence[str] = (),
    by: By = None,
    domain: BoolArray | None = None,
    listwise: bool = False,
    deff: DesignEffect | None = None,
) -> Estimate:
    """Totals in the population; see ``estimate_mean``. A missing answer counts for nothing."""
    return estimate(design, Total(), values, names=names, by=by, domain=domain, listwise=listwise, deff=deff)


def estimate_ratio(
    design: AnyDesign,
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    name: str = "",
    by: By = None,
    domain: BoolArray | None = None,
) -> Estimate:
    """The total of one column over that of another, over rows that know both."""
    values = np.column_stack([np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)])
    found = estimate(design, Ratio(), values, by=by, domain=domain)
    return Estimate(
        tuple(name or "ratio" for _ in found.names), found.groups, found.value, found.covariance, found.n, found.freedom
    )


def estimate_variance(
    design: AnyDesign,
    values: ArrayLike,
    *,
    names: Sequence[str] = (),
    by: By = None,
    domain: BoolArray | None = None,
) -> Estimate:
    """How much people differ: the variance of a column in the population, with its own standard error."""
    return estimate(design, Variance(), values, names=names, by=by, domain=domain)


def estimate(
    design: AnyDesign,
    statistic: Statistic,
    values: ArrayLike,
    *,
    names: Sequence[str] = (),
    by: By = None,
    domain: BoolArray | None = None,
    listwise: bool = False,
    deff: DesignEffect | None = None,
) -> Estimate:
    """Any ``Statistic`` of columns ``values`` (n, K) in every group, with the covariance of all of them together."""
    table = np.asarray(values, dtype=np.float64)
    table = table[:, None] if table.ndim == 1 else table
    inside = design.inside(domain)
    if listwise:
        inside = inside & ~np.isnan(table).any(axis=1)
    groups = make_groups(by, inside)
    columns = tuple(names) or tuple(f"y{number + 1}" for number in range(table.shape[1]))
    made = statistic.names(columns)
    if isinstance(design, ReplicateDesign):
        return _between_replicates(design, statistic, table, groups, made, inside)
    parts = [statistic(design.weights, table, mask) for _, mask in groups]
    value = np.concatenate([part.value for part in parts])
    together = np.column_stack([part.influence for part in parts])
    in_base = inside & ~np.isnan(table).all(axis=1) & (groups.of_row >= 0)
    matrix = covariance(design, together, domain=in_base)
    if by is not None and design.single_units in (SingleUnits.ADJUST, SingleUnits.AVERAGE):
        # These rules look at the strata that a domain has, so each group needs a variance of its own.
        width = len(made)
        for place, (part, (_, mask)) in enumerate(zip(parts, groups, strict=True)):
            own = slice(place * width, (place + 1) * width)
            matrix[own, own] = covariance(design, part.influence, domain=mask & in_base)
    unknown = np.isnan(value)
    matrix[unknown, :] = matrix[:, unknown] = np.nan
    found = Estimate(
        names=made * len(parts),
        groups=tuple(label for label in groups.labels for _ in made),
        value=value,
        covariance=matrix,
        n=np.concatenate([part.n for part in parts]),
        freedom=freedom_of(design, domain),
    )
    if deff is None:
        return found
    simple = [_simple_variance(design.weights, table, mask, statistic, deff) for _, mask in groups]
    ratio = np.diag(matrix) / np.concatenate(simple)
    return Estimate(found.names, found.groups, value, matrix, found.n, found.freedom, ratio)


def _simple_variance(
    weights: FloatArray, values: FloatArray, inside: BoolArray, statistic: Statistic, deff: DesignEffect
) -> FloatArray:
    """Variance (V,) of a mean or total under simple random sampling of as many answers."""
    base = inside[:, None] & ~np.isnan(values)
    n = base.sum(axis=0)
    people = (weights[:, None] * base).sum(axis=0)
    spread = Variance()(weights, values, inside).value / n
    if deff is DesignEffect.WITHOUT:
        # Weights that do not add up to a population of at least n say nothing about the fraction drawn.
        spread = np.where(people >= n, spread * (people - n) / people, np.nan)
    if isinstance(statistic, Total):
        return np.asarray(spread * people**2, dtype=np.float64)
    if isinstance(statistic, Mean):
        return np.asarray(spread, dtype=np.float64)
    raise ValueError("a design effect is that of a mean, a share or a total")


def _between_replicates(
    design: ReplicateDesign,
    statistic: Statistic,
    table: FloatArray,
    groups: Groups,
    made: tuple[str, ...],
    inside: BoolArray,
) -> Estimate:
    def values(weights: FloatArray) -> FloatArray:
        return np.concatenate([statistic(weights, table, mask).value for _, mask in groups])

    value, matrix = design.replicate(values)
    n = np.concatenate([statistic(design.weights, table, mask).n for _, mask in groups])
    labels = tuple(label for label in groups.labels for _ in made)
    return Estimate(made * len(groups.labels), labels, value, matrix, n, design.freedom(inside))
