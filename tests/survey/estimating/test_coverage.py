"""Do intervals hold what they promise? Samples drawn again and again from a population whose truth is known."""

import numpy as np
import pytest
from tests.survey.samples import design, weighed

from vergezicht.survey.arrays import FloatArray
from vergezicht.survey.estimating.estimates import Estimator
from vergezicht.survey.estimating.intervals import effective_n, normal_quantile, wilson

SAMPLES = 250
STRATA = 12
CATEGORIES = 3


@pytest.fixture(scope="module")
def covered() -> FloatArray:
    """Whether each interval holds the truth: (samples, areas, 2), for a common and a rare answer."""
    random = np.random.default_rng(20_240_101)
    sizes = np.array([150, 200, 250, 300, 400, 500, 600, 800, 1000, 1200, 1500, 2000])
    stratum = np.repeat(np.arange(STRATA), sizes)
    category = random.integers(0, CATEGORIES, len(stratum))
    # The answer depends on age and buurt; so does the chance to be in the sample.
    chance = np.array([0.2, 0.35, 0.5])[category] + np.linspace(-0.1, 0.1, STRATA)[stratum]
    answers = np.column_stack([random.random(len(stratum)) < chance, random.random(len(stratum)) < 0.12 * chance])
    willing = np.array([0.5, 1.0, 1.4])[category]
    members = np.vstack([np.ones(STRATA, dtype=bool), np.arange(STRATA) < 4, np.eye(STRATA, dtype=bool)])
    weight = members[:, stratum].astype(float)
    truth = weight @ answers / weight.sum(axis=1, keepdims=True)
    fraction = (60 / sizes**0.6)[stratum] * 0.12
    totals = np.bincount(category).astype(float)
    found = []
    for _ in range(SAMPLES):
        taken = random.random(len(stratum)) < fraction * willing
        sample = design(stratum[taken].tolist(), category[taken].tolist(), sizes.tolist(), totals.tolist())
        estimator = Estimator(weighed(sample), members)
        estimates = sample.estimate(estimator, answers[taken].astype(float))
        effective = effective_n(estimates.weight, estimates.squares, estimates.n / estimator.population[:, None])
        low, high = wilson(estimates.value, effective, normal_quantile(0.95))
        found.append((low <= truth) & (truth <= high))
    return np.array(found, dtype=float)


@pytest.mark.parametrize("areas", [slice(0, 1), slice(1, 2), slice(2, 6), slice(6, 14)])
@pytest.mark.parametrize("answer", [0, 1])
def test_ninety_five_in_a_hundred(covered: FloatArray, areas: slice, answer: int) -> None:
    part = covered[:, areas, answer]
    # Two and a half standard errors of a share of 0.95 over this many samples.
    slack = 2.5 * np.sqrt(0.95 * 0.05 / SAMPLES)
    assert 0.95 - slack <= part.mean() <= 0.99
