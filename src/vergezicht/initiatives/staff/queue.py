"""The queue of staff: what waits, longest late first, and one action on many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from vergezicht.initiatives.models import Initiative
from vergezicht.initiatives.moderation import decide
from vergezicht.initiatives.queries import support_counts, support_lines
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import TRANSITIONS, InitiativeState, Party, next_states

PAGE = 50


class MoveForm(forms.Form):
    """One change for every initiative that is ticked."""

    target = forms.ChoiceField(label="Naar")
    role = forms.CharField(label="In welke rol?", max_length=80, help_text="Op de site: bijvoorbeeld Wijkbeheerder.")
    note = forms.CharField(label="Toelichting op de site", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    standard = forms.ChoiceField(label="Vaste reden", required=False)
    reason = forms.CharField(
        label="Reden, of wat u eraan toevoegt", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Verplicht bij afwijzen, beëindigen en terugsturen. Bij de eerste twee leest iedereen de reden.",
    )  # fmt: skip

    def __init__(self, *args: Any, state: InitiativeState, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["target"] = forms.ChoiceField(
            label="Naar", choices=[(item.value, item.label) for item in targets(state)]
        )
        self.fields["standard"] = forms.ChoiceField(
            label="Vaste reden", required=False,
            choices=[("", "Geen"), *((item.title, item.title) for item in rules().reasons)],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text = next((item.text for item in rules().reasons if item.title == values.get("standard")), "")
        values["reason"] = f"{text} {values.get('reason', '')}".strip()
        return values


def targets(state: InitiativeState) -> list[InitiativeState]:
    """Where staff may bring initiatives in this state; from a concept they hand in what came by phone or on paper."""
    return next_states(state, Party.MUNICIPALITY)


@require_admin_access
@permission_required("initiatives.change_initiative", raise_exception=True)
def queue(request: HttpRequest) -> HttpResponse:
    """Initiatives in one state, in the order of their answer term, with a form that moves what is ticked."""
    states = [state for state in InitiativeState if any(item.source == state for item in TRANSITIONS)]
    chosen = request.GET.get("stand", InitiativeState.SUBMITTED.value)
    state = InitiativeState(chosen) if chosen in InitiativeState.values else InitiativeState.SUBMITTED
    form = MoveForm(request.POST or None, state=state)
    if request.method == "POST" and form.is_valid():
        moved = _move_ticked(request, state, form.cleaned_data)
        if moved:
            label = InitiativeState(form.cleaned_data["target"]).label
            messages.success(request, f"{moved} initiatie{'f' if moved == 1 else 'ven'} naar ‘{label}’.")
        return redirect(f"{request.path}?stand={state.value}")
    found = Initiative.objects.filter(state=state, erased_at__isnull=True).order_by(
        F("response_due").asc(nulls_last=True), "state_since"
    )
    shown = list(found.prefetch_related("pictures", "originals")[:PAGE])
    counts = support_counts(shown)
    today = timezone.localdate()
    context = {
        "form": form,
        "state": state,
        "states": [(item, Initiative.objects.filter(state=item, erased_at__isnull=True).count()) for item in states],
        "rows": [(item, item.term_on(today), support_lines(counts[item.pk])) for item in shown],
        "more": max(0, found.count() - PAGE),
    }
    return render(request, "initiatives/editor/queue.html", context)


def _move_ticked(request: HttpRequest, state: InitiativeState, values: dict[str, Any]) -> int:
    """Move what was ticked and is still in this state; what cannot be moved is told and stays."""
    moved = 0
    ticked = [pk for pk in request.POST.getlist("initiatief") if pk.isdigit()]
    if not ticked:
        messages.error(request, "Vink eerst een of meer initiatieven aan.")
    for initiative in Initiative.objects.filter(pk__in=ticked, state=state):
        try:
            decide(initiative, values["target"], role=values["role"], reason=values["reason"], note=values["note"])
        except ValidationError as error:
            messages.error(request, f"{initiative.title}: {' '.join(error.messages)}")
        else:
            moved += 1
    return moved
