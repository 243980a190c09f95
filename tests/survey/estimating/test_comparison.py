"""What may be said about a difference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.figures import Verdict
from vergezicht.survey.estimating.comparison import benjamini_hochberg, p_values, score_p_values, verdict


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
