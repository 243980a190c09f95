"""Design: a sample stratified by buurt, drawn from a finite population, with the margins it is weighed to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vergezicht.areas import AreaLevel, Geography
from vergezicht.problems import Problems
from vergezicht.survey.population import Margin, Population
from vergezicht.survey.project import DesignColumns
from vergezicht.survey.responses import BoolArray, FloatArray, Responses

IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class Cells:
    """Respondents who are the same to the weighting: same buurt, same category of every margin. G cells.

    ``stratum`` (G,) is ascending; ``categories`` holds one (G,) array per margin; ``of_row`` (n,) is the cell of each
    respondent; ``size`` (G,) counts them. All in a cell share one weight, so every sum can be taken over cells.
    """

    stratum: IntArray
    categories: tuple[IntArray, ...]
    of_row: IntArray
    size: FloatArray


@dataclass(frozen=True)
class Design:
    """The n respondents that count, in H strata (buurten).

    ``stratum`` (n,) and ``population`` (H,) and ``size`` (H,): N_h and n_h. ``categories`` has one (n,) array per
    margin, ``totals`` the population of its categories, ``labels`` their names. A stratum may have no respondents.
    """

    strata: tuple[str, ...]
    stratum: IntArray
    population: FloatArray
    margins: tuple[str, ...]
    categories: tuple[IntArray, ...]
    totals: tuple[FloatArray, ...]
    labels: tuple[tuple[str, ...], ...]

    @property
    def n(self) -> int:
        return len(self.stratum)

    @cached_property
    def size(self) -> FloatArray:
        return np.bincount(self.stratum, minlength=len(self.strata)).astype(np.float64)

    @cached_property
    def cells(self) -> Cells:
        shape = (len(self.strata), *(len(totals) for totals in self.totals))
        keys = np.ravel_multi_index((self.stratum, *self.categories), shape)
        present, of_row, size = np.unique(keys, return_inverse=True, return_counts=True)
        stratum, *categories = np.unravel_index(present, shape)
        return Cells(stratum, tuple(categories), of_row, size.astype(np.float64))


def read_design(
    responses: Responses, population: Population, columns: DesignColumns, geography: Geography, problems: Problems
) -> tuple[Design, BoolArray] | None:
    """The design of one wave, and which rows (rows,) of the answer file count in it.

    Reports unknown buurt codes in any row, and in the rows that count: a category without population, an empty one.
    None after reporting.
    """
    before = len(problems)
    areas = np.array(responses.areas)
    _check_areas(areas, responses, population, columns, geography, problems)
    counts = np.ones(len(areas), dtype=bool)
    if columns.source is not None:
        counts = responses.columns[columns.source] == columns.sample
    if not counts.any():
        problems.add(
            f"geen enkele rij hoort bij de steekproef (waarde {columns.sample})",
            file=responses.path,
            column=columns.source,
        )
    categories = [_categories(margin, responses, counts, population, problems) for margin in population.margins]
    if len(problems) > before:
        return None
    place = {code: number for number, code in enumerate(population.buurten)}
    design = Design(
        strata=tuple(population.buurten),
        stratum=np.array([place[code] for code in areas[counts]], dtype=np.intp),
        population=np.array(list(population.buurten.values())),
        margins=tuple(margin.name for margin in population.margins),
        categories=tuple(categories),
        totals=tuple(np.array(list(margin.counts.values())) for margin in population.margins),
        labels=tuple(
            tuple("x".join(str(code) for code in category) for category in margin.counts)
            for margin in population.margins
        ),
    )
    return design, counts


def _check_areas(
    areas: NDArray[np.str_],
    responses: Responses,
    population: Population,
    columns: DesignColumns,
    geography: Geography,
    problems: Problems,
) -> None:
    buurten = {area.code for area in geography.at(AreaLevel.BUURT)}
    for code in sorted(set(responses.areas)):
        if code in population.buurten:
            continue
        rows = responses.rows(areas == code)
        if code in buurten:
            what, hint = "buurt zonder inwonertal", f"zet de buurt in {population.path.name}"
        elif code:
            what, hint = "onbekende buurtcode", "verbeter de code of zet de buurt in de gebiedsindeling"
        else:
            what, hint = "lege buurtcode", "vul de buurt in of haal de rij weg"
        problems.add(f"{what} ({rows})", file=responses.path, column=columns.area, got=code or None, hint=hint)


def _categories(
    margin: Margin, responses: Responses, counts: BoolArray, population: Population, problems: Problems
) -> IntArray:
    """For each row that counts the category of the margin; reports rows that have none."""
    known = list(margin.counts)
    found = np.full(len(counts), -1, dtype=np.intp)
    cells = [responses.columns[column] for column in margin.columns]
    for number, category in enumerate(known):
        matches = np.logical_and.reduce([cell == code for cell, code in zip(cells, category, strict=True)])
        found[matches] = number
    wrong = counts & (found < 0)
    if wrong.any():
        problems.add(
            f"geen categorie van de marge {margin.name} ({responses.rows(wrong)})",
            file=responses.path,
            column=", ".join(margin.columns),
            expected=f"een combinatie die in {population.path.name} staat",
            hint="vul de ontbrekende kenmerken aan voordat u weegt",
        )
    return found[counts]
