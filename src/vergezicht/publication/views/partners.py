"""Partners: who takes part in what."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.challenges.models import Action, ChallengeState, Involvement, Partner


def overview(request: HttpRequest) -> HttpResponse:
    """Every partner with its challenges and its actions; only of challenges that are public."""
    involvements = Involvement.objects.exclude(challenge__state=ChallengeState.CONCEPT).select_related("challenge")
    actions = Action.objects.exclude(challenge__state=ChallengeState.CONCEPT).select_related("challenge")
    partners = Partner.objects.prefetch_related(
        Prefetch("involvements", involvements), Prefetch("actions", actions)
    )  # fmt: skip
    listed = [item for item in partners if item.involvements.all() or item.actions.all()]
    return render(request, "publication/partners.html", {"partners": listed})
