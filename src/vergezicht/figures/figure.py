"""Figure: what may be known about one indicator in one area and period, with its margin and its status."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vergezicht.languages import noted

EVERYONE = ""  # the group of a figure that is about all adults


class FigureStatus(StrEnum):
    """May it be shown, and how firmly."""

    PUBLISHED = noted("gepubliceerd")
    INDICATIVE = noted("indicatief")
    SUPPRESSED = noted("onderdrukt")


class Reason(StrEnum):
    """Why a figure is suppressed."""

    PRIVACY = "privacy"
    TOO_FEW_ANSWERS = "te weinig antwoorden"
    TOO_IMPRECISE = "te onnauwkeurig"
    LEVEL = "niet op dit niveau"
    SECONDARY = "af te leiden uit andere cijfers"
    NOT_ASKED = "niet gevraagd"
    BOUNDARY = "gebied gewijzigd"
    NOT_AVAILABLE = "niet beschikbaar"


@dataclass(frozen=True)
class Figure:
    """indicator x area x period x group -> value, low, high, n, status.

    ``value``, ``low`` and ``high`` (95 % interval) are rounded to the decimals of the indicator and in its unit;
    all None when suppressed. ``censored`` is "<" or ">" when only a bound is told ("< 5 %").
    ``n`` is the number of valid answers rounded to fives, None when suppressed for privacy.
    A figure that was counted (a register) has no margin and no answers: ``low``, ``high`` and ``n`` are None.
    """

    indicator: str
    area: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    status: FigureStatus
    reason: Reason | None = None
    censored: str = ""
    group: str = EVERYONE

    @property
    def is_shown(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class AnswerShare:
    """The share (whole percent) of one answer to the question of an indicator; positions follow reading order."""

    indicator: str
    area: str
    period: str
    position: int
    answer: str
    value: float
