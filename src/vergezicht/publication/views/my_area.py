"""From a postcode, street or name to the page of an area; by POST, so that it stands in no address and no log."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from vergezicht.areas import Area, AreaLevel
from vergezicht.areas.finding import Finding, find_areas
from vergezicht.areas.postcodes import normal
from vergezicht.challenges.ground import municipality, postcodes, streets
from vergezicht.initiatives.open_forms.endpoint import open_form
from vergezicht.languages import say
from vergezicht.publication.search.words import SHORTEST_CORRECTED, nearest, stop_words, words
from vergezicht.stories.paths import area_path

MY_AREA = "/meedoen/mijn-buurt/"
_OFFERED = (AreaLevel.STADSDEEL, AreaLevel.WIJK)  # for who was not understood: few enough to read
_MOST_MEANT = 8


def finder() -> dict[str, str]:
    """What the form asks, gives as an example and looks for beside names of areas, by the tables that the municipality
    has; names it always knows."""
    if postcodes() is None and streets() is None:
        name = min((area.name for area in municipality().geography.at(AreaLevel.BUURT)), key=len)
        label, example, also = say("Naam van uw buurt of wijk"), say("bijvoorbeeld {name}", name=name), ""
    elif streets() is None:
        label, example, also = say("Uw postcode of buurt"), say("bijvoorbeeld 1234 AB"), say("postcode")
    elif postcodes() is None:
        label, example, also = say("Uw straat of buurt"), say("bijvoorbeeld Dorpsstraat 12"), say("straat")
    else:
        label, example = say("Uw postcode, straat of buurt"), say("bijvoorbeeld 1234 AB of Dorpsstraat 12")
        also = say("postcode en straat")
    return {"label": label, "example": example, "also": also or say("namen die erop lijken")}


@open_form
def my_area(request: HttpRequest) -> HttpResponse:
    """Straight to the area, or a choice when it is not certain which one is meant."""
    form = finder()
    if request.method != "POST":
        return render(request, "publication/my_area.html", {"finder": form})
    written = request.POST.get("waar", "")[:80]
    geography = municipality().geography
    finding = find_areas(written, geography, postcodes(), streets())
    if finding.exact and len(finding.found) == 1:
        response = HttpResponseRedirect(area_path(geography[finding.found[0].code]))
        response.status_code = 303
        return response
    context = {
        "finder": form,
        "written": written,
        "choices": _choices(finding),
        "exact": finding.exact,
        "wrong": _wrong(written, finding),
        "meant": [] if finding.found else _listed(_meant(written)),
        "levels": [] if finding.found else [(level, _listed(geography.listed(level))) for level in _OFFERED],
    }
    return render(request, "publication/my_area.html", context, status=200 if finding.found else 422)


def _choices(finding: Finding) -> list[dict[str, str]]:
    areas = ((municipality().geography[one.code], one.street) for one in finding.found)
    return [
        {"name": area.name, "path": area_path(area), "level": area.level.value, "street": street}
        for area, street in areas
    ]


def _meant(written: str) -> list[Area]:
    """The areas that have a word in their name that was written, or most likely meant by an error as a search sees
    through. A postcode is like no other.
    """
    if normal(written) is not None:
        return []
    geography = municipality().geography
    named: dict[str, list[Area]] = {}
    for area in geography.in_order(geography):
        for word in words(area.name):
            named.setdefault(word, []).append(area)
    how_often = {word: len(areas) for word, areas in named.items() if len(word) >= SHORTEST_CORRECTED}
    asked = [word for word in words(written) if word not in stop_words()]
    found = (word if word in how_often else nearest(word, how_often) for word in asked)
    return list(dict.fromkeys(area for word in found if word for area in named[word]))[:_MOST_MEANT]


def _listed(areas: Iterable[Area]) -> list[dict[str, str]]:
    return [{"name": area.name, "path": area_path(area), "level": area.level.value} for area in areas]


def _wrong(written: str, finding: Finding) -> str:
    if finding.found:
        return ""
    if normal(written) is not None:
        if postcodes() is None and streets() is None:
            return say("Postcodes kennen we hier niet. Schrijf de naam van uw buurt.")
        if postcodes() is None:
            return say("Postcodes kennen we hier niet. Schrijf een straat of buurt.")
        return say("Deze postcode kennen we niet in deze gemeente.")
    if streets() is None:
        if postcodes() is None:
            return say("Deze buurt of wijk kennen we niet. Op straat of postcode zoeken kan hier niet.")
        return say("Deze buurt of wijk kennen we niet. Op straat zoeken kan hier niet. Schrijf uw postcode.")
    return say("Dat kennen we niet in deze gemeente. Kijk of het goed geschreven is.")
