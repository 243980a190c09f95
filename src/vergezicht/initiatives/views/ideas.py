"""Hand in an idea, and come back to it with the code."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.lifecycle import erase, move
from vergezicht.initiatives.mail import send
from vergezicht.initiatives.models import Contact, Precision
from vergezicht.initiatives.moderation import may_appeal
from vergezicht.initiatives.open_forms.codes import one_person, opened, sealed
from vergezicht.initiatives.open_forms.endpoint import fresh, message, open_form, show
from vergezicht.initiatives.open_forms.forms import AddressForm, IdeaForm
from vergezicht.initiatives.open_forms.limits import allow, exhausted, network
from vergezicht.initiatives.open_forms.photos import Photo, reencode
from vergezicht.initiatives.open_forms.submitting import (
    SUBMITTER,
    by_code,
    confirm,
    is_complete,
    keep_language,
    may_change,
    may_hand_over,
    readdress,
    renew_codes,
    start,
    submit,
    unconfirmed,
    write,
)
from vergezicht.initiatives.points import area_at, is_within, map_of, read_point, tap_in
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party, next_states
from vergezicht.initiatives.views.letters import by_submitter
from vergezicht.languages import noted, say

QUESTIONS = (
    (noted("1. Wat wilt u beginnen?"), ("title", "summary", "body")),
    (noted("2. Wat voor idee is het?"), ("kind", "category")),
    (noted("3. Waar?"), ("area", "precision", "street", "point")),
    (noted("4. Wat is ervoor nodig?"), ("needs", "challenge")),
    (noted("5. Heeft u een foto of tekening?"), ("photo", "photo_alt")),
    (noted("6. Hoe bereiken we u?"), ("name_mode", "public_name", "address")),
)
_UNSENT = noted("De mail met uw code kon niet worden verstuurd. Probeer het later, of bel ons.")
_BUSY = noted("Er kwam veel binnen van dit netwerk of dit adres. Probeer het morgen opnieuw, of bel ons.")


def _ask(request: HttpRequest, form: IdeaForm, **more: Any) -> HttpResponse:
    """The form with its questions, and the map of the area that is chosen in it."""
    area, point = form["area"].value() or "", form["point"].value() or ""
    try:
        found = read_point(str(point)) if point else None
    except ValidationError:
        found = None
    context = {
        "form": form,
        "questions": questions(form),
        "map": map_of(area, found),
        "days": rules().answer_days,
        "place_open": bool(point) or on_the_map(request) or form["precision"].value() == Precision.POINT,
    }
    return show(request, "idea", context | more)


def on_the_map(request: HttpRequest) -> bool:
    """Whether the form came for its map: a tap, or the wish to see another area."""
    return tap_in(request.POST) is not None or request.POST.get("action") == "kaart"


def placed(posted: QueryDict) -> dict[str, Any]:
    """What was filled in so far, with the area or the point that was tapped."""
    values: dict[str, Any] = {**posted.dict(), "needs": posted.getlist("needs")}
    tap, shown = tap_in(posted), map_of(posted.get("kaart_gebied", ""))
    if tap is None or shown is None:
        return values
    point = shown.tapped(*tap)
    under = area_at(point)
    if under is None:
        return values
    if not shown.is_whole:
        values |= {"point": str(point), "precision": Precision.POINT.value}
    if shown.is_whole or not is_within(point, values.get("area", "")):
        values["area"] = under.code
    return values


def questions(form: IdeaForm) -> list[tuple[str, list[Any]]]:
    """The six parts with their fields, as the template shows them."""
    return [(say(title), [form[name] for name in names if name in form.fields]) for title, names in QUESTIONS]


@open_form
def nowhere(request: HttpRequest, unknown: str) -> HttpResponse:
    """An address that leads nowhere gets the page of this site, not that of the framework."""
    raise Http404


@open_form
def idea(request: HttpRequest) -> HttpResponse:
    """The form for a new idea; POST keeps a draft and mails its code."""
    if request.method != "POST":
        return _ask(request, IdeaForm(initial={"area": _known_area(request.GET.get("gebied", ""))}))
    if on_the_map(request):
        return _ask(request, IdeaForm(initial=placed(request.POST)))
    draft = request.POST.get("action") == "bewaar"
    form = IdeaForm(request.POST, request.FILES, draft=draft)
    photo = _photo(form)
    if not fresh(form, request):
        return _ask(request, form)
    address = form.cleaned_data["address"]
    if not (allow("idee-netwerk", network(request)) and allow("mail-adres", one_person(address))):
        return message(request, say("Even geduld"), say(_BUSY), status=429)
    initiative, code = start(form.cleaned_data, photo, submits=not draft)
    context = {"code": code, "submits": not draft, "days": rules().unconfirmed_days}
    if not send("code", address, context):
        erase(initiative)
        form.add_error(None, say(_UNSENT))
        return _ask(request, form)
    return _mailed(initiative.pk, submits=not draft)


# What somebody did just before the code is asked for: handed in an idea, kept one, or asked for a new code.
_BEFORE_CODE = ("ingevuld", "bewaard", "verstuurd")
_TICKET_SECONDS, _CORRECTION_SECONDS = 15 * 60, 60 * 60


@open_form
def code(request: HttpRequest) -> HttpResponse:
    """Type the code: the first time it confirms the address, after that it opens the idea again."""
    if request.method != "POST":
        after = next((step for step in _BEFORE_CODE if step in request.GET), "")
        return show(request, "code", {"after": after, **_sent_to(request.GET.get(after, ""))})
    contact = _by_code(request)
    if isinstance(contact, HttpResponse):
        return contact
    first = contact.confirmed_at is None
    submitted = confirm(contact)
    contact.initiative.refresh_from_db()
    return _own(request, contact, first=first, submitted=submitted)


def _mailed(initiative: int, *, submits: bool) -> HttpResponse:
    """On to the code, with a ticket that tells once to what address it went; the address itself is in no address."""
    ticket = sealed({"initiative": initiative, "once": token_urlsafe(9)}, purpose="gemaild")
    return redirect(f"/meedoen/code/?{'ingevuld' if submits else 'bewaard'}={ticket}")


def _sent_to(ticket: str) -> dict[str, Any]:
    """The address that a ticket tells, and the form to correct it; nothing the second time, as from a history or a
    log."""
    told = opened(ticket, purpose="gemaild", seconds=_TICKET_SECONDS)
    contact = unconfirmed(told["initiative"]) if told and allow("formulier", ticket) else None
    return _correcting(contact, AddressForm()) if contact else {}


def _correcting(contact: Contact, form: AddressForm) -> dict[str, Any]:
    carried = sealed({"initiative": contact.initiative_id}, purpose="ander-adres")
    return {"sent_to": contact.address, "form": form, "carried": carried}


@open_form
def other_address(request: HttpRequest) -> HttpResponse:
    """Whoever typed a wrong address gives another before it is confirmed; it takes the place of the first."""
    carried = opened(request.POST.get("carried", ""), purpose="ander-adres", seconds=_CORRECTION_SECONDS)
    contact = unconfirmed(carried["initiative"]) if carried else None
    if contact is None:
        return redirect("/meedoen/code/")
    form = AddressForm(request.POST)
    context = {"after": "ingevuld" if contact.submits else "bewaard", **_correcting(contact, form)}
    if not fresh(form, request):
        return show(request, "code", context)
    address = form.cleaned_data["address"]
    if not (allow("mail-netwerk", network(request)) and allow("mail-adres", one_person(address))):
        return message(request, say("Even geduld"), say(_BUSY), status=429)
    with transaction.atomic():
        told = {"code": readdress(contact, address), "submits": contact.submits, "days": rules().unconfirmed_days}
        is_sent = send("code", address, told)
        transaction.set_rollback(not is_sent)
    if not is_sent:
        form.add_error(None, say(_UNSENT))
        return show(request, "code", context)
    return _mailed(contact.initiative_id, submits=contact.submits)


@open_form
def own(request: HttpRequest) -> HttpResponse:
    """See, change, hand in, withdraw or erase with the code, which travels in the form and nowhere else."""
    if request.method != "POST":
        return redirect("/meedoen/code/")
    contact = _by_code(request)
    if isinstance(contact, HttpResponse):
        return contact
    if contact.confirmed_at is None:  # a code that was never typed on its own page opens nothing
        return redirect("/meedoen/code/")
    initiative, action = contact.initiative, request.POST.get("action", "")
    if action == "wijzig" and may_change(initiative):
        form = IdeaForm(known=True)
        form.initial_from(initiative)
        return _change(request, contact, form)
    if on_the_map(request) and may_change(initiative):
        return _change(request, contact, IdeaForm(initial=placed(request.POST), known=True))
    if action in {"bewaar", "verstuur"} and may_change(initiative):
        form = IdeaForm(request.POST, request.FILES, known=True, draft=action == "bewaar" and _is_draft(contact))
        photo = _photo(form)
        if not fresh(form, request):
            return _change(request, contact, form)
        write(initiative, form.cleaned_data, photo)
        submitted = action == "verstuur" and submit(initiative)
        return _own(request, contact, changed=True, submitted=submitted)
    more = by_submitter(request, contact, action)
    if more is not None:
        return _own(request, contact, **more)
    if action in {"trek-in", "wis"} and not request.POST.get("zeker"):
        return _own(request, contact, unsure=True)
    if action == "wis":
        erase(initiative)
        return message(
            request,
            say("Gewist"),
            say("Uw gegevens en uw tekst zijn weg. Van de site verdwijnt het bij de volgende editie."),
        )
    if action == "trek-in" and InitiativeState.WITHDRAWN in next_states(initiative.state, Party.SUBMITTER):
        move(initiative, InitiativeState.WITHDRAWN, party=Party.SUBMITTER, role=SUBMITTER)
    return _own(request, contact)


@open_form
def lost_code(request: HttpRequest) -> HttpResponse:
    """Mail new codes. The answer is the same whether or not the address is known."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not fresh(form, request):
        return show(request, "lost_code", {"form": form})
    address = form.cleaned_data["address"]
    if not allow("mail-netwerk", network(request)):
        return message(request, say("Even geduld"), say(_BUSY), status=429)
    if allow("mail-adres", one_person(address)):
        for confirmed, codes in renew_codes(address).items():
            send("new_code", confirmed, {"codes": codes})
    return redirect("/meedoen/code/?verstuurd")


def _known_area(code: str) -> str:
    return code if code in municipality().geography else ""


def _is_draft(contact: Contact) -> bool:
    return contact.initiative.state == InitiativeState.CONCEPT


def _photo(form: IdeaForm) -> Photo | None:
    """The picture written anew; what is wrong with it stands with its field."""
    upload = form.files.get("photo")
    if upload is None or not form.is_valid():
        return None
    try:
        return reencode(upload)
    except ValidationError as error:
        form.add_error("photo", error)
        return None


def _by_code(request: HttpRequest) -> Contact | HttpResponse:
    """What the code opens, or the page that says that it opens nothing; wrong codes count against the network."""
    where = network(request)
    if exhausted("code-netwerk", where):
        return message(
            request,
            say("Even geduld"),
            say("Er zijn te veel verkeerde codes ingevuld. Probeer het over een uur."),
            status=429,
        )
    contact = by_code(request.POST.get("code", ""))
    if contact is None:
        allow("code-netwerk", where)
        return render(request, "initiatives/code.html", {"wrong": True}, status=422)
    keep_language(contact)
    return contact


def _change(request: HttpRequest, contact: Contact, form: IdeaForm) -> HttpResponse:
    return _ask(request, form, code=request.POST["code"], draft=_is_draft(contact))


def _own(request: HttpRequest, contact: Contact, **more: Any) -> HttpResponse:
    initiative = contact.initiative
    possible = next_states(initiative.state, Party.SUBMITTER)
    context = {
        "initiative": initiative,
        "code": request.POST["code"],
        "may_change": may_change(initiative),
        "may_withdraw": InitiativeState.WITHDRAWN in possible,
        "complete": is_complete(initiative),
        "is_draft": initiative.state == InitiativeState.CONCEPT,
        "may_appeal": may_appeal(initiative),
        "may_hand_over": may_hand_over(initiative),
        "refusal": initiative.changes.last() if initiative.state == InitiativeState.REJECTED else None,
        "takes_messages": contact.takes_messages,
        "is_made": initiative.state in {InitiativeState.REALISED, InitiativeState.MAINTAINED},
        **more,
    }
    return show(request, "own", context)
