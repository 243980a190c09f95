"""The figures behind the reason of a challenge or a point of a conversation, as readers get them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vergezicht.areas import Area
from vergezicht.challenges.ground import current_release
from vergezicht.challenges.references import area_of, figure_of, parse_references
from vergezicht.figures import Indicator
from vergezicht.pictures.notation import figure_text, margin_text


@dataclass(frozen=True)
class GroundFigure:
    """A figure with its place, its wave, and its margin in words, "" without one."""

    indicator: Indicator
    area: Area
    period: str
    text: str
    margin: str


def ground_figures(texts: Iterable[str]) -> list[GroundFigure]:
    """Those that references point to, in order; what points to nothing is left out."""
    release = current_release()
    if release is None:
        return []
    found = []
    for reference in parse_references(texts):
        figure, area = figure_of(reference, release), area_of(reference, release.geography)
        if figure is not None and area is not None:
            indicator = release.indicator(reference.indicator)
            text, margin = figure_text(indicator, figure), margin_text(indicator, figure)
            found.append(GroundFigure(indicator, area, figure.period, text, margin))
    return found
