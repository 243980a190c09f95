"""Association: whether two questions hang together, from the table of their answers (Rao & Scott, Annals 12, 1984)."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from vergezicht.problems import BadInput, Problem
from vergezicht.survey.analysis.design import SurveyDesign, degrees_of_freedom
from vergezicht.survey.analysis.distributions import chi_squared_tail, f_tail, quadratic_tail, saddlepoint_tail
from vergezicht.survey.analysis.estimates import estimate_mean, estimate_total
from vergezicht.survey.analysis.groups import make_groups
from vergezicht.survey.analysis.significance import Assessment
from vergezicht.survey.arrays import BoolArray, FloatArray


class AssociationTest(Enum):
    """F and CHI_SQUARED: Pearson's statistic corrected for the design, to the second and first order. LINCOM and
    SADDLEPOINT: its distribution as a weighted sum, exactly or approximately. WALD and ADJUSTED_WALD: of the
    differences between cells and what independence gives; weak with many cells and few units."""

    F = "F"
    CHI_SQUARED = "Chisq"
    LINCOM = "lincom"
    SADDLEPOINT = "saddlepoint"
    WALD = "Wald"
    ADJUSTED_WALD = "adjWald"


def assess_association(
    design: SurveyDesign,
    rows: ArrayLike,
    columns: ArrayLike,
    *,
    test: AssociationTest = AssociationTest.F,
    domain: BoolArray | None = None,
    sample_size: int | None = None,
) -> Assessment:
    """Test of independence of two columns (n,) of labels; rows that miss one are outside the domain.

    ``sample_size`` is the n that Pearson's statistic is scaled to, the rows of the domain when not given; it changes
    the statistic of CHI_SQUARED, LINCOM and SADDLEPOINT but no p-value. Raises ``BadInput`` with fewer than two labels.
    """
    wanted = design.inside(domain)
    one, other = make_groups(rows, wanted), make_groups(columns, wanted)
    both = (one.of_row >= 0) & (other.of_row >= 0)
    r, c = len(one.labels), len(other.labels)
    if r < 2 or c < 2:
        raise BadInput([Problem("een verband vraagt twee kolommen met elk minstens twee antwoorden", got=f"{r} x {c}")])
    cell = np.where(both, one.of_row * c + other.of_row, -1)
    table = np.where(both[:, None], np.eye(r * c)[cell], np.nan)
    units = degrees_of_freedom(design, domain=both)
    if test in (AssociationTest.WALD, AssociationTest.ADJUSTED_WALD):
        return _wald(design, table, both, r, c, units, adjusted=test is AssociationTest.ADJUSTED_WALD)
    n = int(wanted.sum()) if sample_size is None else sample_size
    found = estimate_mean(design, table, domain=both)
    shares = found.value
    expected = np.outer(shares.reshape(r, c).sum(axis=1), shares.reshape(r, c).sum(axis=0)).ravel()
    pearson = n * float(((shares - expected) ** 2 / expected).sum())
    effects = _design_effects(shares, found.covariance, r, c, n)
    trace, squares = float(effects.sum()), float((effects**2).sum())
    d = trace**2 / squares
    if test is AssociationTest.F:
        f = pearson / trace
        return Assessment(f, (d, d * units), f_tail(f, above=d, below=d * units))
    if test is AssociationTest.CHI_SQUARED:
        freedom = (r - 1) * (c - 1)
        return Assessment(pearson, (float(freedom),), chi_squared_tail(pearson * freedom / trace, freedom=freedom))
    tail = quadratic_tail if test is AssociationTest.LINCOM else saddlepoint_tail
    return Assessment(pearson, (), tail(pearson, effects, freedom=d * units))


def _design_effects(shares: FloatArray, covariance: FloatArray, r: int, c: int, n: int) -> FloatArray:
    """Generalised design effects ((r-1)(c-1),): eigenvalues of the covariance against that of a simple sample."""
    identity_r, identity_c = np.eye(r), np.eye(c)
    main = np.column_stack([np.kron(identity_r, np.ones((c, 1))), np.kron(np.ones((r, 1)), identity_c[:, 1:])])
    crossed = np.column_stack([np.kron(identity_r[:, i], identity_c[:, j]) for i in range(1, r) for j in range(1, c)])
    interaction = crossed - main @ np.linalg.lstsq(main, crossed, rcond=None)[0]
    inverse = np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)
    simple = interaction.T @ (interaction * inverse[:, None]) / n
    scaled = interaction * inverse[:, None]
    effects = np.linalg.eigvals(np.linalg.solve(simple, scaled.T @ covariance @ scaled))
    return np.real(effects).astype(np.float64)


def _wald(
    design: SurveyDesign, table: FloatArray, both: BoolArray, r: int, c: int, units: int, *, adjusted: bool
) -> Assessment:
    found = estimate_total(design, table, domain=both)
    cells = found.value.reshape(r, c)
    by_row, by_column, everybody = cells.sum(axis=1), cells.sum(axis=0), cells.sum()
    difference = (cells - np.outer(by_row, by_column) / everybody).ravel()
    # Derivative of cell (i, j) - row i column j / total to cell (k, l).
    slope = np.eye(r * c)
    slope -= np.kron(np.eye(r), np.ones((c, c))) * np.tile(by_column, r)[:, None] / everybody
    slope -= np.kron(np.ones((r, r)), np.eye(c)) * np.repeat(by_row, c)[:, None] / everybody
    slope += (np.outer(by_row, by_column).ravel() / everybody**2)[:, None]
    matrix = slope @ found.covariance @ slope.T
    use = [i * c + j for i in range(1, r) for j in range(1, c)]
    above = len(use)
    chi_squared = float(difference[use] @ np.linalg.solve(matrix[np.ix_(use, use)], difference[use]))
    below = units - above + 1 if adjusted else units
    f = chi_squared * below / (above * units) if adjusted else chi_squared / above
    return Assessment(f, (float(above), float(below)), f_tail(f, above=above, below=below))
