"""Follow by mail, confirm, and stop. GET changes nothing; stopping takes one POST, by a person or by a mail program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from vergezicht.challenges.keys import key_of
from vergezicht.initiatives.following import Followed, ask, by_stop_token, confirm, stop
from vergezicht.initiatives.mail import send
from vergezicht.initiatives.models import Topic
from vergezicht.initiatives.open_forms.codes import one_person
from vergezicht.initiatives.open_forms.endpoint import fresh, message, open_form, show
from vergezicht.initiatives.open_forms.forms import FollowForm
from vergezicht.initiatives.open_forms.limits import allow, network
from vergezicht.languages import noted, say

_OVER = noted("Deze link werkt niet meer. Vraag het opnieuw aan, of u was al gestopt.")


@open_form
def follow(request: HttpRequest) -> HttpResponse:
    """Say what you want to hear about; POST mails a link to confirm. The answer is the same for every address."""
    given = request.POST or request.GET
    thing = _thing(given.get("opgave", ""), given.get("initiatief", ""))
    chosen = {"gebied": request.GET.get("gebied", ""), "theme": request.GET.getlist("thema")}
    form = FollowForm(request.POST or None, thing=thing, initial=chosen)
    fields = [field for field in form if field.name != "website"]
    context = {"form": form, "fields": fields, "thing": thing, "words": thing.words if thing else ""}
    if request.method != "POST" or not fresh(form, request):
        return show(request, "follow", context)
    address = form.cleaned_data["address"]
    if not (allow("mail-netwerk", network(request)) and allow("mail-adres", one_person(address))):
        return message(
            request,
            say("Even geduld"),
            say("Er ging veel mail naar dit adres of netwerk. Probeer het morgen."),
            status=429,
        )
    wanted = form.wanted()
    token = ask(address, wanted, frequency=form.cleaned_data["frequency"])
    if not send("follow", address, {"token": token, "wanted": wanted}):
        form.add_error(None, say("De mail kon niet worden verstuurd. Probeer het later."))
        return show(request, "follow", context)
    return message(
        request,
        say("Nog één stap"),
        say("U krijgt een mail op {address}. Bevestig daarin dat u berichten wilt ontvangen.", address=address),
        back="/",
    )


def _thing(challenge: str, initiative: str) -> Followed | None:
    found = Followed(Topic.CHALLENGE, challenge) if challenge else Followed(Topic.INITIATIVE, initiative)
    return found if found.value and found.words else None


@open_form
def confirmed(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail: a button, since programs open links too."""
    if request.method != "POST":
        return show(request, "follow_confirm", {"token_given": token})
    if confirm(token) is None:
        return message(request, say("Dat lukte niet"), say(_OVER), status=410)
    return message(
        request,
        say("U volgt het"),
        say("U krijgt een bericht als er nieuws is. In elke mail kunt u stoppen."),
        back="/",
    )


@open_form
def stopped(request: HttpRequest, token: str) -> HttpResponse:
    """See what you follow and stop; a mail program posts ``List-Unsubscribe=One-Click`` (RFC 8058)."""
    subscriber = by_stop_token(token)
    if subscriber is None:  # a second click says the same as the first
        return message(request, say("U krijgt geen mail"), say("Op dit adres volgt u niets (meer)."), back="/")
    rows = list(subscriber.subscriptions.filter(confirmed_at__isnull=False))
    if request.method != "POST":
        shown = [(row.pk, Followed(row.topic, row.value, row.area).words or row.value) for row in rows]
        return show(request, "follow_stop", {"token_given": token, "rows": shown})
    ticked = [key for text in request.POST.getlist("stop") if (key := key_of(text)) is not None]
    everything = request.POST.get("List-Unsubscribe") == "One-Click" or "alles" in request.POST or not ticked
    stop(subscriber, only=None if everything else ticked)
    return message(request, say("Gestopt"), say("U krijgt hierover geen mail meer."), back="/")
