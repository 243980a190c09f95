"""Estimates against the formula written out, and the laws they must obey."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.survey.samples import Sample, random_sample, weighed

from vergezicht.survey.arrays import BoolArray, FloatArray
from vergezicht.survey.estimating.estimates import Estimator
from vergezicht.survey.reading.tallies import Tally, count_answers, tally_answers

seeds = st.integers(0, 10_000)


def areas_of(strata: int) -> BoolArray:
    """The whole, two halves, and each stratum."""
    halves = np.arange(strata) < strata // 2
    return np.vstack([np.ones(strata, dtype=bool), halves, ~halves, np.eye(strata, dtype=bool)])


def answers_for(sample: Sample, seed: int) -> FloatArray:
    random = np.random.default_rng(seed + 1)
    marks = random.integers(1, 11, sample.n).astype(float)
    shares = (random.random(sample.n) < 0.3).astype(float)
    marks[random.random(sample.n) < 0.1] = np.nan
    return np.column_stack([marks, shares])


def written_out(sample: Sample, inside: BoolArray, values: FloatArray) -> tuple[float, float]:
    """Value and standard error of one domain, row by row, as the formula in the method says."""
    w = weighed(sample).final[sample.of_row]
    mean, z = linearised(w, inside[sample.stratum], values)
    return mean, se_written_out(sample, z)


def linearised(w: FloatArray, domain: BoolArray, values: FloatArray) -> tuple[float, FloatArray]:
    """The weighted mean of a domain, and what each row adds to its error."""
    known = domain & ~np.isnan(values)
    y = np.nan_to_num(values)
    total = (w * known).sum()
    mean = (w * known * y).sum() / total
    return float(mean), known * (y - mean) / total


def se_written_out(sample: Sample, z: FloatArray) -> float:
    weights, design = weighed(sample), sample.design
    w, start = weights.final[sample.of_row], weights.start[sample.of_row]
    dummies = [sample.stratum[:, None] == np.arange(len(design.strata))]
    dummies.append(sample.category[:, None] == np.arange(1, len(design.totals[0])))
    x = np.hstack(dummies).astype(float)
    fit = np.linalg.lstsq(x * np.sqrt(start)[:, None], z * np.sqrt(start), rcond=None)[0]
    u = w * (z - x @ fit)
    variance = 0.0
    for h, (n, population) in enumerate(zip(design.size, design.population, strict=True)):
        if n > 1:
            own = u[sample.stratum == h]
            variance += (1 - n / population) * n / (n - 1) * ((own - own.mean()) ** 2).sum()
    return float(np.sqrt(variance))


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_all_at_once_is_the_formula_written_out(seed: int) -> None:
    sample = random_sample(seed)
    members, values = areas_of(5), answers_for(sample, seed)
    estimates = sample.estimate(Estimator(weighed(sample), members), values)
    for area, inside in enumerate(members):
        for column in range(2):
            mean, se = written_out(sample, inside, values[:, column])
            assert np.isclose(estimates.value[area, column], mean, rtol=1e-9)
            assert np.isclose(estimates.se[area, column], se, rtol=1e-7)


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_a_partition_adds_up_to_the_whole(seed: int) -> None:
    sample = random_sample(seed)
    estimates = sample.estimate(Estimator(weighed(sample), areas_of(5)), answers_for(sample, seed))
    totals = estimates.value * estimates.weight
    for parts in ([1, 2], [3, 4, 5, 6, 7]):
        assert np.allclose(totals[parts].sum(axis=0), totals[0])
        assert np.array_equal(estimates.n[parts].sum(axis=0), estimates.n[0])


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_an_area_against_the_rest_is_the_rest_against_the_area(seed: int) -> None:
    sample = random_sample(seed)
    estimates = sample.estimate(Estimator(weighed(sample), areas_of(5)), answers_for(sample, seed))
    assert np.allclose(estimates.rest_difference[1], -estimates.rest_difference[2])
    assert np.allclose(estimates.rest_se[1], estimates.rest_se[2])
    assert np.allclose(estimates.rest_difference[1], estimates.value[1] - estimates.value[2])
    assert np.isnan(estimates.rest_difference[0]).all()


@given(seeds)
@settings(max_examples=15, deadline=None)
def test_a_group_against_the_others_is_the_formula_written_out(seed: int) -> None:
    """The parts share their strata, so that their errors are not independent."""
    sample = random_sample(seed)
    members, values = areas_of(5), answers_for(sample, seed)
    of_group = np.array(sample.design.cells.categories[0]) == 1
    all_of_it = sample.tallies(values)
    one, other = ([_part(tally, inside) for tally in all_of_it] for inside in (of_group, ~of_group))
    difference, se = Estimator(weighed(sample), members).between(one, other)
    w = weighed(sample).final[sample.of_row]
    for area, inside in enumerate(members):
        for column in range(2):
            mine = inside[sample.stratum] & (sample.category == 1)
            theirs = inside[sample.stratum] & (sample.category != 1)
            mean, z = linearised(w, mine, values[:, column])
            other_mean, other_z = linearised(w, theirs, values[:, column])
            assert np.isclose(difference[area, column], mean - other_mean, rtol=1e-9)
            assert np.isclose(se[area, column], se_written_out(sample, z - other_z), rtol=1e-7)


def _part(tally: Tally, inside: BoolArray) -> Tally:
    return Tally(tally.n * inside, tally.total * inside[:, None], tally.squares * inside[:, None], tally.centre)


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_the_answers_of_a_question_add_up(seed: int) -> None:
    sample = random_sample(seed)
    estimator = Estimator(weighed(sample), areas_of(5))
    positions = np.random.default_rng(seed).integers(-1, 3, sample.n)
    counts = count_answers(positions, sample.of_row, len(sample.design.cells.size), 3)
    shares = estimator.shares(counts)
    first = sample.estimate(estimator, np.where(positions < 0, np.nan, positions == 0)[:, None])
    together = estimator.estimate([tally_answers(counts)])
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.allclose(shares[:, 0], first.value[:, 0])
    assert np.allclose(together.value, shares)
    assert np.allclose(together.se[:, 0], first.se[:, 0])
    assert np.allclose(together.rest_se[1:, 0], first.rest_se[1:, 0])


def test_the_same_answer_everywhere_has_no_error() -> None:
    sample = random_sample(2)
    estimates = sample.estimate(Estimator(weighed(sample), areas_of(5)), np.full((sample.n, 1), 8.0))
    assert np.allclose(estimates.value, 8.0)
    assert (estimates.se == 0).all()


def test_an_area_without_valid_answers_has_no_value() -> None:
    sample = random_sample(2)
    values = np.where(sample.stratum == 4, np.nan, 1.0)[:, None]
    estimates = sample.estimate(Estimator(weighed(sample), areas_of(5)), values)
    assert estimates.n[7, 0] == 0
    assert np.isnan(estimates.value[7, 0]) and np.isnan(estimates.se[7, 0])
