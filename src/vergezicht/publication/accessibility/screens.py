"""The report of the editor: what machines found on an edition, what people checked, and recording such a check."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from vergezicht.challenges.roles import SigningRole
from vergezicht.languages import noted
from vergezicht.publication.accessibility.criteria import named
from vergezicht.publication.accessibility.log import earl, log_csv
from vergezicht.publication.accessibility.manual import CHECKS, manual_states
from vergezicht.publication.accessibility.summary import summed
from vergezicht.publication.baking.editions import request_edition
from vergezicht.publication.models import AccessibilityRun, ManualResult

REASON = noted("Toegankelijkheid met de hand getoetst")
_SHOWN = 10


def may_look(user: Any) -> bool:
    """Whoever works on the site; a partner does not."""
    return bool(user.has_perm("challenges.work_on_challenge"))


def may_record(user: Any) -> bool:
    return bool(user.has_perm("publication.add_manualresult"))


class ResultForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """What came of one check by hand."""

    role = SigningRole(label="U tekent als", help_text="")

    class Meta:
        model = ManualResult
        fields = ["outcome", "tested_on", "remark", "role"]
        widgets = {
            "outcome": forms.RadioSelect,
            "tested_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "remark": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        outcome: Any = self.fields["outcome"]
        outcome.choices = [choice for choice in outcome.choices if choice[0]]  # nothing is marked beforehand
        signing: Any = self.fields["role"]
        signing.belong_to(user)

    def clean_tested_on(self) -> Any:
        day = self.cleaned_data["tested_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Deze dag moet nog komen. Vul de dag in waarop is getoetst.")
        return day


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The last run, or the one that is asked for; with ``vorm=json`` or ``vorm=csv`` as a file."""
    if not may_look(request.user):
        raise PermissionDenied
    runs, asked = AccessibilityRun.objects.all(), request.GET.get("toetsing", "")
    if asked and not asked.isdecimal():
        raise Http404
    run = get_object_or_404(runs, pk=int(asked)) if asked else runs.first()
    if request.GET.get("vorm") in {"json", "csv"}:
        return _file(run, request.GET["vorm"])
    found = summed(run.tried.all()) if run else None
    context = {
        "run": run, "runs": runs[:_SHOWN], "found": found, "states": manual_states(),
        "may_record": may_record(request.user),
        "broken": [(rule, [named(number) for number in rule.criteria]) for rule in found.broken] if found else [],
    }  # fmt: skip
    return render(request, "publication/editor/accessibility.html", context)


def _file(run: AccessibilityRun | None, form: str) -> HttpResponse:
    tried = run.tried.all() if run else ()
    day = f"{timezone.localtime(run.tested_at) if run else timezone.localdate():%Y-%m-%d}"
    if form == "json":
        content = json.dumps(earl(run, tried, manual_states()), ensure_ascii=False, indent=1)
        response = HttpResponse(content, content_type="application/ld+json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="toegankelijkheid-{day}.jsonld"'
    else:
        content = "\ufeff" + log_csv(run, tried, manual_states())
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="toegankelijkheid-{day}.csv"'
    return response


def check(request: HttpRequest, code: str) -> HttpResponse:
    """One check by hand: how it is done, what came of it, and for who may, the form for a new result."""
    if not may_look(request.user):
        raise PermissionDenied
    state = next((one for one in manual_states() if one.check.code == code), None)
    if state is None:
        raise Http404
    form = None
    if may_record(request.user):
        form = ResultForm(request.POST or None, user=request.user, instance=ManualResult(code=code))
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            form.save()
            request_edition(REASON)
            messages.success(request, f"Vastgelegd: {state.check.title}. Het komt met de volgende editie op de site.")
            return redirect(reverse("accessibility"))
    context = {"state": state, "form": form, "criteria": [named(number) for number in state.check.criteria],
               "place": [one.code for one in CHECKS].index(code) + 1, "all": len(CHECKS)}  # fmt: skip
    return render(request, "publication/editor/accessibility_check.html", context)
