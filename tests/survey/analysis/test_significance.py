"""Tests hold their level, and agree with what they should be equal to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.analysis.populations import make_survey

from vergezicht.problems import BadInput
from vergezicht.survey.analysis.association import AssociationTest, assess_association
from vergezicht.survey.analysis.design import make_design
from vergezicht.survey.analysis.margins import rake
from vergezicht.survey.analysis.regression import Family, regress
from vergezicht.survey.analysis.significance import (
    Correction,
    RankTest,
    adjust_p_values,
    assess_mean,
    assess_ranks,
    assess_two_means,
)


def test_two_means_of_plain_samples() -> None:
    """Without strata and clusters: the difference over its robust standard error."""
    random = np.random.default_rng(1)
    y, group = random.normal(0, 1, 40), np.repeat([0, 1], [15, 25])
    y[group == 1] += 0.8
    found = assess_two_means(make_design(weights=np.ones(40)), y, group)
    a, b = y[group == 0], y[group == 1]
    difference = b.mean() - a.mean()
    se = np.sqrt((a.var() / len(a) + b.var() / len(b)) * 40 / 39)
    assert found.estimate == pytest.approx(difference)
    assert found.statistic == pytest.approx(difference / se)
    assert found.freedom == (38.0,)
    assert assess_mean(make_design(weights=np.ones(40)), y).freedom == (38.0,)
    with pytest.raises(BadInput, match="twee groepen"):
        assess_two_means(make_design(weights=np.ones(3)), [1.0, 2, 3], ["a", "b", "c"])


@pytest.mark.parametrize("scores", list(RankTest))
def test_ranks_do_not_change_when_the_scale_does(scores: RankTest) -> None:
    survey = make_survey(2)
    plain = assess_ranks(survey.design, survey.mark, survey.sex, scores=scores)
    bent = assess_ranks(survey.design, np.exp(survey.mark), survey.sex, scores=scores)
    assert plain.statistic == pytest.approx(bent.statistic, rel=1e-12)
    assert 0 <= plain.p <= 1
    three = assess_ranks(survey.design, survey.mark, survey.age, scores=scores)
    assert three.freedom[0] == 2


def test_the_names_of_answers_do_not_matter_to_association() -> None:
    survey = make_survey(3)
    design = rake(survey.design, survey.margins).design
    for test in AssociationTest:
        one = assess_association(design, survey.age, survey.yes, test=test)
        other = assess_association(
            design,
            survey.yes == 1,
            np.array(["z", "b", "k"])[survey.age],
            test=test,
            domain=~np.isnan(survey.yes),
            sample_size=survey.n,
        )
        assert one.p == pytest.approx(other.p, rel=1e-6), test
        assert one.statistic == pytest.approx(other.statistic, rel=1e-6), test
    with pytest.raises(BadInput, match="elk minstens twee"):
        assess_association(design, np.zeros(survey.n), survey.yes)


def test_association_of_a_plain_sample_is_that_of_pearson() -> None:
    """Independent draws: the design effects are all one, up to n / (n - 1)."""
    random = np.random.default_rng(4)
    rows, columns = random.integers(0, 3, 3000), random.integers(0, 2, 3000)
    made = make_design(weights=np.ones(3000))
    counts = np.zeros((3, 2))
    np.add.at(counts, (rows, columns), 1)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / 3000
    pearson = ((counts - expected) ** 2 / expected).sum()
    found = {test: assess_association(made, rows, columns, test=test) for test in AssociationTest}
    assert found[AssociationTest.CHI_SQUARED].statistic == pytest.approx(pearson, rel=1e-9)
    reference = np.exp(-pearson / 2)
    for test, one in found.items():
        assert one.p == pytest.approx(reference, rel=0.05), test


def test_association_holds_its_level_in_clusters() -> None:
    """Answers alike within clusters: ignoring them would find too much; the corrected tests do not."""
    random = np.random.default_rng(5)
    found = {AssociationTest.F: 0, AssociationTest.LINCOM: 0}
    naive = 0
    for _ in range(200):
        cluster = np.repeat(np.arange(40), 5)
        rows = (random.random(40) < 0.5)[cluster] ^ (random.random(200) < 0.15)
        columns = (random.random(40) < 0.5)[cluster] ^ (random.random(200) < 0.15)
        clustered = make_design(weights=np.ones(200), clusters=cluster)
        for test in found:
            found[test] += assess_association(clustered, rows, columns, test=test).p < 0.05
        naive += assess_association(make_design(weights=np.ones(200)), rows, columns).p < 0.05
    assert naive > 40
    assert all(count <= 22 for count in found.values())


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@settings(max_examples=100, deadline=None)
def test_adjusted_p_values_keep_their_order_and_never_shrink(values: list[float]) -> None:
    p = np.array(values)
    made = {correction: adjust_p_values(p, correction) for correction in Correction}
    for adjusted in made.values():
        assert (adjusted >= p - 1e-15).all() and (adjusted <= 1).all()
        assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= -1e-15).all()
    assert (made[Correction.HOCHBERG] <= made[Correction.HOLM] + 1e-15).all()
    assert (made[Correction.HOLM] <= made[Correction.BONFERRONI] + 1e-15).all()
    assert (made[Correction.BH] <= made[Correction.BY] + 1e-15).all()


def test_unknown_p_values_do_not_count() -> None:
    p = np.array([0.01, np.nan, 0.04])
    assert np.array_equal(adjust_p_values(p, Correction.HOLM), [0.02, np.nan, 0.04], equal_nan=True)
    assert np.array_equal(adjust_p_values(p, Correction.BONFERRONI), [0.02, np.nan, 0.08], equal_nan=True)


def test_regression_on_a_constant_is_a_mean_in_every_family() -> None:
    survey = make_survey(6)
    design = rake(survey.design, survey.margins).design
    ones = np.ones((survey.n, 1))
    counts = np.where(np.isnan(survey.mark), np.nan, np.round(np.nan_to_num(survey.mark) + 3))
    for family, y, link in (
        (Family.GAUSSIAN, survey.mark, lambda m: m),
        (Family.BINOMIAL, survey.yes, lambda m: np.log(m / (1 - m))),
        (Family.POISSON, counts, np.log),
    ):
        found = regress(design, y, ones, family=family)
        known = ~np.isnan(y)
        assert found.coefficients[0] == pytest.approx(
            link(np.average(y[known], weights=design.weights[known])), rel=1e-9
        )


def test_predictors_that_cannot_be_told_apart_or_decide_everything() -> None:
    made = make_design(weights=np.ones(6))
    x = np.column_stack([np.ones(6), np.arange(6.0), 2 * np.arange(6.0)])
    with pytest.raises(BadInput, match="hangen van elkaar af"):
        regress(made, np.arange(6.0), x)
    with pytest.raises(BadInput, match="geen eindige schatting"):
        regress(made, [0.0, 0, 0, 1, 1, 1], x[:, :2], family=Family.BINOMIAL)
