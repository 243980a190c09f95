"""Wave: one measurement, read and checked: who answered, what they stand for, and every indicator per respondent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from vergezicht.areas import Geography
from vergezicht.problems import Problems
from vergezicht.survey.arrays import BoolArray, IntArray
from vergezicht.survey.estimating.response import Response, read_response
from vergezicht.survey.estimating.selfselection import Everyone
from vergezicht.survey.project import SurveyProject, WaveFiles
from vergezicht.survey.reading.codebook import Codebook, read_codebook
from vergezicht.survey.reading.measures import Measure, Measured, Tallier, check_measure
from vergezicht.survey.reading.responses import Responses, WrongRows, check_values, read_responses, report_values
from vergezicht.survey.reading.tallies import count_each
from vergezicht.survey.weighting.collapsing import collapse
from vergezicht.survey.weighting.design import CellGrid, Design, make_grid, report_design
from vergezicht.survey.weighting.lineage import Lineage, read_lineage
from vergezicht.survey.weighting.population import read_population


@dataclass(frozen=True)
class WaveAnswers:
    """What was asked and answered in one wave, of the respondents that count; ``left_out`` counts the others.

    ``joined`` tells which cells were too thin and what they were joined with; ``everyone`` has those others in it, when
    there are any.
    """

    files: WaveFiles
    design: Design
    measured: tuple[Measured, ...]
    lineage: Lineage
    codebook: Codebook
    response: Response | None
    joined: tuple[str, ...]
    left_out: int
    everyone: Everyone | None


def read_wave(
    project: SurveyProject,
    files: WaveFiles,
    measures: tuple[Measure, ...],
    geography: Geography,
    problems: Problems,
) -> WaveAnswers | None:
    """Read codebook, margins and answers of one wave; None after reporting every problem in them."""
    before = len(problems)
    codebook = read_codebook(files.codebook, problems)
    usable = tuple(
        measure
        for measure in measures
        if codebook and check_measure(measure, files.period, codebook, files.codebook, problems)
    )
    lineage = read_lineage(files.lineage, geography, problems)
    population = read_population(files.margins, project.weighting, geography, problems, lineage)
    columns = [column for margin in project.weighting.margins for column in margin.columns]
    columns += [project.columns.source] if project.columns.source else []
    columns += [variable for measure in usable for variable in measure.variables]
    if population is None:
        return None
    response = None
    if files.invitations is not None:
        traits = [column for margin in project.weighting.margins for column in margin.columns]
        response = read_response(files.invitations, project.columns.area, traits, population, lineage, problems)
    grid = make_grid(population, project.columns, problems, lineage)
    if grid is None:
        return None
    asked = list({question.name: question for measure in usable for question in measure.questions(codebook)}.values())
    talliers = [Tallier(measure, codebook, grid.count) for measure in usable]
    size = np.zeros(grid.count, dtype=np.intp)
    rows, wrong = 0, WrongRows()
    everybody = _Everybody(grid, usable, codebook) if project.columns.source else None
    for block in read_responses(files.answers, project.columns.area, columns, problems):
        check_values(block, asked, wrong)
        of_row, counts = grid.sort(block, wrong)
        size += np.bincount(of_row, minlength=grid.count)
        count_each([partial(tallier.add, block, counts, of_row) for tallier in talliers], len(block))
        rows += len(block)
        if everybody is not None:
            everybody.add(block, counts)
    report_values(files.answers, wrong, asked, problems)
    report_design(grid, files.answers, wrong, geography, problems)
    if rows and not size.any() and len(problems) == before:
        _report_nobody(project, files, problems)
    if len(problems) > before:
        return None
    design, present = grid.design(size)
    design, joined = collapse(design, project.weighting, geography, lineage)
    measured = tuple(tallier.finish(present) for tallier in talliers)
    return WaveAnswers(
        files,
        design,
        measured,
        lineage,
        codebook,
        response,
        joined,
        left_out=rows - design.n,
        everyone=everybody.finish(size, talliers, project, geography, lineage)
        if everybody and rows > design.n
        else None,
    )


class _Everybody:
    """Counts the answers from outside the sample, and adds them to the others to tell what difference they make."""

    def __init__(self, grid: CellGrid, measures: tuple[Measure, ...], codebook: Codebook) -> None:
        self._grid = replace(grid, columns=replace(grid.columns, source=None))
        self._talliers = [Tallier(measure, codebook, grid.count) for measure in measures]
        self._size = np.zeros(grid.count, dtype=np.intp)

    def add(self, block: Responses, sample: BoolArray) -> None:
        """The rows of a block that belong in a cell and not in the ``sample`` (rows,)."""
        of_row, placed = self._grid.sort(block, WrongRows())
        outside = placed & ~sample
        of_row = of_row[outside[placed]]
        self._size += np.bincount(of_row, minlength=self._grid.count)
        for tallier in self._talliers:
            tallier.add(block, outside, of_row)

    def finish(
        self, size: IntArray, sample: list[Tallier], project: SurveyProject, geography: Geography, lineage: Lineage
    ) -> Everyone:
        design, present = self._grid.design(self._size + size)
        design, _ = collapse(design, project.weighting, geography, lineage)
        together = zip(self._talliers, sample, strict=True)
        return Everyone(design, tuple(outside.finish(present, also=inside) for outside, inside in together))


def _report_nobody(project: SurveyProject, files: WaveFiles, problems: Problems) -> None:
    problems.add(
        f"geen enkele rij hoort bij de steekproef (waarde {project.columns.sample})",
        file=files.answers,
        column=project.columns.source,
    )
