"""Challenges: an overview by stadsdeel, a list per course, a page per challenge, a page per theme."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, indicators_of, municipality, themes
from vergezicht.challenges.ground_figures import ground_figures
from vergezicht.challenges.judging.evidence import is_stale, judge_targets
from vergezicht.challenges.models import Action, Challenge, Conversation, Course, HarvestItem
from vergezicht.challenges.queries import (
    all_challenges,
    areas_of,
    challenges_for,
    district_of,
    earlier_challenges,
    public_challenges,
)
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.rules import rules
from vergezicht.languages import say
from vergezicht.pictures import Picture
from vergezicht.pictures.locator import locator
from vergezicht.pictures.markers import markers
from vergezicht.publication.pages.subjects import of_areas, of_days, of_state, of_themes
from vergezicht.publication.pages.timeline import moments_of
from vergezicht.publication.views.initiatives import cards_of
from vergezicht.stories.overview import beside_the_judgement, state_counts, theme_cards, top_level
from vergezicht.stories.paths import area_path, versions_path
from vergezicht.stories.present import key_figures


def overview(request: HttpRequest) -> HttpResponse:
    """All challenges that stand now, grouped and numbered by the area under which they are listed; then the earlier."""
    challenges = all_challenges()
    groups = []
    listed: list[Challenge] = []
    for area in municipality().geography.listed(top_level()):
        found = [item for item in challenges if (holder := district_of(item)) is not None and holder.code == area.code]
        if found:
            groups.append((area, area_path(area), found, len(listed) + 1))
            listed += found
    placed = {item.pk for item in listed}
    release = current_release()
    marked = [(areas_of(item)[0].code, item.title) for item in listed]
    context = {
        "groups": groups,
        "map": markers(release, marked, title=say("Waar de wijkopgaven over gaan"), id_prefix="waar")
        if release is not None and marked
        else None,
        "rest": [item for item in challenges if item.pk not in placed],
        "states": state_counts(challenges),
        "beside": beside_the_judgement(challenges),
        "themes": theme_cards(challenges),
        "count": len(challenges),
        "earlier": earlier_challenges(),
    }
    return render(request, "publication/challenges.html", context)


def by_course(request: HttpRequest, course: Course) -> HttpResponse:
    """The challenges that stand so."""
    challenges = all_challenges()
    context = {
        "course": course,
        "challenges": [item for item in challenges if item.course == course],
        "states": state_counts(challenges),
    }
    return render(request, "publication/challenges_by_course.html", context)


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One challenge in turn-the-curve order: goal, how are we doing, why, who, what, on course; then its way so far."""
    challenge = _complete(slug)
    areas = areas_of(challenge)
    stands = challenge in all_challenges()
    groups = []
    for number, area in enumerate(areas):
        figures = key_figures(challenge.indicators, area=area.code, prefix=f"g{number}")
        groups.append((area, area_path(area), figures))
    voices = _voices(challenge)
    versions = list(challenge.versions.order_by("number").defer("content"))
    conversations = list({voice.conversation.pk: voice.conversation for voice in voices}.values())
    context = {
        "challenge": challenge,
        "stands": stands,
        "subjects": [
            *of_areas(challenge.areas),
            *of_themes(challenge.themes),
            *(of_state(challenge.course) if stands else ()),
            *of_days(challenge.cycle.starts, challenge.cycle.ends),
        ],
        "areas": [(area, area_path(area)) for area in areas],
        "locator": _locator(areas),
        "district": district_of(challenge),
        "groups": groups,
        "themes": [theme for theme in themes() if theme.code in challenge.themes],
        "contact": next((item for item in rules().contacts_for(areas[0]) if item.phone), None) if areas else None,
        "small_areas": any(area.level == AreaLevel.BUURT for area in areas),
        "targets": judge_targets(challenge),
        "grounds": ground_figures(challenge.figures),
        "voices": voices,
        "checks": _checks(challenge),
        "quiet": _quiet(challenge),
        "moments": moments_of(challenge, conversations=conversations, versions=versions),
        "version": versions[-1] if versions else None,
        "versions_path": versions_path(challenge),
        "carried": getattr(challenge, "carry_over", None),
        "came_from": getattr(challenge, "carried_from", None),
        "merged": challenge.merged.exclude(state="concept"),
        "plans": cards_of(list(public_initiatives().filter(challenges=challenge))),
        "council_items": challenge.council_items.filter(is_public=True),
    }
    return render(request, "publication/challenge.html", context)


def _locator(areas: list[Area]) -> Picture | None:
    """Where its areas lie; no map of the municipality in the municipality."""
    release = current_release()
    if release is None or not areas or any(area.level == AreaLevel.GEMEENTE for area in areas):
        return None
    return locator(release, *(area.code for area in areas), id_prefix="plek")


def _complete(slug: str) -> Challenge:
    """A public challenge with all that its page shows, in a bounded number of queries."""
    actions = Action.objects.prefetch_related("milestones", "updates", "partners")
    return (
        public_challenges()
        .select_related("cycle", "merged_into", "carry_over__successor", "carried_from__challenge__cycle")
        .prefetch_related(
            Prefetch("actions", actions),
            "targets",
            "involvements__partner",
            "checks__adjustments__answer__answered_by",
            "checks__answers__adjustment",
            "evaluations",
        )
        .get(slug=slug)
    )


def _voices(challenge: Challenge) -> list[HarvestItem]:
    public = Conversation.objects.filter(is_public=True)
    return list(
        challenge.voices.filter(conversation__in=public)
        .select_related("conversation")
        .order_by("conversation__date", "pk")
    )


def _checks(challenge: Challenge) -> list[tuple[object, object]]:
    """Each check, newest first, with the check that corrects it, if any."""
    checks = sorted(challenge.checks.all(), key=lambda item: (item.date, item.pk), reverse=True)
    corrections = {item.supersedes_id: item for item in checks}
    return [(item, corrections.get(item.pk)) for item in checks]


def _quiet(challenge: Challenge) -> set[int]:
    """Actions of which nothing was heard in time, while the cycle runs: this shows in public."""
    today = timezone.localdate()
    if not challenge.is_running or challenge.cycle.ends < today:
        return set()
    return {action.pk for action in challenge.actions.all() if is_stale(action, today=today)}


def theme(request: HttpRequest, code: str) -> HttpResponse:
    """One theme: its indicators for the municipality and its challenges."""
    chosen = next(item for item in themes() if item.code == code)
    context = {
        "theme": chosen,
        "subjects": of_themes([code]),
        "figures": key_figures((item.code for item in indicators_of(code)), prefix="t"),
        "challenges": challenges_for(theme=code),
    }
    return render(request, "publication/theme.html", context)
