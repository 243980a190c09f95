"""Challenges: an overview by stadsdeel, a page per challenge, a page per theme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.queries import all_challenges, areas_of, challenges_for, district_of
from vergezicht.stories.overview import state_counts, top_level
from vergezicht.stories.paths import area_path
from vergezicht.stories.present import key_figures


def overview(request: HttpRequest) -> HttpResponse:
    """All challenges, grouped by the area under which they are listed."""
    challenges = all_challenges()
    groups = []
    for area in municipality().geography.at(top_level()):
        listed = [item for item in challenges if (found := district_of(item)) is not None and found.code == area.code]
        if listed:
            groups.append((area, area_path(area), listed))
    placed = {item.pk for _, _, listed in groups for item in listed}
    rest = [item for item in challenges if item.pk not in placed]
    context = {"groups": groups, "rest": rest, "states": state_counts(challenges), "count": len(challenges)}
    return render(request, "publication/challenges.html", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One challenge in turn-the-curve order: goal, how are we doing, why, who, what, on course."""
    challenge = Challenge.objects.select_related("cycle").prefetch_related("actions", "checks").get(slug=slug)
    areas = areas_of(challenge)
    groups = []
    for number, area in enumerate(areas):
        figures = key_figures(challenge.indicators, area=area.code, prefix=f"g{number}")
        groups.append((area, area_path(area), figures))
    context = {
        "challenge": challenge,
        "areas": [(area, area_path(area)) for area in areas],
        "district": district_of(challenge),
        "groups": groups,
        "themes": [theme for theme in themes() if theme.code in challenge.themes],
        "small_areas": any(area.level == AreaLevel.BUURT for area in areas),
    }
    return render(request, "publication/challenge.html", context)


def theme(request: HttpRequest, code: str) -> HttpResponse:
    """One theme: its indicators for the municipality and its challenges."""
    chosen = next(item for item in themes() if item.code == code)
    release = current_release()
    codes = [item.code for item in release.indicators if item.theme == code] if release else []
    context = {
        "theme": chosen,
        "figures": key_figures(codes, prefix="t"),
        "challenges": challenges_for(theme=code),
    }
    return render(request, "publication/theme.html", context)
