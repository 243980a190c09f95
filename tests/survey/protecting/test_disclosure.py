"""What may be shown: each rule of the thresholds by itself."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.figures import Direction, Figure, FigureStatus, Indicator, IndicatorKind, Reason, Reference, Verdict
from vergezicht.survey.estimating.comparison import Contrast
from vergezicht.survey.estimating.results import RANGES, IndicatorResult, Interval, Sums
from vergezicht.survey.protecting.disclosure import Protected, protect
from vergezicht.survey.reading.measures import Measure, Measured
from vergezicht.survey.reading.tallies import Tally
from vergezicht.survey.thresholds import Thresholds

CODES = ("GM", "WA", "WB", "B1", "B2", "B3", "B4")
PARENTS = {"WA": ("GM",), "WB": ("GM",), "B1": ("WA",), "B2": ("WA",), "B3": ("WB",), "B4": ("WB",)}
LEVELS = {"G": AreaLevel.GEMEENTE, "W": AreaLevel.WIJK, "B": AreaLevel.BUURT}
GEOGRAPHY = Geography(tuple(Area(code, LEVELS[code[0]], code, code.lower(), PARENTS.get(code, ())) for code in CODES))
MEMBERS = np.array(
    [[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], dtype=bool
)
INDICATOR = Indicator(
    code="stilte",
    slug="stilte",
    title="Stilte",
    label="heeft last",
    question="?",
    kind=IndicatorKind.SHARE,
    direction=Direction.LOWER,
    theme="wonen",
    source="test",
    answers=("vaak", "soms", "nooit"),
    counted=("vaak",),
)
THRESHOLDS = Thresholds()


def result(
    n: list[float],
    *,
    value: float | list[float] = 30.0,
    half: float | list[float] = 8.0,
    indicator: Indicator = INDICATOR,
    period: str = "2024",
    adults: list[float] | None = None,
    answers: list[float] | None = None,
) -> IndicatorResult:
    """A result for the four buurten with these n; larger areas add up."""
    size = MEMBERS @ np.array(n)
    values = np.broadcast_to(np.array(value, dtype=float), size.shape).copy()
    halves = np.broadcast_to(np.array(half, dtype=float), size.shape)
    interval = Interval(values - halves, values + halves)
    measure = Measure(indicator, ("v",), (), 1, indicator.answers, "", {}, False)
    nothing, base = np.full(size.shape, np.nan), np.array(n) * 5.0
    return IndicatorResult(
        indicator=indicator.code,
        kind=indicator.kind,
        period=period,
        measured=Measured(measure, Tally(*[np.zeros(0)] * 3), None, (), ()),
        value=values,
        se=halves / 2,
        n=size,
        n_effective=size,
        adults=MEMBERS @ np.array(adults or [500.0] * 4),
        members=MEMBERS,
        sums=Sums(base, base * values[3:], np.array(n), np.array(adults or [500.0] * 4), *RANGES[indicator.kind]),
        interval=interval,
        clear_interval=interval,
        clear_confidence=0.99,
        rest_difference=nothing,
        rest_se=nothing,
        others_se=nothing,
        answers=None if answers is None else np.tile(np.array(answers), (len(CODES), 1)),
        answer_weights=None if answers is None else np.outer(base, np.array(answers) / 100),
        torn=np.zeros(len(CODES), dtype=bool),
    )


def shown(found: Protected, area: str) -> Figure:
    return next(figure for figure in found.figures if figure.area == area)


def guard(*results: IndicatorResult, contrasts: tuple[Contrast, ...] = ()) -> Protected:
    return protect(results, contrasts, CODES, GEOGRAPHY, THRESHOLDS)


@pytest.mark.parametrize(
    ("n", "status", "reason", "told_n"),
    [
        (9, FigureStatus.SUPPRESSED, Reason.PRIVACY, None),
        (10, FigureStatus.SUPPRESSED, Reason.TOO_FEW_ANSWERS, 10),
        (29, FigureStatus.SUPPRESSED, Reason.TOO_FEW_ANSWERS, 30),
        (30, FigureStatus.INDICATIVE, None, 30),
        (49, FigureStatus.INDICATIVE, None, 50),
        (50, FigureStatus.PUBLISHED, None, 50),
        (143, FigureStatus.PUBLISHED, None, 145),
    ],
)
def test_number_of_answers(n: int, status: FigureStatus, reason: Reason | None, told_n: int | None) -> None:
    figure = shown(guard(result([n, 80, 90, 100])), "B1")
    assert (figure.status, figure.reason, figure.n) == (status, reason, told_n)
    assert (figure.value is None) == (status == FigureStatus.SUPPRESSED)


def test_few_adults_is_privacy_however_many_answered() -> None:
    assert shown(guard(result([40, 80, 90, 100], adults=[29, 500, 500, 500])), "B1").reason == Reason.PRIVACY


def test_a_buurt_hidden_for_privacy_takes_a_companion_along() -> None:
    found = guard(result([5, 80, 90, 100]))
    assert shown(found, "B2").reason == Reason.SECONDARY
    assert shown(found, "B2").n is None
    assert shown(found, "WA").is_shown and shown(found, "B3").is_shown


def test_hidden_for_quality_alone_takes_nobody_along() -> None:
    found = guard(result([20, 80, 90, 100]))
    assert shown(found, "B2").is_shown


@pytest.mark.parametrize(
    ("kind", "half", "hidden"),
    [
        (IndicatorKind.SHARE, 15.0, False),
        (IndicatorKind.SHARE, 15.1, True),
        (IndicatorKind.MARK, 0.5, False),
        (IndicatorKind.MARK, 0.51, True),
    ],
)
def test_wide_intervals(kind: IndicatorKind, half: float, hidden: bool) -> None:
    value = 30.0 if kind == IndicatorKind.SHARE else 7.0
    figure = shown(
        guard(result([60, 80, 90, 100], value=value, half=half, indicator=replace(INDICATOR, kind=kind))), "B1"
    )
    assert (figure.reason == Reason.TOO_IMPRECISE) == hidden


def test_sensitive_questions_need_more_and_stay_above_the_buurt() -> None:
    found = guard(result([60, 30, 90, 100], indicator=replace(INDICATOR, sensitive=True)))
    assert shown(found, "B4").reason == Reason.LEVEL and shown(found, "B4").n is None
    assert shown(found, "WA").reason == Reason.TOO_FEW_ANSWERS
    assert shown(found, "WB").status == FigureStatus.PUBLISHED


def test_an_indicator_may_ask_for_more() -> None:
    found = guard(result([60, 80, 90, 100], indicator=replace(INDICATOR, minimum_n=85)))
    assert shown(found, "B2").reason == Reason.TOO_FEW_ANSWERS and shown(found, "B3").is_shown


@pytest.mark.parametrize(
    ("value", "n", "expected"),
    [
        (3.0, 60, ("<", 5.0, None)),
        (97.0, 60, (">", 95.0, None)),
        (3.0, 100, ("", 3.0, 0.0)),
        (5.0, 60, ("", 5.0, 0.0)),
    ],
)
def test_nearly_nobody_and_nearly_everybody(value: float, n: int, expected: tuple[str, float, float | None]) -> None:
    figure = shown(guard(result([n, 200, 200, 200], value=value)), "B1")
    assert (figure.censored, figure.value, figure.low) == expected


def test_rounding_never_leaves_the_scale_or_a_negative_nought() -> None:
    balance = replace(INDICATOR, kind=IndicatorKind.BALANCE)
    figure = shown(guard(result([60, 80, 90, 100], value=-0.2, indicator=balance)), "B1")
    assert str(figure.value) == "0.0"
    mark = replace(INDICATOR, kind=IndicatorKind.MARK)
    assert shown(guard(result([60, 80, 90, 100], value=9.9, half=0.4, indicator=mark)), "B1").high == 10.0


@pytest.mark.parametrize(
    ("n", "answers", "given"),
    [
        (60, [30.0, 40.0, 30.0], True),
        (49, [30.0, 40.0, 30.0], False),
        (60, [30.0, 68.0, 2.0], False),
        (100, [30.0, 68.0, 2.0], True),
    ],
)
def test_answers_are_given_only_beside_a_full_figure(n: int, answers: list[float], given: bool) -> None:
    found = guard(result([n, 200, 200, 200], answers=answers))
    assert any(share.area == "B1" for share in found.answers) == given


def contrast(difference: float, half: float, p: float, **other: Any) -> Contrast:
    whole = np.full(len(CODES), difference)
    interval = Interval(whole - half, whole + half)
    fields = {
        "indicator": "stilte",
        "kind": IndicatorKind.SHARE,
        "period": "2024",
        "reference": Reference.PREVIOUS_WAVE,
        "reference_period": "2022",
        "comparable": True,
        "value": np.full(len(CODES), 50.0),
    } | other
    return Contrast(difference=whole, interval=interval, clear_interval=interval, p=np.full(len(CODES), p), **fields)


def test_comparisons_only_where_both_are_shown_in_full() -> None:
    before = result([5, 80, 200, 200], period="2022")
    now = result([60, 80, 60, 200], value=[30, 30, 30, 30, 30, 3, 30])
    found = guard(before, now, contrasts=(contrast(6, 2, 0.001),))
    assert {item.area for item in found.comparisons} == {"GM", "WA", "WB", "B4"}
    assert {item.verdict for item in found.comparisons} == {Verdict.CLEARLY_HIGHER}


def test_false_alarms_are_controlled_per_level() -> None:
    results = [result([60, 80, 90, 100], period=period) for period in ("2022", "2024")]
    one = contrast(6, 2, 0.5)
    one.p[3] = 0.02
    found = {item.area: item for item in guard(*results, contrasts=(one,)).comparisons}
    # Four buurten are shown together: 0.02 becomes 0.08.
    assert found["B1"].p_adjusted == pytest.approx(0.08)
    assert found["B1"].verdict == Verdict.NOT_DEMONSTRABLE


def test_a_break_in_the_series_leaves_no_difference() -> None:
    results = [result([60, 80, 90, 100], period=period) for period in ("2022", "2024")]
    found = guard(*results, contrasts=(contrast(6, 2, 0.001, comparable=False),)).comparisons
    assert {(item.verdict, item.difference, item.p) for item in found} == {(Verdict.NOT_COMPARABLE, None, None)}
