"""Made-up surveys for property tests: strata, clusters, unequal weights, a few columns with gaps."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vergezicht.survey.analysis.design import SurveyDesign, make_design
from vergezicht.survey.analysis.margins import Margin, make_margin

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Survey:
    """``mark`` and ``yes`` have gaps (NaN); ``area``, ``age`` and ``sex`` have none."""

    strata: Array
    clusters: Array
    population: Array
    weights: Array
    area: Array
    age: Array
    sex: Array
    mark: Array
    yes: Array

    @property
    def n(self) -> int:
        return len(self.weights)

    @property
    def design(self) -> SurveyDesign:
        return make_design(weights=self.weights, strata=self.strata, clusters=self.clusters, population=self.population)

    @property
    def margins(self) -> list[Margin]:
        """Totals that differ from the sample's, and agree with each other."""
        total = self.weights.sum()
        ages, sexes = np.unique(self.age).tolist(), np.unique(self.sex).tolist()
        shares = np.arange(2.0, 2 + len(ages))
        return [
            make_margin("age", self.age, dict(zip(ages, (total * shares / shares.sum()).tolist(), strict=True))),
            make_margin("sex", self.sex, dict(zip(sexes, [total / len(sexes)] * len(sexes), strict=True))),
        ]

    def reordered(self, order: Array) -> "Survey":
        return replace(self, **{name: getattr(self, name)[order] for name in self.__dataclass_fields__})


def make_survey(seed: int, *, strata: int = 4, clusters: int = 6) -> Survey:
    """Some 100 respondents, in ``strata`` strata of ``clusters`` clusters."""
    random = np.random.default_rng(seed)
    sizes = random.integers(2, 7, strata * clusters)
    cluster = np.repeat(np.arange(strata * clusters), sizes)
    n = len(cluster)
    stratum = cluster // clusters
    effect = random.normal(0, 0.7, strata * clusters)[cluster]
    age = np.concatenate([np.arange(3), random.integers(0, 3, n - 3)])
    sex = np.concatenate([[0, 1, 0], random.integers(0, 2, n - 3)])
    mark = 6 + effect + 0.4 * age + random.normal(0, 1, n)
    yes = (random.random(n) < 0.4 + 0.1 * sex).astype(float)
    mark[random.random(n) < 0.1] = np.nan
    yes[random.random(n) < 0.1] = np.nan
    return Survey(
        strata=stratum,
        clusters=cluster,
        population=(clusters * random.integers(4, 9, strata))[stratum].astype(float),
        weights=random.uniform(5, 20, n),
        area=np.array(["a", "b", "c"])[random.integers(0, 3, n)],
        age=age,
        sex=sex,
        mark=mark,
        yes=yes,
    )
