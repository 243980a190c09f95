"""A poster per area: what residents say there, and a code to its page. For the wall of a community centre."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vergezicht.areas import Area
from vergezicht.challenges.ground import current_release, indicators_of, municipality, themes
from vergezicht.challenges.judging.findings import Finding, each_once, find_outstanding
from vergezicht.figures import Figure, FigureSource, Indicator, Reference
from vergezicht.languages import noted, say, spoken
from vergezicht.languages.marks import own_words
from vergezicht.pictures import figure_sentence, source_line
from vergezicht.pictures.notation import sentences_joined
from vergezicht.publication.papers.prints import printed
from vergezicht.stories.paths import area_path

SIZES = ("a4", "a3")  # of every poster, also those of campaigns
_MOST = 4  # sentences on a poster


def poster_path(area: Area, size: str) -> str:
    """/buurten/berkum/poster-a4.pdf."""
    return f"{area_path(area)}poster-{size}.pdf"


def poster(request: HttpRequest, code: str, size: str) -> HttpResponse:
    """What stands out here among what residents said, in short sentences with where they are from and their year; where
    that is little, also the first figure of every other theme.

    The margins are on the page itself, and the poster says so.
    """
    place, area = municipality(), municipality().geography[code]
    release = current_release()
    found = _standing_out(release, area) if release is not None else []
    known = [(item.indicator, item.figure) for item in found]
    if release is not None:
        known += _of_other_themes(release, area, {item.indicator.theme for item in found})
    known = known[:_MOST]
    differs = {item.indicator.code: _differs(item, place.geography.gemeente) for item in found}
    shown = [
        sentences_joined(
            (figure_sentence(item, area, figure, as_frequency=True, margin=False), differs.get(item.code, ""))
        )
        for item, figure in known
    ]
    years = sorted({figure.period for _, figure in known})
    sources = dict.fromkeys(source_line(release, item, figure.period) for item, figure in known)
    data = {
        "paper": size,
        "title": area.name,
        "when": _when(years),
        "area": own_words(place.survey_name),
        "summary": "",
        "lines": shown or [say("Over deze buurt is te weinig bekend.")],
        "amount": "",
        "call": say("Wat doen we eraan? En wat kunt u doen?"),
        "address": f"{settings.SITE_URL}{spoken().root}{area_path(area)}",
        "phone": "",
        "source": " ".join([*sources, say("De marges staan op de pagina.")]) if sources else "",
        "example": place.example,
    } | own_words_of_a_poster()
    return HttpResponse(printed("poster.typ", data), content_type="application/pdf")


def _standing_out(release: FigureSource, area: Area) -> list[Finding]:
    """As on the page of the area; a poster says what neighbours said, so nothing that was only counted."""
    return [item for item in each_once(find_outstanding(release, area)) if item.indicator.question]


def _of_other_themes(release: FigureSource, area: Area, told: Collection[str]) -> list[tuple[Indicator, Figure]]:
    firsts = (
        next((item for item in indicators_of(theme.code) if item.question), None)
        for theme in themes()
        if theme.code not in told
    )
    return [
        (item, figure)
        for item in firsts
        if item is not None and (figure := release.figure(item.code, area.code)) is not None and figure.is_shown
    ]


def _differs(finding: Finding, city: Area) -> str:
    compared = finding.comparison
    if compared.reference == Reference.PREVIOUS_WAVE:
        words = noted("Dat is hoger dan in {period}."), noted("Dat is lager dan in {period}.")
    else:
        words = noted("Dat is hoger dan in de rest van {city}."), noted("Dat is lager dan in de rest van {city}.")
    return say(words[compared.verdict.sign < 0], city=city.name, period=compared.reference_period)


def _when(years: list[str]) -> str:
    """Above the figures; nobody said anything where there are none."""
    if not years:
        return say("Uw buurt")
    return say("Dit zeiden uw buren in {year}", year=years[0]) if len(years) == 1 else say("Dit zeggen uw buren")


def own_words_of_a_poster() -> dict[str, Any]:
    """What every poster and card says of itself, also those of a campaign."""
    return {
        "words": {
            "scan": say("Scan de code, of ga naar"),
            "example": say("Voorbeeldinhoud"),
        },
    }
