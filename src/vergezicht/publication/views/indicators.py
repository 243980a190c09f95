"""A page per indicator: the question, the picture on every level, the change, the answers, the challenges on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht import pictures
from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, indicators_of, municipality, themes
from vergezicht.challenges.queries import challenges_for, conversations_for
from vergezicht.figures import FigureSource
from vergezicht.figures.citation import citation
from vergezicht.languages import SOURCE, speaking, spoken
from vergezicht.languages.marks import unmarked
from vergezicht.pictures import Picture
from vergezicht.publication.pages import structured_data
from vergezicht.publication.pages.embedding import frame_code, indicator_frame_path
from vergezicht.publication.pages.mentions import Told, told_with
from vergezicht.publication.pages.since_last import since_last
from vergezicht.publication.pages.subjects import of_periods, of_themes
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path, indicator_path
from vergezicht.stories.present import key_figures


def overview(request: HttpRequest) -> HttpResponse:
    """All indicators by theme, with the figure of the municipality."""
    release = current_release()
    groups = []
    for theme in themes():
        codes = [item.code for item in indicators_of(theme.code)]
        groups.append((theme, key_figures(codes, prefix=f"c{theme.tone}")))
    context = {
        "groups": [(theme, figures) for theme, figures in groups if figures],
        "release": release,
        "since": since_last(release) if release else None,
    }
    return render(request, "publication/indicators.html", context)


def detail(request: HttpRequest, code: str, stories: Callable[[], Iterable[Told]]) -> HttpResponse:
    """One indicator; ``stories`` tells what all of them say, so that it is read once for all indicators."""
    release = current_release()
    assert release is not None  # noqa: S101  # addresses exist only for indicators of the adopted release
    indicator = release.indicator(code)
    top = top_level()
    city = release.geography.gemeente.code
    districts = [area.code for area in release.geography.listed(top)]
    key = key_figures([code], prefix="stad")[0]
    context = {
        "indicator": indicator,
        "structured": [structured_data.indicator(indicator, release, key.picture.sentence)],
        "subjects": [*of_themes([indicator.theme]), *of_periods(release.periods_of(code))],
        "path": indicator_path(indicator),
        "theme": next((theme for theme in themes() if theme.code == indicator.theme), None),
        "key": key,
        "told": pictures.figure_sentence(indicator, release.geography.gemeente, release.figure(code, city)),
        "comparison": pictures.intervals(release, code, top, link=area_path, id_prefix="d"),
        "maps": _maps(release, code, indicator.lowest_level, skip=top),
        "trend": pictures.trend(release, code, (city,), link=area_path, id_prefix="v")
        if len(release.periods_of(code)) > 1
        else None,
        "answers": pictures.answers(release, code, (city, *districts), link=area_path, id_prefix="a")
        if release.answers(code, city)
        else None,
        "groups": pictures.groups(release, code, city, id_prefix="p"),
        "challenges": challenges_for(indicator=code),
        "conversations": conversations_for(indicator=code),
        "mentions": told_with(indicator, stories()),
        "release": release,
        "frame": indicator_frame_path(indicator),
        **_reuse(code, indicator.title),
        "csv": f"{indicator_path(indicator)}{indicator.slug}.csv",
        "xlsx": f"{indicator_path(indicator)}{indicator.slug}.xlsx",
    }
    return render(request, "publication/indicator.html", context)


def _reuse(code: str, title: str) -> dict[str, Any]:
    """The code for a frame in the language of now, and how to cite the figure: in Dutch, as it was published."""
    language = spoken()
    with speaking(SOURCE):
        release = current_release()
        assert release is not None  # noqa: S101  # as above
        indicator, place = release.indicator(code), municipality()
        address = f"{settings.SITE_URL}{language.root}{indicator_path(indicator)}"
        facts = release.facts_of(code)
        # Invented figures are not the municipality's.
        publisher = facts.publisher if facts.simulated else place.publisher
        told = citation(facts, publisher=publisher, subject=indicator.title, address=address)
    frame = frame_code(indicator_frame_path(indicator), f"{unmarked(title)}, {place.name}")
    return {"code": frame, "citation": told, "code_is_dutch": unmarked(title) == indicator.title}


def _maps(release: FigureSource, code: str, lowest: AreaLevel, *, skip: AreaLevel) -> list[Picture]:
    """A map for every level on which the indicator may be shown, smallest areas first, the top level left out.

    One colour is one range of figures in all of them, where that tells areas apart.
    """
    levels = [
        level
        for level in reversed(municipality().geography.levels)
        if AreaLevel.GEMEENTE.fineness < level.fineness <= lowest.fineness and level != skip
    ]
    return [
        pictures.choropleth(release, code, level, levels_with=levels, link=area_path, id_prefix=level.value[0])
        for level in levels
    ]
