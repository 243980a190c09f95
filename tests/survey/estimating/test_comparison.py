"""What may be said about a difference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.figures import Equality, IndicatorKind, Verdict
from vergezicht.survey.estimating.comparison import (
    GroupContrast,
    benjamini_hochberg,
    judge,
    p_values,
    score_p_values,
    verdict,
)
from vergezicht.survey.estimating.results import Interval
from vergezicht.survey.thresholds import Thresholds


@pytest.mark.parametrize(
    ("interval", "clear", "p", "expected"),
    [
        ((2, 6), (1, 7), 0.001, Verdict.CLEARLY_HIGHER),
        ((1, 6), (0, 7), 0.03, Verdict.HIGHER),
        ((1, 6), (0, 7), 0.06, Verdict.NOT_DEMONSTRABLE),
        ((-6, -2), (-7, -1), 0.001, Verdict.CLEARLY_LOWER),
        ((-6, -1), (-7, 0), 0.02, Verdict.LOWER),
        ((0, 6), (-1, 7), 0.04, Verdict.NOT_DEMONSTRABLE),
        ((-1, 2), (-2, 2), 0.4, Verdict.PRACTICALLY_EQUAL),
        ((-3, 4), (-4, 5), 0.8, Verdict.NOT_DEMONSTRABLE),
    ],
)
def test_verdicts(interval: tuple[float, float], clear: tuple[float, float], p: float, expected: Verdict) -> None:
    difference = sum(interval) / 2
    assert verdict(difference, interval, clear, p, false_alarms=0.05, practically_equal=2.0) == expected


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjustment_raises_p_and_keeps_its_order(values: list[float]) -> None:
    p = np.array(values)
    adjusted = benjamini_hochberg(p)
    assert (adjusted >= p - 1e-15).all() and (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= -1e-15).all()


def test_what_cannot_be_tested_does_not_count() -> None:
    adjusted = benjamini_hochberg(np.array([0.01, np.nan, 0.04]))
    assert adjusted[[0, 2]].tolist() == pytest.approx([0.02, 0.04])
    assert np.isnan(adjusted[1])


def test_no_variation_is_no_proof() -> None:
    assert p_values(np.array([5.0]), np.array([0.0]))[0] == 1


def test_nobody_against_few_is_not_proof_either() -> None:
    # None of 20 against 3 of 20: the estimated standard error of the first is 0, that of the test is not.
    assert score_p_values(np.array([15.0]), np.array([7.5]), np.array([0.1]))[0] > 0.05


@pytest.mark.parametrize(
    ("difference", "half", "relevant", "expected"),
    [
        (3.0, 1.0, 2.0, Verdict.CLEARLY_HIGHER),
        (-3.0, 1.0, 2.0, Verdict.CLEARLY_LOWER),
        (1.9, 1.0, 2.0, Verdict.SMALL),
        (-1.9, 1.0, 2.0, Verdict.SMALL),
        (1.9, 1.0, 0.0, Verdict.CLEARLY_HIGHER),
        (1.0, 0.5, 2.0, Verdict.PRACTICALLY_EQUAL),
        (1.9, 3.0, 2.0, Verdict.NOT_DEMONSTRABLE),
    ],
)
def test_a_difference_must_matter_as_well(difference: float, half: float, relevant: float, expected: Verdict) -> None:
    interval = (difference - half, difference + half)
    found = verdict(
        difference,
        interval,
        interval,
        0.001 if half < abs(difference) else 0.5,
        false_alarms=0.05,
        practically_equal=2.0,
        relevant=relevant,
    )
    assert found == expected
    assert (found.sign != 0) == (expected in {Verdict.CLEARLY_HIGHER, Verdict.CLEARLY_LOWER})


@pytest.mark.parametrize(
    ("kind", "compared", "limit"),
    [
        (IndicatorKind.SHARE, (41.0, 43.0), 2.0),
        (IndicatorKind.SHARE, (10.0, 12.0), 2.0),
        (IndicatorKind.SHARE, (5.0, 8.0), 1.0),
        (IndicatorKind.SHARE, (1.0, 3.0), 0.2),
        (IndicatorKind.SHARE, (99.0, 97.0), 0.2),
        (IndicatorKind.SHARE, (3.0, -1.0), 0.0),
        (IndicatorKind.BALANCE, (1.0, 3.0), 2.0),
        (IndicatorKind.MARK, (7.1, 7.2), 0.1),
    ],
)
def test_what_is_rare_is_equal_within_part_of_itself(
    kind: IndicatorKind, compared: tuple[float, float], limit: float
) -> None:
    assert Equality().limit_for(kind, compared) == pytest.approx(limit)


def test_three_times_as_many_is_never_called_practically_equal() -> None:
    """A margin of a point on both sides of 1 and 2 % lies within 2 points; it says nothing of the sort."""
    one = Interval(np.array([-1.0, -1.0]), np.array([1.0, 1.0]))
    tested = GroupContrast(
        kind=IndicatorKind.SHARE, value=np.array([1.0, 42.0]), difference=np.array([-0.4, -0.4]), interval=one,
        clear_interval=one, p=np.array([0.5, 0.5]), others_n=np.array([500.0, 500.0]),
    )  # fmt: skip
    found = [judge(tested, place, 0.5, Thresholds()).verdict for place in (0, 1)]
    assert found == [Verdict.NOT_DEMONSTRABLE, Verdict.PRACTICALLY_EQUAL]
