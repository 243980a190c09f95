"""Weighting: margins are met or it is said why not, and the variance knows what was done."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.analysis.populations import make_survey

from vergezicht.problems import BadInput
from vergezicht.survey.analysis.calibration import Distance, calibrate
from vergezicht.survey.analysis.design import make_design
from vergezicht.survey.analysis.estimates import estimate_mean, estimate_total
from vergezicht.survey.analysis.margins import make_margin, merge_thin, post_stratify, rake
from vergezicht.survey.analysis.matrices import make_matrix
from vergezicht.survey.analysis.nonresponse import adjust_by_model, adjust_in_classes
from vergezicht.survey.analysis.regression import regress
from vergezicht.survey.analysis.trimming import trim

seeds = st.integers(0, 10_000)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_raked_weights_meet_every_margin_and_its_dummies_have_no_variance(seed: int) -> None:
    survey = make_survey(seed)
    found = rake(survey.design, survey.margins)
    for margin in survey.margins:
        totals = estimate_total(found.design, margin.dummies)
        assert np.allclose(totals.value, margin.totals, rtol=1e-9)
        assert (totals.se < 1e-6 * margin.totals).all()
    assert (found.weights > 0).all()
    assert found.report.converged and found.report.n == survey.n
    assert found.report.effective_n == pytest.approx(survey.n / found.report.kish_deff)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_raking_is_calibration_with_its_distance_and_the_order_of_rows_does_not_matter(seed: int) -> None:
    survey = make_survey(seed)
    raked = rake(survey.design, survey.margins)
    dummies = np.column_stack([margin.dummies for margin in survey.margins])
    totals = np.concatenate([margin.totals for margin in survey.margins])
    solved = calibrate(survey.design, dummies, totals, distance=Distance.RAKING)
    assert np.allclose(raked.weights, solved.weights, rtol=1e-8)
    order = np.random.default_rng(seed).permutation(survey.n)
    assert np.allclose(
        rake(survey.reordered(order).design, survey.reordered(order).margins).weights, raked.weights[order], rtol=1e-9
    )


@pytest.mark.parametrize("distance", list(Distance))
@given(seed=seeds)
@settings(max_examples=15, deadline=None)
def test_every_distance_meets_the_totals_within_its_bounds(distance: Distance, seed: int) -> None:
    survey = make_survey(seed)
    matrix = make_matrix({"age": survey.age.astype(str), "sex": survey.sex})
    totals = matrix.matrix.T @ survey.weights * np.array([1.0, 1.05, 0.95, 1.03])
    found = calibrate(survey.design, matrix.matrix, totals, names=matrix.names, distance=distance, bounds=(0.5, 2.0))
    assert np.allclose(matrix.matrix.T @ found.weights, totals, rtol=1e-8)
    assert 0.5 <= found.report.g_lowest <= found.report.g_highest <= 2.0


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_unbounded_linear_calibration_is_the_regression_estimator(seed: int) -> None:
    survey = make_survey(seed)
    x = np.column_stack([np.ones(survey.n), survey.age])
    totals = x.T @ survey.weights * np.array([1.0, 1.1])
    found = calibrate(survey.design, x, totals)
    d = survey.weights
    y = np.nan_to_num(survey.mark)
    slope = np.linalg.solve(x.T @ (x * d[:, None]), x.T @ (d * y))
    assert found.weights @ y == pytest.approx(d @ y + (totals - x.T @ d) @ slope, rel=1e-9)


def test_impossible_bounds_name_the_total_that_stays_furthest() -> None:
    survey = make_survey(5)
    matrix = make_matrix({"age": survey.age.astype(str)})
    totals = dict(zip(matrix.names, matrix.matrix.T @ survey.weights, strict=True))
    totals["age2"] *= 1.4
    with pytest.raises(BadInput, match=r"g-gewichten tussen 0,9 en 1,1; het verst weg is age2(.|\n)*verruim"):
        calibrate(survey.design, matrix.matrix, totals, names=matrix.names, bounds=(0.9, 1.1))


@pytest.mark.parametrize(
    ("values", "totals", "said"),
    [
        (["a", "b"], {"a": 1.0, "b": 1.0, "c": 5.0}, "categorie c horen 5 mensen, niemand deed mee"),
        (["a", "z"], {"a": 1.0}, r"rij 2: marge m: categorie z heeft geen populatietotaal"),
        (["a", "b"], {"a": 1.0, "b": 0.0}, "categorie b heeft geen inwoners, maar wel antwoorden"),
    ],
)
def test_margins_that_do_not_fit_the_answers(values: list[str], totals: dict[str, float], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        make_margin("m", values, totals)


def test_margins_that_contradict_each_other_a_little_or_too_much() -> None:
    made = make_design(weights=np.ones(4))
    first = make_margin("buurt", ["x", "x", "y", "y"], {"x": 100.0, "y": 200.0})
    rounded = make_margin("leeftijd", [1, 2, 1, 2], {1: 151.0, 2: 151.0})
    report = rake(made, [first, rounded]).report
    assert report.total == pytest.approx(300)
    assert len(report.warnings) == 1 and "leeftijd telt op tot 302, marge buurt tot 300" in report.warnings[0]
    wrong = make_margin("leeftijd", [1, 2, 1, 2], {1: 100.0, 2: 100.0})
    with pytest.raises(BadInput, match="leeftijd telt op tot 200, marge buurt tot 300"):
        rake(made, [first, wrong])


def test_totals_of_dependent_columns_must_agree() -> None:
    made = make_design(weights=np.ones(4))
    x = np.column_stack([np.ones(4), [1, 1, 0, 0], [0, 0, 1, 1]])
    names = ["iedereen", "man", "vrouw"]
    assert calibrate(made, x, np.array([10.0, 4, 6]), names=names).report.converged
    with pytest.raises(BadInput, match="spreken elkaar tegen: iedereen, man, vrouw"):
        calibrate(made, x, np.array([10.0, 4, 7]), names=names)


def test_margins_that_exclude_each_other() -> None:
    made = make_design(weights=np.ones(4))
    # Everybody in x is of category 1, and there are more people in x than in category 1.
    margins = [
        make_margin("buurt", ["x", "x", "y", "y"], {"x": 200.0, "y": 100.0}),
        make_margin("leeftijd", [1, 1, 2, 1], {1: 150.0, 2: 150.0}),
    ]
    with pytest.raises(BadInput, match="haalt de populatietotalen niet"):
        rake(made, margins)


def test_thin_categories_are_merged_by_rule_until_none_is_left() -> None:
    ages = np.repeat([1, 2, 3, 4, 5], [40, 3, 12, 35, 2])
    totals = {1: 400.0, 2: 100.0, 3: 200.0, 4: 350.0, 5: 50.0}
    found = merge_thin("leeftijd", ages, totals, fewest=10)
    # The thinnest first: 5 can only go to 4; then 2 goes to the thinner of its neighbours, 3.
    assert found.merges == ((5, 4), (2, 3))
    assert found.margin.categories == (1, "2+3", "4+5")
    assert found.margin.totals.tolist() == [400, 300, 400]
    counts = np.bincount(found.margin.of_row)
    assert counts.min() >= 10 and counts.sum() == len(ages)
    loose = merge_thin("herkomst", ages, totals, fewest=10, ordered=False)
    assert loose.merges[0] == (5, 2)


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_trimming_keeps_the_total_and_strict_bounds(seed: int) -> None:
    survey = make_survey(seed)
    low, high = np.quantile(survey.weights, [0.1, 0.8])
    once = trim(survey.design, lowest=low, highest=high)
    strict = trim(survey.design, lowest=low, highest=high, strict=True)
    for found in (once, strict):
        assert found.weights.sum() == pytest.approx(survey.weights.sum(), rel=1e-12)
        assert found.report.kish_deff < 1.0 + survey.weights.var() / survey.weights.mean() ** 2
        assert "afgekapt" in found.report.warnings[0]
    assert low <= strict.weights.min() and strict.weights.max() <= high
    with pytest.raises(BadInput, match="rond het gemiddelde gewicht"):
        trim(survey.design, highest=survey.weights.mean() * 0.9, strict=True)


def test_trimmed_calibration_spreads_what_was_cut_off() -> None:
    survey = make_survey(3)
    margin = survey.margins[0]
    free = calibrate(survey.design, margin.dummies, margin.totals)
    limits = (free.report.g_lowest * 1.05, free.report.g_highest * 0.95)
    found = calibrate(survey.design, margin.dummies, margin.totals, trim=limits)
    assert found.report.total == pytest.approx(free.report.total, rel=1e-12)
    assert "niet meer precies" in found.report.warnings[0]


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_post_stratified_groups_are_known(seed: int) -> None:
    survey = make_survey(seed)
    margin = survey.margins[0]
    found = post_stratify(survey.design, margin)
    calibrated = calibrate(survey.design, margin.dummies, margin.totals)
    assert np.allclose(found.weights, calibrated.weights, rtol=1e-9)
    one, other = (estimate_mean(each.design, survey.mark, by=survey.area) for each in (found, calibrated))
    assert np.allclose(one.covariance, other.covariance, rtol=1e-8, atol=1e-14)


def test_response_classes_restore_the_sample_and_know_that_rates_are_estimated() -> None:
    survey = make_survey(11)
    random = np.random.default_rng(1)
    answered = random.random(survey.n) < np.array([0.4, 0.6, 0.8])[survey.age]
    found = adjust_in_classes(survey.design, answered, survey.age)
    full = estimate_total(survey.design, np.eye(3)[survey.age])
    weighed = estimate_total(found.design, np.eye(3)[survey.age])
    # The class sizes are those of the sample, with the sample's own variance.
    assert np.allclose(weighed.value, full.value, rtol=1e-12)
    assert np.allclose(weighed.covariance, full.covariance, rtol=1e-9)
    assert found.report.n == answered.sum()
    with pytest.raises(BadInput, match="in klasse 2 heeft niemand geantwoord"):
        adjust_in_classes(survey.design, answered & (survey.age != 2), survey.age)


def test_a_saturated_response_model_is_the_classes_in_value_and_variance() -> None:
    survey = make_survey(12)
    random = np.random.default_rng(2)
    answered = random.random(survey.n) < np.array([0.5, 0.6, 0.8])[survey.age]
    classes = adjust_in_classes(survey.design, answered, survey.age)
    model = adjust_by_model(survey.design, answered, np.eye(3)[survey.age])
    assert np.allclose(classes.weights, model.weights, rtol=1e-9)
    one, other = (estimate_mean(each.design, survey.mark) for each in (classes, model))
    assert np.allclose(one.covariance, other.covariance, rtol=1e-7)


def test_a_later_step_stacks_on_the_earlier() -> None:
    """Non-response, then raking: the variance is neither that of the last step alone nor that of fixed weights."""
    survey = make_survey(13)
    answered = np.random.default_rng(3).random(survey.n) < 0.5 + 0.15 * survey.age
    first = adjust_in_classes(survey.design, answered, survey.age)
    second = rake(first.design, survey.margins)
    assert [type(step).__name__ for step in second.design.adjustments] == ["ResponseClasses", "Calibration"]
    for margin in survey.margins:
        totals = estimate_total(second.design, margin.dummies)
        assert np.allclose(totals.value, margin.totals, rtol=1e-9)
        assert (totals.se < 1e-6 * margin.totals).all()
    whole = estimate_mean(second.design, survey.mark).se[0]
    assert whole != pytest.approx(estimate_mean(second.design.fixed(), survey.mark).se[0], rel=1e-3)
    assert second.report.lowest < second.report.highest


def test_every_report_tells_the_range_it_made() -> None:
    survey = make_survey(14)
    steps = [rake(survey.design, survey.margins), post_stratify(survey.design, survey.margins[1])]
    steps.append(trim(steps[0].design, highest=float(np.quantile(steps[0].weights, 0.9))))
    for step, before in zip(steps, (survey.weights, survey.weights, steps[0].weights), strict=True):
        g = step.weights / before
        assert (step.report.g_lowest, step.report.g_highest) == pytest.approx((g.min(), g.max()))
        assert (step.report.lowest, step.report.highest) == (step.weights.min(), step.weights.max())
    assert len({step.report.step for step in steps}) == 3


def test_negative_weights_count_but_do_not_fit_a_model() -> None:
    """Linear calibration without bounds may make them: the totals hold with them, and the report says so."""
    made = make_design(weights=np.ones(6))
    x = np.column_stack([np.ones(6), [0.0, 1, 2, 3, 4, 10]])
    found = calibrate(made, x, np.array([6.0, 60.0]))
    assert (found.weights < 0).any() and "negatief" in found.report.warnings[0]
    totals = estimate_total(found.design, x)
    assert np.allclose(totals.value, [6, 60]) and (totals.se < 1e-9).all()
    assert estimate_mean(found.design, x[:, 1]).value[0] == pytest.approx(10)
    with pytest.raises(BadInput, match="negatieve gewichten"):
        regress(found.design, x[:, 1], np.ones((6, 1)))
