"""A poster per area: what residents say there, and a code to its page. For the wall of a community centre."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vergezicht.areas import Area
from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.languages import say, spoken
from vergezicht.languages.marks import own_words
from vergezicht.pictures import figure_sentence, source_line
from vergezicht.publication.papers.prints import printed
from vergezicht.stories.paths import area_path

SIZES = ("a4", "a3")  # of every poster, also those of campaigns
_MOST = 4  # sentences on a poster


def poster_path(area: Area, size: str) -> str:
    """/buurten/berkum/poster-a4.pdf."""
    return f"{area_path(area)}poster-{size}.pdf"


def poster(request: HttpRequest, code: str, size: str) -> HttpResponse:
    """The first figure of every theme that has one here, in short sentences with where they are from and their year.

    The margins are on the page itself, and the poster says so.
    """
    place, area = municipality(), municipality().geography[code]
    release = current_release()
    wanted = [
        next((item.code for item in release.indicators if item.theme == theme.code and item.question), None)
        for theme in (themes() if release is not None else ())
    ]
    known = [
        (release.indicator(item), figure)
        for item in wanted
        if item and (figure := release.figure(item, code)) is not None and figure.is_shown
    ][:_MOST]
    shown = [figure_sentence(item, area, figure, as_frequency=True, margin=False) for item, figure in known]
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
