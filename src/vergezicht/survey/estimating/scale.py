"""Counting where the answers are: one expression that runs unchanged on DuckDB, PostgreSQL and Spark (extra ``scale``).

For whoever holds more than fits one machine. Weighing and estimating need only whole numbers: how many respondents each
cell has, and how often each code was given in it. The database counts them, in long form; from there on everything is
the same code on the same integers, so the figures are the same to the last digit.

>>> import ibis                                                     # doctest: +SKIP
>>> answers = ibis.duckdb.connect().read_parquet("answers.parquet")  # doctest: +SKIP
>>> counted = count(answers, area="buurt_code", margins=["leeftijd"], questions=["lb01"])  # doctest: +SKIP
>>> design, found = sort_counts(grid, counted, codebook)             # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from vergezicht.survey.arrays import IntArray
from vergezicht.survey.reading.codebook import MISSING, Codebook
from vergezicht.survey.reading.responses import Responses, WrongRows, compact, places_of
from vergezicht.survey.weighting.design import CellGrid, Design

if TYPE_CHECKING:
    import ibis

_EVERYONE = ""  # the question that everybody answered: it counts the respondents of a cell


@dataclass(frozen=True)
class Counted:
    """The long table: for every row (rows,) the area, the codes of the margins, a question, a code and how often.

    ``code`` is MISSING for system-missing; the question "" counts the respondents.
    """

    area: tuple[str, ...]
    margins: Mapping[str, np.ndarray[Any, Any]]
    question: tuple[str, ...]
    code: np.ndarray[Any, np.dtype[np.int16]]
    count: IntArray


def count_expression(
    answers: ibis.Table, *, area: str, margins: Sequence[str], questions: Sequence[str], sample: tuple[str, int] | None
) -> ibis.Table:
    """The counting, as one expression: area, margins, ``question``, ``code``, ``count``.

    ``sample`` names the column that says where a respondent comes from and the code that counts.
    """
    import ibis

    if sample is not None:
        answers = answers.filter(answers[sample[0]] == sample[1])
    keys = [area, *dict.fromkeys(margins)]
    chosen = answers.select(
        *(answers[name].cast("string" if name == area else "int32").name(name) for name in keys),
        ibis.literal(1, "int32").name("__everyone"),
        # PostgreSQL takes the long form through JSON, where nothing cannot be a number.
        *(answers[name].cast("int32").fill_null(MISSING).name(f"q_{name}") for name in questions),
    )
    long = chosen.pivot_longer(
        [f"q_{name}" for name in questions] + ["__everyone"], names_to="question", values_to="code"
    )
    return long.group_by([*keys, "question", "code"]).aggregate(count=long.count().cast("int64"))


def count(
    answers: ibis.Table,
    *,
    area: str,
    margins: Sequence[str],
    questions: Sequence[str],
    sample: tuple[str, int] | None = None,
) -> Counted:
    """Count where the answers are and fetch the counts: a few hundred thousand rows at most, whatever the survey."""
    expression = count_expression(answers, area=area, margins=margins, questions=questions, sample=sample)
    table = expression.to_pyarrow()
    # PostgreSQL gives the names back as JSON, with their quotes.
    names = [str(name).strip('"').removeprefix("q_") for name in table["question"].to_pylist()]
    return Counted(
        area=tuple("" if code is None else str(code).strip() for code in table[area].to_pylist()),
        margins={name: np.array(table[name].to_pylist(), dtype=np.float64) for name in dict.fromkeys(margins)},
        question=tuple(_EVERYONE if name == "__everyone" else name for name in names),
        code=table["code"].to_numpy().astype(np.int16),
        count=np.array(table["count"].to_pylist(), dtype=np.intp),
    )


def sort_counts(
    grid: CellGrid, counted: Counted, codebook: Codebook, wrong: WrongRows | None = None
) -> tuple[Design, dict[str, IntArray]]:
    """The design, and per question how often (G, C) each of its answers was given in each cell that occurs.

    Rows that belong in no cell are remembered in ``wrong``, as ``CellGrid.sort`` does; their row numbers are those of
    the table of counts.
    """
    places = {code: number for number, code in enumerate(dict.fromkeys(counted.area))}
    block = Responses(
        path=grid.population.path,
        areas=tuple(places),
        area_of_row=np.array([places[code] for code in counted.area], dtype=np.intp),
        columns={name: compact(column) for name, column in counted.margins.items()},
        first_row=1,
    )
    # Who counts was decided where the counting was done.
    everyone_counts = replace(grid, columns=replace(grid.columns, source=None))
    of_row, counts = everyone_counts.sort(block, WrongRows() if wrong is None else wrong)
    question, times = np.array(counted.question)[counts], counted.count[counts]
    code = counted.code[counts]
    everyone = question == _EVERYONE
    size = np.zeros(grid.count, dtype=np.intp)
    np.add.at(size, of_row[everyone], times[everyone])
    design, present = grid.design(size)
    found = {}
    for name in dict.fromkeys(counted.question):
        if name == _EVERYONE:
            continue
        rows = question == name
        answers = list(codebook[name].answers)
        positions = places_of(code[rows], {answer: place for place, answer in enumerate(answers)})
        table = np.zeros((grid.count, len(answers)), dtype=np.intp)
        valid = positions >= 0
        np.add.at(table, (of_row[rows][valid], positions[valid]), times[rows][valid])
        found[name] = table[present]
    return design, found
