"""Distributions against values from tables and against each other."""

import math

import numpy as np
import pytest

from vergezicht.survey.analysis.distributions import (
    beta_quantile,
    chi_squared_tail,
    critical_value,
    f_tail,
    normal_scores,
    quadratic_tail,
    saddlepoint_tail,
    t_p_value,
)
from vergezicht.survey.estimating.intervals import incomplete_beta


@pytest.mark.parametrize(
    ("x", "freedom", "expected"),
    [
        (3.841458820694124, 1, 0.05),
        (18.307038053275146, 10, 0.05),
        (10.0, 10, 0.44049328506521257),
        (0.1, 3, 0.991837424),
    ],
)
def test_chi_squared(x: float, freedom: float, expected: float) -> None:
    assert chi_squared_tail(x, freedom=freedom) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(("x", "half"), [(0.5, 3), (30.0, 4), (200.0, 50)])
def test_chi_squared_with_even_freedom_counts_poisson_events(x: float, half: int) -> None:
    events = math.fsum(math.exp(-x / 2 + k * math.log(x / 2) - math.lgamma(k + 1)) for k in range(half))
    assert chi_squared_tail(x, freedom=2 * half) == pytest.approx(events, rel=1e-11)


def test_two_degrees_of_freedom_are_exponential() -> None:
    for x in (0.01, 1.0, 5.0, 80.0):
        assert chi_squared_tail(x, freedom=2) == pytest.approx(math.exp(-x / 2), rel=1e-12)


def test_f_is_t_squared_and_chi_squared_without_end() -> None:
    for t, freedom in ((0.3, 4), (2.5, 11), (15.3, 198)):
        assert f_tail(t * t, above=1, below=freedom) == pytest.approx(t_p_value(t, freedom=freedom), rel=1e-11)
    assert f_tail(2.1, above=3, below=math.inf) == pytest.approx(chi_squared_tail(6.3, freedom=3), rel=1e-12)
    assert f_tail(2.1, above=3, below=1e7) == pytest.approx(chi_squared_tail(6.3, freedom=3), rel=1e-5)
    assert f_tail(0.0, above=3, below=4) == 1 and math.isnan(t_p_value(1.0, freedom=0))


def test_quantiles_give_their_probability_back() -> None:
    for a, b in ((0.5, 0.5), (3.2, 17.1), (400.0, 2.0), (1e4, 2e4)):
        for p in (0.005, 0.5, 0.975):
            assert incomplete_beta(beta_quantile(p, a=a, b=b), a, b) == pytest.approx(p, rel=1e-9)
    assert beta_quantile(0.3, a=0, b=2) == 0 and beta_quantile(0.3, a=2, b=0) == 1
    assert critical_value(math.inf, level=0.95) == pytest.approx(1.959963984540054)
    assert t_p_value(critical_value(7, level=0.9), freedom=7) == pytest.approx(0.1)
    assert normal_scores(np.array([0.975]))[0] == pytest.approx(1.959963984540054)


@pytest.mark.parametrize(("x", "m", "freedom"), [(4.0, 2, 9.0), (30.0, 3, 16.4), (60.0, 2, 350.0), (0.2, 4, 20.0)])
def test_equal_weights_are_an_f(x: float, m: int, freedom: float) -> None:
    weights = np.full(m, 1.7)
    exact = f_tail(x / 1.7 / m, above=m, below=freedom)
    assert quadratic_tail(x, weights, freedom=freedom) == pytest.approx(exact, rel=1e-8, abs=1e-13)
    if exact < 0.9:
        whole = f_tail(x / 1.7 / m * math.floor(freedom) / freedom, above=m, below=math.floor(freedom))
        assert saddlepoint_tail(x, weights, freedom=freedom) == pytest.approx(whole, rel=0.08)


def test_unequal_weights_against_simulation() -> None:
    random = np.random.default_rng(3)
    weights, freedom, x = np.array([4.0, 0.7, 1.1]), 12.0, 15.0
    sums = random.chisquare(1, (400_000, 3)) @ weights
    share = float((sums > x * random.chisquare(freedom, 400_000) / freedom).mean())
    assert quadratic_tail(x, weights, freedom=freedom) == pytest.approx(share, rel=0.02)
    assert saddlepoint_tail(x, weights, freedom=freedom) == pytest.approx(share, rel=0.06)
