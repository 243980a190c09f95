"""Pipeline: from a survey project to a release. Reads like the method page: read, weigh, estimate, compare, protect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import vergezicht
from vergezicht.areas import Geography, read_areas
from vergezicht.areas.boundaries import Boundaries
from vergezicht.figures import (
    Indicator,
    ReleaseContents,
    ReleaseFacts,
    Wave,
    open_release,
    read_indicators,
    write_release,
)
from vergezicht.languages import spoken
from vergezicht.problems import BadInput, Problems
from vergezicht.survey.accounting import method_lines
from vergezicht.survey.estimating.comparison import Contrast, compare_with_previous, compare_with_rest
from vergezicht.survey.estimating.estimates import Estimator
from vergezicht.survey.estimating.groups import WaveGroups, estimate_groups, group_cells
from vergezicht.survey.estimating.results import IndicatorResult, estimate_indicators
from vergezicht.survey.estimating.selfselection import self_selection_line
from vergezicht.survey.project import SurveyProject, read_project
from vergezicht.survey.protecting.disclosure import Protected, Published, protect
from vergezicht.survey.reading.ddi import ddi_codebook
from vergezicht.survey.reading.measures import Measure, read_measures
from vergezicht.survey.thresholds import Thresholds, read_thresholds
from vergezicht.survey.wave import WaveAnswers, read_wave
from vergezicht.survey.weighting.lineage import membership
from vergezicht.survey.weighting.raking import Weights, weigh

if TYPE_CHECKING:
    from vergezicht.survey.estimating.modelled import Modelled

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Survey:
    """A project with everything it names, read and checked."""

    project: SurveyProject
    geography: Geography
    boundaries: Boundaries
    indicators: tuple[Indicator, ...]
    thresholds: Thresholds
    waves: tuple[WaveAnswers, ...]


@dataclass(frozen=True)
class WeighedWave:
    """A wave and the weight of each of its respondents."""

    answers: WaveAnswers
    weights: Weights


def build_release(project: Path, out: Path, *, replace: bool = False, progress: Progress = lambda _: None) -> Path:
    """Build the release folder ``out`` from a survey project; the same input gives the same bytes.

    Raises ``BadInput`` with every problem found; then nothing has been written.
    """
    survey = read(project, progress)
    weighed = weigh_waves(survey, progress)
    results = estimate(survey, weighed, progress)
    contrasts = compare(results, progress)
    protected = protect_all(survey, results, contrasts, estimate_parts(survey, weighed), progress)
    modelled = model(survey, protected, progress)
    progress(f"Uitgave schrijven naar {out.name}")
    return write_release(out, _contents(survey, weighed, protected, modelled), replace=replace)


def read(path: Path, progress: Progress = lambda _: None) -> Survey:
    """Read the project and every file it names; raises ``BadInput`` with the problems of all of them together."""
    project = read_project(path)
    problems = Problems(project.path)
    geography, boundaries, indicators = _facts(project, problems)
    measures: tuple[Measure, ...] = ()
    thresholds = read_thresholds(project.thresholds, problems)
    if indicators:
        measures = read_measures(project.indicators, indicators, problems)
    problems.raise_if_any()
    waves = []
    for files in project.waves:
        progress(f"Meting {files.period}: antwoorden lezen uit {files.answers.name}")
        wave = read_wave(project, files, measures, geography, problems)
        if wave is not None:
            waves.append(wave)
    problems.raise_if_any()
    measured = {measure.indicator.code for measure in measures}
    used = tuple(indicator for indicator in indicators if indicator.code in measured)
    return Survey(project, geography, boundaries, used, thresholds, tuple(waves))


def weigh_waves(survey: Survey, progress: Progress = lambda _: None) -> tuple[WeighedWave, ...]:
    """Weigh every wave to its margins; raises ``BadInput`` when the margins of a wave cannot be met."""
    problems = Problems()
    weighed = []
    for wave in survey.waves:
        progress(f"Meting {wave.files.period}: {spoken().number(wave.design.n)} deelnemers wegen")
        problems.file = wave.files.margins
        weights = weigh(wave.design, survey.project.weighting, problems)
        if weights is None:
            continue
        for warning in (*wave.joined, *weights.report.warnings):
            progress(f"  let op: {warning}")
        weighed.append(WeighedWave(wave, weights))
    problems.raise_if_any()
    return tuple(weighed)


def estimate(
    survey: Survey, waves: Sequence[WeighedWave], progress: Progress = lambda _: None
) -> tuple[tuple[IndicatorResult, ...], ...]:
    """Every indicator for every area, per wave."""
    estimated = []
    for wave in waves:
        period = wave.answers.files.period
        progress(f"Meting {period}: {len(wave.answers.measured)} indicatoren voor {len(survey.geography)} gebieden")
        where = membership(survey.geography, wave.weights.design.strata, wave.answers.lineage)
        estimator = Estimator(wave.weights, where.members)
        estimated.append(
            estimate_indicators(
                estimator, period, wave.answers.measured, survey.thresholds.clear_confidence, where.torn
            )
        )
    return tuple(estimated)


def estimate_parts(survey: Survey, waves: Sequence[WeighedWave]) -> tuple[WaveGroups, ...]:
    """The same for the groups that the project asks for, per wave and group."""
    found = []
    for wave in waves if survey.project.groups else ():
        design = wave.weights.design
        where = membership(survey.geography, design.strata, wave.answers.lineage)
        estimator = Estimator(wave.weights, where.members)
        for plan in survey.project.groups:
            found.append(
                estimate_groups(
                    estimator,
                    wave.answers.files.period,
                    wave.answers.measured,
                    plan,
                    group_cells(design, survey.project.weighting, plan),
                    clear_confidence=survey.thresholds.clear_confidence,
                    torn=where.torn,
                )
            )
    return tuple(found)


def compare(results: Sequence[Sequence[IndicatorResult]], progress: Progress = lambda _: None) -> tuple[Contrast, ...]:
    """Every area with the rest of the gemeente, and every indicator with the last wave that had it."""
    progress("Vergelijken: tussen metingen, en gebieden met de rest van de gemeente")
    contrasts: list[Contrast] = []
    last: dict[str, IndicatorResult] = {}
    for wave in results:
        for result in wave:
            contrasts.append(compare_with_rest(result))
            before = last.get(result.indicator)
            if before is not None:
                contrasts.append(compare_with_previous(result, before, _comparable(result, before)))
            last[result.indicator] = result
    return tuple(contrasts)


def protect_all(
    survey: Survey,
    results: Sequence[Sequence[IndicatorResult]],
    contrasts: Sequence[Contrast],
    groups: Sequence[WaveGroups] = (),
    progress: Progress = lambda _: None,
) -> Protected:
    """Leave out and round off what must be, for all waves together."""
    progress("Beschermen: kleine aantallen, herleidbare cijfers en afronding")
    protected = protect(
        [result for wave in results for result in wave],
        contrasts,
        [area.code for area in survey.geography],
        survey.geography,
        survey.thresholds,
        published_before(survey.project.release.earlier),
        groups,
    )
    for warning in protected.warnings:
        progress(f"  let op: {warning}")
    return protected


def published_before(releases: Sequence[Path]) -> Published:
    """The areas with a figure in any earlier release, per indicator and period; raises ``BadInput`` when it is none."""
    found: dict[tuple[str, str], set[str]] = {}
    for folder in releases:
        for figure in open_release(folder).figures():
            if figure.is_shown:
                found.setdefault((figure.indicator, figure.period), set()).add(figure.area)
    return {key: frozenset(areas) for key, areas in found.items()}


def _facts(project: SurveyProject, problems: Problems) -> tuple[Geography, Boundaries, tuple[Indicator, ...]]:
    """Areas and indicators; raises their problems together."""
    geography = boundaries = None
    indicators: tuple[Indicator, ...] = ()
    try:
        geography, boundaries = read_areas(project.areas)
    except BadInput as error:
        problems.extend(error.problems)
    try:
        indicators = read_indicators(project.indicators)
    except BadInput as error:
        problems.extend(error.problems)
    if geography is None or boundaries is None:
        raise BadInput(problems)
    return geography, boundaries, indicators


def _comparable(now: IndicatorResult, before: IndicatorResult) -> bool:
    """Whether two waves asked the same: no break in between, the same text, the same answers."""
    measure = now.measured.measure
    if any(before.period < broken.period <= now.period for broken in measure.indicator.breaks):
        return False
    same_text = now.measured.wording == before.measured.wording or measure.same_question
    return same_text and now.measured.labels == before.measured.labels


def model(survey: Survey, protected: Protected, progress: Progress = lambda _: None) -> Modelled | None:
    """Model estimates from what is published, when the project asks for them."""
    plan = survey.project.model
    if plan is None:
        return None
    from vergezicht.survey.estimating.modelled import (  # only these need the statistician's methods
        model_figures,
        read_predictors,
    )

    progress(f"Modelschattingen per {plan.level.value}: {', '.join(plan.indicators)}")
    predictors = read_predictors(plan.predictors, survey.geography, plan.level)
    return model_figures(survey.indicators, protected.figures, survey.geography, plan, predictors)


def _contents(
    survey: Survey, weighed: Sequence[WeighedWave], protected: Protected, modelled: Modelled | None
) -> ReleaseContents:
    text = survey.project.release
    facts = ReleaseFacts(
        name=text.name,
        title=text.title,
        publisher=text.publisher,
        source=text.source,
        licence=text.licence,
        date=text.date,
        code_version=vergezicht.__version__,
        simulated=text.simulated,
        series=text.series,
        waves=tuple(
            Wave(wave.files.period, wave.files.invited, wave.design.n, wave.files.fieldwork) for wave in survey.waves
        ),
        method=(
            *text.method,
            *(_weighting_line(wave) for wave in weighed),
            *(wave.response.line(wave.files.period) for wave in survey.waves if wave.response is not None),
            *_self_selection_lines(survey, weighed),
            *method_lines(survey.thresholds),
            *(modelled.lines if modelled else ()),
        ),
        notes=(*text.notes, *_warning_lines(weighed), *protected.warnings),
    )
    return ReleaseContents(
        facts=facts,
        geography=survey.geography,
        boundaries=survey.boundaries,
        indicators=(*survey.indicators, *(modelled.indicators if modelled else ())),
        figures=(*protected.figures, *(modelled.figures if modelled else ())),
        comparisons=protected.comparisons,
        answers=protected.answers,
        group_comparisons=protected.group_comparisons,
        documents=tuple(
            (f"codebook-{wave.files.period}.xml", ddi_codebook(survey.project, wave.files, wave.codebook))
            for wave in survey.waves
        ),
    )


def _weighting_line(wave: WeighedWave) -> str:
    report, number = wave.weights.report, spoken().number
    margins = ", ".join(("buurt", *wave.weights.design.margins))
    return (
        f"{wave.answers.files.period}: {number(report.respondents)} deelnemers, gewogen naar {margins}; "
        f"gewichten {number(report.lowest, 1)} tot {number(report.highest, 1)}, in {report.rounds} rondes; "
        f"ontwerpeffect (Kish) {number(report.kish_deff, 2)}, "
        f"dus evenveel waard als {number(report.respondents / report.kish_deff)} gelijke antwoorden"
    )


def _self_selection_lines(survey: Survey, weighed: Sequence[WeighedWave]) -> tuple[str, ...]:
    return tuple(
        self_selection_line(
            wave.answers.files.period,
            wave.weights,
            wave.answers.measured,
            wave.answers.everyone,
            survey.project.weighting,
        )
        for wave in weighed
        if wave.answers.everyone is not None
    )


def _warning_lines(weighed: Sequence[WeighedWave]) -> tuple[str, ...]:
    return tuple(
        f"{wave.answers.files.period}: {warning}"
        for wave in weighed
        for warning in (*wave.answers.joined, *wave.weights.report.warnings)
    )
