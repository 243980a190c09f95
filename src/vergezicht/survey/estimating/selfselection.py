"""Self-selection: how different the figures of the municipality would be with everybody in them who answered.

Members of a panel and people who registered themselves answer more often when they are involved. They never count in a
figure; the difference they would make is told, so that nobody needs to guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vergezicht.figures import IndicatorKind
from vergezicht.languages import spoken
from vergezicht.problems import Problems
from vergezicht.survey.arrays import FloatArray
from vergezicht.survey.estimating.estimates import Estimator
from vergezicht.survey.project import WeightingPlan
from vergezicht.survey.reading.measures import Measured
from vergezicht.survey.weighting.design import Design
from vergezicht.survey.weighting.raking import Weights, weigh

_TOLD = 3


@dataclass(frozen=True)
class Everyone:
    """The answers of a wave with those from outside the sample in it."""

    design: Design
    measured: tuple[Measured, ...]


def self_selection_line(
    period: str, sample: Weights, measured: Sequence[Measured], everyone: Everyone, plan: WeightingPlan
) -> str:
    """A line about who does not count, and the largest differences it makes, when everybody together can be weighed."""
    extra = everyone.design.n - sample.design.n
    line = f"{period}: {spoken().number(extra)} antwoorden van panel en eigen aanmelding tellen niet mee."
    weights = weigh(everyone.design, plan, Problems())
    if weights is None or not measured:
        return line
    before, after = _city(sample, measured), _city(weights, everyone.measured)
    units = np.array([100.0 if item.indicator.kind in _PERCENT else 1.0 for item in measured])
    percent = units == 100.0
    difference = (after - before) * units
    if not percent.any():
        return line
    order = [place for place in np.argsort(-np.abs(difference), kind="stable") if percent[place]][:_TOLD]
    told = ", ".join(
        f"{measured[place].indicator.title.lower()} {difference[place]:+.1f}".replace(".", ",").replace("-", "−")
        for place in order
    )
    return (
        f"{line} Met hen erbij, net zo gewogen, zouden de percentages van de gemeente het meest verschillen bij: "
        f"{told} (procentpunt)."
    )


_PERCENT = {IndicatorKind.SHARE, IndicatorKind.BALANCE}


def _city(weights: Weights, measured: Sequence[Measured]) -> FloatArray:
    """The figures of the whole municipality, (K,)."""
    members = np.ones((1, len(weights.design.strata)), dtype=bool)
    city: FloatArray = Estimator(weights, members).estimate([item.tally for item in measured], rest=False).value[0]
    return city
