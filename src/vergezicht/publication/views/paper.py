"""The step plan of an area on paper: a tagged PDF with a QR code, the same bytes as long as its words are the same."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.rules import rules
from vergezicht.publication.prints import printed
from vergezicht.stories.paths import area_path


def steps_path(area: Area) -> str:
    """Where the plan of an area stands; a buurt uses that of its wijk."""
    if area.level == AreaLevel.BUURT:
        area = municipality().geography.ancestor(area.code, AreaLevel.WIJK) or municipality().geography.gemeente
    return f"/begin{area_path(area)}stappenplan.pdf"


def steps(request: HttpRequest, code: str) -> HttpResponse:
    """How to begin something in this area, on one page."""
    area = municipality().geography[code]
    data = {
        "title": "Begin iets in uw buurt",
        "area": area.name,
        "kind": str(area.level),
        "lead": f"U hoeft het niet alleen te doen. U krijgt binnen {rules().answer_days} dagen antwoord.",
        "steps": [{"title": item.title, "text": item.text} for item in rules().steps],
        "contacts": [
            {"role": item.role, "phone": item.phone, "about": item.about} for item in rules().contacts_for(area)
        ],
        "address": f"{settings.SITE_URL}/begin{area_path(area)}",
    }
    return HttpResponse(printed("steps.typ", data), content_type="application/pdf")
