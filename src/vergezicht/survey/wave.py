"""Wave: one measurement, read and checked: who answered, what they stand for, and every indicator per respondent."""

from __future__ import annotations

from dataclasses import dataclass

from vergezicht.areas import Geography
from vergezicht.problems import Problems
from vergezicht.survey.codebook import read_codebook
from vergezicht.survey.design import Design, read_design
from vergezicht.survey.measures import Measure, Measured, check_measure, measure_values
from vergezicht.survey.population import read_population
from vergezicht.survey.project import SurveyProject, WaveFiles
from vergezicht.survey.responses import check_values, read_responses


@dataclass(frozen=True)
class WaveAnswers:
    """What was asked and answered in one wave, of the respondents that count; ``left_out`` counts the others."""

    files: WaveFiles
    design: Design
    measured: tuple[Measured, ...]
    left_out: int


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
    population = read_population(files.margins, project.weighting, geography, problems)
    columns = [column for margin in project.weighting.margins for column in margin.columns]
    columns += [project.columns.source] if project.columns.source else []
    columns += [variable for measure in usable for variable in measure.variables]
    responses = read_responses(files.answers, project.columns.area, columns, problems)
    if responses is None or population is None:
        return None
    asked = {question.name: question for measure in usable for question in measure.questions(codebook)}
    check_values(responses, list(asked.values()), problems)
    found = read_design(responses, population, project.columns, geography, problems)
    if found is None or len(problems) > before:
        return None
    design, counts = found
    measured = tuple(measure_values(measure, codebook, responses, counts) for measure in usable)
    return WaveAnswers(files, design, measured, left_out=int((~counts).sum()))
