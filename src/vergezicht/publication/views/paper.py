"""The step plan of an area on paper: a tagged PDF with a QR code, the same bytes as long as its words are the same."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.rules import Contact, rules
from vergezicht.languages import say, spoken
from vergezicht.languages.marks import capitalised, own_words
from vergezicht.publication.papers.prints import printed
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
        "title": say("Begin iets in uw buurt"),
        "area": f"{capitalised(say(area.level.value))} {area.name}",
        "lead": say(
            "U hoeft het niet alleen te doen. U krijgt binnen {days} dagen antwoord.", days=rules().answer_days
        ),
        "steps": [{"title": own_words(item.title), "text": own_words(item.text)} for item in rules().steps],
        "contacts": [_contact(item) for item in rules().contacts_for(area)],
        "address": f"{settings.SITE_URL}{spoken().root}/begin{area_path(area)}",
        "words": {
            "whom": say("Wie kunt u bellen?"),
            "phone": say("Op uw telefoon"),
            "scan": say("Scan de code, of ga naar"),
        },
    }
    return HttpResponse(printed("steps.typ", data), content_type="application/pdf")


def _contact(contact: Contact) -> dict[str, str]:
    return {
        "role": own_words(contact.role),
        "phone": say("telefoon {number}", number=contact.phone) if contact.phone else "",
        "about": own_words(contact.about),
    }
