"""Four eyes: what waits for a decision, what it changes, and the decision by somebody else."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from vergezicht.challenges.models import Challenge, Proposal
from vergezicht.challenges.roles import roles_of
from vergezicht.challenges.screens.forms import RoleForm
from vergezicht.challenges.screens.rights import for_who_may, for_workers
from vergezicht.challenges.versions.proposals import (
    approve,
    concept_parts,
    differences,
    may_decide,
    open_proposals,
    propose_adoption,
    reject,
    withdraw,
)


class DecisionForm(RoleForm):
    note = forms.CharField(
        label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Verplicht als u het voorstel afwijst.",
    )  # fmt: skip


@for_workers
def proposals(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a second pair of eyes, and what was decided last."""
    waiting = [(item, may_decide(item, request.user)) for item in open_proposals()]
    decided = Proposal.objects.filter(decision__isnull=False).select_related("decision", "content_type")
    context = {"waiting": waiting, "decided": decided.order_by("-decision__decided_at")[:20]}
    return render(request, "challenges/editor/proposals.html", context)


@for_workers
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal: what changes, why, and what to do about it."""
    found = get_object_or_404(Proposal.objects.select_related("content_type", "decision"), pk=number)
    form = DecisionForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _act(request, found, form)
        except ValidationError as error:
            form.add_error(None, error.messages)
    concept = Challenge.objects.filter(pk=found.object_id).first() if found.basis else None
    context = {
        "proposal": found,
        "differences": [] if found.basis else differences(found),
        "concept": concept if concept and found.content_type.model == "challenge" else None,
        "parts": concept_parts(found),
        "form": form,
        "may_decide": found.is_open and may_decide(found, request.user) and bool(roles_of(request.user)),
        "is_own": request.user.pk in {found.proposer, *found.authors},
    }
    return render(request, "challenges/editor/proposal.html", context)


def _act(request: HttpRequest, found: Proposal, form: DecisionForm) -> HttpResponse:
    role, note = form.cleaned_data["role"], form.cleaned_data["note"]
    step = request.POST.get("besluit", "")
    if step == "vaststellen":
        approve(found, user=request.user, role=role)
        messages.success(request, f"Vastgesteld: {found.title}")
    elif step == "afwijzen":
        reject(found, user=request.user, role=role, note=note)
        messages.success(request, f"Niet vastgesteld: {found.title}")
    elif step == "intrekken":
        withdraw(found, user=request.user, role=role)
        messages.success(request, f"Ingetrokken: {found.title}")
    else:
        raise ValidationError("Kies een besluit.")
    return redirect("work_proposals")


@for_who_may("change_challenge")
@require_POST
def hand_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in a concept to be adopted."""
    challenge = get_object_or_404(Challenge, slug=slug)
    names = roles_of(request.user)
    try:
        if not names:
            raise ValidationError("U hebt geen rol om mee te ondertekenen.")
        found = propose_adoption(challenge, user=request.user, role=names[0])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("work_desk", slug)
    messages.success(request, "Voorgelegd ter vaststelling. Een ander kijkt ernaar.")
    return redirect("work_proposal", found.pk)
