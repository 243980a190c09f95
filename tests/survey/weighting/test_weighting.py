"""Weights meet the margins, or the reason why they cannot is told."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.samples import PLAN, design, random_sample, weighed

from vergezicht.problems import BadInput

seeds = st.integers(0, 10_000)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_weights_meet_every_margin(seed: int) -> None:
    sample = random_sample(seed)
    weights = weighed(sample).final[sample.of_row]
    assert np.allclose(np.bincount(sample.stratum, weights=weights), sample.design.population, rtol=1e-9)
    assert np.allclose(np.bincount(sample.category, weights=weights), sample.design.totals[0], rtol=1e-9)
    assert (weights > 0).all()


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    sample = random_sample(seed)
    order = np.random.default_rng(seed).permutation(sample.n)
    made = sample.design
    other = design(
        sample.stratum[order].tolist(),
        sample.category[order].tolist(),
        made.population.tolist(),
        made.totals[0].tolist(),
    )
    assert np.array_equal(weighed(sample).final[sample.of_row][order], weighed(other).final[other.of_row])


def test_rounded_margins_are_raked_with_a_warning_that_names_them() -> None:
    sample = design([0, 0, 1, 1], [0, 1, 0, 1], [100, 200], [151, 151])
    report = weighed(sample).report
    assert len(report.warnings) == 1
    assert "leeftijd" in report.warnings[0] and "302" in report.warnings[0] and "300" in report.warnings[0]
    larger = weighed(design([0, 0, 1, 1], [0, 1, 0, 1], [10_000, 20_000], [15_100, 15_100])).report
    assert "telt op tot 30.200, de buurten tot 30.000" in larger.warnings[0]


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ([100, 100], "telt op tot 200 inwoners, de buurten tot 300"),
        ([150, 100, 50], "categorie 2 horen 50 mensen, niemand deed mee"),
        ([300, 0], "categorie 1 heeft volgens het margebestand geen inwoners"),
    ],
)
def test_margins_that_cannot_be_met(totals: list[float], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        weighed(design([0, 0, 1, 1], [0, 1, 0, 1], [100, 200], totals))


def test_a_buurt_where_nobody_answered() -> None:
    with pytest.raises(BadInput, match="in BU1 wonen 200 volwassenen, maar niemand deed mee"):
        weighed(design([0, 0], [0, 1], [100, 200], [150, 150]))


def test_margins_that_exclude_each_other() -> None:
    # All of BU0 is category 0 and there are more people in BU0 than in category 0.
    with pytest.raises(BadInput, match="komt niet uit op de marges"):
        weighed(design([0, 0, 1, 1], [0, 0, 1, 1], [200, 100], [150, 150]))


def test_bounds_hold_or_are_refused() -> None:
    sample = random_sample(3)
    free = weighed(sample)
    correction = free.final / free.start
    wide = replace(PLAN, lowest=float(correction.min()) * 0.9, highest=float(correction.max()) * 1.1)
    assert np.allclose(weighed(sample, wide).final, free.final)
    with pytest.raises(BadInput, match="binnen de gegeven grenzen"):
        weighed(sample, replace(PLAN, lowest=0.99, highest=1.01))
    with pytest.raises(BadInput, match="laten een gewone weging niet toe"):
        weighed(sample, replace(PLAN, lowest=2.0))


def test_the_report_tells_what_weighting_costs() -> None:
    report = weighed(random_sample(1)).report
    assert report.lowest <= report.highest
    assert report.kish_deff >= 1
