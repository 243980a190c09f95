"""Every combination of the rule for targets, as a table; and what holds whatever the figures are."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.challenges.judging.targets import TargetAim, TargetSignal, combine, judge_target, year_of
from vergezicht.figures import Comparison, Direction, Figure, FigureStatus, Reason, Reference, Verdict

ON, OFF, UNSURE = TargetSignal.ON_COURSE, TargetSignal.OFF_COURSE, TargetSignal.NOT_DEMONSTRABLE
NEW, NONE = TargetSignal.NO_NEW_FIGURES, TargetSignal.NO_FIGURE


def figure(value: float | None, margin: float | None = 3.0, period: str = "2020", censored: str = "") -> Figure:
    low = None if value is None or margin is None else value - margin
    high = None if value is None or margin is None else value + margin
    status = FigureStatus.PUBLISHED if value is not None else FigureStatus.SUPPRESSED
    reason = None if value is not None else Reason.PRIVACY
    return Figure("x", "A", period, value, low, high, 200, status, reason, censored)


def comparison(verdict: Verdict) -> Comparison:
    return Comparison("x", "A", "2020", Reference.PREVIOUS_WAVE, "2018", 1.0, 0.0, 2.0, 0.5, 0.5, verdict)


def judge(
    aim: TargetAim, before: Figure | None, now: Figure | None, direction: Direction = Direction.HIGHER,
    verdict: Verdict | None = None, this_year: int | None = None,
) -> TargetSignal:  # fmt: skip
    found = judge_target(
        aim, baseline=before, current=now, direction=direction,
        comparison=comparison(verdict) if verdict else None, this_year=this_year,
    )  # fmt: skip
    assert found.steps, "a judgement without its steps cannot be checked"
    return found.signal


START = figure(50, period="2018")  # 47-53; halfway to 60 in 2022 the path is at 55 in 2020


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (figure(62), ON),  # the whole margin better than the path
        (figure(56), ON),  # the path inside the margin, risen demonstrably
        (figure(54), UNSURE),  # the path inside the margin, no demonstrable change: 54-50 with 4.2
        (figure(51), OFF),  # 4 behind the path, where hypot(3, half of 3) = 3.35 could be chance
        (figure(52), UNSURE),  # 3 behind the path
        (figure(50), OFF),  # the whole margin worse than the path
        (figure(40), OFF),  # fallen
        (figure(50, margin=8), UNSURE),  # the same value with a wide margin
        (figure(70, margin=20), UNSURE),  # far ahead, but nobody can tell
    ],
)
def test_a_value_against_the_straight_path(now: Figure, expected: TargetSignal) -> None:
    assert judge(TargetAim("waarde", 2022, 60), START, now) == expected
    mirrored = Figure("x", "A", "2020", 100 - now.value, 100 - now.high, 100 - now.low, 200, now.status)
    aim = TargetAim("waarde", 2022, 40)
    assert judge(aim, START, mirrored, Direction.LOWER) == expected, "downwards is the same rule"


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.CLEARLY_HIGHER, ON),
        (Verdict.HIGHER, ON),
        (Verdict.PRACTICALLY_EQUAL, UNSURE),
        (Verdict.NOT_DEMONSTRABLE, UNSURE),
        (Verdict.LOWER, OFF),
        (Verdict.CLEARLY_LOWER, OFF),
        (Verdict.NOT_COMPARABLE, NONE),
    ],
)
def test_the_verdict_of_the_release_decides_whether_there_is_a_change(verdict: Verdict, expected: TargetSignal) -> None:
    assert judge(TargetAim("waarde", 2022, 60), START, figure(55), verdict=verdict) == expected


_RISEN, _SAME, _FALLEN = figure(60), figure(51), figure(40)


@pytest.mark.parametrize(
    ("kind", "direction", "now", "expected"),
    [
        *(("stijgen", d, n, e) for d in Direction for n, e in ((_RISEN, ON), (_SAME, UNSURE), (_FALLEN, OFF))),
        *(("dalen", d, n, e) for d in Direction for n, e in ((_RISEN, OFF), (_SAME, UNSURE), (_FALLEN, ON))),
        *(("gelijk", Direction.HIGHER, n, e) for n, e in ((_RISEN, ON), (_SAME, UNSURE), (_FALLEN, OFF))),
        *(("gelijk", Direction.LOWER, n, e) for n, e in ((_RISEN, OFF), (_SAME, UNSURE), (_FALLEN, ON))),
        *(("gelijk", Direction.NONE, n, e) for n, e in ((_RISEN, OFF), (_SAME, UNSURE), (_FALLEN, OFF))),
    ],
)
def test_targets_without_a_value(kind: str, direction: Direction, now: Figure, expected: TargetSignal) -> None:
    assert judge(TargetAim(kind, 2022), START, now, direction) == expected


HOLD = TargetAim("gelijk", 2022)


def measured(low: float, high: float, verdict: Verdict = Verdict.NOT_DEMONSTRABLE) -> Comparison:
    return replace(comparison(verdict), difference=(low + high) / 2, low=low, high=high)


def held(
    change: Comparison, limit: float, direction: Direction = Direction.HIGHER
) -> tuple[TargetSignal, tuple[str, ...]]:
    found = judge_target(
        HOLD, baseline=START, current=_SAME, direction=direction, comparison=change, equal_within=limit
    )  # fmt: skip
    return found.signal, found.steps


@pytest.mark.parametrize(
    ("low", "high", "direction", "expected"),
    [
        (-2, 9, Direction.HIGHER, ON),  # certainly no more than 2 worse
        (-2.1, 9, Direction.HIGHER, UNSURE),
        (-9, 2, Direction.LOWER, ON),
        (-9, 2.1, Direction.LOWER, UNSURE),
        (-2, 2, Direction.NONE, ON),
        (-2, 9, Direction.NONE, UNSURE),
        (0.5, 9, Direction.HIGHER, ON),  # better, though among so many comparisons that may be chance
        (-9, -3, Direction.HIGHER, UNSURE),
    ],
)
def test_stay_as_good_is_held_when_the_unfavourable_end_lies_within_practically_equal(
    low: float, high: float, direction: Direction, expected: TargetSignal
) -> None:
    signal, steps = held(measured(low, high), 2.0, direction)
    assert signal == expected
    if direction != Direction.NONE:
        assert ("zeker niet slechter geworden" in steps[-1]) == (expected == ON)


def test_practically_equal_of_the_release_is_equal() -> None:
    assert held(measured(-9, 9), 0.0)[0] == UNSURE
    assert held(measured(-9, 9, Verdict.PRACTICALLY_EQUAL), 0.0)[0] == ON


def test_what_demonstrably_became_worse_is_off_course_however_little() -> None:
    assert held(measured(-1.5, -0.5, Verdict.LOWER), 2.0)[0] == OFF
    assert held(measured(-1.5, -0.5, Verdict.SMALL), 2.0)[0] == ON, "too small a difference to count"


@given(
    low=st.floats(-20, 20),
    width=st.floats(0, 20),
    limit=st.floats(0, 5),
    more=st.floats(0, 5),
    direction=st.sampled_from([Direction.HIGHER, Direction.LOWER]),
)
def test_better_figures_and_a_wider_limit_never_make_not_worse_less_certain(
    low: float, width: float, limit: float, more: float, direction: Direction
) -> None:
    def at(shift: float, limit: float) -> TargetSignal:
        ends = (low + shift, low + shift + width)
        if direction == Direction.LOWER:
            ends = (-ends[1], -ends[0])
        return held(measured(*ends), limit, direction)[0]

    assert (at(0, limit) == ON) == (low >= -limit), "only the unfavourable end counts"
    if at(0, limit) == ON:
        assert at(more, limit) == at(0, limit + more) == ON


def test_a_change_has_the_margin_of_the_release_and_says_when_it_has_none() -> None:
    found = judge_target(
        HOLD, baseline=START, current=_SAME, direction=Direction.HIGHER, comparison=measured(-1, 4)
    )  # fmt: skip
    assert found.change is not None
    assert (found.change.low, found.change.high) == (-1, 4)
    assert any(step.startswith("Verandering: 1.5, tussen -1 en 4:") for step in found.steps)
    alone = judge_target(HOLD, baseline=START, current=_SAME, direction=Direction.HIGHER)
    assert any("het onderzoek vergelijkt deze twee metingen niet" in step for step in alone.steps)


@pytest.mark.parametrize(
    ("low", "high", "verdict", "words"),
    [
        (-12, -2, Verdict.NOT_DEMONSTRABLE, "de hele marge ligt onder nul, maar"),
        (2, 12, Verdict.NOT_DEMONSTRABLE, "de hele marge ligt boven nul, maar"),
        (-2, 12, Verdict.NOT_DEMONSTRABLE, ": geen aantoonbare verandering"),
        (-1, 1, Verdict.PRACTICALLY_EQUAL, "vrijwel gelijk gebleven"),
        (0.5, 1, Verdict.SMALL, "te weinig om mee te tellen"),
        (2, 12, Verdict.HIGHER, "aantoonbaar gestegen"),
    ],
)
def test_the_calculation_says_why_a_change_counts_or_not(low: float, high: float, verdict: Verdict, words: str) -> None:
    steps = held(measured(low, high, verdict), 2.0)[1]
    (said,) = (step for step in steps if step.startswith("Verandering"))
    assert words in said
    assert ("toeval" in said) == ("maar" in words)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, figure(50), NONE),
        (START, None, NONE),
        (figure(None, period="2018"), figure(50), NONE),
        (START, figure(None), NONE),
        (START, figure(5, censored="<"), NONE),
        (figure(5, period="2018", censored="<"), figure(50), NONE),
        (figure(50, period="eerste"), figure(50), NONE),
        (figure(50), figure(50), NEW),
        (figure(50), figure(50, period="2018"), NEW),
    ],
)
def test_what_cannot_be_judged_is_said(before: Figure | None, now: Figure | None, expected: TargetSignal) -> None:
    for aim in (TargetAim("waarde", 2022, 60), TargetAim("stijgen", 2022), TargetAim("gelijk", 2022)):
        assert judge(aim, before, now) == expected


@pytest.mark.parametrize(("this_year", "expected"), [(2024, ON), (2025, NEW), (None, ON)])
def test_figures_of_more_than_two_cycles_ago_are_not_new(this_year: int | None, expected: TargetSignal) -> None:
    assert judge(TargetAim("waarde", 2022, 60), START, figure(62), this_year=this_year) == expected


def test_after_the_year_of_the_target_the_target_itself_is_the_measure() -> None:
    late = figure(62, period="2024")
    found = judge_target(TargetAim("waarde", 2022, 60), baseline=START, current=late, direction=Direction.HIGHER)
    assert found.path == 60
    assert found.gap.low == pytest.approx(62 - 60 - 3), "the margin of the baseline no longer counts"
    assert found.signal == ON  # the target inside the margin, and demonstrably risen


def test_a_target_in_the_year_of_its_baseline_does_not_divide_by_zero() -> None:
    assert judge(TargetAim("waarde", 2018, 60), START, figure(50)) == OFF
    assert judge(TargetAim("waarde", 2016, 40), START, figure(40), Direction.LOWER) == ON


def test_a_target_of_zero_stays_zero() -> None:
    found = judge_target(
        TargetAim("waarde", 2020, 0.0),
        baseline=figure(4, 1, "2018"),
        current=figure(0.5, 0.4),
        direction=Direction.LOWER,
    )
    assert found.path == 0.0
    assert found.signal == OFF


def test_a_count_has_no_margin() -> None:
    before, now = figure(50, None, "2018"), figure(55, None)
    found = judge_target(TargetAim("waarde", 2022, 60), baseline=before, current=now, direction=Direction.HIGHER)
    assert (found.gap.low, found.gap.high) == (0.0, 0.0)
    assert found.signal == ON
    assert "geteld" in found.steps[0]


def test_a_target_equal_to_the_baseline_follows_the_direction_of_the_indicator() -> None:
    for direction, expected in ((Direction.HIGHER, ON), (Direction.LOWER, OFF)):
        assert judge(TargetAim("waarde", 2022, 50), START, figure(60), direction) == expected


@given(
    start=st.floats(0, 100),
    aim=st.floats(0, 100),
    now=st.floats(0, 100),
    first=st.floats(0, 20),
    second=st.floats(0, 20),
    year=st.integers(2018, 2030),
)
def test_wider_margins_never_make_it_surer(
    start: float, aim: float, now: float, first: float, second: float, year: int
) -> None:
    narrow = judge(TargetAim("waarde", year, aim), figure(start, first, "2018"), figure(now, second))
    wide = judge(TargetAim("waarde", year, aim), figure(start, first + 200, "2018"), figure(now, second + 200))
    assert wide == UNSURE
    assert narrow in {ON, OFF, UNSURE}


@pytest.mark.parametrize("signals", itertools.product(TargetSignal, repeat=3))
def test_targets_together_are_never_an_average(signals: tuple[TargetSignal, ...]) -> None:
    found = combine(signals)
    if OFF in signals:
        assert found == OFF
    elif not {ON, UNSURE} & set(signals):
        assert found == NEW
    else:
        assert found == (UNSURE if UNSURE in signals else ON)


def test_without_targets_the_figures_say_nothing() -> None:
    assert combine([]) is None


@pytest.mark.parametrize(
    ("period", "year"), [("2020", 2020), ("2020-voorjaar", 2020), ("20201", None), ("eerste", None), ("", None)]
)
def test_the_year_of_a_wave(period: str, year: int | None) -> None:
    assert year_of(period) == year
