"""Campaigns: all of them, and one with its countdown, its activities on a map, its posters, and what it became."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.models import Challenge, Course
from vergezicht.challenges.queries import public_challenges
from vergezicht.challenges.references import parse_references
from vergezicht.initiatives.models import Activity, Campaign, CampaignKind
from vergezicht.initiatives.queries import district_code, within
from vergezicht.initiatives.rules import rules
from vergezicht.languages import say, spoken
from vergezicht.languages.marks import capitalised, kept, own_words
from vergezicht.pictures.markers import markers
from vergezicht.publication.pages import structured_data
from vergezicht.publication.pages.subjects import of_days
from vergezicht.publication.papers.prints import drawn
from vergezicht.publication.views.posters import SIZES, own_words_of_a_poster, printed_poster
from vergezicht.stories.paths import area_path

CAMPAIGNS = "/campagnes/"
_MOST = 4  # activities on a poster


@dataclass(frozen=True)
class Numbered:
    """An activity with its number in the list, which is its number on the map."""

    number: int
    activity: Activity


@dataclass(frozen=True)
class Answered:
    """What was done with the answers: a challenge that rests on the wave, and how far its actions are."""

    challenge: Challenge
    actions: int
    done: int


def campaign_path(campaign: Campaign) -> str:
    return f"{CAMPAIGNS}{campaign.slug}/"


def poster_path(campaign: Campaign, area: Area, size: str) -> str:
    """/campagnes/burendag-2027/wijken/assendorp/poster-a4.pdf."""
    return f"{CAMPAIGNS}{campaign.slug}{area_path(area)}poster-{size}.pdf"


def card_path(campaign: Campaign, area: Area) -> str:
    return f"{CAMPAIGNS}{campaign.slug}{area_path(area)}kaart.png"


def poster_areas(campaign: Campaign) -> list[Area]:
    """Areas that have a poster: all but the buurten, as long as the campaign is not over."""
    if not campaign.is_current(timezone.localdate()):
        return []
    geography = municipality().geography
    return list(geography.in_order(area for area in geography if area.level != AreaLevel.BUURT))


def overview(request: HttpRequest) -> HttpResponse:
    """Every public campaign, the newest first."""
    today = timezone.localdate()
    found = [(item, item.days_left(today)) for item in Campaign.objects.filter(is_public=True)]
    return render(request, "publication/campaigns.html", {"campaigns": found})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign. The countdown is of the day of the edition; the worker asks for one every day until it is there."""
    campaign = Campaign.objects.get(slug=slug, is_public=True)
    groups = _grouped(campaign.activities.select_related("initiative"))
    listed = [(item.activity.area, item.activity.title) for _, found in groups for item in found]
    release = current_release()
    context = {
        "campaign": campaign,
        "subjects": of_days(campaign.date),
        "structured": structured_data.campaign(campaign, [item.activity for _, found in groups for item in found]),
        "days_left": campaign.days_left(timezone.localdate()),
        "is_wave": campaign.kind == CampaignKind.WAVE,
        "groups": groups,
        "count": len(listed),
        "map": markers(
            release, listed, title=say("Waar is iets te doen op {campaign}?", campaign=campaign.title), id_prefix="doen"
        )
        if release is not None and listed
        else None,
        "answered": _answered(campaign),
        "papers": [
            (area, [(size.upper(), poster_path(campaign, area, size)) for size in SIZES], card_path(campaign, area))
            for area in poster_areas(campaign)
        ],
    }
    return render(request, "publication/campaign.html", context)


def poster(request: HttpRequest, slug: str, code: str, size: str) -> HttpResponse:
    """What, where and when, to hang up in one area."""
    campaign, area = Campaign.objects.get(slug=slug, is_public=True), municipality().geography[code]
    here = [item for item in campaign.activities.all() if within(item.area, area)]
    contact = next((item for item in rules().contacts_for(area) if item.phone), None)
    amount = campaign.amount.removeprefix("Voorbeeldinhoud: ")
    is_wave = campaign.kind == CampaignKind.WAVE
    data = _told(campaign, area) | {
        "paper": size,
        "summary": kept(campaign.summary),
        "figures": [],
        "work": {"title": "", "lines": [], "more": ""},
        "lines": [_line(item) for item in here[:_MOST]],
        "amount": say("Bijdrage: {amount}", amount=kept(amount)) if amount else "",
        "call": say("Kijk wat ermee is gedaan") if is_wave else say("Doe mee, of begin iets"),
        "phone": say("Liever bellen? {role}, {number}", role=own_words(contact.role), number=contact.phone)
        if contact
        else "",
    }
    return HttpResponse(printed_poster(data, area), content_type="application/pdf")


def card(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The same as a picture of 1200 × 630, to send to neighbours."""
    campaign, area = Campaign.objects.get(slug=slug, is_public=True), municipality().geography[code]
    data = _told(campaign, area)
    data["short"] = data["address"].partition("://")[2]
    return HttpResponse(drawn("card.typ", data), content_type="image/png")


def _told(campaign: Campaign, area: Area) -> dict[str, Any]:
    when = "" if campaign.kind == CampaignKind.WAVE else str(date_format(campaign.date, "l j F Y"))
    return {
        "title": kept(campaign.title),
        "area": area.name,
        "when": capitalised(when),
        "address": f"{settings.SITE_URL}{spoken().root}{campaign_path(campaign)}",
        "example": campaign.is_example,
        **own_words_of_a_poster(),
    }


def _line(activity: Activity) -> str:
    what = f"{kept(activity.title)}, {kept(activity.place)}" if activity.place else kept(activity.title)
    return say("{what}, {time} uur", what=what, time=f"{activity.starts:%H:%M}") if activity.starts else what


def _grouped(activities: Iterable[Activity]) -> list[tuple[Area, list[Numbered]]]:
    """The activities under the largest areas below the municipality, numbered in the order in which they are listed."""
    geography = municipality().geography
    groups: dict[str, list[Activity]] = {}
    for item in activities:
        groups.setdefault(district_code(item.area) or geography.gemeente.code, []).append(item)
    found: list[tuple[Area, list[Numbered]]] = []
    number = 0
    places = {area.code: place for place, area in enumerate(geography.in_order(geography))}
    for code in places:
        numbered = []
        for item in sorted(groups.get(code, ()), key=lambda item: places.get(item.area, 0)):
            number += 1
            numbered.append(Numbered(number, item))
        if numbered:
            found.append((geography[code], numbered))
    return found


def _answered(campaign: Campaign) -> list[Answered]:
    """The public challenges whose reason rests on a figure of the wave, with their actions counted."""
    if campaign.kind != CampaignKind.WAVE or not campaign.wave:
        return []
    found = public_challenges().select_related("cycle").prefetch_related("actions", "checks")
    resting = [item for item in found if any(one.period == campaign.wave for one in parse_references(item.figures))]
    counted = [(item, [action.status for action in item.actions.all()]) for item in resting]
    return [Answered(item, len(states), states.count(Course.FINISHED.value)) for item, states in counted]
