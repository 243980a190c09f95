"""A challenge as it was: the list of its versions, and each version under an address that stays."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.challenges.models import ChallengeKind, ChallengeState, ChallengeVersion, Course
from vergezicht.challenges.models.challenge import TargetKind
from vergezicht.challenges.queries import public_challenges
from vergezicht.languages import say
from vergezicht.pictures.notation import amount
from vergezicht.publication.pages.timeline import changed_words
from vergezicht.stories.paths import versions_path


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """All versions, newest first: from when, by whom, what was changed and why."""
    challenge = public_challenges().select_related("cycle").get(slug=slug)
    versions = list(challenge.versions.order_by("-number").defer("content"))
    rows = [(item, changed_words(item)) for item in versions]
    context = {"challenge": challenge, "versions": rows, "versions_path": versions_path(challenge)}
    return render(request, "publication/versions.html", context)


def detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, with the course checks that had been done when it gave way to the next."""
    challenge = public_challenges().select_related("cycle").get(slug=slug)
    versions = list(challenge.versions.order_by("number").select_related("challenge"))
    version = next(item for item in versions if item.number == number)
    later = next((item for item in versions if item.number == number + 1), None)
    checks = challenge.checks.order_by("date", "pk")
    if later is not None:
        checks = checks.filter(recorded_at__lt=later.recorded_at)
    context = {
        "challenge": challenge,
        "version": version,
        "earlier": next((item for item in versions if item.number == number - 1), None),
        "later": later,
        "changed": changed_words(version),
        "content": _readable(version),
        "checks": checks,
        "versions_path": versions_path(challenge),
    }
    return render(request, "publication/version.html", context)


def _readable(version: ChallengeVersion) -> dict[str, Any]:
    """The content with names for codes. Codes that no longer exist are shown as they were written."""
    content = version.content
    geography = municipality().geography
    titles = {theme.code: theme.title for theme in themes()}
    return {
        **content,
        "kind": _label(ChallengeKind, content["kind"]),
        "state": _label(ChallengeState, content["state"]),
        "areas": [geography[code].name if code in geography else code for code in content["areas"]],
        "themes": [titles.get(code, code) for code in content["themes"]],
        "criteria": [line for line in content["criteria"].splitlines() if line.strip()],
        "targets": [_target(item) for item in content["targets"]],
        "actions": [{**item, "course": Course(item["status"])} for item in content["actions"]],
    }


def _target(item: dict[str, Any]) -> dict[str, Any]:
    release, geography = current_release(), municipality().geography
    known = release.indicator(item["indicator"]) if release and release.has_indicator(item["indicator"]) else None
    aim = _label(TargetKind, item["kind"]).lower()
    if item["value"] is not None:
        aim = amount(known, item["value"]) if known else f"{item['value']:g}"
    area = geography.get(item["area"])
    return {
        **item,
        "title": known.title if known else item["indicator"],
        "area": area.name if area else item["area"],
        "aim": aim,
    }


def _label(choices: Any, value: str) -> str:
    return say(str(choices(value).label)) if value in choices.values else value
