"""Counting in a database gives the same integers, and so the same figures, as counting here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.golden.reference import PLAN, needs_shared, shared, write_areas

from vergezicht.areas import read_geography
from vergezicht.problems import Problems
from vergezicht.survey.arrays import IntArray
from vergezicht.survey.estimating.estimates import Estimates, Estimator
from vergezicht.survey.project import DesignColumns
from vergezicht.survey.reading.codebook import NUMBER, Codebook, read_codebook
from vergezicht.survey.reading.responses import WrongRows, places_of, read_responses
from vergezicht.survey.reading.tallies import count_answers, tally_answers
from vergezicht.survey.weighting.design import CellGrid, Design, make_grid
from vergezicht.survey.weighting.lineage import Lineage, membership
from vergezicht.survey.weighting.population import read_population
from vergezicht.survey.weighting.raking import weigh

ibis = pytest.importorskip("ibis")
pytestmark = needs_shared

MARGINS = ["leeftijd", "geslacht", "herkomst", "eigendom"]


class Wave:
    """The shared wave of 2022, counted here."""

    def __init__(self, folder: Path) -> None:
        problems = Problems()
        self.geography = read_geography(write_areas(folder))
        survey = shared() / "survey"
        self.file = survey / "respondenten_2022.csv"
        codebook = read_codebook(survey / "codeboek_2022.json", problems)
        self.codebook: Codebook = {name: item for name, item in codebook.items() if item.kind != NUMBER}
        population = read_population(survey / "populatiemarges.csv", PLAN, self.geography, problems)
        assert population is not None
        grid = make_grid(population, DesignColumns("buurt_code", "werving", 1), problems)
        assert grid is not None
        self.grid: CellGrid = grid
        size = np.zeros(grid.count, dtype=np.intp)
        counts: dict[str, IntArray] = {}
        columns = ["werving", *MARGINS, *self.codebook]
        for block in read_responses(self.file, "buurt_code", columns, problems):
            of_row, rows = grid.sort(block, WrongRows())
            size += np.bincount(of_row, minlength=grid.count)
            for name, question in self.codebook.items():
                places = {code: place for place, code in enumerate(question.answers)}
                positions = places_of(block.columns[name][rows], places)
                counts[name] = counts.get(name, 0) + count_answers(positions, of_row, grid.count, len(places))
        self.design, present = grid.design(size)
        self.counts = {name: table[present] for name, table in counts.items()}

    def estimates(self, design: Design, counts: dict[str, IntArray]) -> Estimates:
        problems = Problems()
        weights = weigh(design, PLAN, problems)
        problems.raise_if_any()
        assert weights is not None
        estimator = Estimator(weights, membership(self.geography, design.strata, Lineage()).members)
        return estimator.estimate([tally_answers(counts[name]) for name in self.codebook])


@pytest.fixture(scope="module")
def wave(tmp_path_factory: pytest.TempPathFactory) -> Wave:
    return Wave(tmp_path_factory.mktemp("scale"))


def same(wave: Wave, answers: Any) -> None:
    """The counts are the same integers, and the figures the same to the last digit."""
    from vergezicht.survey.estimating.scale import count, sort_counts

    counted = count(answers, area="buurt_code", margins=MARGINS, questions=list(wave.codebook), sample=("werving", 1))
    design, counts = sort_counts(wave.grid, counted, wave.codebook)
    assert np.array_equal(design.cells.size, wave.design.cells.size)
    for name, table in wave.counts.items():
        assert np.array_equal(counts[name], table), name
    here, there = wave.estimates(wave.design, wave.counts), wave.estimates(design, counts)
    assert np.array_equal(here.value, there.value, equal_nan=True)
    assert np.array_equal(here.se, there.se, equal_nan=True)


def test_duckdb(wave: Wave) -> None:
    same(wave, ibis.duckdb.connect().read_csv(wave.file))


def test_spark(wave: Wave) -> None:
    """With ``make scale``: Spark and Java are too heavy for every test run."""
    pyspark = pytest.importorskip("pyspark.sql")
    session = pyspark.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        connection = ibis.pyspark.connect(session)
        same(wave, connection.read_csv(str(wave.file), header=True, inferSchema=True))
    finally:
        session.stop()


def test_postgresql(wave: Wave) -> None:
    """With ``make scale``, against the server that VERGEZICHT_TEST_POSTGRES names."""
    import os

    address = os.environ.get("VERGEZICHT_TEST_POSTGRES")
    if not address:
        pytest.skip("no server in VERGEZICHT_TEST_POSTGRES")
    pytest.importorskip("psycopg")
    connection = ibis.connect(address)
    table = ibis.duckdb.connect().read_csv(wave.file).to_pyarrow()
    connection.create_table("antwoorden", table, temp=True)
    same(wave, connection.table("antwoorden"))


def test_the_same_question_in_every_dialect(wave: Wave) -> None:
    """One expression; the databases differ, what is asked of them does not."""
    from vergezicht.survey.estimating.scale import count_expression

    names = ["buurt_code", "werving", *MARGINS, *wave.codebook]
    table = ibis.table({name: "string" if name == "buurt_code" else "int16" for name in names}, name="antwoorden")
    expression = count_expression(
        table, area="buurt_code", margins=MARGINS, questions=list(wave.codebook), sample=("werving", 1)
    )
    for dialect in ("duckdb", "postgres", "pyspark"):
        assert "GROUP BY" in ibis.to_sql(expression, dialect=dialect).upper()


def test_what_belongs_in_no_cell_is_remembered(wave: Wave) -> None:
    from vergezicht.survey.estimating.scale import Counted, sort_counts

    counted = Counted(
        area=("BU00000000", wave.grid.strata[0]),
        margins={name: np.array([1.0, 1.0]) for name in MARGINS},
        question=("", ""),
        code=np.array([1, 1], dtype=np.int16),
        count=np.array([3, 4]),
    )
    wrong = WrongRows()
    design, _ = sort_counts(wave.grid, counted, wave.codebook, wrong)
    assert design.n == 4 and wrong.counts == {("area", "BU00000000"): 1}
