"""Estimates against their definitions, contrasts against each other, groups that add up."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.analysis.populations import make_survey

from vergezicht.problems import BadInput
from vergezicht.survey.analysis.contrasts import change_between, contrast, transform
from vergezicht.survey.analysis.design import make_design
from vergezicht.survey.analysis.estimates import (
    DesignEffect,
    estimate_mean,
    estimate_ratio,
    estimate_total,
    estimate_variance,
)
from vergezicht.survey.analysis.margins import rake
from vergezicht.survey.analysis.quantiles import QuantileRule, estimate_quantiles, weighted_quantile
from vergezicht.survey.analysis.scores import mentions, net_balance, scale_scores, shares_of
from vergezicht.survey.analysis.shares import ShareInterval
from vergezicht.survey.analysis.standardisation import standardise

seeds = st.integers(0, 10_000)


@pytest.mark.parametrize("weighed", [False, True])
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_a_partition_adds_up_in_value_and_in_variance(weighed: bool, seed: int) -> None:
    survey = make_survey(seed)
    design = rake(survey.design, survey.margins).design if weighed else survey.design
    parts = estimate_total(design, survey.mark, by=survey.area)
    whole = estimate_total(design, survey.mark)
    assert parts.value.sum() == pytest.approx(whole.value[0], rel=1e-12)
    assert parts.covariance.sum() == pytest.approx(whole.covariance[0, 0], rel=1e-9)
    assert parts.n.sum() == whole.n[0] == (~np.isnan(survey.mark)).sum()
    together = contrast(parts, [1.0] * len(parts.value))
    assert together.se[0] == pytest.approx(whole.se[0], rel=1e-9)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_a_mean_is_a_ratio_is_a_function_of_totals(seed: int) -> None:
    survey = make_survey(seed)
    design = rake(survey.design, survey.margins).design
    mean = estimate_mean(design, survey.mark)
    known = np.where(np.isnan(survey.mark), np.nan, 1.0)
    ratio = estimate_ratio(design, survey.mark, known)
    totals = estimate_total(design, np.column_stack([survey.mark, known]))
    by_hand = transform(totals, lambda x: x[0] / x[1])
    for other in (ratio, by_hand):
        assert other.value[0] == pytest.approx(mean.value[0], rel=1e-12)
        assert other.se[0] == pytest.approx(mean.se[0], rel=1e-9)


def test_shares_of_a_question_add_up_to_one_and_their_covariance_to_nothing() -> None:
    survey = make_survey(1)
    codes = np.where(np.isnan(survey.yes), 9, survey.age)
    table = shares_of(codes, [0, 1, 2])
    found = estimate_mean(survey.design, table, names=["jong", "midden", "oud"], by=survey.area)
    for area in "abc":
        places = [found.place(name, area) for name in ("jong", "midden", "oud")]
        assert found.value[places].sum() == pytest.approx(1)
        assert abs(found.covariance[np.ix_(places, places)].sum()) < 1e-15
    assert (found.n == found.n.astype(int)).all()


def test_each_question_has_its_own_base_unless_only_complete_rows_count() -> None:
    survey = make_survey(2)
    both = np.column_stack([survey.mark, survey.yes])
    apart = estimate_mean(survey.design, both)
    assert apart.value[0] == pytest.approx(estimate_mean(survey.design, survey.mark).value[0])
    complete = ~np.isnan(both).any(axis=1)
    listwise = estimate_mean(survey.design, both, listwise=True)
    assert listwise.n.tolist() == [complete.sum()] * 2
    assert listwise.value[0] == pytest.approx(np.average(survey.mark[complete], weights=survey.weights[complete]))


def test_the_difference_of_overlapping_groups_uses_their_covariance() -> None:
    survey = make_survey(3)
    inside = survey.area == "a"
    known = ~np.isnan(survey.mark)
    columns = [np.where(known & inside, survey.mark, 0.0), known & inside, np.where(known, survey.mark, 0.0), known]
    totals = estimate_total(survey.design, np.column_stack(columns).astype(float))
    against_all = transform(totals, lambda x: x[0] / x[1] - x[2] / x[3])
    by = estimate_mean(survey.design, survey.mark, by=inside)
    against_rest = contrast(by, {True: 1, False: -1})
    share_outside = 1 - totals.value[1] / totals.value[3]
    assert against_all.value[0] == pytest.approx(against_rest.value[0] * share_outside, rel=1e-9)
    with pytest.raises(BadInput, match="geen schatting heet z"):
        contrast(by, {"z": 1})


def test_design_effects_of_a_plain_sample_are_one() -> None:
    random = np.random.default_rng(4)
    y = random.normal(5, 2, 80)
    drawn = make_design(population=np.full(80, 400.0))
    for asked in DesignEffect:
        found = estimate_mean(drawn, y, deff=asked).deff
        assert found is not None
        expected = 1.0 if asked is DesignEffect.WITHOUT else 1 - 80 / 400
        assert found[0] == pytest.approx(expected, rel=1e-12)
    clusters = make_design(weights=np.ones(80), clusters=np.repeat(np.arange(20), 4))
    same = np.repeat(random.normal(0, 1, 20), 4)
    found = estimate_mean(clusters, same, deff=DesignEffect.WITH).deff
    assert found is not None and 3.5 < found[0] < 4.5


def test_the_variance_between_people_is_the_textbook_one() -> None:
    y = np.array([1.0, 4, 6, 9, 2, np.nan])
    found = estimate_variance(make_design(weights=np.ones(6)), y)
    assert found.value[0] == pytest.approx(np.nanvar(y, ddof=1))
    assert found.n[0] == 5


def test_nobody_in_a_group_is_not_a_number_and_no_group() -> None:
    made = make_design(weights=np.ones(4))
    found = estimate_mean(made, [1.0, 2, np.nan, np.nan], by=["a", "a", "b", "b"])
    assert found.groups == (("a",), ("b",))
    assert found.value[0] == 1.5 and np.isnan(found.value[1]) and np.isnan(found.se[1])
    assert np.isfinite(found.covariance[0, 0])


@pytest.mark.parametrize(
    ("rule", "median", "quarter"),
    [
        (QuantileRule.MATH, 2.0, 1.0),
        (QuantileRule.SCHOOL, 2.5, 1.5),
        (QuantileRule.HF4, 2.0, 1.0),
        (QuantileRule.HF5, 2.5, 1.5),
        (QuantileRule.HF6, 2.5, 1.25),
        (QuantileRule.HF7, 2.5, 1.75),
        (QuantileRule.HF8, 2.5, 1 + 5 / 12),
        (QuantileRule.HF9, 2.5, 1.4375),
    ],
)
def test_quantiles_of_1_2_3_4(rule: QuantileRule, median: float, quarter: float) -> None:
    """As R's quantile(1:4, c(.5, .25), type =) has them."""
    values, weights = np.array([3.0, 1, 4, 2]), np.full(4, 2.5)
    assert weighted_quantile(values, weights, 0.5, rule=rule) == pytest.approx(median)
    assert weighted_quantile(values, weights, 0.25, rule=rule) == pytest.approx(quarter)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_a_whole_weight_is_so_many_people(seed: int) -> None:
    random = np.random.default_rng(seed)
    values, times = random.normal(0, 1, 15).round(1), random.integers(1, 5, 15)
    for p in (0.1, 0.5, 0.77):
        for rule in (QuantileRule.MATH, QuantileRule.SCHOOL):
            many = weighted_quantile(np.repeat(values, times), np.ones(times.sum()), p, rule=rule)
            assert weighted_quantile(values, times.astype(float), p, rule=rule) == many


@pytest.mark.parametrize(
    "interval", [ShareInterval.MEAN, ShareInterval.BETA, ShareInterval.WILSON, ShareInterval.SCORE]
)
def test_intervals_of_a_median_hold_it_and_grow_with_confidence(interval: ShareInterval) -> None:
    survey = make_survey(5)
    narrow, wide = (
        estimate_quantiles(survey.design, survey.mark, [0.5], interval=interval, level=level) for level in (0.8, 0.99)
    )
    assert narrow.low[0] <= narrow.value[0] <= narrow.high[0]
    assert wide.low[0] < narrow.low[0] and narrow.high[0] < wide.high[0]
    assert narrow.n == (~np.isnan(survey.mark)).sum()


def test_standardised_groups_have_the_same_composition() -> None:
    survey = make_survey(6)
    shares = np.array([0.5, 0.3, 0.2])
    found = standardise(survey.design, survey.age, shares, over=survey.area)
    composition = estimate_mean(found.design, np.eye(3)[survey.age], by=survey.area)
    assert np.allclose(composition.value.reshape(3, 3), shares)
    before, after = (estimate_total(each, np.ones(survey.n), by=survey.area) for each in (survey.design, found.design))
    assert np.allclose(before.value, after.value)


def test_scores_of_answers() -> None:
    codes = np.array([1, 2, 3, 9])
    assert np.array_equal(net_balance(codes, positive=1, negative=3, neutral=2), [1, 0, -1, np.nan], equal_nan=True)
    items = np.array([[1, 5], [5, np.nan], [np.nan, np.nan]])
    got = scale_scores(items, lowest=1, highest=5, reversed_items=[1])
    assert np.array_equal(got, [0, 10, np.nan], equal_nan=True)
    assert np.isnan(scale_scores(items, lowest=1, highest=5, fewest=2)[1])
    ticked = np.array([[1, 0], [np.nan, 1], [np.nan, np.nan]])
    assert np.array_equal(mentions(ticked), [[1, 0], [0, 1], [np.nan, np.nan]], equal_nan=True)
    assert np.isnan(mentions(ticked, asked=np.array([False, True, True]))[0]).all()


def test_change_between_independent_waves_adds_the_variances_of_what_both_have() -> None:
    first, second = make_survey(41), make_survey(42)
    before = estimate_mean(first.design, first.mark, by=first.area, names=["mark"])
    wider = estimate_mean(
        second.design, np.column_stack([second.yes, second.mark]), by=second.area, names=["yes", "mark"]
    )
    found = change_between(wider, before)
    assert found.names == ("mark",) * 3 and found.groups == before.groups
    now = estimate_mean(second.design, second.mark, by=second.area, names=["mark"])
    assert np.allclose(found.value, now.value - before.value)
    assert np.allclose(found.se, np.hypot(now.se, before.se))
    assert np.allclose(found.p_values(), [math.erfc(abs(z) / math.sqrt(2)) for z in found.value / found.se])
    assert (found.p_values(freedom=10) > found.p_values()).all()
    with pytest.raises(BadInput, match="geen schatting met dezelfde naam"):
        change_between(wider, estimate_mean(first.design, first.mark, names=["mark"]))
