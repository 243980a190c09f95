"""Meeting places: an overview with what is missing where, a list per area, and the register as open data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.initiatives.models import MeetingPlace
from vergezicht.initiatives.places.export import places_csv, places_geojson, places_json_ld
from vergezicht.initiatives.queries import Supply, all_places, places_in, supply_of
from vergezicht.initiatives.rules import rules
from vergezicht.languages import say
from vergezicht.pictures import Picture
from vergezicht.pictures.markers import markers
from vergezicht.pictures.notation import figure_text, margin_text
from vergezicht.publication.pages import structured_data
from vergezicht.publication.pages.subjects import of_areas
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path, places_path
from vergezicht.stories.present import key_figures


@dataclass(frozen=True)
class Need:
    """One row of "what is missing where": what there is, and what residents say about meeting."""

    supply: Supply
    path: str
    figures: list[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """The places under one area; the first has the number ``first``, on the map too."""

    area: Area
    path: str
    places: list[MeetingPlace]
    first: int


def overview(request: HttpRequest) -> HttpResponse:
    """The register: first what is missing where, then every place under its stadsdeel."""
    geography, places = municipality().geography, all_places()
    groups: list[Group] = []
    numbered: list[MeetingPlace] = []
    largest = geography.listed(top_level())
    for area in largest:
        listed = [place for place in places_in(area, places) if _home(place, largest) == area.code]
        groups.append(Group(area, places_path(area), listed, len(numbered) + 1))
        numbered += listed
    placed = {place.pk for place in numbered}
    level = AreaLevel.WIJK if geography.at(AreaLevel.WIJK) else top_level()
    context = {
        "structured": [structured_data.places()],
        "groups": groups,
        "map": _map(numbered),
        "rest": [place for place in places if place.pk not in placed],
        "needs": [_need(area, places) for area in geography.listed(level)],
        "level": level,
        "indicators": _indicators(),
        "supply": supply_of(geography.gemeente, places),
        "period": _period(),
    }
    return render(request, "publication/places.html", context)


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The places of one area, with what residents say about meeting there."""
    area = municipality().geography[code]
    places = places_in(area, all_places())
    context = {
        "area": area,
        "structured": structured_data.meeting_places(places),
        "subjects": of_areas([code]),
        "path": area_path(area),
        "places": places,
        "supply": supply_of(area, places),
        "key_figures": key_figures(rules().meeting_indicators, area=code, prefix="o"),
    }
    return render(request, "publication/places_area.html", context)


def csv(request: HttpRequest) -> HttpResponse:
    return _file(places_csv, "text/csv; charset=utf-8")


def geojson(request: HttpRequest) -> HttpResponse:
    return _file(places_geojson, "application/geo+json")


def json_ld(request: HttpRequest) -> HttpResponse:
    return _file(places_json_ld, "application/ld+json")


def _file(write: Callable[[list[MeetingPlace]], str], content_type: str) -> HttpResponse:
    return HttpResponse(write(list(MeetingPlace.objects.all())), content_type=content_type)


def _map(numbered: list[MeetingPlace]) -> Picture | None:
    release = current_release()
    if release is None or not numbered:
        return None
    listed = [(place.area, place.name) for place in numbered]
    return markers(release, listed, title=say("Waar buren elkaar ontmoeten"), id_prefix="plekken")


def _home(place: MeetingPlace, areas: tuple[Area, ...]) -> str | None:
    """The one area under which a place is listed: the first of those it shares ground with."""
    return next((area.code for area in areas if places_in(area, [place])), None)


def _period() -> str:
    """Of when the figures on meeting are, when they are all of one moment; else each of its own latest."""
    release = current_release()
    codes = [code for code in rules().meeting_indicators if release is not None and release.has_indicator(code)]
    return ", ".join(sorted({release.latest_of(code) for code in codes})) if release else ""


def _indicators() -> list[str]:
    release = current_release()
    codes = [code for code in rules().meeting_indicators if release is not None and release.has_indicator(code)]
    return [release.indicator(code).title for code in codes] if release else []


def _need(area: Area, places: list[MeetingPlace]) -> Need:
    release = current_release()
    figures = []
    for code in rules().meeting_indicators:
        if release is not None and release.has_indicator(code):
            indicator, figure = release.indicator(code), release.figure(code, area.code)
            shown = figure is not None and figure.value is not None
            figures.append((figure_text(indicator, figure), margin_text(indicator, figure) if shown else ""))
    return Need(supply_of(area, places), places_path(area), figures)
