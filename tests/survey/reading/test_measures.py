"""Indicators are made from answers by label, never by code."""

from pathlib import Path

import numpy as np
import pytest

from vergezicht.figures import Direction, Indicator, IndicatorKind
from vergezicht.problems import Problems
from vergezicht.survey.reading.codebook import Question
from vergezicht.survey.reading.measures import Measure, Tallier, check_measure
from vergezicht.survey.reading.responses import Responses, compact

OFTEN = {1: "vaak", 2: "soms", 3: "(bijna) nooit", 9: "weet niet"}
NOWHERE = Path("codeboek.json")


def indicator(kind: IndicatorKind, **other: tuple[str, ...]) -> Indicator:
    return Indicator("i", "i", "I", "i", "?", kind, Direction.NONE, "t", "s", **other)  # type: ignore[arg-type]


def measured(measure: Measure, questions: list[Question], columns: dict[str, list[float]]) -> list[float]:
    """The value of each row: every row is a cell of its own."""
    arrays = {name: compact(np.array(column)) for name, column in columns.items()}
    rows = len(next(iter(arrays.values())))
    block = Responses(NOWHERE, ("B",), np.zeros(rows, dtype=np.intp), arrays, 2)
    codebook = {question.name: question for question in questions}
    problems = Problems()
    assert check_measure(measure, "2024", codebook, NOWHERE, problems), [str(problem) for problem in problems]
    tallier = Tallier(measure, codebook, rows)
    tallier.add(block, np.ones(rows, dtype=bool), np.arange(rows))
    tally = tallier.finish(np.arange(rows)).tally
    return np.where(tally.n == 1, tally.total[:, 0] + tally.centre, np.nan).tolist()


def share(**other: object) -> Measure:
    item = indicator(IndicatorKind.SHARE, answers=("vaak", "soms", "(bijna) nooit"), counted=("vaak",))
    fields: dict[str, object] = {"since": "", "same_as": {}, "same_question": False} | other
    return Measure(item, ("v",), (), 1, item.answers, **fields)  # type: ignore[arg-type]


def test_reversed_codes_give_the_same_share() -> None:
    straight = Question("v", "?", "frequentie", OFTEN, (9,))
    turned = Question("v", "?", "frequentie", {1: "(bijna) nooit", 2: "Soms", 3: "vaak", 8: "weet niet"}, (8,))
    nan = np.nan
    assert measured(share(), [straight], {"v": [1, 2, 3, 9, nan]}) == pytest.approx([1, 0, 0, nan, nan], nan_ok=True)
    assert measured(share(), [turned], {"v": [3, 2, 1, 8, nan]}) == pytest.approx([1, 0, 0, nan, nan], nan_ok=True)


def test_an_older_answer_that_means_the_same() -> None:
    old = Question("v", "?", "frequentie", {1: "heel vaak", 2: "soms", 3: "(bijna) nooit"}, ())
    assert measured(share(same_as={"heel vaak": "vaak"}), [old], {"v": [1, 2]}) == [1, 0]
    problems = Problems()
    assert not check_measure(share(), "2024", {"v": old}, NOWHERE, problems)
    assert len(problems) == 2


def test_a_question_that_is_not_yet_asked_is_no_problem() -> None:
    problems = Problems()
    assert not check_measure(share(since="2026"), "2024", {}, NOWHERE, problems)
    assert len(problems) == 0


def test_marks_without_an_opinion_leave_the_base() -> None:
    item = indicator(IndicatorKind.MARK)
    measure = Measure(item, ("v",), (), 1, (), "", {}, False)
    question = Question("v", "?", "cijfer", {99: "weet niet"}, (99,))
    assert measured(measure, [question], {"v": [8, 99, np.nan]}) == pytest.approx([8, np.nan, np.nan], nan_ok=True)


def test_a_balance_counts_up_and_down() -> None:
    item = indicator(IndicatorKind.BALANCE, answers=("a", "b", "c"), counted=("a",), subtracted=("c",))
    measure = Measure(item, ("v",), (), 1, item.answers, "", {}, False)
    question = Question("v", "?", "ordinaal", {1: "a", 2: "b", 3: "c"}, ())
    assert measured(measure, [question], {"v": [1, 2, 3]}) == [1, 0, -1]


def test_a_scale_turns_reversed_statements_and_needs_enough_answers() -> None:
    item = indicator(IndicatorKind.SCALE_SCORE)
    agree = {1: "eens", 2: "neutraal", 3: "oneens", 9: "weet niet"}
    measure = Measure(item, ("a", "b", "c"), ("b",), 2, ("eens", "neutraal", "oneens"), "", {}, False)
    questions = [Question(name, "?", "likert", agree, (9,)) for name in ("a", "b", "c")]
    nan = np.nan
    columns = {"a": [1, 1, 1, 9], "b": [3, 1, nan, 9], "c": [1, 2, 9, 1]}
    assert measured(measure, questions, columns) == pytest.approx([10, 5, nan, nan], nan_ok=True)


def test_weet_niet_leaves_the_base_unless_it_is_an_answer_of_the_indicator() -> None:
    question = Question("v", "?", "frequentie", OFTEN, (9,))
    assert measured(share(), [question], {"v": [1, 2, 9]}) == pytest.approx([1, 0, np.nan], nan_ok=True)
    answers = ("vaak", "soms", "(bijna) nooit", "weet niet")
    item = indicator(IndicatorKind.SHARE, answers=answers, counted=("weet niet",))
    publishing = Measure(item, ("v",), (), 1, answers, "", {}, False)
    assert measured(publishing, [question], {"v": [1, 2, 9]}) == [0, 0, 1]


def test_another_base_is_another_question() -> None:
    found = []
    for base in ("", "alleen 55-plussers"):
        question = Question("v", "Voelt u zich eenzaam?", "frequentie", OFTEN, (9,), base=base)
        tallier = Tallier(share(), {"v": question}, 1)
        tallier.add(
            Responses(NOWHERE, ("B",), np.zeros(1, dtype=np.intp), {"v": compact(np.array([1.0]))}, 2),
            np.ones(1, dtype=bool),
            np.zeros(1, dtype=np.intp),
        )
        found.append(tallier.finish(np.arange(1)))
    assert found[0].wording != found[1].wording and found[0].labels == found[1].labels
