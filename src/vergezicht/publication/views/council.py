"""For the council: motions and promises with their state, what was promised and done, and the papers per area."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import CouncilItem, Cycle
from vergezicht.challenges.queries import challenges_for, public_challenges
from vergezicht.initiatives.models import PlaceState
from vergezicht.initiatives.queries import all_places, places_in, public_initiatives
from vergezicht.publication import sheets
from vergezicht.publication.editable import MEDIA_TYPE
from vergezicht.stories.overview import top_level

ROOT = "/raad/"


@dataclass(frozen=True)
class District:
    """One row: an area with its paper, to print and to edit, and what there is of challenges, places and plans."""

    area: Area
    paper: str
    document: str
    challenges: int
    places: int
    plans: int


def overview(request: HttpRequest) -> HttpResponse:
    """Everything the council asks after, on one page."""
    context = {
        "items": public_items(),
        "districts": _districts(),
        "cycles": Cycle.objects.order_by("-starts"),
        "note": sheets.COUNCIL_NOTE,
    }
    return render(request, "publication/council.html", context)


def note(request: HttpRequest) -> HttpResponse:
    return _pdf(sheets.council_note(public_items()))


def sheet(request: HttpRequest, code: str) -> HttpResponse:
    return _pdf(sheets.area_sheet(municipality().geography[code]))


def document(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse(sheets.area_document(municipality().geography[code]), content_type=MEDIA_TYPE)


def public_items() -> QuerySet[CouncilItem]:
    """Public motions and promises, with their steps and the public challenges that carry them out."""
    challenges = Prefetch("challenges", public_challenges().select_related("cycle").prefetch_related("checks"))
    return CouncilItem.objects.filter(is_public=True).prefetch_related("steps", challenges)


def _districts() -> list[District]:
    geography, places, plans = municipality().geography, all_places(), list(public_initiatives())
    rows = []
    for area in geography.at(top_level()):
        inside = {area.code, *(item.code for item in geography.members(area.code))}
        here = [place for place in places_in(area, places) if place.state == PlaceState.OPEN]
        count = sum(bool(inside & set(item.areas)) for item in plans)
        papers = (sheets.sheet_path(area), sheets.document_path(area))
        rows.append(District(area, *papers, len(challenges_for(area=area.code)), len(here), count))
    return rows


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf")
