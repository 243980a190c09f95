"""Two figures side by side: their cards, and the one sentence that may be said about the difference."""

from __future__ import annotations

from dataclasses import dataclass

from vergezicht.challenges.ground import current_release
from vergezicht.figures import FigureSource
from vergezicht.pictures.sentences import pair_sentence
from vergezicht.stories.present import KeyFigure, key_figures

Side = tuple[str, str, str]  # indicator, area ("" is the municipality), period ("" is the latest)


@dataclass(frozen=True)
class Pair:
    """Two cards with their places, and what follows from their margins; "" when nothing does."""

    sides: tuple[tuple[str, KeyFigure], ...]
    sentence: str


def pair_of(one: Side, other: Side, *, prefix: str) -> Pair | None:
    """None when the adopted release lacks one of the two indicators."""
    release = current_release()
    if release is None or not (release.has_indicator(one[0]) and release.has_indicator(other[0])):
        return None
    sides = []
    for number, (indicator, area, period) in enumerate((one, other)):
        (card,) = key_figures([indicator], area=area or None, prefix=f"{prefix}-{number}", period=period or None)
        sides.append((_place(release, indicator, area, period), card))
    return Pair(tuple(sides), _sentence(release, one, other) if one[0] == other[0] else "")


def _place(release: FigureSource, indicator: str, area: str, period: str) -> str:
    place = release.geography.get(area) or release.geography.gemeente
    return f"{place.name}, {period or release.latest_of(indicator)}"


def _sentence(release: FigureSource, one: Side, other: Side) -> str:
    told = []
    for code, area, period in (one, other):
        place = release.geography.get(area) or release.geography.gemeente
        told.append((place, release.figure(code, place.code, period or None)))
    return pair_sentence(release.indicator(one[0]), told[0], told[1])
