"""Ours, as one process: read, count, rake, estimate. Arguments: folder, file, task (table | rake)."""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

from vergezicht.areas import read_geography
from vergezicht.problems import Problems
from vergezicht.survey.estimating.estimates import Estimator
from vergezicht.survey.project import DesignColumns, MarginPlan, WeightingPlan
from vergezicht.survey.reading.codebook import NUMBER, read_codebook
from vergezicht.survey.reading.responses import Responses, WrongRows, places_of, read_responses
from vergezicht.survey.reading.tallies import count_answers, count_each, tally_answers
from vergezicht.survey.weighting.design import make_grid
from vergezicht.survey.weighting.lineage import Lineage, membership
from vergezicht.survey.weighting.population import read_population
from vergezicht.survey.weighting.raking import weigh

MARGINS = {"leeftijdxgeslacht": ("leeftijd", "geslacht"), "herkomst": ("herkomst",), "eigendom": ("eigendom",)}
PLAN = WeightingPlan(
    strata="totaal",
    margins=tuple(MarginPlan(name, columns) for name, columns in MARGINS.items()),
    tolerance=1e-10,
    rounds=500,
    contradiction=0.02,
    lowest=None,
    highest=None,
)


def main() -> None:
    folder, file, task = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    problems = Problems()
    geography = read_geography(folder / "areas.csv")
    codebook = read_codebook(folder / "codebook.json", problems)
    population = read_population(folder / f"margins-{Path(file).stem}.csv", PLAN, geography, problems)
    assert population is not None
    grid = make_grid(population, DesignColumns("buurt_code", None, 1), problems)
    assert grid is not None
    questions = [question for question in codebook.values() if question.kind != NUMBER] if task == "table" else []
    places = [{code: place for place, code in enumerate(question.answers)} for question in questions]
    size, wrong = np.zeros(grid.count, dtype=np.intp), WrongRows()
    counts = [np.zeros((grid.count, len(item)), dtype=np.intp) for item in places]

    def count(number: int, block: Responses, of_row: np.ndarray) -> None:
        positions = places_of(block.columns[questions[number].name], places[number])
        counts[number] += count_answers(positions, of_row, grid.count, len(places[number]))

    columns = ["leeftijd", "geslacht", "herkomst", "eigendom", *(question.name for question in questions)]
    for block in read_responses(folder / file, "buurt_code", columns, problems):
        of_row, _ = grid.sort(block, wrong)
        size += np.bincount(of_row, minlength=grid.count)
        count_each([partial(count, number, block, of_row) for number in range(len(questions))], len(block))
    design, present = grid.design(size)
    start = time.perf_counter()
    weights = weigh(design, PLAN, problems)
    in_call = time.perf_counter() - start
    problems.raise_if_any()
    assert weights is not None
    told: dict[str, object] = {"rake": in_call, "n": design.n}
    if task == "table":
        estimator = Estimator(weights, membership(geography, design.strata, Lineage()).members)
        found = estimator.estimate([tally_answers(item[present]) for item in counts], rest=False)
        told |= {"shares": int(found.value.size), "mean_se": float(np.nanmean(found.se[0]))}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
