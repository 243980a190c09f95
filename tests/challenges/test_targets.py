"""Every combination of the rule for targets, as a table; and what holds whatever the figures are."""

from __future__ import annotations

import itertools

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


def test_equal_is_proven_only_by_a_whole_interval_that_does_not_matter() -> None:
    aim = TargetAim("gelijk", 2022)
    assert judge(aim, START, _SAME, verdict=Verdict.NOT_DEMONSTRABLE) == UNSURE
    assert judge(aim, START, _SAME, verdict=Verdict.PRACTICALLY_EQUAL) == ON


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
