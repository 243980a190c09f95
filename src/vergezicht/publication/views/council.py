"""For the council: motions and promises with their state, what was promised and done, and the papers per area."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Challenge, CouncilItem, Cycle
from vergezicht.challenges.queries import all_challenges, challenges_for, public_challenges
from vergezicht.publication.papers import sheets
from vergezicht.publication.papers.editable import MEDIA_TYPE
from vergezicht.publication.residents import Line, account
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path

ROOT = "/raad/"


@dataclass(frozen=True)
class District:
    """One row: an area with its paper, to print and to edit, its challenges and what residents started there."""

    area: Area
    paper: str
    document: str
    challenges: list[Challenge]
    residents: Line


def overview(request: HttpRequest) -> HttpResponse:
    """Everything the council asks after, on one page."""
    districts = _districts()
    listed = {challenge.pk for row in districts for challenge in row.challenges}
    context = {
        "items": public_items(),
        "districts": districts,
        "elsewhere": [challenge for challenge in all_challenges() if challenge.pk not in listed],
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
    lines = {line.path: line for line in account().areas}
    return [
        District(
            area,
            sheets.sheet_path(area),
            sheets.document_path(area),
            challenges_for(area=area.code),
            lines[area_path(area)],
        )
        for area in municipality().geography.listed(top_level())
    ]


def _pdf(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf")
