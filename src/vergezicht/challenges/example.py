"""Example content: cycle, challenges, actions and course checks from a municipality's folder, marked as such."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from vergezicht.areas.folder import slugify
from vergezicht.challenges.ground import municipality, themes
from vergezicht.challenges.models import Action, Challenge, ChallengeKind, Course, CourseCheck, Cycle
from vergezicht.facts import Section, read_toml
from vergezicht.problems import Problems


@transaction.atomic
def load_challenges(path: Path) -> int:
    """Load ``content/challenges.toml``; returns how many challenges are new. Raises ``BadInput`` and loads nothing."""
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    cycle = _cycle(root.table("cycle"))
    loaded = [_challenge(section) for section in root.tables("challenge", required=True)]
    root.finish()
    problems.raise_if_any()
    new = 0
    cycle, _ = Cycle.objects.get_or_create(slug=cycle.slug, defaults=_fields(cycle))
    for challenge, actions, checks in loaded:
        if Challenge.objects.filter(slug=challenge.slug).exists():
            continue
        challenge.cycle = cycle
        challenge.save()
        for position, action in enumerate(actions):
            action.challenge, action.sort_order = challenge, position
            action.save()
        for check in checks:
            check.challenge = challenge
            check.save()
        new += 1
    return new


def _cycle(section: Section) -> Cycle:
    cycle = Cycle(
        name=section.text("name"),
        slug=section.text("slug"),
        starts=section.day("starts"),
        ends=section.day("ends"),
        description=section.text("description", ""),
    )
    section.finish()
    return cycle


def _challenge(section: Section) -> tuple[Challenge, list[Action], list[CourseCheck]]:
    code, title = section.text("code"), section.text("title")
    section.where = f"opgave {code}: "
    challenge = Challenge(
        code=code,
        slug=slugify(title),
        title=title,
        kind=section.choice("kind", ChallengeKind.values),
        areas=list(_known(section, "areas", {area.code for area in municipality().geography}, "gebied")),
        themes=list(_known(section, "themes", {theme.code for theme in themes()}, "thema")),
        indicators=list(section.texts("indicators", ())),
        reason=section.text("reason"),
        goal=section.text("goal"),
        is_example=True,
    )
    actions = []
    for item in section.tables("action"):
        actions.append(
            Action(
                title=item.text("title"),
                who=item.text("who", ""),
                when=item.text("when", ""),
                status=item.choice("status", Course.values, "nog-niet-gestart"),
                status_reason=item.text("status_reason", ""),
            )
        )
        item.finish()
    checks = []
    for item in section.tables("check"):
        checks.append(
            CourseCheck(
                date=item.day("date"),
                verdict=item.choice("verdict", Course.values),
                role=item.text("role"),
                story=item.text("story", ""),
            )
        )
        item.finish()
    section.finish()
    return challenge, actions, checks


def _known(section: Section, name: str, known: set[str], word: str) -> tuple[str, ...]:
    codes = section.texts(name)
    for code in codes:
        if code not in known:
            section.problems.add(f"{section.where}onbekend {word}", file=section.file, column=name, got=code)
    return codes


def _fields(cycle: Cycle) -> dict[str, Any]:
    return {name: getattr(cycle, name) for name in ("name", "starts", "ends", "description")}
