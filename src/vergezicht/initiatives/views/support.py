"""Support an initiative, and find a scheme: the two short forms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.finder import Fit, Plan, match
from vergezicht.initiatives.following import Followed, follow_at_once
from vergezicht.initiatives.mail import send
from vergezicht.initiatives.models import Contact, FundingScheme, Initiative, SupportKind, Topic
from vergezicht.initiatives.open_forms.codes import one_person, opened, sealed
from vergezicht.initiatives.open_forms.endpoint import fresh, message, open_form, show
from vergezicht.initiatives.open_forms.forms import FinderForm, SupportForm
from vergezicht.initiatives.open_forms.limits import allow, exhausted, network
from vergezicht.initiatives.open_forms.submitting import SUPPORT_MINUTES, ask_support, confirm_support
from vergezicht.initiatives.queries import may_be_supported, public_initiatives
from vergezicht.initiatives.rules import rules
from vergezicht.languages import say
from vergezicht.languages.marks import kept


@open_form
def support(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that you support it, join or can help; POST mails a code of six digits."""
    initiative = _supportable(slug)
    form = SupportForm(request.POST or None)
    if request.method != "POST" or not fresh(form, request):
        return show(request, "support", {"form": form, "initiative": initiative, "fields": list(form)[1:]})
    values = form.cleaned_data
    if not (allow("mail-netwerk", network(request)) and allow("mail-adres", one_person(values["address"]))):
        return message(
            request,
            say("Even geduld"),
            say("Er ging veel mail naar dit adres of dit netwerk. Probeer het morgen."),
            status=429,
        )
    waiting, digits = ask_support(initiative, kind=values["kind"], address=values["address"])
    if not send("support", values["address"], {"code": digits}):
        waiting.delete()
        form.add_error(None, say("De mail met uw code kon niet worden verstuurd. Probeer het later."))
        return show(request, "support", {"form": form, "initiative": initiative, "fields": list(form)[1:]})
    # What the submitter may read travels through the reader's own page: it is stored nowhere.
    carried = {
        "request": waiting.pk, "offer": values["offer"], "address": values["address"] if values["share"] else "",
        "follow": values["address"] if values["follow"] else "", "sent_to": values["address"],
    }  # fmt: skip
    return _ask_code(request, initiative, sealed(carried, purpose="support"), values["address"])


@open_form
def support_code(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm with the digits from the mail."""
    initiative = _supportable(slug)
    if request.method != "POST":
        return show(
            request, "support", {"form": (form := SupportForm()), "initiative": initiative, "fields": list(form)[1:]}
        )
    where = network(request)
    if exhausted("code-netwerk", where):
        return message(
            request,
            say("Even geduld"),
            say("Er zijn te veel verkeerde codes ingevuld. Probeer het over een uur."),
            status=429,
        )
    token = request.POST.get("carried", "")
    carried = opened(token, purpose="support", seconds=SUPPORT_MINUTES * 60)
    typed = request.POST.get("code", "").strip()
    given = confirm_support(initiative, int(str(carried["request"])), typed) if carried else None
    if given is None or carried is None:
        allow("code-netwerk", where)
        return _ask_code(request, initiative, token, carried["sent_to"] if carried else "", wrong=True)
    if given.kind != SupportKind.SUPPORT:
        _relay(initiative, given.get_kind_display(), carried)
    if carried.get("follow"):  # the code came to this mailbox: it is confirmed
        follow_at_once(str(carried["follow"]), Followed(Topic.INITIATIVE, initiative.slug))
    return message(
        request,
        say("Dank u wel"),
        say("Uw steun voor ‘{title}’ telt mee. Morgen ziet u het op de site.", title=kept(initiative.title)),
        back=f"/initiatieven/{initiative.slug}/",
    )  # fmt: skip


def _ask_code(
    request: HttpRequest, initiative: Initiative, carried: str, sent_to: object, **more: bool
) -> HttpResponse:
    return show(request, "support_code", {"initiative": initiative, "carried": carried, "sent_to": sent_to, **more})


def _relay(initiative: Initiative, how: str, carried: dict[str, object]) -> None:
    """Pass on an offer once, by mail; it is kept nowhere."""
    contact = Contact.objects.filter(initiative=initiative, confirmed_at__isnull=False).first()
    if contact is not None:
        told = {"title": initiative.title, "how": how, **carried}
        send("relay", contact.address, told, language=contact.language)


def _supportable(slug: str) -> Initiative:
    initiative = public_initiatives().filter(slug=slug).first()
    if initiative is None or not may_be_supported(initiative):
        raise Http404
    return initiative


@open_form
def finder(request: HttpRequest) -> HttpResponse:
    """Five questions, answered on this day; a form that only reads, so its answers may stand in the address."""
    form = FinderForm(request.GET or None)
    matches = None
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        plan = Plan(values["soort"], values["bedrag"], values["wie"], {"ja": True, "nee": False}.get(values["opgave"]),
                    values["gebied"])  # fmt: skip
        matches = match(plan, FundingScheme.objects.all(), timezone.localdate())
    context = {
        "form": form,
        "fitting": [item for item in matches or () if item.fit != Fit.NOT],
        "not_fitting": [item for item in matches or () if item.fit == Fit.NOT],
        "asked": matches is not None,
        "contacts": rules().contacts_for(municipality().geography.gemeente),
    }
    return show(request, "finder", context)
