"""Designs: what a stratum, a cluster and a fraction do to the variance, and what cannot be a design."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.analysis.populations import make_survey

from vergezicht.problems import BadInput
from vergezicht.survey.analysis.design import SingleUnits, degrees_of_freedom, make_design
from vergezicht.survey.analysis.estimates import estimate_mean, estimate_total

seeds = st.integers(0, 10_000)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    survey = make_survey(seed)
    other = survey.reordered(np.random.default_rng(seed).permutation(survey.n))
    here = estimate_mean(survey.design, np.column_stack([survey.mark, survey.yes]), by=survey.area)
    there = estimate_mean(other.design, np.column_stack([other.mark, other.yes]), by=other.area)
    assert here.groups == there.groups
    assert np.allclose(here.value, there.value, rtol=1e-12)
    assert np.allclose(here.covariance, there.covariance, rtol=1e-9, atol=1e-14)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_another_name_for_a_stratum_changes_nothing(seed: int) -> None:
    """Splitting a stratum into itself: a second column of strata that says the same."""
    survey = make_survey(seed)
    named = make_design(
        weights=survey.weights,
        strata=np.char.add("stratum ", survey.strata.astype(str)),
        clusters=survey.clusters % 6,
        population=survey.population,
        nested=True,
    )
    one, other = estimate_total(survey.design, survey.mark), estimate_total(named, survey.mark)
    assert np.array_equal(one.covariance, other.covariance)
    assert degrees_of_freedom(survey.design) == degrees_of_freedom(named) == 4 * 6 - 4


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_fractions_are_sizes_in_another_form(seed: int) -> None:
    survey = make_survey(seed)
    fraction = make_design(
        weights=survey.weights, strata=survey.strata, clusters=survey.clusters, population=6 / survey.population
    )
    one, other = estimate_mean(survey.design, survey.mark), estimate_mean(fraction, survey.mark)
    assert np.allclose(one.covariance, other.covariance, rtol=1e-12)
    infinite = make_design(weights=survey.weights, strata=survey.strata, clusters=survey.clusters)
    assert (one.se < estimate_mean(infinite, survey.mark).se).all()


def test_weights_follow_from_the_population_over_both_stages() -> None:
    made = make_design(
        clusters=(np.array([1, 1, 2]), np.array([1, 2, 1])),
        population=(np.array([10, 10, 10]), np.array([4, 4, 3])),
    )
    assert made.weights.tolist() == [10 / 2 * 4 / 2, 10 / 2 * 4 / 2, 10 / 2 * 3 / 1]


def test_two_stages_against_the_formula_of_cochran() -> None:
    """V = N^2 (1 - f) s^2 / n between totals + N / n sum M^2 (1 - f2) s2^2 / m within (Cochran 1977, 11.3)."""
    cluster = np.repeat([1, 2, 3], 4)
    y = np.array([3.0, 5, 4, 8, 2, 2, 6, 1, 9, 7, 8, 8])
    made = make_design(
        clusters=(cluster, np.arange(12)), population=(np.full(12, 30.0), np.repeat([10.0, 20.0, 8.0], 4))
    )
    size = np.array([10.0, 20, 8])
    totals = size * y.reshape(3, 4).mean(axis=1)
    within = size**2 * (1 - 4 / size) * y.reshape(3, 4).var(axis=1, ddof=1) / 4
    expected = 30**2 * (1 - 3 / 30) * totals.var(ddof=1) / 3 + 30 / 3 * within.sum()
    assert estimate_total(made, y).covariance[0, 0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(SingleUnits.REMOVE, 126_625.0), (SingleUnits.CERTAINTY, 126_625.0), (SingleUnits.ADJUST, 127_579.81)],
)
def test_a_stratum_with_one_unit(rule: SingleUnits, expected: float) -> None:
    """The third stratum adds nothing, or the square of 660 minus the mean unit 629.1."""
    made = make_design(weights=[10.5, 10.5, 20, 20, 15], strata=[1, 1, 2, 2, 3], single_units=rule)
    total = estimate_total(made, [30.5, 40.5, 35, 52, 44])
    assert total.covariance[0, 0] == pytest.approx(expected, rel=1e-12)


def test_the_average_rule_counts_the_single_stratum_as_one_of_the_others() -> None:
    strata = [1, 1, 2, 2, 3]
    average = make_design(weights=[10.0] * 5, strata=strata, single_units=SingleUnits.AVERAGE)
    removed = make_design(weights=[10.0] * 5, strata=strata, single_units=SingleUnits.REMOVE)
    y = [3.0, 5, 2, 8, 4]
    ratio = estimate_total(average, y).covariance / estimate_total(removed, y).covariance
    assert ratio[0, 0] == pytest.approx(3 / 2)


def test_without_a_rule_a_single_unit_is_refused_by_name() -> None:
    made = make_design(weights=[1.0] * 3, strata=["noord", "noord", "zuid"])
    with pytest.raises(BadInput, match=r"maar één getrokken eenheid: zuid(.|\n)*single_units"):
        estimate_mean(made, [1.0, 2, 3])
    # A domain without that stratum has no such trouble; a stratum drawn in full neither.
    assert estimate_mean(made, [1.0, 2, 3], domain=np.array([True, True, False])).se[0] > 0
    full = make_design(weights=[1.0] * 3, strata=["noord", "noord", "zuid"], population=[5, 5, 1])
    assert estimate_mean(full, [1.0, 2, 3]).se[0] > 0


def test_a_domain_keeps_the_units_it_has_nobody_in() -> None:
    """Of ten units in a stratum four have somebody in the domain; the other six are zeros, not absent."""
    made = make_design(weights=np.ones(10))
    y = np.arange(10.0)
    domain = y >= 6
    found = estimate_total(made, y, domain=domain)
    zeros = np.where(domain, y, 0.0)
    assert found.covariance[0, 0] == pytest.approx(10 * zeros.var(ddof=1), rel=1e-12)
    assert degrees_of_freedom(made, domain=domain) == 3


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"weights": [1.0, -1.0]}, r"rij 2, kolom weights: geen bruikbaar gewicht"),
        ({"weights": [1.0, np.nan]}, "geen bruikbaar gewicht"),
        ({"weights": [1.0, 1.0], "strata": [1, 2, 3]}, "niet even lang"),
        ({"strata": ["a", ""]}, r"rij 2, kolom strata: lege waarde"),
        ({"strata": ["a", "b"], "clusters": [7, 7]}, r"meer dan één stratum(.|\n)*nested=True"),
        ({"strata": ["a", "a"], "population": [3, 4]}, "verschilt binnen een stratum"),
        ({"strata": ["a", "a"], "population": [1, 1]}, "meer eenheden getrokken dan er zijn"),
        ({"strata": ["a", "b"], "population": [0.5, 3]}, "aantallen en fracties door elkaar"),
        ({"strata": ["a", "b"], "population": [0, 3]}, "niet groter dan 0"),
    ],
)
def test_columns_that_are_no_design(columns: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        make_design(**columns)  # type: ignore[arg-type]


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        make_design(weights=[1.0, -2.0], strata=["a", "a"], population=[1, 1])
    assert len(caught.value.problems) == 2
