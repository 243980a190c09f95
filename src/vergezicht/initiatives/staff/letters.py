"""Letters at staff's: what readers and submitters sent, oldest first, and one decision on many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.log_actions import log

from vergezicht.initiatives.models import Letter, LetterKind, LetterState, MeetingPlace
from vergezicht.initiatives.moderation import decide_letter
from vergezicht.initiatives.staff.ticking import decide_ticked, tell_what_is_wrong, ticked_keys

PAGE = 50


class DecisionForm(forms.Form):
    """One decision for every letter that is ticked."""

    target = forms.ChoiceField(label="Besluit", choices=[("ja", "Overnemen"), ("nee", "Niet overnemen")])
    role = forms.CharField(label="In welke rol?", max_length=80)
    answer = forms.CharField(
        label="Antwoord", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Gaat per mail naar wie een adres gaf. Bij een vraag staat het op de site: dan is het verplicht.",
    )  # fmt: skip

    def __init__(self, *args: Any, kind: LetterKind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.kind == LetterKind.QUESTION and values.get("target") == "ja" and not values.get("answer"):
            self.add_error("answer", "Een vraag komt met haar antwoord op de site.")
        return values


@require_admin_access
@permission_required("initiatives.change_initiative", raise_exception=True)
def letters(request: HttpRequest) -> HttpResponse:
    """Open letters of one kind, with a form that decides about what is ticked."""
    waiting = open_letters()
    counts = dict(waiting.values_list("kind").annotate(Count("pk")).order_by())
    chosen = request.GET.get("soort", "")
    first = next((item for item in LetterKind if counts.get(item.value)), LetterKind.NOTICE)
    kind = LetterKind(chosen) if chosen in LetterKind.values else first
    form = DecisionForm(request.POST if request.method == "POST" else None, kind=kind)
    ticked = ticked_keys(request, "bericht")
    if request.method == "POST":
        if form.is_valid() and ticked:
            _decide_ticked(request, form, ticked)
        elif not ticked:
            form.add_error(None, "Vink eerst een of meer berichten aan.")
        if form.is_valid():
            return redirect(f"{request.path}?soort={kind.value}")
        tell_what_is_wrong(request, form)
        counts = dict(waiting.values_list("kind").annotate(Count("pk")).order_by())
    shown = list(waiting.filter(kind=kind).select_related("initiative", "place")[:PAGE])
    context = {
        "form": form,
        "kind": kind,
        "ticked": ticked,
        "kinds": [(item, counts.get(item.value, 0)) for item in LetterKind],
        "rows": [(item, _proposals(item)) for item in shown],
    }
    return render(request, "initiatives/editor/letters.html", context)


def open_letters() -> QuerySet[Letter]:
    """What nobody decided about yet."""
    return Letter.objects.filter(state=LetterState.OPEN)


def _proposals(letter: Letter) -> list[tuple[str, str, str]]:
    """What a correction would change: the name of the field, what stands there, what is proposed."""
    return [
        (str(MeetingPlace._meta.get_field(name).verbose_name), getattr(letter.place, name), value)
        for name, value in letter.fields.items()
    ]


def _decide_ticked(request: HttpRequest, form: DecisionForm, ticked: set[int]) -> None:
    values = form.cleaned_data

    def decide(letter: Letter) -> bool:
        decided = decide_letter(letter, accept=values["target"] == "ja", role=values["role"], answer=values["answer"])
        if decided is not None and decided.place is not None and decided.state == LetterState.ACCEPTED:
            log(decided.place, "wagtail.edit", user=request.user, data={"bericht": decided.pk})
        return decided is not None

    waiting = open_letters().filter(pk__in=ticked, kind=form.kind)
    done = decide_ticked(form, ticked, waiting, decide)
    if done:
        messages.success(request, f"{done} bericht{'' if done == 1 else 'en'} afgehandeld.")
