"""What a partner does: its own actions, by a personal link or with its account; and the staff who send the links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vergezicht.challenges.judging.evidence import is_stale
from vergezicht.challenges.keys import key_of
from vergezicht.challenges.models import Action, Partner, PartnerAccount, PartnerLink
from vergezicht.challenges.partner_links import LONGEST_DAYS, ROOT, find_link, invite, revoke
from vergezicht.challenges.reporting import actions_of, save_report
from vergezicht.challenges.screens.forms import ReportForm, RoleForm
from vergezicht.challenges.screens.mistakes import refuse
from vergezicht.challenges.screens.rights import for_who_may

_MOST_BODY = 50_000


def _open_page(view: Any) -> Any:
    """No cookie, so no CSRF token (docs/decisions/0011): who has no link has no form. GET changes nothing."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest, token: str, **options: Any) -> HttpResponse:
        link = find_link(token)
        if link is None or int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BODY:
            response = render(request, "challenges/partner/expired.html", status=410)
        else:
            response = view(request, link, f"{ROOT}{token}/", **options)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@_open_page
def link_actions(request: HttpRequest, link: PartnerLink, root: str) -> HttpResponse:
    """Its actions, the quiet ones first."""
    context = {"partner": link.partner, "link": link, "rows": _rows(link.partner), "root": root,
               "saved": request.GET.get("bewaard") == "ja"}  # fmt: skip
    return render(request, "challenges/partner/actions.html", context)


@_open_page
def link_report(request: HttpRequest, link: PartnerLink, root: str, number: int) -> HttpResponse:
    """Report on one of them."""
    action = get_object_or_404(actions_of(link.partner), pk=number)
    form = _form(request, action)
    if request.method == "POST" and _save(form, action, link.partner):
        PartnerLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
        return redirect(f"{root}?bewaard=ja")
    status = 422 if form.is_bound else 200
    context = {"partner": link.partner, "action": action, "form": form, "root": root}
    return render(request, "challenges/partner/report.html", context, status=status)


@for_who_may("report_own_action")
def own_actions(request: HttpRequest) -> HttpResponse:
    """The same for a partner with an account."""
    partner = _partner_of(request)
    context = {"partner": partner, "rows": _rows(partner)}
    return render(request, "challenges/editor/own_actions.html", context)


@for_who_may("report_own_action")
def own_report(request: HttpRequest, number: int) -> HttpResponse:
    partner = _partner_of(request)
    action = get_object_or_404(actions_of(partner), pk=number)
    form = _form(request, action)
    if request.method == "POST" and _save(form, action, partner):
        messages.success(request, f"Bijgewerkt: {action.title}")
        return redirect("work_own_actions")
    return render(request, "challenges/editor/own_report.html", {"action": action, "form": form})


def _partner_of(request: HttpRequest) -> Partner:
    account = PartnerAccount.objects.select_related("partner").filter(user=request.user.pk).first()
    if account is None or not account.is_valid:
        raise PermissionDenied
    return account.partner


def _rows(partner: Partner) -> list[tuple[Action, bool]]:
    today = timezone.localdate()
    rows = [(action, is_stale(action, today=today)) for action in actions_of(partner)]
    return sorted(rows, key=lambda row: not row[1])


def _form(request: HttpRequest, action: Action) -> ReportForm:
    initial = {"date": timezone.localdate(), "status": action.status, "status_reason": action.status_reason,
               "noticed": action.noticed}  # fmt: skip
    return ReportForm(request.POST if request.method == "POST" else None, action=action, initial=initial)


def _save(form: ReportForm, action: Action, partner: Partner) -> bool:
    if not form.is_valid():
        return False
    try:
        save_report(action, role=partner.name[:80], **form.cleaned_data)
    except ValidationError as error:
        refuse(form, error)
        return False
    return True


class InviteForm(RoleForm):
    partner = forms.ModelChoiceField(Partner.objects.all(), label="Partner")
    label = forms.CharField(label="Voor wie (rol)", max_length=80, help_text="Bijvoorbeeld: sociaal werker. Geen naam.")
    address = forms.EmailField(label="Mailadres", help_text="Verzegeld bewaard; gewist als de link niet meer werkt.")
    days = forms.IntegerField(label="Werkt (dagen)", min_value=1, max_value=LONGEST_DAYS, initial=91)


@for_who_may("invite_partner")
def invitations(request: HttpRequest) -> HttpResponse:
    """Send a link, see which work, withdraw one."""
    form = InviteForm(None, user=request.user)
    if request.method == "POST" and "intrekken" in request.POST:
        number = request.POST["intrekken"]
        link = get_object_or_404(PartnerLink, pk=key_of(number))
        revoke(link)
        messages.success(request, f"Ingetrokken: {link}")
        return redirect("work_invitations")
    if request.method == "POST":
        form = InviteForm(request.POST, user=request.user)
        if form.is_valid():
            chosen = form.cleaned_data
            link = invite(chosen["partner"], address=chosen["address"], label=chosen["label"], days=chosen["days"],
                          role=chosen["role"])  # fmt: skip
            messages.success(request, f"De link is onderweg: {link}")
            return redirect("work_invitations")
    now = timezone.now()
    links = [(link, link.works_at(now)) for link in PartnerLink.objects.select_related("partner")[:200]]
    return render(request, "challenges/editor/invitations.html", {"form": form, "links": links})
