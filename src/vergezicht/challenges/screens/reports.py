"""A report on an action: what was done, how it goes, what residents notice; one screen, under a minute."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from vergezicht.challenges.models import Action
from vergezicht.challenges.reporting import save_report
from vergezicht.challenges.screens.forms import ProgressForm
from vergezicht.challenges.screens.mistakes import refuse
from vergezicht.challenges.screens.rights import for_who_may


@for_who_may("report_challenge")
def report_progress(request: HttpRequest, number: int) -> HttpResponse:
    """Report on one action."""
    actions = Action.objects.select_related("challenge__cycle").prefetch_related("milestones", "updates")
    action = get_object_or_404(actions, pk=number)
    initial = {
        "date": timezone.localdate(),
        "status": action.status,
        "status_reason": action.status_reason,
        "noticed": action.noticed,
    }
    form = ProgressForm(
        request.POST if request.method == "POST" else None, action=action, user=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_report(action, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"Bijgewerkt: {action.title}")
            return redirect("work_desk", action.challenge.slug)
    return render(request, "challenges/editor/progress.html", {"action": action, "form": form})
