"""A page per area: where it is, its figures against the municipality and the last wave, its challenges."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht import pictures
from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, indicators_of, municipality, streets, themes
from vergezicht.challenges.judging.findings import Finding, each_once, find_outstanding
from vergezicht.challenges.queries import challenges_for, conversations_for
from vergezicht.figures import Figure, Indicator, Theme
from vergezicht.figures.comparison import Reference
from vergezicht.languages import noted, say
from vergezicht.pictures import Picture
from vergezicht.pictures.notation import short_figure
from vergezicht.pictures.sentences import place, reason_words
from vergezicht.publication.pages import structured_data
from vergezicht.publication.pages.around import nearest_told, trail
from vergezicht.publication.pages.mentions import Told, mentions_of
from vergezicht.publication.pages.subjects import of_areas
from vergezicht.publication.views.my_area import finder
from vergezicht.publication.views.posters import SIZES, poster_path
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path, figure_anchor, indicator_path
from vergezicht.stories.present import KeyFigure, key_figures

_MOST_OUTSTANDING = 3  # a row on a wide screen, and on a phone what one reads before scrolling on


@dataclass(frozen=True)
class NoFigure:
    """An indicator without a figure here: no card, its name and why."""

    title: str
    path: str
    anchor: str
    reason: str


@dataclass(frozen=True)
class ThemeFigures:
    """The figures of a theme, and what its fold says of them while it is closed."""

    theme: Theme
    figures: list[KeyFigure]
    hidden: list[NoFigure]
    found: list[tuple[str, str, str]]  # which differ demonstrably: the title, ▲ or ▼, and its word

    @property
    def asked(self) -> int:
        """How many there are elsewhere."""
        return len(self.figures) + len(self.hidden)


@dataclass(frozen=True)
class Branch:
    """An area with its path and the areas in it, for lists."""

    area: Area
    path: str
    within: list[Branch]


def overview(request: HttpRequest) -> HttpResponse:
    """All areas as a list and a map: the way to "my neighbourhood" without a script."""
    geography = municipality().geography
    tree = [_branch(area, AreaLevel.BUURT) for area in geography.listed(top_level())]
    context = {
        "tree": tree,
        "wijken": [_branch(area, None) for area in geography.listed(AreaLevel.WIJK)]
        if top_level() != AreaLevel.WIJK
        else [],
        "gemeente": geography.gemeente,
        "map": _overview_map(),
        "finder": finder(),
        "place_count": len(geography.at(AreaLevel.BUURT)),
    }
    return render(request, "publication/areas.html", context)


def _is_compared(code: str) -> bool:
    """Whether a figure of this area was laid beside anything at all."""
    release = current_release()
    return release is not None and bool(release.comparisons(area=code))


def detail(request: HttpRequest, code: str, stories: Callable[[], Iterable[Told]]) -> HttpResponse:
    """One area, with the places in ``stories`` that concern it."""
    geography = municipality().geography
    area = geography[code]
    findings = _findings(area)
    groups = [
        _figures_of(theme, area, findings, prefix=f"k{number}")
        for number, theme in enumerate(themes())
        if indicators_of(theme.code)
    ]
    told, asked = sum(len(group.figures) for group in groups), sum(group.asked for group in groups)
    is_little = told * 2 < asked
    found = each_once(findings)[:_MOST_OUTSTANDING]
    challenges = challenges_for(area=code) if area.level != AreaLevel.GEMEENTE else challenges_for()
    smaller = [level for level in geography.levels if level.fineness > area.level.fineness]
    context = {
        "area": area,
        "subjects": of_areas([code]),
        "structured": [structured_data.area(area)],
        "path": area_path(area),
        "parents": [(parent, area_path(parent)) for parent in trail(area)],
        "outstanding": key_figures([item.indicator.code for item in found], area=code, prefix="opvalt"),
        "in_short": [_in_short(item) for item in found],
        "peers": area.level.plural if area.level != AreaLevel.GEMEENTE else "",
        "groups": [group for group in groups if group.figures],
        "hidden": [item for group in groups if not group.figures for item in group.hidden],
        "told": told,
        "few": (told, asked) if is_little else None,
        "nearest": _place_and_page(nearest_told(area)) if is_little else None,
        "is_compared": _is_compared(code),
        "challenges": challenges,
        "mentions": mentions_of(area, challenges, stories()) if area.level != AreaLevel.GEMEENTE else [],
        "conversations": conversations_for(area=code) if area.level != AreaLevel.GEMEENTE else [],
        "within": [(level, [(item, area_path(item)) for item in geography.listed(level, code)]) for level in smaller],
        "streets": known.within(code) if (known := streets()) else (),
        "posters": [(size, poster_path(area, size)) for size in SIZES] if current_release() else [],
        "locator": pictures.locator(current_release(), code, id_prefix="plek") if current_release() else None,
    }
    return render(request, "publication/area.html", context)


def _findings(area: Area) -> list[Finding]:
    release = current_release()
    return find_outstanding(release, area) if release is not None else []


def _figures_of(theme: Theme, area: Area, findings: list[Finding], *, prefix: str) -> ThemeFigures:
    told = [item.code for item in indicators_of(theme.code) if _is_told(item, area)]
    hidden = [
        NoFigure(item.title, indicator_path(item), figure_anchor(item), reason_words(_figure(item, area)))
        for item in indicators_of(theme.code)
        if item.code not in told
    ]
    return ThemeFigures(
        theme, key_figures(told, area=area.code, prefix=prefix), hidden, _differing(findings, theme, area)
    )


def _figure(indicator: Indicator, area: Area) -> Figure | None:
    release = current_release()
    return release.figure(indicator.code, area.code) if release is not None else None


def _is_told(indicator: Indicator, area: Area) -> bool:
    figure = _figure(indicator, area)
    return figure is not None and figure.is_shown


def _place_and_page(area: Area | None) -> dict[str, str] | None:
    return {"name": place(area), "path": area_path(area)} if area is not None else None


def _differing(findings: list[Finding], theme: Theme, area: Area) -> list[tuple[str, str, str]]:
    """Te hard rijden, ▲, hoger: against the municipality; of the municipality itself, against the last wave."""
    against = Reference.PREVIOUS_WAVE if area.level == AreaLevel.GEMEENTE else Reference.MUNICIPALITY
    signs = ("▲", say("hoger")), ("▼", say("lager"))
    return [
        (item.indicator.title, *signs[item.comparison.verdict.sign < 0])
        for item in findings
        if item.indicator.theme == theme.code and item.comparison.reference == against
    ]


def _in_short(finding: Finding) -> tuple[str, str, str]:
    """What the figure is, its sign for the eye, and how it differs: "Rommel: 5,5", "▲", "hoger dan Zwolle"."""
    compared = finding.comparison
    if compared.reference == Reference.PREVIOUS_WAVE:
        words = noted("▲ hoger dan in {period}"), noted("▼ lager dan in {period}")
    else:
        words = noted("▲ hoger dan {city}"), noted("▼ lager dan {city}")
    word = say(
        words[compared.verdict.sign < 0], city=municipality().geography.gemeente.name, period=compared.reference_period
    )
    sign, _, said = word.partition(" ")
    return f"{finding.indicator.title}: {short_figure(finding.indicator, finding.figure)}", sign, said


def _branch(area: Area, level: AreaLevel | None) -> Branch:
    within = municipality().geography.listed(level, area.code) if level else ()
    return Branch(area, area_path(area), [Branch(item, area_path(item), []) for item in within])


def _overview_map() -> Picture | None:
    """The map of the overview: the first indicator, at the top level, only to find the way."""
    release = current_release()
    if release is None or not release.indicators:
        return None
    return pictures.choropleth(release, release.indicators[0].code, top_level(), link=area_path, id_prefix="kaart")
