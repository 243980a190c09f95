"""The way in to taking part: how it goes, what others began, and what there is to read, meet at or follow."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.models import Campaign, FundingScheme, Initiative
from vergezicht.initiatives.models.campaign import CampaignKind
from vergezicht.initiatives.open_forms.endpoint import open_form
from vergezicht.initiatives.queries import all_places, public_initiatives
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import FINAL, InitiativeState

_MOST = 4  # plans: a row on a wide screen


@dataclass(frozen=True)
class Plan:
    """A resident's plan with the names of its areas."""

    initiative: Initiative
    areas: list[str]


@open_form
def index(request: HttpRequest) -> HttpResponse:
    """What one can begin, read or follow, with what there is of it now; plans that ended are not among the newest."""
    today, plans = timezone.localdate(), public_initiatives()
    days = Campaign.objects.filter(is_public=True, kind=CampaignKind.DAY, date__gte=today).order_by("date")
    context = {
        "days": rules().answer_days,
        "plans": [_plan(item) for item in plans.exclude(state__in=FINAL)[:_MOST]],
        "count": plans.count(),
        "realised": plans.filter(state__in=(InitiativeState.REALISED, InitiativeState.MAINTAINED)).count(),
        "places": sum(place.exists_now for place in all_places()),
        "schemes": sum(scheme.is_open(today) for scheme in FundingScheme.objects.all()),
        "campaign": days.first(),
    }
    return render(request, "initiatives/index.html", context)


def _plan(initiative: Initiative) -> Plan:
    geography = municipality().geography
    return Plan(initiative, [geography[code].name for code in initiative.areas if code in geography])
