"""Significance: t tests, rank tests, tests of association in a table, and control over many tests at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from vergezicht.problems import BadInput, Problem
from vergezicht.survey.analysis.design import SurveyDesign, degrees_of_freedom
from vergezicht.survey.analysis.distributions import f_tail, normal_scores, t_p_value
from vergezicht.survey.analysis.estimates import estimate_mean
from vergezicht.survey.analysis.regression import regress
from vergezicht.survey.analysis.variance import covariance
from vergezicht.survey.arrays import BoolArray, FloatArray
from vergezicht.survey.estimating.comparison import benjamini_hochberg


class Correction(Enum):
    """How p-values of many tests are adjusted. BH and BY control the share of false alarms among those reported (BY
    however the tests depend on each other); HOLM, HOCHBERG and BONFERRONI the chance of any false alarm."""

    BH = "BH"
    BY = "BY"
    HOLM = "holm"
    HOCHBERG = "hochberg"
    BONFERRONI = "bonferroni"
    NONE = "none"


class RankTest(Enum):
    """What a rank (0-1 of the population) counts for: itself, its normal score, or 1 above the middle."""

    KRUSKAL_WALLIS = "KruskalWallis"
    VAN_DER_WAERDEN = "vanderWaerden"
    MEDIAN = "median"


@dataclass(frozen=True)
class Assessment:
    """What a test found. ``freedom`` is (df,) for t and chi-squared, (above, below) for F; ``estimate`` was tested."""

    statistic: float
    freedom: tuple[float, ...]
    p: float
    estimate: float | None = None


def adjust_p_values(p: FloatArray, correction: Correction = Correction.BH) -> FloatArray:
    """Adjusted p-values (m,) to (m,); NaN values do not count and stay NaN."""
    if correction is Correction.BH:
        return benjamini_hochberg(p)
    known = np.flatnonzero(~np.isnan(p))
    adjusted = np.full_like(p, np.nan)
    m = len(known)
    if not m or correction is Correction.NONE:
        return p.copy()
    if correction is Correction.BONFERRONI:
        adjusted[known] = np.minimum(p[known] * m, 1.0)
    elif correction is Correction.BY:
        # BH with the sum of 1/i as the price for any dependence (Benjamini & Yekutieli 2001); 1 only caps at the end.
        order = known[np.argsort(p[known], kind="stable")]
        steps = p[order] * m / np.arange(1, m + 1) * (1 / np.arange(1, m + 1)).sum()
        adjusted[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    else:
        order = known[np.argsort(p[known], kind="stable")]
        steps = p[order] * (m - np.arange(m))
        if correction is Correction.HOLM:
            adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
        else:
            adjusted[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return adjusted


def assess_mean(design: SurveyDesign, values: ArrayLike, *, domain: BoolArray | None = None) -> Assessment:
    """Whether the mean of ``values`` (n,), for instance of differences within a person, can be 0 (t, df - 1)."""
    x = np.asarray(values, dtype=np.float64)
    inside = design.inside(domain) & ~np.isnan(x)
    found = estimate_mean(design, x, domain=inside)
    freedom = degrees_of_freedom(design, domain=inside) - 1
    value, se = float(found.value[0]), float(found.se[0])
    t = value / se if se > 0 else np.nan
    return Assessment(t, (float(freedom),), t_p_value(t, freedom=freedom), value)


def assess_two_means(
    design: SurveyDesign, values: ArrayLike, groups: ArrayLike, *, domain: BoolArray | None = None
) -> Assessment:
    """Whether two groups have the same mean: second minus first in sorted order (t, df - 1)."""
    x = np.asarray(values, dtype=np.float64)
    labels, place, inside = _groups(design, x, groups, domain)
    if len(labels) != 2:
        raise BadInput([Problem("een t-toets vergelijkt twee groepen", got=f"{len(labels)} groepen")])
    found = regress(design, x, np.column_stack([np.ones(len(x)), place == 1]), domain=inside)
    return Assessment(float(found.t[1]), (float(found.freedom),), float(found.p[1]), float(found.coefficients[1]))


def assess_ranks(
    design: SurveyDesign,
    values: ArrayLike,
    groups: ArrayLike,
    *,
    scores: RankTest = RankTest.KRUSKAL_WALLIS,
    domain: BoolArray | None = None,
) -> Assessment:
    """Whether groups have the same distribution, by estimated population ranks (Lumley & Scott, Biometrika 100, 2013).

    Two groups: t with df - 1 (Wilcoxon), and the difference in mean rank score. More: F of the Wald statistic; then
    ``statistic`` is chi-squared and ``freedom`` (groups - 1, df - groups + 1).
    """
    x = np.asarray(values, dtype=np.float64)
    labels, place, inside = _groups(design, x, groups, domain)
    weights = np.where(inside, design.weights, 0.0)
    rank = _score(_population_ranks(np.where(inside, x, 0.0), weights), scores)
    dummies = np.column_stack([np.ones(len(x)), *(place == number for number in range(1, len(labels)))])
    dummies = np.where(inside[:, None], dummies, 0.0)
    bread = np.linalg.inv(dummies.T @ (dummies * weights[:, None]))
    coefficients = bread @ (dummies.T @ (weights * rank))
    linearised = (dummies * (rank - dummies @ coefficients)[:, None]) @ bread
    matrix = covariance(design, np.where(inside[:, None], linearised, 0.0), domain=inside)[1:, 1:]
    freedom = degrees_of_freedom(design, domain=inside)
    if len(labels) == 2:
        t = float(coefficients[1] / np.sqrt(matrix[0, 0]))
        return Assessment(t, (float(freedom - 1),), t_p_value(t, freedom=freedom - 1), float(coefficients[1]))
    above = len(labels) - 1
    chi_squared = float(coefficients[1:] @ np.linalg.solve(matrix, coefficients[1:]))
    p = f_tail(chi_squared / above, above=above, below=freedom - above)
    return Assessment(chi_squared, (float(above), float(freedom - above)), p)


def _groups(
    design: SurveyDesign, x: FloatArray, groups: ArrayLike, domain: BoolArray | None
) -> tuple[tuple[object, ...], FloatArray, BoolArray]:
    from vergezicht.survey.analysis.groups import make_groups

    made = make_groups(groups, design.inside(domain) & ~np.isnan(x))
    return made.labels, made.of_row.astype(np.float64), made.of_row >= 0


def _population_ranks(x: FloatArray, weights: FloatArray) -> FloatArray:
    """Estimated share of the population below, plus half of those equal (n,)."""
    _, place = np.unique(x, return_inverse=True)
    order = np.argsort(x, kind="stable")
    middle = np.empty(len(x))
    middle[order] = np.cumsum(weights[order]) - weights[order] / 2
    counted = weights > 0
    # Ties share the plain mean of their ranks.
    sums = np.bincount(place[counted], weights=middle[counted], minlength=int(place.max()) + 1)
    sizes = np.bincount(place[counted], minlength=int(place.max()) + 1)
    shared = np.divide(sums, sizes, out=np.zeros_like(sums), where=sizes > 0)
    return np.where(counted, shared[place] / weights.sum(), 0.5)


def _score(ranks: FloatArray, scores: RankTest) -> FloatArray:
    if scores is RankTest.VAN_DER_WAERDEN:
        return normal_scores(ranks)
    if scores is RankTest.MEDIAN:
        # Whoever is exactly in the middle is not above it, whatever rounding says.
        return (ranks > 0.5 + 1e-12).astype(np.float64)
    return ranks
