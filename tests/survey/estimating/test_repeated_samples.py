"""Forty samples per wave from one population whose truth is known: what intervals and arrows promise must hold.

Only questions whose answer does not decide who answers: nothing repairs the others (docs/method.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.golden.reference import PLAN, needs_shared, shared, write_areas

from vergezicht.areas import AreaLevel, read_geography
from vergezicht.figures import Direction, Indicator, IndicatorKind
from vergezicht.problems import Problems
from vergezicht.survey.arrays import FloatArray
from vergezicht.survey.estimating.comparison import (
    GroupContrast,
    benjamini_hochberg,
    compare_with_previous,
    compare_with_rest,
)
from vergezicht.survey.estimating.estimates import Estimator
from vergezicht.survey.estimating.groups import estimate_groups
from vergezicht.survey.estimating.results import IndicatorResult, estimate_indicators
from vergezicht.survey.project import GroupPlan
from vergezicht.survey.reading.measures import Measure, Measured
from vergezicht.survey.reading.tallies import tally_values
from vergezicht.survey.weighting.design import design_of_rows
from vergezicht.survey.weighting.lineage import Lineage, membership
from vergezicht.survey.weighting.population import read_population
from vergezicht.survey.weighting.raking import weigh

pytestmark = needs_shared

YEARS = (2022, 2024)
CLASSES = ((10, 30), (30, 50), (50, 100), (100, 200), (200, 500), (500, 10**9))


@dataclass(frozen=True)
class Question:
    """What each valid code counts for in the figure."""

    name: str
    kind: IndicatorKind
    value: Callable[[int], float]


QUESTIONS = [
    *(
        Question(name, IndicatorKind.SHARE, lambda code, counted=counted: float(code in counted))  # type: ignore[misc]
        for name, counted in (("vh02", (1, 2)), ("vh04", (1,)), ("jo04", (4, 5)), ("kl03a", (1,)))
    ),
    Question("vh02", IndicatorKind.MARK, float),
    Question("jo04", IndicatorKind.MARK, float),
]


@dataclass(frozen=True)
class Repeated:
    """Per question, wave and sample the result, and per question and wave the truth (areas,).

    ``young`` are the number of answers (areas,) of the youngest and how they compare with everyone else.
    """

    results: dict[tuple[int, int, int], IndicatorResult]
    truth: dict[tuple[int, int], FloatArray]
    buurten: np.ndarray
    young: dict[tuple[int, int, int], tuple[FloatArray, GroupContrast]]


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Repeated:
    survey = shared() / "survey"
    problems = Problems()
    geography = read_geography(write_areas(tmp_path_factory.mktemp("areas")))
    population = read_population(survey / "populatiemarges.csv", PLAN, geography, problems)
    assert population is not None
    codebook = {item["naam"]: item for item in json.loads((survey / "codeboek_2022.json").read_text("utf-8"))}
    codes = {
        question.name: [int(code) for code in codebook[question.name]["labels"]
                        if int(code) not in codebook[question.name]["ontbrekend"]]
        for question in QUESTIONS
    }  # fmt: skip
    areas = [area.code for area in geography]
    truth = _truth(survey / "waarheid.parquet", codes, areas)
    strata = list(population.buurten)
    table = pq.read_table(survey / "herhaalde_steekproeven.parquet")
    columns = {name: table[name].to_numpy() for name in table.column_names if name != "buurt_code"}
    buurt = table["buurt_code"].combine_chunks()
    places = np.array([strata.index(code) for code in buurt.dictionary.to_pylist()])[buurt.indices.to_numpy()]
    results, young = {}, {}
    number, ages = next((n, item) for n, item in enumerate(population.margins) if "leeftijd" in item.columns)
    is_young = np.array([codes[ages.columns.index("leeftijd")] == 1 for codes in ages.counts])
    for year in YEARS:
        for sample in np.unique(columns["rep"]):
            rows = (columns["golf"] == year) & (columns["rep"] == sample)
            categories = []
            for margin in population.margins:
                category = np.full(int(rows.sum()), -1)
                for number, values in enumerate(margin.counts):
                    pairs = zip(margin.columns, values, strict=True)
                    category[np.logical_and.reduce([columns[name][rows] == code for name, code in pairs])] = number
                categories.append(category)
            design, of_row = design_of_rows(
                strata,
                np.array(list(population.buurten.values())),
                [margin.name for margin in population.margins],
                [np.array(list(margin.counts.values())) for margin in population.margins],
                [[str(category) for category in margin.counts] for margin in population.margins],
                stratum=places[rows],
                categories=categories,
            )
            weights = weigh(design, PLAN, Problems())
            if weights is None:  # in two of the eighty nobody answered in a buurt of ten adults
                continue
            measured = []
            for question in QUESTIONS:
                known = np.full(256, np.nan)
                for code in codes[question.name]:
                    known[code] = question.value(code)
                values = known[columns[question.name][rows].astype(np.uint8)]
                tally = tally_values(values, of_row, len(design.cells.size))
                measured.append(Measured(_measure(question), tally, None, (), ()))
            estimator = Estimator(weights, membership(geography, strata, Lineage()).members)
            cells = {"jong": is_young[design.cells.categories[number]]}
            of_group = estimate_groups(
                estimator, str(year), measured, GroupPlan("leeftijd", "leeftijd", AreaLevel.WIJK, {1: "jong"}), cells,
                clear_confidence=0.99, torn=np.zeros(len(areas), dtype=bool),
            )  # fmt: skip
            for place, contrast in enumerate(of_group.contrasts["jong"]):
                young[place, year, int(sample)] = of_group.results["jong"][place].n, contrast
            for place, result in enumerate(estimate_indicators(estimator, str(year), tuple(measured))):
                results[place, year, int(sample)] = result
    level = np.array([area.level == AreaLevel.BUURT for area in geography])
    return Repeated(results, truth, level, young)


def _measure(question: Question) -> Measure:
    item = Indicator("i", "i", "I", "i", "?", question.kind, Direction.NONE, "t", "s")
    return Measure(item, (question.name,), (), 1, (), "", {}, False)


def _truth(path: Path, codes: dict[str, list[int]], areas: list[str]) -> dict[tuple[int, int], FloatArray]:
    table = pq.read_table(path)
    table = table.filter(pc.equal(table["maat"], "aandeel"))
    share = {
        (row["golf"], row["vraag"], row["categorie"], row["gebiedscode"]): row["waarde"]
        for row in table.to_pylist()
        if row["vraag"] in codes
    }
    found = {}
    for number, question in enumerate(QUESTIONS):
        unit = 100.0 if question.kind == IndicatorKind.SHARE else 1.0
        for year in YEARS:
            parts = [
                np.array([question.value(code) * share.get((year, question.name, code, area), 0.0) for area in areas])
                for code in codes[question.name]
            ]
            found[number, year] = unit * np.sum(parts, axis=0)
    return found


def _pairs(repeated: Repeated, number: int) -> Iterator[tuple[IndicatorResult, IndicatorResult]]:
    for (question, year, sample), now in repeated.results.items():
        before = repeated.results.get((number, YEARS[0], sample))
        if question == number and year == YEARS[1] and before is not None:
            yield now, before


def _coverage(items: list[tuple[FloatArray, FloatArray]]) -> list[tuple[float, int]]:
    """Per class of n the share of intervals that hold the truth, and their number; items are (n, hit)."""
    n, hit = (np.concatenate([item[place] for item in items]) for place in range(2))
    found = []
    for low, high in CLASSES:
        chosen = (n >= low) & (n < high)
        found.append((float(hit[chosen].mean()), int(chosen.sum())))
    return found


@pytest.mark.parametrize("kind", [IndicatorKind.SHARE, IndicatorKind.MARK], ids=["shares", "means"])
@pytest.mark.parametrize("what", ["figure", "change", "rest"])
def test_ninety_five_in_a_hundred_from_ten_answers_up(repeated: Repeated, kind: IndicatorKind, what: str) -> None:
    items: list[tuple[FloatArray, FloatArray]] = []
    for number, question in enumerate(QUESTIONS):
        if question.kind != kind:
            continue
        if what != "change":
            for (asked, year, _), result in repeated.results.items():
                if asked == number:
                    truth, interval = repeated.truth[number, year], result.interval
                    if what == "rest":
                        truth, interval = truth - _others(truth, result.adults), compare_with_rest(result).interval
                    hit = (interval.low - 1e-9 <= truth) & (truth <= interval.high + 1e-9)
                    items.append((result.n[~np.isnan(truth)], hit[~np.isnan(truth)]))
            continue
        truth = repeated.truth[number, YEARS[1]] - repeated.truth[number, YEARS[0]]
        for now, before in _pairs(repeated, number):
            interval = compare_with_previous(now, before, comparable=True).interval
            hit = (interval.low - 1e-9 <= truth) & (truth <= interval.high + 1e-9)
            items.append((np.minimum(now.n, before.n), hit))
    for (low, _), (covered, count) in zip(CLASSES, _coverage(items), strict=True):
        assert count > 400
        assert 0.935 <= covered <= 0.97, f"n from {low}: {covered:.3f} of {count}"


def _others(value: FloatArray, adults: FloatArray) -> FloatArray:
    """The truth in all other areas together (areas,); the gemeente, which comes first, has none."""
    rest = np.where(np.arange(len(adults)) == 0, np.nan, adults[0] - adults)
    return (value[0] * adults[0] - value * adults) / rest


def test_few_maps_show_a_false_arrow(repeated: Repeated) -> None:
    """Maps of the buurten: few show an arrow where (almost) nothing changed, or the wrong way."""
    maps = wrong = 0
    for number in range(len(QUESTIONS)):
        truth = repeated.truth[number, YEARS[1]] - repeated.truth[number, YEARS[0]]
        for now, before in _pairs(repeated, number):
            contrast = compare_with_previous(now, before, comparable=True)
            seen = repeated.buurten & (np.minimum(now.n, before.n) >= 30)
            arrows = benjamini_hochberg(contrast.p[seen]) < 0.05
            size = 1.0 if QUESTIONS[number].kind == IndicatorKind.SHARE else 0.03
            false = arrows & (
                (np.abs(truth[seen]) < size) | (np.sign(truth[seen]) != np.sign(contrast.difference[seen]))
            )
            maps += 1
            wrong += bool(false.any())
    assert maps > 200
    assert wrong / maps <= 0.06, f"{wrong} of {maps}"


@pytest.mark.parametrize("kind", [IndicatorKind.SHARE, IndicatorKind.MARK], ids=["shares", "means"])
def test_a_group_against_the_others_keeps_its_promise(repeated: Repeated, kind: IndicatorKind) -> None:
    """Around the mean of forty samples, since the truth of a group is not told: it moves by a fortieth itself."""
    hits: list[np.ndarray] = []
    for number, question in enumerate(QUESTIONS):
        for year in YEARS if question.kind == kind else ():
            own = [item for key, item in repeated.young.items() if key[:2] == (number, year)]
            differences = np.array([contrast.difference for _, contrast in own])
            middle = differences.mean(axis=0)  # NaN where one of the samples has nobody
            for n, contrast in own:
                known = (n >= 30) & (contrast.others_n >= 50) & ~np.isnan(middle)
                hits.append(((contrast.interval.low <= middle) & (middle <= contrast.interval.high))[known])
    found = np.concatenate(hits)
    assert len(found) > 2000
    assert 0.94 <= found.mean() <= 0.975
