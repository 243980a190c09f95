"""Campaigns: all of them, and one with its countdown, its activities by area, and afterwards what it became."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.models import Activity, Campaign
from vergezicht.initiatives.queries import within
from vergezicht.stories.overview import top_level

CAMPAIGNS = "/campagnes/"


def overview(request: HttpRequest) -> HttpResponse:
    """Every public campaign, the newest first."""
    today = timezone.localdate()
    found = [(item, item.days_left(today)) for item in Campaign.objects.filter(is_public=True)]
    return render(request, "publication/campaigns.html", {"campaigns": found})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign. The countdown is of the day of the edition; the worker asks for one every day until it is there."""
    campaign = Campaign.objects.get(slug=slug, is_public=True)
    activities = list(campaign.activities.select_related("initiative"))
    context = {
        "campaign": campaign,
        "days_left": campaign.days_left(timezone.localdate()),
        "groups": _grouped(activities),
        "count": len(activities),
    }
    return render(request, "publication/campaign.html", context)


def _grouped(activities: list[Activity]) -> list[tuple[Area, list[Activity]]]:
    """The activities under the largest areas below the municipality; each under the first that holds it."""
    geography = municipality().geography
    groups: dict[str, list[Activity]] = {}
    for item in activities:
        home = next((area for area in geography.at(top_level()) if within(item.area, area)), geography.gemeente)
        groups.setdefault(home.code, []).append(item)
    return [(geography[code], found) for code, found in groups.items()]
