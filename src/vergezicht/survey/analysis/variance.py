"""Variance by linearisation: of a total of linearised values, over all stages and through all adjustments.

An estimate is written as a sum of w e, with e the linearised value of a respondent (Woodruff 1971; Binder 1983).
Every adjustment of the weights replaces e by its residual, the last adjustment first; then V = sum over stages and
strata of (1 - f) n / (n - 1) sum (u - mean u)^2 over the units u of a stratum (Cochran 1977; Särndal, Swensson &
Wretman 1992, 4.3), where later stages count for the fraction of the units of the earlier stage that was drawn.
"""

from __future__ import annotations

import numpy as np

from vergezicht.problems import BadInput, Problem
from vergezicht.survey.analysis.design import SingleUnits, Stage, SurveyDesign
from vergezicht.survey.arrays import BoolArray, FloatArray, IntArray

_ALL_DRAWN = 1e-7


def covariance(design: SurveyDesign, linearised: FloatArray, *, domain: BoolArray | None = None) -> FloatArray:
    """Covariance (K, K) of the totals sum w e of ``linearised`` values e (n, K), zero outside the domain.

    Raises ``BadInput`` when a stratum has one unit and the design has no rule for it.
    """
    residual = linearised
    for adjustment in reversed(design.adjustments):
        residual = adjustment.pull_back(residual)
    rows = design.rows_for(design.inside(domain))
    influence = (design.start[:, None] * residual)[rows]
    total = np.zeros((linearised.shape[1], linearised.shape[1]))
    drawn = np.ones(int(rows.sum()))
    for number, stage in enumerate(design.stages):
        total += _of_stage(design, stage, number, rows, influence, drawn)
        drawn = drawn * stage.fraction[rows]
        if not drawn.any():
            break
    return total


def sum_by(values: FloatArray, groups: IntArray, size: int) -> FloatArray:
    """Sums (size, K) of the rows of ``values`` (n, K) in each group (n,)."""
    return np.column_stack([np.bincount(groups, weights=column, minlength=size) for column in values.T])


def _of_stage(
    design: SurveyDesign, stage: Stage, number: int, rows: BoolArray, influence: FloatArray, drawn: FloatArray
) -> FloatArray:
    units, unit_of_row = np.unique(stage.units[rows], return_inverse=True)
    totals = sum_by(influence, unit_of_row, len(units))
    row_of_unit = np.flatnonzero(rows)[np.unique(unit_of_row, return_index=True)[1]]
    strata, stratum = np.unique(stage.strata[row_of_unit], return_inverse=True)
    row_of_stratum = row_of_unit[np.unique(stratum, return_index=True)[1]]
    size, population = stage.sampled[row_of_stratum], stage.population[row_of_stratum]
    share_drawn = np.ones(design.n)
    share_drawn[rows] = drawn
    correction = np.where(np.isinf(population), 1.0, 1 - size / population)
    present = np.bincount(stratum, minlength=len(strata))
    single = (size < 2) & (correction >= _ALL_DRAWN)
    if single.any() and design.single_units is SingleUnits.ERROR:
        _refuse(stage, strata[single], number)
    treated = single.copy()
    if design.single_units_in_domains and not design.adjustments:
        treated |= (present == 1) & (size > 1) & (correction >= _ALL_DRAWN)
    rule = design.single_units
    means = sum_by(totals, stratum, len(strata)) / size[:, None]
    used = np.ones(len(strata), dtype=bool)
    if rule is SingleUnits.ADJUST and treated.any():
        means[treated] = totals.sum(axis=0) / size.sum()
    elif rule is SingleUnits.AVERAGE:
        used = ~treated
    else:
        used = ~single
    scale = correction * np.where(size > 1, size / np.maximum(size - 1, 1), 1.0) * share_drawn[row_of_stratum]
    scale = np.where(used, scale, 0.0)
    centred = (totals - means[stratum]) * np.sqrt(scale)[stratum][:, None]
    # Units drawn but without anybody in the domain have a total of zero.
    absent = means * np.sqrt(scale * (size - present))[:, None]
    found = centred.T @ centred + absent.T @ absent
    if rule is SingleUnits.AVERAGE and treated.any():
        others = len(strata) - int(treated.sum())
        found = found * (len(strata) / others) if others else np.full_like(found, np.nan)
    return found


def _refuse(stage: Stage, strata: IntArray, number: int) -> None:
    names = ", ".join(stage.names[place] for place in strata[:5]) + (" en meer" if len(strata) > 5 else "")
    raise BadInput(
        [
            Problem(
                f"{len(strata)} strata hebben in trap {number + 1} maar één getrokken eenheid: {names}",
                expected="minstens twee eenheden per stratum",
                hint="voeg strata samen, of kies een regel met single_units (certainty, remove, adjust, average)",
            )
        ]
    )
