"""A poster per area: what residents say there, and a code to its page. For the wall of a community centre."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, indicators_of, municipality, themes
from vergezicht.challenges.judging.findings import Finding, each_once, find_outstanding
from vergezicht.challenges.queries import challenges_for
from vergezicht.figures import Figure, FigureSource, Indicator, Reference
from vergezicht.languages import noted, say, spoken
from vergezicht.languages.marks import kept, own_words
from vergezicht.pictures import figure_sentence, source_line
from vergezicht.pictures.locator import locator
from vergezicht.pictures.notation import short_figure
from vergezicht.pictures.sentences import place
from vergezicht.publication.pages.around import nearest_told
from vergezicht.publication.papers.drawings import standing_alone
from vergezicht.publication.papers.prints import printed
from vergezicht.stories.paths import area_path

SIZES = ("a4", "a3")  # of every poster, also those of campaigns
_MOST = 4  # figures on a poster
_MOST_WORK = 3
_MAP = 150.0  # px of the map, as wide as on a page


def poster_path(area: Area, size: str) -> str:
    """/buurten/berkum/poster-a4.pdf."""
    return f"{area_path(area)}poster-{size}.pdf"


def poster(request: HttpRequest, code: str, size: str) -> HttpResponse:
    """What stands out here among what residents said, in large figures and short sentences; where that is little, also
    the first figure of every other theme; and where nothing is known, the same of the nearest area that has figures.

    The margins are on the page itself, and the poster says so.
    """
    facts, area = municipality(), municipality().geography[code]
    release, told = current_release(), area
    figures = _figures(release, area) if release is not None else []
    if not figures and release is not None and (nearest := nearest_told(area)) is not None:
        told, figures = nearest, _figures(release, nearest)
    years = sorted({item.figure.period for item in figures})
    sources = dict.fromkeys(source_line(release, item.indicator, item.figure.period) for item in figures)
    data = {
        "paper": size,
        "title": area.name,
        "when": _when(area, years, is_known=told == area),
        "area": own_words(facts.survey_name),
        "summary": _of_whom(told, years) if told != area else "",
        "figures": [item.on_paper(told) for item in figures],
        "lines": [],
        "work": _work(area),
        "amount": "",
        "call": say("Wat doen we eraan? En wat kunt u doen?"),
        "address": f"{settings.SITE_URL}{spoken().root}{area_path(area)}",
        "phone": "",
        "source": " ".join([*sources, say("De marges staan op de pagina.")]) if sources else "",
        "example": facts.example,
    } | own_words_of_a_poster()
    return HttpResponse(printed_poster(data, area), content_type="application/pdf")


def printed_poster(data: Mapping[str, Any], area: Area) -> bytes:
    """A poster with, beside its title, where the area lies; the municipality as a whole needs no map of itself."""
    release = current_release()
    if release is None or area.level == AreaLevel.GEMEENTE:
        return printed("poster.typ", {**data, "map": ""})
    drawn = locator(release, area.code, id_prefix="plek")
    return printed("poster.typ", {**data, "map": drawn.alt}, map_svg=standing_alone(drawn.svg, width=_MAP))


@dataclass(frozen=True)
class _Shown:
    """A figure on a poster, and how it differs when that is why it is there."""

    indicator: Indicator
    figure: Figure
    finding: Finding | None = None

    def on_paper(self, area: Area) -> dict[str, str]:
        """Large, in a sentence, and the difference with "up" or "down" for its sign."""
        return {
            "amount": short_figure(self.indicator, self.figure),
            "sentence": figure_sentence(self.indicator, area, self.figure, as_frequency=True, margin=False),
            "sign": ("down" if self.finding.comparison.verdict.sign < 0 else "up") if self.finding else "",
            "differs": _differs(self.finding) if self.finding else "",
        }


def _figures(release: FigureSource, area: Area) -> list[_Shown]:
    found = _standing_out(release, area)
    others = _of_other_themes(release, area, {item.indicator.theme for item in found})
    shown = [_Shown(item.indicator, item.figure, item) for item in found]
    return [*shown, *(_Shown(indicator, figure) for indicator, figure in others)][:_MOST]


def _work(area: Area) -> dict[str, Any]:
    """The wijkopgaven of the area by name; how they stand would be old before the poster comes off the wall."""
    found = challenges_for(area=area.code) if area.level != AreaLevel.GEMEENTE else []
    more = len(found) - _MOST_WORK
    return {
        "title": say("Hier werken we samen aan"),
        "lines": [kept(item.title) for item in found[:_MOST_WORK]],
        "more": say("En nog {count}.", count=more) if more > 0 else "",
    }


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


def _differs(finding: Finding) -> str:
    compared, city = finding.comparison, municipality().geography.gemeente
    if compared.reference == Reference.PREVIOUS_WAVE:
        words = noted("Dat is hoger dan in {period}."), noted("Dat is lager dan in {period}.")
    else:
        words = noted("Dat is hoger dan in de rest van {city}."), noted("Dat is lager dan in de rest van {city}.")
    return say(words[compared.verdict.sign < 0], city=city.name, period=compared.reference_period)


def _when(area: Area, years: list[str], *, is_known: bool) -> str:
    """Above the figures: of whom and when, or that nobody can say."""
    if not is_known or not years:
        return say("Over {area} is te weinig bekend.", area=area.name)
    return say("Dit zeiden uw buren in {year}", year=years[0]) if len(years) == 1 else say("Dit zeggen uw buren")


def _of_whom(told: Area, years: list[str]) -> str:
    if len(years) == 1:
        return say("Dit zeiden bewoners van {place} in {year}", place=place(told), year=years[0])
    return say("Dit zeggen bewoners van {place}", place=place(told))


def own_words_of_a_poster() -> dict[str, Any]:
    """What every poster and card says of itself, also those of a campaign."""
    return {
        "words": {
            "scan": say("Scan de code, of ga naar"),
            "example": say("Voorbeeldinhoud"),
        },
    }
