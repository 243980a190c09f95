"""Intervals of shares stay in 0-1, solve their equations, and cover what they promise."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.analysis.populations import make_survey

from vergezicht.problems import BadInput
from vergezicht.survey.analysis.design import make_design
from vergezicht.survey.analysis.distributions import critical_value
from vergezicht.survey.analysis.estimates import estimate_mean
from vergezicht.survey.analysis.shares import (
    CountInterval,
    EffectiveN,
    Share,
    ShareInterval,
    interval_of_count,
    interval_of_difference,
    interval_of_share,
    intervals_of_shares,
)

METHODS = [method for method in ShareInterval if method is not ShareInterval.SCORE]
INSIDE = [method for method in METHODS if method is not ShareInterval.MEAN]


@pytest.mark.parametrize("method", INSIDE)
@given(seed=st.integers(0, 10_000), level=st.sampled_from([0.8, 0.95, 0.99]))
@settings(max_examples=20, deadline=None)
def test_intervals_hold_the_share_and_stay_within_nought_and_one(
    method: ShareInterval, seed: int, level: float
) -> None:
    survey = make_survey(seed)
    for area in "abc":
        found = interval_of_share(survey.design, survey.yes, method=method, level=level, domain=survey.area == area)
        if 0 < found.value < 1:
            assert 0 <= found.low <= found.value <= found.high <= 1
            assert found.low < found.high


@pytest.mark.parametrize("method", [ShareInterval.WILSON, ShareInterval.BETA, ShareInterval.LIKELIHOOD])
def test_nobody_and_everybody_have_a_one_sided_interval(method: ShareInterval) -> None:
    made = make_design(weights=np.full(20, 5.0))
    nobody = interval_of_share(made, np.zeros(20), method=method)
    everybody = interval_of_share(made, np.ones(20), method=method)
    assert nobody.value == nobody.low == 0 < nobody.high < 0.3
    assert everybody.high == everybody.value == 1
    assert everybody.low == pytest.approx(1 - nobody.high)
    if method is ShareInterval.BETA:
        # Clopper & Pearson: (1 - high)^n is the chance of seeing nobody.
        assert (1 - nobody.high) ** 20 == pytest.approx(0.025)


def test_mean_and_logit_say_that_they_have_no_interval_there() -> None:
    made = make_design(weights=np.ones(20))
    for method in (ShareInterval.MEAN, ShareInterval.LOGIT):
        assert math.isnan(interval_of_share(made, np.zeros(20), method=method).high)


def test_a_share_that_the_strata_fix_is_its_own_interval() -> None:
    made = make_design(weights=np.ones(6), strata=[1, 1, 1, 2, 2, 2])
    for method in METHODS:
        found = interval_of_share(made, [1, 1, 1, 0, 0, 0], method=method)
        assert found.low == found.value == found.high == 0.5


def test_likelihood_bounds_solve_their_equation() -> None:
    survey = make_survey(8)
    found = interval_of_share(survey.design, survey.yes, method=ShareInterval.LIKELIHOOD)
    t, p = critical_value(found.freedom, level=0.95), found.value
    for bound in (found.low, found.high):
        distance = p * math.log(p / bound) + (1 - p) * math.log((1 - p) / (1 - bound))
        assert 2 * found.effective_n * distance == pytest.approx(t**2, rel=1e-9)


def test_kish_sees_weights_and_the_population_but_no_clusters() -> None:
    weights = np.repeat([10.0, 30.0], 10)
    yes = np.tile([0.0, 1.0], 10)
    plain = interval_of_share(make_design(weights=weights), yes, by_effective_n=EffectiveN.KISH)
    assert plain.effective_n == pytest.approx(400**2 / (weights**2).sum())
    clusters = make_design(weights=weights, clusters=np.repeat(np.arange(5), 4))
    assert interval_of_share(clusters, yes, by_effective_n=EffectiveN.KISH).effective_n == plain.effective_n
    finite = make_design(weights=weights, population=np.full(20, 400.0))
    found = interval_of_share(finite, yes, by_effective_n=EffectiveN.KISH)
    assert found.effective_n == pytest.approx(plain.effective_n / (1 - 20 / 400))


def test_many_shares_at_once_are_the_same_intervals() -> None:
    survey = make_survey(9)
    found = estimate_mean(survey.design, survey.yes, by=survey.area)
    low, high = intervals_of_shares(found)
    for place, area in enumerate("abc"):
        one = interval_of_share(survey.design, survey.yes, domain=survey.area == area, freedom=found.freedom)
        assert (low[place], high[place]) == pytest.approx((one.low, one.high))


def test_a_difference_squares_and_adds() -> None:
    """Newcombe (1998), method 10, his example (a): 56/70 - 48/80 has 0.0524 to 0.3339."""
    parts = []
    for x, n in ((56, 70), (48, 80)):
        low, high = interval_of_count(x, n)
        parts.append(Share(x / n, 0.0, low, high, n, n, math.inf))
    assert interval_of_difference(*parts) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize("method", list(CountInterval))
@given(n=st.integers(1, 200), data=st.data())
@settings(max_examples=40, deadline=None)
def test_intervals_of_counts_mirror_themselves(method: CountInterval, n: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, n))
    low, high = interval_of_count(x, n, method=method)
    other_low, other_high = interval_of_count(n - x, n, method=method)
    assert (low, high) == pytest.approx((1 - other_high, 1 - other_low), abs=1e-9)
    if method is not CountInterval.AGRESTI_COULL:
        assert 0 <= low <= x / n + 1e-12 and x / n - 1e-12 <= high <= 1


def test_exact_intervals_cover_and_wilson_nearly() -> None:
    """The chance that the interval holds p, summed over all counts of 40."""
    n = 40
    for p in (0.02, 0.1, 0.37, 0.5):
        covered = dict.fromkeys(CountInterval, 0.0)
        for x in range(n + 1):
            chance = math.comb(n, x) * p**x * (1 - p) ** (n - x)
            for method in CountInterval:
                low, high = interval_of_count(x, n, method=method)
                covered[method] += chance * (low <= p <= high)
        assert covered[CountInterval.CLOPPER_PEARSON] >= 0.95
        assert covered[CountInterval.WILSON_CC] >= 0.95
        assert covered[CountInterval.WILSON] >= 0.92


def test_only_noughts_and_ones_are_a_share() -> None:
    with pytest.raises(BadInput, match="nullen en enen"):
        interval_of_share(make_design(weights=np.ones(3)), [0.0, 1.0, 2.0])
    with pytest.raises(BadInput, match="5 van 4"):
        interval_of_count(5, 4)
