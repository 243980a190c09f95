"""The queue of staff: what waits, longest late first, and one action on many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from vergezicht.initiatives.models import Initiative
from vergezicht.initiatives.moderation import decide
from vergezicht.initiatives.queries import support_counts, support_lines
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.staff.ticking import decide_ticked, tell_what_is_wrong, ticked_keys
from vergezicht.initiatives.states import TRANSITIONS, WITH_TERM, InitiativeState, Party, next_states, transition

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
        self.state = state
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
        change = transition(self.state, values.get("target", ""))
        if change is not None and change.needs_reason and not values["reason"]:
            self.add_error("reason", f"Geef een reden voor ‘{change.target.label}’: niets verdwijnt stilletjes.")
        return values


def targets(state: InitiativeState) -> list[InitiativeState]:
    """Where staff may bring initiatives in this state; from a concept they hand in what came by phone or on paper."""
    return next_states(state, Party.MUNICIPALITY)


@require_admin_access
@permission_required("initiatives.change_initiative", raise_exception=True)
def queue(request: HttpRequest) -> HttpResponse:
    """Initiatives in one state, in the order of their answer term, with a form that moves what is ticked."""
    chosen = request.GET.get("stand", "")
    state = InitiativeState(chosen) if chosen in InitiativeState.values else _first_waiting()
    form = MoveForm(request.POST if request.method == "POST" else None, state=state)
    ticked = ticked_keys(request, "initiatief")
    if request.method == "POST":
        if form.is_valid() and ticked:
            _move_ticked(request, form, state, ticked)
        elif not ticked:
            form.add_error(None, "Vink eerst een of meer initiatieven aan.")
        if form.is_valid():
            return redirect(f"{request.path}?stand={state.value}")
        tell_what_is_wrong(request, form)
    found = Initiative.objects.filter(state=state, erased_at__isnull=True).order_by(
        F("response_due").asc(nulls_last=True), "state_since"
    )
    shown = list(found.prefetch_related("pictures", "originals", "responses")[:PAGE])
    counts = support_counts(shown)
    today = timezone.localdate()
    context = {
        "form": form,
        "state": state,
        "ticked": ticked,
        "states": _counted(),
        "rows": [(item, item.term_on(today), support_lines(counts[item.pk])) for item in shown],
        "more": max(0, found.count() - PAGE),
    }
    return render(request, "initiatives/editor/queue.html", context)


def _counted() -> list[tuple[InitiativeState, int]]:
    """How many there are in each state that staff can change."""
    rows = Initiative.objects.filter(erased_at__isnull=True).values_list("state").annotate(Count("pk")).order_by()
    known = dict(rows)
    movable = {item.source for item in TRANSITIONS}
    return [(state, known.get(state.value, 0)) for state in InitiativeState if state in movable]


def awaiting_answer() -> QuerySet[Initiative]:
    """The initiatives of which an answer term runs."""
    return Initiative.objects.filter(erased_at__isnull=True, state__in=WITH_TERM, response_due__isnull=False)


def _first_waiting() -> InitiativeState:
    """Where to begin: the first state in which somebody awaits an answer, when there is any."""
    found = set(awaiting_answer().values_list("state", flat=True).distinct().order_by())
    return next((state for state in InitiativeState if state.value in found), InitiativeState.SUBMITTED)


def _move_ticked(request: HttpRequest, form: MoveForm, state: InitiativeState, ticked: set[int]) -> None:
    values = form.cleaned_data

    def move(initiative: Initiative) -> bool:
        decide(initiative, values["target"], role=values["role"], reason=values["reason"], note=values["note"])
        return True

    moved = decide_ticked(form, ticked, Initiative.objects.filter(pk__in=ticked, state=state), move)
    if moved:
        label = InitiativeState(values["target"]).label
        messages.success(request, f"{moved} initiatie{'f' if moved == 1 else 'ven'} naar ‘{label}’.")
