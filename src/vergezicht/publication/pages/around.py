"""Around an area: what holds it, and where the nearest figures are when it has few of its own."""

from __future__ import annotations

from vergezicht.areas import Area
from vergezicht.challenges.ground import current_release, indicators_of, municipality, themes


def trail(area: Area) -> list[Area]:
    """The areas that hold it, largest first, each once."""
    geography = municipality().geography
    found: list[Area] = []
    for level in geography.levels:
        holder = geography.ancestor(area.code, level)
        if holder is not None and holder.code != area.code:
            found.append(holder)
    return found


def nearest_told(area: Area) -> Area | None:
    """The smallest area around it that has most of the figures."""
    indicators = [item for theme in themes() for item in indicators_of(theme.code)]
    return next((one for one in reversed(trail(area)) if _told(one, [item.code for item in indicators])), None)


def _told(area: Area, indicators: list[str]) -> bool:
    release = current_release()
    if release is None:
        return False
    figures = [release.figure(code, area.code) for code in indicators]
    return sum(figure is not None and figure.is_shown for figure in figures) * 2 >= len(indicators)
