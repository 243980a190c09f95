"""Design: a sample stratified by buurt, drawn from a finite population, with the margins it is weighed to.

To the weighting respondents of the same buurt and the same category of every margin are the same: they form a cell
and share one weight. So only counts per cell are kept, never a row, and a survey of any size is read in blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np

from vergezicht.areas import AreaLevel, Geography
from vergezicht.problems import Problems
from vergezicht.survey.arrays import BoolArray, FloatArray, IntArray
from vergezicht.survey.project import DesignColumns
from vergezicht.survey.reading.responses import Column, Responses, WrongRows, places_of
from vergezicht.survey.weighting.lineage import Lineage
from vergezicht.survey.weighting.population import Margin, Population

# Counts of every question are kept for every cell that can occur; more cells than this is a mistake in the margins.
MOST_CELLS = 2_000_000


@dataclass(frozen=True)
class Cells:
    """The G cells that occur: ``stratum`` (G,) ascending, one (G,) array of categories per margin, ``size`` (G,)."""

    stratum: IntArray
    categories: tuple[IntArray, ...]
    size: FloatArray


@dataclass(frozen=True)
class Design:
    """The respondents that count, in H strata (buurten).

    ``population`` (H,) and ``size`` (H,): N_h and n_h. ``totals`` has the population of the categories of each margin,
    ``labels`` their names; ``margins`` is how readers have them. A stratum may have no respondents.
    """

    strata: tuple[str, ...]
    population: FloatArray
    margins: tuple[str, ...]
    totals: tuple[FloatArray, ...]
    labels: tuple[tuple[str, ...], ...]
    cells: Cells

    @property
    def n(self) -> int:
        return int(self.cells.size.sum())

    @cached_property
    def size(self) -> FloatArray:
        counted = np.bincount(self.cells.stratum, weights=self.cells.size, minlength=len(self.strata))
        return counted.astype(np.float64)


@dataclass(frozen=True)
class CellGrid:
    """Every cell that can occur, numbered: buurten x the categories of every margin."""

    population: Population
    columns: DesignColumns
    strata: tuple[str, ...]
    lineage: Lineage

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.strata), *(len(margin.counts) for margin in self.population.margins))

    @property
    def count(self) -> int:
        return prod(self.shape)

    def sort(self, block: Responses, wrong: WrongRows) -> tuple[IntArray, BoolArray]:
        """The cell (n,) of every row of a block that counts, and which rows (rows,) count.

        Rows that cannot be placed are remembered in ``wrong`` and left out: an unknown buurt in any row, and in the
        rows that count a category without population or an empty one.
        """
        known = {code: number for number, code in enumerate(self.strata)}
        strata = [known.get(self.lineage.stratum(code), -1) for code in block.areas]
        stratum = np.array(strata, dtype=np.intp)[block.area_of_row]
        if (stratum < 0).any():
            for place, code in enumerate(block.areas):
                if strata[place] < 0:
                    wrong.add(("area", code), block.area_of_row == place, block)
        counts = np.ones(len(block), dtype=bool)
        if self.columns.source is not None:
            counts = places_of(block.columns[self.columns.source], {self.columns.sample: 0}) == 0
        usable, cell = counts & (stratum >= 0), stratum
        for margin in self.population.margins:
            category = _category(margin, [block.columns[column] for column in margin.columns])
            if (category < 0).any():
                wrong.add(("margin", margin.name), counts & (category < 0), block)
                usable = usable & (category >= 0)
            cell = cell * len(margin.counts) + category
        return (cell if usable.all() else cell[usable]), usable

    def design(self, size: IntArray) -> tuple[Design, IntArray]:
        """The design with ``size`` (count,) respondents in each cell that can occur, and the cells that do (G,)."""
        present = np.flatnonzero(size)
        stratum, *categories = np.unravel_index(present, self.shape)
        margins = self.population.margins
        cells = Cells(stratum, tuple(categories), size[present].astype(np.float64))
        design = Design(
            strata=self.strata,
            population=np.array(list(self.population.buurten.values())),
            margins=tuple(margin.words for margin in margins),
            totals=tuple(np.array(list(margin.counts.values())) for margin in margins),
            labels=tuple(tuple("x".join(map(str, category)) for category in margin.counts) for margin in margins),
            cells=cells,
        )
        return design, present


def make_grid(
    population: Population, columns: DesignColumns, problems: Problems, lineage: Lineage | None = None
) -> CellGrid | None:
    """The grid of a wave; None after reporting that its margins have far too many combinations."""
    grid = CellGrid(population, columns, tuple(population.buurten), lineage or Lineage())
    if grid.count <= MOST_CELLS:
        return grid
    problems.add(
        f"de marges hebben samen {grid.count} combinaties per buurt",
        file=population.path,
        expected=f"hoogstens {MOST_CELLS}",
        hint="voeg categorieën samen of weeg op minder kenmerken tegelijk",
    )
    return None


def report_design(grid: CellGrid, file: object, wrong: WrongRows, geography: Geography, problems: Problems) -> None:
    """Report the rows that ``CellGrid.sort`` could not place."""
    buurten = {area.code for area in geography.at(AreaLevel.BUURT)}
    for thing in sorted(key for key in wrong.counts if isinstance(key, tuple)):
        kind, name = thing
        if kind == "margin":
            margin = next(margin for margin in grid.population.margins if margin.name == name)
            problems.add(
                f"geen categorie van de marge {name} ({wrong.words(thing)})",
                file=str(file),
                column=", ".join(margin.columns),
                expected=f"een combinatie die in {grid.population.path.name} staat",
                hint="vul de ontbrekende kenmerken aan voordat u weegt",
            )
            continue
        if name in buurten:
            what, hint = "buurt zonder inwonertal", f"zet de buurt in {grid.population.path.name}"
        elif name:
            what, hint = "onbekende buurtcode", "verbeter de code of zet de buurt in de gebiedsindeling"
        else:
            what, hint = "lege buurtcode", "vul de buurt in of haal de rij weg"
        problems.add(
            f"{what} ({wrong.words(thing)})", file=str(file), column=grid.columns.area, got=name or None, hint=hint
        )


def design_of_rows(
    strata: Sequence[str],
    population: FloatArray,
    margins: Sequence[str],
    totals: Sequence[FloatArray],
    labels: Sequence[Sequence[str]],
    *,
    stratum: IntArray,
    categories: Sequence[IntArray],
) -> tuple[Design, IntArray]:
    """The design of respondents given one by one, and the cell (n,) of each.

    ``stratum`` (n,) and each of ``categories`` (n,) are places in ``strata`` and in the categories of a margin.
    """
    shape = (len(strata), *(len(item) for item in totals))
    keys = np.ravel_multi_index((stratum, *categories), shape)
    present, of_row, size = np.unique(keys, return_inverse=True, return_counts=True)
    cell_stratum, *cell_categories = np.unravel_index(present, shape)
    cells = Cells(cell_stratum, tuple(cell_categories), size.astype(np.float64))
    design = Design(
        tuple(strata), population, tuple(margins), tuple(totals), tuple(tuple(item) for item in labels), cells
    )
    return design, of_row


def _category(margin: Margin, columns: Sequence[Column]) -> IntArray:
    """The category of the margin (rows,) that each row is in; -1 for none."""
    known = list(margin.counts)
    # Codes of each column get a number, and the numbers of a combination lead to its category.
    codes = [sorted({category[place] for category in known}) for place in range(len(columns))]
    table = np.full([len(part) + 1 for part in codes], -1, dtype=np.intp)
    for number, category in enumerate(known):
        table[tuple(part.index(code) for part, code in zip(codes, category, strict=True))] = number
    places = [
        places_of(column, {code: place for place, code in enumerate(part)}, otherwise=len(part))
        for column, part in zip(columns, codes, strict=True)
    ]
    found: IntArray = table[tuple(places)]
    return found
