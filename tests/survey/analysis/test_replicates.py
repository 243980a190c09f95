"""Replicates: the second way gives the same answer as linearisation, exactly where it should, nearly elsewhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.analysis.populations import make_survey

from vergezicht.problems import BadInput
from vergezicht.survey.analysis.design import SingleUnits, degrees_of_freedom, make_design
from vergezicht.survey.analysis.estimates import estimate_mean, estimate_ratio, estimate_total
from vergezicht.survey.analysis.margins import post_stratify, rake
from vergezicht.survey.analysis.nonresponse import adjust_in_classes
from vergezicht.survey.analysis.quantiles import estimate_quantiles, weighted_quantile
from vergezicht.survey.analysis.replicates import Replication, given_replicates, make_replicates

seeds = st.integers(0, 10_000)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_the_jackknife_of_a_total_is_its_linearisation(seed: int) -> None:
    survey = make_survey(seed)
    found = make_replicates(survey.design, Replication.JKN)
    one, other = estimate_total(survey.design, survey.mark), estimate_total(found, survey.mark)
    assert other.value[0] == pytest.approx(one.value[0], rel=1e-12)
    assert other.covariance[0, 0] == pytest.approx(one.covariance[0, 0], rel=1e-9)
    assert other.freedom == degrees_of_freedom(survey.design)


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_half_samples_of_a_total_are_its_linearisation(seed: int) -> None:
    survey = make_survey(seed, strata=6, clusters=2)
    endless = make_design(weights=survey.weights, strata=survey.strata, clusters=survey.clusters)
    expected = estimate_total(endless, survey.mark).covariance[0, 0]
    for kind, rho in ((Replication.BRR, 0.0), (Replication.FAY, 0.3)):
        found = make_replicates(endless, kind, rho=rho, around_estimate=True)
        assert estimate_total(found, survey.mark).covariance[0, 0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("weighed", ["no", "raked", "post-stratified", "non-response and raked"])
def test_raking_repeated_in_each_replicate_is_near_the_linearised_variance(weighed: str) -> None:
    # The two differ by something like the number of steps over the number of clusters.
    survey = make_survey(21, strata=5, clusters=60)
    design = survey.design
    if weighed == "post-stratified":
        design = post_stratify(design, survey.margins[0]).design
    elif weighed != "no":
        if weighed.startswith("non-response"):
            answered = np.random.default_rng(3).random(survey.n) < 0.5 + 0.15 * survey.age
            design = adjust_in_classes(design, answered, survey.age).design
        design = rake(design, survey.margins).design
    expected = estimate_mean(design, survey.mark, by=survey.area)
    jackknife = estimate_mean(make_replicates(design), survey.mark, by=survey.area)
    assert np.allclose(jackknife.value, expected.value, rtol=1e-12)
    assert np.allclose(jackknife.se, expected.se, rtol=0.025)
    bootstrap = estimate_mean(
        make_replicates(design, Replication.BOOTSTRAP, count=400, seed=7), survey.mark, by=survey.area
    )
    assert np.allclose(bootstrap.se, expected.se, rtol=0.15)
    if weighed == "raked":
        # Replicates of fixed weights would be another answer: the test can tell them apart.
        dummies = survey.margins[0].dummies
        assert (estimate_total(make_replicates(design.fixed()), dummies).se > 1).all()
        assert (estimate_total(make_replicates(design), dummies).se < 1e-4).all()


def test_the_same_seed_is_the_same_bootstrap() -> None:
    survey = make_survey(22)
    first, again, other = (
        make_replicates(survey.design, Replication.BOOTSTRAP, count=50, seed=seed).replicates for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert (first >= 0).all()


def test_ratios_and_medians_by_replicates() -> None:
    survey = make_survey(23, strata=4, clusters=30)
    found = make_replicates(survey.design, Replication.BOOTSTRAP, count=300, seed=3)
    ratio, expected = (estimate_ratio(each, survey.mark, survey.age + 1) for each in (found, survey.design))
    assert ratio.se[0] == pytest.approx(expected.se[0], rel=0.15)
    known = ~np.isnan(survey.mark)
    _, matrix = found.replicate(lambda w: np.array([weighted_quantile(survey.mark[known], w[known], 0.5)]))
    woodruff = estimate_quantiles(survey.design, survey.mark)
    assert np.sqrt(matrix[0, 0]) == pytest.approx(woodruff.se[0], rel=0.35)
    by_replicates = estimate_quantiles(found, survey.mark)
    assert by_replicates.value[0] == woodruff.value[0]


def test_factors_and_weights_are_two_forms_of_the_same_replicates() -> None:
    survey = make_survey(24)
    made = make_replicates(survey.design)
    factors = made.replicates / survey.weights[:, None]
    given_back = given_replicates(survey.weights, factors, kind=Replication.JKN, scales=made.scales, combined=False)
    one, other = estimate_mean(made, survey.mark), estimate_mean(given_back, survey.mark)
    assert one.se[0] == pytest.approx(other.se[0], rel=1e-12)


def test_what_cannot_be_replicated() -> None:
    lonely = make_design(weights=[1.0] * 3, strata=["a", "a", "b"])
    with pytest.raises(BadInput, match="maar één getrokken eenheid: b"):
        make_replicates(lonely)
    certain = make_design(weights=[1.0] * 3, strata=["a", "a", "b"], single_units=SingleUnits.CERTAINTY)
    assert make_replicates(certain).replicates.shape == (3, 2)
    with pytest.raises(BadInput, match="twee eenheden in elk stratum"):
        make_replicates(make_survey(25).design, Replication.BRR)
    with pytest.raises(BadInput, match="zonder strata"):
        make_replicates(make_survey(25).design, Replication.JK1)
    with pytest.raises(BadInput, match=r"schaal van de herhalingen(.|\n)*niet evenveel rijen"):
        given_replicates(np.ones(3), np.ones((2, 4)))
    few = make_design(weights=np.ones(4))
    margin = make_survey(25).margins[1]
    small = type(margin)("m", (1, 2), np.array([0, 1, 1, 1]), np.array([2.0, 6.0]))
    with pytest.raises(BadInput, match="in 1 van de 4 herhalingen niet worden overgedaan"):
        make_replicates(post_stratify(few, small).design, Replication.JK1)
