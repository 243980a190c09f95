"""What readers send: a notice about a page, a question, a correction of a place; and what a submitter does by code."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from vergezicht.initiatives.models import Contact, LetterKind, MeetingPlace, NoticeReason, PlaceState
from vergezicht.initiatives.moderation import may_appeal, relay, send_letter, write_to
from vergezicht.initiatives.open_forms.codes import one_person
from vergezicht.initiatives.open_forms.endpoint import fresh, message, open_form, show
from vergezicht.initiatives.open_forms.fields import clean_text
from vergezicht.initiatives.open_forms.forms import CorrectionForm, MessageForm, NoticeForm, QuestionForm
from vergezicht.initiatives.open_forms.limits import allow, exhausted, network
from vergezicht.initiatives.open_forms.submitting import chosen_language, hand_over, may_hand_over, take_over
from vergezicht.initiatives.queries import may_be_written_to, public_initiatives
from vergezicht.initiatives.states import InitiativeState
from vergezicht.languages import noted, say
from vergezicht.languages.marks import kept

_BUSY = noted("Er kwam veel binnen van dit netwerk. Probeer het over een uur opnieuw.")
_PATH = re.compile(r"/(?=.{0,190}\Z)(?:[a-z0-9_.-]+/)*[a-z0-9_.-]*")  # one of our own: //other.example is none


@open_form
def notice(request: HttpRequest) -> HttpResponse:
    """Report a page; from the register of meeting places: a place that is not in it."""
    given = request.POST.get("about", "") or request.GET.get("pagina", "")
    about = given if _PATH.fullmatch(given) else ""
    missing = about.startswith("/ontmoetingsplekken/")
    form = NoticeForm(request.POST or None, missing=missing)
    if request.method != "POST" or not fresh(form, request):
        title = say("Meld een plek die ontbreekt") if missing else say("Meld een pagina")
        return show(request, "letter", _page(title, "/meedoen/melden/", form, about=about))
    if not allow("bericht-netwerk", network(request)):
        return message(request, say("Even geduld"), say(_BUSY), status=429)
    values = form.cleaned_data
    reason = values.get("reason", NoticeReason.OTHER)
    send_letter(LetterKind.NOTICE, about=about, reason=reason, text=values["text"], address=values["address"])
    told = say("Wij kijken ernaar. Wat niet mag, halen we weg.")
    if missing:
        told = say("Iemand kijkt het na. Klopt het, dan komt de plek in de lijst.")
    return message(request, say("Dank u wel"), told, back=about or "/")


@open_form
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask or remark something about an initiative."""
    initiative = public_initiatives().filter(slug=slug).first()
    if initiative is None:
        raise Http404
    form = QuestionForm(request.POST or None)
    title = say("Vraag over {title}", title=kept(initiative.title))
    if request.method != "POST" or not fresh(form, request):
        return show(
            request,
            "letter",
            _page(title, f"/meedoen/vraag/{slug}/", form, back=(f"/initiatieven/{slug}/", kept(initiative.title))),
        )
    if not allow("bericht-netwerk", network(request)):
        return message(request, say("Even geduld"), say(_BUSY), status=429)
    values = form.cleaned_data
    send_letter(LetterKind.QUESTION, initiative=initiative, text=values["text"], address=values["address"])
    told = say("Uw vraag komt met het antwoord op de site.")
    return message(request, say("Dank u wel"), told, back=f"/initiatieven/{slug}/")


@open_form
def neighbour(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to whoever started an initiative: it goes by mail, their address is shown to nobody."""
    initiative = public_initiatives().filter(slug=slug).first()
    if initiative is None or not may_be_written_to(initiative):
        raise Http404
    form = MessageForm(request.POST or None)
    back = (f"/initiatieven/{slug}/", kept(initiative.title))
    if request.method != "POST" or not fresh(form, request):
        title = say("Schrijf over {title}", title=kept(initiative.title))
        return show(request, "letter", _page(title, f"/meedoen/bericht/{slug}/", form, back=back))
    if not (allow("bericht-netwerk", network(request)) and allow("bericht-indiener", slug)):
        return message(
            request, say("Even geduld"), say("Er kwam vandaag al veel binnen. Probeer het morgen."), status=429
        )
    values = form.cleaned_data
    relay(initiative, text=values["text"], address=values["address"], once=request.POST["token"])
    return message(request, say("Verstuurd"), say("De indiener krijgt uw bericht per mail."), back=back[0])


@open_form
def correction(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose what should be put right about a meeting place."""
    place = get_object_or_404(MeetingPlace.objects.exclude(state=PlaceState.GONE), slug=slug)
    form = CorrectionForm(request.POST or None, place=place)
    if request.method != "POST" or not fresh(form, request):
        back = ("/ontmoetingsplekken/", say("Ontmoetingsplekken"))
        return show(
            request,
            "letter",
            _page(say("Verbeter {name}", name=kept(place.name)), f"/meedoen/verbeter/{slug}/", form, back=back),
        )
    if not allow("bericht-netwerk", network(request)):
        return message(request, say("Even geduld"), say(_BUSY), status=429)
    values = form.cleaned_data
    send_letter(LetterKind.CORRECTION, place=place, text=values["text"], fields=form.proposed(values))
    return message(
        request, say("Dank u wel"), say("Iemand kijkt het na. Daarna staat het goed."), back="/ontmoetingsplekken/"
    )


def _page(
    title: str, action: str, form: Any, *, about: str = "", back: tuple[str, str] | None = None
) -> dict[str, Any]:
    """``back`` is the address and name of the page it is about."""
    fields = [field for field in form if field.name != "website"]
    return {"heading": title, "action": action, "form": form, "fields": fields, "about": about, "back": back}


@open_form
def handed(request: HttpRequest) -> HttpResponse:
    """Whoever takes an initiative over types the code from the mail."""
    if request.method != "POST":
        return show(request, "take_over", {})
    where = network(request)
    if exhausted("code-netwerk", where):
        return message(request, say("Even geduld"), say("Er zijn te veel verkeerde codes ingevuld."), status=429)
    contact = take_over(request.POST.get("code", ""))
    if contact is None:
        allow("code-netwerk", where)
        return show(request, "take_over", {"wrong": True})
    text = say("U bent nu het contact van ‘{title}’. Bewaar uw code.", title=kept(contact.initiative.title))
    return message(request, say("Overgenomen"), text, back="/meedoen/code/")


def by_submitter(request: HttpRequest, contact: Contact, action: str) -> dict[str, Any] | None:
    """What the one with the code may do besides changing: appeal, hand over, tell whether it is still there.

    Returns what their page says about it; None when this is none of those.
    """
    initiative = contact.initiative
    if action == "bezwaar" and may_appeal(initiative):
        text = clean_text(request.POST.get("bezwaar", ""))[:2000]
        if not text:
            return {"trouble": say("Vertel waarom u het er niet mee eens bent.")}
        send_letter(LetterKind.APPEAL, initiative=initiative, text=text)
        return {"told": say("Uw bezwaar is ontvangen. Iemand anders kijkt er opnieuw naar.")}
    if action in {"berichten-aan", "berichten-uit"}:
        contact.takes_messages = action == "berichten-aan"
        contact.save(update_fields=["takes_messages"])
        return {
            "told": say("Berichten van buren staan aan.")
            if contact.takes_messages
            else say("Berichten van buren staan uit.")
        }
    if action == "draag-over" and may_hand_over(initiative):
        return _hand_over(contact, request.POST.get("nieuw_adres", "").strip())
    if action in {"nog-daar", "niet-meer"} and initiative.state in {
        InitiativeState.REALISED,
        InitiativeState.MAINTAINED,
    }:
        if action == "niet-meer":
            send_letter(LetterKind.GONE, initiative=initiative)
            return {"told": say("Dank u wel. Wij werken het bij.")}
        initiative.still_there_on = timezone.localdate()
        initiative.save(update_fields=["still_there_on", "changed_at"])
        return {"told": say("Fijn dat het er nog is. Dat staat nu op de site.")}
    return None


def _hand_over(contact: Contact, address: str) -> dict[str, Any]:
    try:
        validate_email(address)
    except ValidationError:
        return {"trouble": say("Vul het mailadres in van wie het overneemt.")}
    if not allow("mail-adres", one_person(address)):
        return {"trouble": say("Er ging vandaag al veel mail naar dit adres. Probeer het morgen.")}
    code = hand_over(contact, address)
    write_to(
        address, f"overdracht-{contact.initiative.hand_over.code_hash[:16]}", "hand_over",
        {"initiative": contact.initiative, "code": code}, language=chosen_language(address),
    )  # fmt: skip
    return {"told": say("Wie het overneemt, krijgt een mail met een code. Tot die is gebruikt, blijft u het contact.")}
