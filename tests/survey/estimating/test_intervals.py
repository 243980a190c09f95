"""Intervals at the edges, and the quantiles of Student's t from a table."""

import numpy as np
import pytest

from vergezicht.survey.estimating import intervals
from vergezicht.survey.estimating.intervals import effective_n, normal_quantile, t_quantiles, two_sided_p, wilson


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [
        (1, 12.706204736174707),
        (2, 4.302652729749464),
        (5, 2.5705818356363146),
        (10, 2.2281388519862744),
        (30, 2.0422724563012378),
        (100, 1.9839715185235514),
        (1000, 1.9623390808264074),
    ],
)
def test_quantiles_of_t(freedom: int, expected: float) -> None:
    assert t_quantiles(np.array([float(freedom)]), 0.95)[0] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("freedom", [101, 150, 400])
def test_the_expansion_for_large_samples_is_the_exact_quantile(freedom: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expanded = t_quantiles(np.array([float(freedom)]), 0.99)[0]
    monkeypatch.setattr(intervals, "_EXACT_UP_TO", 1000)
    intervals._t_quantile.cache_clear()
    exact = t_quantiles(np.array([float(freedom)]), 0.99)[0]
    intervals._t_quantile.cache_clear()
    assert expanded == pytest.approx(exact, rel=1e-9)


def test_no_quantile_without_freedom() -> None:
    assert np.isnan(t_quantiles(np.array([0.0, -1.0]), 0.95)).all()


def test_wilson_holds_at_nought_and_one() -> None:
    low, high = wilson(np.array([0.0, 1.0]), np.array([10.0, 10.0]), normal_quantile(0.95))
    assert low[0] == pytest.approx(0) and 0.2 < high[0] < 0.35
    assert high[1] == pytest.approx(1) and 0.65 < low[1] < 0.8


def test_wilson_of_eight_in_ten() -> None:
    low, high = wilson(np.array([0.8]), np.array([10.0]), normal_quantile(0.95))
    assert (low[0], high[0]) == pytest.approx((0.4901624715, 0.9433178485), rel=1e-8)


def test_effective_n_grows_with_the_sampled_fraction() -> None:
    weight, squares = np.array([100.0, 100.0, 0.0]), np.array([200.0, 200.0, 0.0])
    assert effective_n(weight, squares, np.array([0.0, 0.5, 0.0])).tolist() == [50.0, 100.0, 0.0]


def test_p_of_a_known_z() -> None:
    p = two_sided_p(np.array([0.0, 1.959963984540054, -2.5758293035489]))
    assert p.tolist() == pytest.approx([1.0, 0.05, 0.01], rel=1e-9)
