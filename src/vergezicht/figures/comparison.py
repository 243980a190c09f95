"""Comparison: does an area differ from the municipality, or from its own last wave, or could it be chance?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reference(StrEnum):
    """With what a figure is compared."""

    MUNICIPALITY = "gemeente"
    PREVIOUS_WAVE = "vorige meting"


class Verdict(StrEnum):
    """What may be said, after control for many comparisons (Benjamini-Hochberg per published set)."""

    CLEARLY_HIGHER = "duidelijk hoger"
    HIGHER = "hoger"
    PRACTICALLY_EQUAL = "vrijwel gelijk"
    SMALL = "klein verschil"
    NOT_DEMONSTRABLE = "geen aantoonbaar verschil"
    LOWER = "lager"
    CLEARLY_LOWER = "duidelijk lager"
    NOT_COMPARABLE = "niet te vergelijken"

    @property
    def sign(self) -> int:
        """+1 demonstrably higher, -1 demonstrably lower, 0 everything else."""
        if self in {Verdict.CLEARLY_HIGHER, Verdict.HIGHER}:
            return 1
        return -1 if self in {Verdict.CLEARLY_LOWER, Verdict.LOWER} else 0


@dataclass(frozen=True)
class Comparison:
    """Difference (figure minus reference) with its 95 % interval, in the unit of the indicator, and the verdict.

    ``reference_period`` is the earlier period for ``PREVIOUS_WAVE`` and equals ``period`` otherwise.
    Against the municipality, p tests the area against the rest of it (an area is part of its own reference).
    """

    indicator: str
    area: str
    period: str
    reference: Reference
    reference_period: str
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    p_adjusted: float | None
    verdict: Verdict


@dataclass(frozen=True)
class GroupComparison:
    """A group minus everyone else in the same area, with its 95 % interval, in the unit of the indicator.

    ``group`` as in ``Figure``. The control of false alarms is over all labels of one group in all areas of a level.
    """

    indicator: str
    area: str
    period: str
    group: str
    difference: float
    low: float
    high: float
    p: float
    p_adjusted: float
    verdict: Verdict
