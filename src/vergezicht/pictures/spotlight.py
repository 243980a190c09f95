"""An area to show on the map of a step for whoever asks: its outline, where to look, and what the map says of it."""

from __future__ import annotations

from dataclasses import dataclass

from vergezicht.areas import Area
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say
from vergezicht.pictures.notation import figure_text, margin_text
from vergezicht.pictures.outline import Box, Frame, fit
from vergezicht.pictures.steps import MapState, view_of

# Nearer than this nobody sees any more where in the map the area lies.
_NEAREST = 1.8
_AIR = 1.5


@dataclass(frozen=True)
class Spotlight:
    """``path`` and ``view`` (x, y, width, height) are in the units of the drawing of the step."""

    area: Area
    path: str
    view: Box
    says: str


def spotlight(release: FigureSource, state: MapState, area: Area) -> Spotlight | None:
    """The area on the map of a step; None when the map does not have it."""
    if area.code not in release.boundaries:
        return None
    indicator = release.indicator(state.indicator)
    figure = release.figure(state.indicator, area.code, state.period or release.latest_of(state.indicator))
    told = [figure_text(indicator, figure), margin_text(indicator, figure)]
    frame = fit(release.boundaries)
    shape = release.boundaries[area.code]
    return Spotlight(
        area=area,
        path=frame.path(shape),
        view=_around(frame.box([shape]), view_of(release, state, frame), frame),
        says=say("{area}: {figure}", area=area.name, figure=", ".join(filter(None, told))),
    )


def _around(box: Box, seen: Box, frame: Frame) -> Box:
    """A view with the box in the middle, in the proportions of what is seen, and with its surroundings."""
    zoom = min(max(box[2] * _AIR, seen[2] / _NEAREST) / seen[2], 1.0)
    wide, high = seen[2] * zoom, seen[3] * zoom
    left = min(max(box[0] + (box[2] - wide) / 2, 0.0), frame.width - wide)
    top = min(max(box[1] + (box[3] - high) / 2, 0.0), frame.height - high)
    return (round(left), round(top), round(wide), round(high))
