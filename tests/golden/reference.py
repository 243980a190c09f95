"""Where the reference numbers are, and the Zwolle survey they were computed on.

The material lies beside the repository in a folder ``shared`` (or where VERGEZICHT_SHARED says); it is not part of it.
"""

import csv
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vergezicht.areas import AreaLevel, Geography, read_geography
from vergezicht.problems import Problems
from vergezicht.survey.estimating.estimates import Estimates, Estimator
from vergezicht.survey.project import DesignColumns, MarginPlan, WeightingPlan
from vergezicht.survey.reading.codebook import Codebook, read_codebook
from vergezicht.survey.reading.responses import WrongRows, is_missing, read_responses
from vergezicht.survey.reading.tallies import tally_values
from vergezicht.survey.weighting.design import make_grid
from vergezicht.survey.weighting.lineage import Lineage, membership
from vergezicht.survey.weighting.population import read_population
from vergezicht.survey.weighting.raking import Weights, weigh

PLAN = WeightingPlan(
    strata="totaal",
    margins=(
        MarginPlan("leeftijdxgeslacht", ("leeftijd", "geslacht")),
        MarginPlan("herkomst", ("herkomst",)),
        MarginPlan("eigendom", ("eigendom",)),
    ),
    tolerance=1e-12,
    rounds=500,
    contradiction=0.02,
    lowest=None,
    highest=None,
)


def find_shared() -> Path | None:
    named = os.environ.get("VERGEZICHT_SHARED")
    if named:
        return Path(named)
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared" / "reference" / "cases").is_dir():
            return folder / "shared"
    return None


SHARED = find_shared()
needs_shared = pytest.mark.skipif(
    SHARED is None, reason="no folder `shared` with reference numbers beside the checkout"
)


def cases(pattern: str) -> list[Any]:
    """The cases whose name matches, as pytest parameters."""
    if SHARED is None:
        return []
    paths = sorted((SHARED / "reference" / "cases").glob(pattern))
    return [pytest.param(json.loads(path.read_text("utf-8")), id=path.stem) for path in paths]


def shared() -> Path:
    assert SHARED is not None
    return SHARED


def differences(expected: Any, got: Any, tolerance: float, path: str = "") -> list[str]:
    """As ``compare.py`` of the reference: a relative tolerance, an absolute one of 1e-9, null is not defined."""
    if expected is None:
        return []
    if isinstance(expected, dict):
        return [line for key, value in expected.items() for line in differences(value, got[key], tolerance, key)]
    if isinstance(expected, list):
        assert len(expected) == len(got), path
        return [line for e, g in zip(expected, got, strict=True) for line in differences(e, g, tolerance, path)]
    if isinstance(expected, str):
        return [] if expected == got else [f"{path}: {got} != {expected}"]
    return [] if abs(expected - got) <= max(1e-9, tolerance * abs(expected)) else [f"{path}: {got!r} != {expected!r}"]


def write_areas(folder: Path) -> Path:
    """The areas of the shared survey in our own form, without tiles."""
    with (shared() / "survey" / "gebieden.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    lines = {"GM0193": "GM0193,gemeente,Zwolle,"}
    for row in rows:
        lines[row["stadsdeel_code"]] = f"{row['stadsdeel_code']},stadsdeel,{row['stadsdeel_naam']},GM0193"
        lines[row["wijk_code"]] = f"{row['wijk_code']},wijk,{row['wijk_naam']},GM0193"
    for row in rows:
        code, parents = row["buurt_code"], f"{row['wijk_code']} {row['stadsdeel_code']}"
        lines[code] = f"{code},buurt,{row['buurt_naam']},{parents}"
    path = folder / "areas.csv"
    path.write_text("code,niveau,naam,onderdeel_van\n" + "\n".join(lines.values()) + "\n", "utf-8")
    return path


class Zwolle:
    """One wave of the shared survey, weighed."""

    def __init__(self, year: str, folder: Path) -> None:
        survey = shared() / "survey"
        problems = Problems()
        self.geography: Geography = read_geography(write_areas(folder))
        self.codebook: Codebook = read_codebook(survey / f"codeboek_{year}.json", problems)
        columns = ["werving", "leeftijd", "geslacht", "herkomst", "eigendom", "respnr", *self.codebook]
        blocks = list(read_responses(survey / f"respondenten_{year}.csv", "buurt_code", columns, problems))
        population = read_population(survey / "populatiemarges.csv", PLAN, self.geography, problems)
        assert population is not None
        grid = make_grid(population, DesignColumns("buurt_code", "werving", 1), problems)
        (block,), wrong = blocks, WrongRows()
        assert grid is not None
        cell_of_row, counts = grid.sort(block, wrong)
        design, present = grid.design(np.bincount(cell_of_row, minlength=grid.count))
        weights = weigh(design, PLAN, problems)
        assert weights is not None and not wrong.counts
        problems.raise_if_any()
        self.weights: Weights = weights
        self.of_row = np.searchsorted(present, cell_of_row)
        self.columns = {
            name: np.where(is_missing(column), np.nan, column)[counts] for name, column in block.columns.items()
        }
        self.estimator = Estimator(weights, membership(self.geography, design.strata, Lineage()).members)

    def estimate(self, values: np.ndarray[Any, np.dtype[np.float64]]) -> Estimates:
        """Estimates of the columns of values (n, K), one row per respondent of the sample; NaN is not in the base."""
        cells = len(self.weights.design.cells.size)
        return self.estimator.estimate([tally_values(column, self.of_row, cells) for column in values.T])

    def answer(self, question: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The codes of a question; NaN where there is no valid answer."""
        column = self.columns[question]
        return np.where(np.isin(column, self.codebook[question].missing), np.nan, column)

    def rows(self, level: str, codes: list[str] | str) -> list[int]:
        places = {area.code: number for number, area in enumerate(self.geography)}
        wanted = [codes] if isinstance(codes, str) else codes
        assert all(self.geography[code].level == AreaLevel(level) for code in wanted)
        return [places[code] for code in wanted]


@cache
def zwolle(year: str, folder: Path) -> Zwolle:
    return Zwolle(year, folder)
