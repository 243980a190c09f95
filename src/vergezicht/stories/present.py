"""Reference -> what a template may show: pictures and key figures of the adopted release, as frozen values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vergezicht import pictures
from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.figures import FigureSource, Indicator, Release
from vergezicht.languages import noted
from vergezicht.pictures import Picture
from vergezicht.stories.layers import map_layers
from vergezicht.stories.living import on_map
from vergezicht.stories.paths import area_path, figure_anchor, indicator_path

PICTURE_KINDS = [
    ("kaart", noted("Kaart")),
    ("vergelijking", noted("Vergelijking met de gemeente")),
    ("verloop", noted("Verloop over de metingen")),
    ("antwoorden", noted("Gegeven antwoorden")),
]


@dataclass(frozen=True)
class KeyFigure:
    """One indicator in one area: its card, and where to read more."""

    indicator: Indicator
    path: str
    picture: Picture

    @property
    def anchor(self) -> str:
        return figure_anchor(self.indicator)


@dataclass(frozen=True)
class Step:
    """One step of a side panel, complete by itself."""

    number: int
    anchor: str
    title: str
    text: Any
    on_map: str  # JSON: the areas that its text can show on its map, by code
    image: Any
    picture: Picture
    new_in_legend: str
    previous: str
    next: str


@dataclass(frozen=True)
class SidePanel:
    """The shapes drawn once, the steps that use them, and one table per indicator, level and period."""

    base: str
    steps: tuple[Step, ...]
    tables: tuple[Picture, ...]


def _known(indicator: str) -> FigureSource | None:
    release = current_release()
    return release if release is not None and release.has_indicator(indicator) else None


def releases_told_of(texts: Iterable[str]) -> list[Release]:
    """The adopted releases with an indicator that is named in these texts: chosen for a block, or between braces."""
    release = current_release()
    if release is None:
        return []
    named = {word for text in texts for word in re.findall(r"\w+", text)}
    return [one for one in release.releases if any(item.code in named for item in one.indicators)]


def picture_of(
    *,
    indicator: str,
    kind: str,
    level: str,
    areas: Sequence[str] = (),
    within: str | None = None,
    period: str | None = None,
    prefix: str,
    part: slice = pictures.WHOLE,
) -> Picture | None:
    """The picture a figure block asks for; None when the adopted release does not have it."""
    release = _known(indicator)
    if release is None:
        return None
    chosen = tuple(code for code in areas if code in release.geography) or (release.geography.gemeente.code,)
    if kind == "kaart":
        zoomed = within if within in release.geography else None
        return pictures.choropleth(
            release, indicator, AreaLevel(level), period, within=zoomed, link=area_path, id_prefix=prefix
        )
    if kind == "vergelijking":
        return pictures.intervals(
            release, indicator, AreaLevel(level), period, link=area_path, id_prefix=prefix, part=part
        )
    if kind == "verloop":
        return pictures.trend(release, indicator, chosen, link=area_path, id_prefix=prefix)
    return pictures.answers(release, indicator, chosen, period, link=area_path, id_prefix=prefix, part=part)


def key_figures(
    indicators: Iterable[str], *, area: str | None = None, prefix: str, period: str | None = None
) -> list[KeyFigure]:
    """Cards for one area (the municipality unless told), in the given order; unknown indicators are left out."""
    release = current_release()
    if release is None:
        return []
    code = area or release.geography.gemeente.code
    return [
        KeyFigure(
            release.indicator(indicator),
            indicator_path(release.indicator(indicator)),
            pictures.key_figure(release, indicator, code, period, id_prefix=f"{prefix}-{number}"),
        )
        for number, indicator in enumerate(indicators)
        if release.has_indicator(indicator)
    ]


def side_panel(steps: Iterable[Any], *, prefix: str) -> SidePanel | None:
    """A side panel from its step values; steps whose indicator the release lacks are left out."""
    release = current_release()
    if release is None:
        return None
    shown = [step for step in steps if release.has_indicator(step["indicator"])]
    drawn: list[Step] = []
    tables: dict[tuple[str, str, str], Picture] = {}
    for number, step in enumerate(shown, start=1):
        state = pictures.MapState(
            indicator=step["indicator"],
            level=AreaLevel(step["level"] or "buurt"),
            period=step.get("period") or release.latest_of(step["indicator"]),
            focus=tuple(step.get("focus") or ()),
            within=step.get("within") or None,
            layers=map_layers(step.get("layers") or ()),
        )
        picture = pictures.map_step(
            release, state, id_prefix=f"{prefix}{state.level.value}", step_id=f"{prefix}-{number}", link=area_path
        )
        if state.within is None:
            tables.setdefault((state.indicator, state.level.value, str(state.period)), picture)
        drawn.append(
            Step(
                number=number,
                anchor=f"{prefix}-stap-{number}",
                title=step["title"],
                text=step["text"],
                on_map=_on_map(release, state, step["text"]),
                image=step if step.get("image") else None,
                picture=picture,
                new_in_legend=pictures.new_in_legend(drawn[-1].picture, picture) if drawn else "",
                previous=f"{prefix}-stap-{number - 1}",
                next=f"{prefix}-stap-{number + 1}",
            )
        )
    levels = dict.fromkeys(AreaLevel(step["level"] or "buurt") for step in shown)
    base = "".join(pictures.map_base(release, level, id_prefix=f"{prefix}{level.value}") for level in levels)
    return SidePanel(base, tuple(drawn), tuple(tables.values()))


def _on_map(release: FigureSource, state: pictures.MapState, text: Any) -> str:
    found = [pictures.spotlight(release, state, area) for area in on_map.areas_in(getattr(text, "source", ""))]
    told = {light.area.code: {"path": light.path, "view": light.view, "says": light.says} for light in found if light}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""


def story_panorama(indicator: str) -> Picture | None:
    """The horizon on a cover, drawn from the figures of all buurten."""
    release = _known(indicator)
    if release is None:
        return None
    return pictures.panorama(release, indicator, AreaLevel.BUURT, id_prefix="horizon")


def home_panorama() -> Picture | None:
    """The horizon of the home page: the first indicator of the release that may be shown per buurt."""
    release = current_release()
    if release is None:
        return None
    first = next((item for item in release.indicators if item.lowest_level == AreaLevel.BUURT), None)
    return story_panorama(first.code) if first else None


def home_figures(indicators: Sequence[str]) -> list[KeyFigure]:
    """The chosen key figures, or the first indicator of every theme when none are chosen."""
    release = current_release()
    if release is None:
        return []
    first_of_theme: dict[str, str] = {}
    for item in release.indicators:
        first_of_theme.setdefault(item.theme, item.code)
    return key_figures(indicators or list(first_of_theme.values()), prefix="kern")


def areas_named(codes: Iterable[str]) -> list[Area]:
    """Areas of the geography by code; codes that no longer exist are left out."""
    geography = municipality().geography
    return [geography[code] for code in codes if code in geography]
