"""Example content: places, schemes and initiatives from a municipality's folder, marked as such.

Dates are given as days ago, so that a term runs in a demo of any day.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from vergezicht.areas.folder import slugify
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.queries import all_challenges
from vergezicht.facts import Section, read_toml
from vergezicht.initiatives.example.campaigns import read_campaign, tell_campaign
from vergezicht.initiatives.lifecycle import answer, free_slug, move
from vergezicht.initiatives.models import (
    Agreement,
    Applicant,
    FundingScheme,
    Initiative,
    InitiativeKind,
    MeetingPlace,
    NameMode,
    Need,
    Origin,
    Outcome,
    Precision,
    Support,
    SupportKind,
)
from vergezicht.initiatives.places.file import import_places
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party, transition
from vergezicht.problems import Problems


@dataclass
class _Story:
    """An initiative as the file tells it: what it is, and what happened when."""

    initiative: Initiative
    challenges: list[str] = field(default_factory=list)
    schemes: list[str] = field(default_factory=list)
    support: dict[str, int] = field(default_factory=dict)
    moves: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


@transaction.atomic
def load_initiatives(folder: Path) -> int:
    """Load ``places.csv`` and ``initiatives.toml`` of a content folder; returns how many initiatives are new.

    Without the files there is nothing to load. Raises ``BadInput`` with every problem, and then loads nothing.
    """
    places, path = folder / "places.csv", folder / "initiatives.toml"
    if places.is_file() and not MeetingPlace.objects.exists():
        import_places(places, example=True)
    if not path.is_file():
        return 0
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    schemes = [_scheme(section) for section in root.tables("scheme")]
    stories = [_story(section) for section in root.tables("initiative")]
    campaigns = [read_campaign(section) for section in root.tables("campaign")]
    root.finish()
    problems.raise_if_any()
    for scheme in schemes:
        if not FundingScheme.objects.filter(slug=scheme.slug).exists():
            scheme.save()
    new = [story for story in stories if not Initiative.objects.filter(title=story.initiative.title).exists()]
    for story in new:
        _tell(story)
    for campaign in campaigns:
        tell_campaign(campaign)
    return len(new)


def _scheme(section: Section) -> FundingScheme:
    name = section.text("name")
    section.where = f"regeling {name}: "
    today = timezone.localdate()
    scheme = FundingScheme(
        name=name,
        slug=slugify(name),
        provider=section.text("provider"),
        summary=section.text("summary"),
        max_amount=section.integer("max_amount", 0) or None,
        max_share=section.integer("max_share", 0) or None,
        kinds=_chosen(section, "kinds", InitiativeKind.values),
        applicants=_chosen(section, "applicants", Applicant.values),
        needs_challenge=section.boolean("needs_challenge", False),
        conditions="\n".join(section.texts("conditions", ())),
        decision_days=section.integer("decision_days", 0) or None,
        ask_role=section.text("ask_role"),
        is_example=True,
    )
    if opens := section.integer("opens_in_days", 0):
        scheme.open_from = today + timedelta(days=opens)
    if closes := section.integer("closes_in_days", 0):
        scheme.open_until = today + timedelta(days=closes)
    section.finish()
    return scheme


def _story(section: Section) -> _Story:
    title = section.text("title")
    section.where = f"initiatief {title}: "
    initiative = Initiative(
        title=title,
        summary=section.text("summary"),
        body=section.text("body", "").strip(),
        category=section.choice("category", [item.code for item in rules().categories]),
        kind=section.choice("kind", InitiativeKind.values),
        areas=_chosen(section, "areas", municipality().geography.codes),
        street=section.text("street", ""),
        precision=section.choice("precision", Precision.values, Precision.STREET.value),
        needs=_chosen(section, "needs", Need.values),
        name_mode=section.choice("name_mode", NameMode.values, NameMode.ALIAS.value),
        public_name=section.text("public_name", ""),
        origin=section.choice("origin", Origin.values, Origin.WEB.value),
        agreement=section.choice("agreement", Agreement.values, Agreement.NONE.value),
        steward_role=section.text("steward_role", ""),
        is_example=True,
    )
    story = _Story(initiative, list(section.texts("challenges", ())), list(section.texts("schemes", ())))
    counted = section.table("support")
    story.support = {kind: counted.integer(kind, 0) for kind in SupportKind.values}
    counted.finish()
    state = InitiativeState.CONCEPT.value
    for item in section.tables("move", required=True):
        target = item.choice("to", InitiativeState.values)
        if transition(state, target) is None:
            item.problems.add(f"{section.where}van {state} naar {target} kan niet", file=item.file)
        values = {"target": target, "role": item.text("role")}
        values |= {name: item.text(name, "") for name in ("reason", "note")}
        story.moves.append((item.integer("days_ago"), values))
        state = target
        item.finish()
    for item in section.tables("answer"):
        values = {name: item.text(name) for name in ("text", "role", "next_step")}
        values["outcome"] = item.choice("outcome", Outcome.values)
        story.answers.append((item.integer("days_ago"), values))
        item.finish()
    section.finish()
    return story


def _chosen(section: Section, name: str, known: Any) -> list[str]:
    codes = list(section.texts(name, ()))
    for code in codes:
        if code not in known:
            section.problems.add(f"{section.where}onbekende waarde", file=section.file, column=name, got=code)
    return codes


def _tell(story: _Story) -> None:
    initiative, now = story.initiative, timezone.now()
    initiative.slug = free_slug(initiative.title)
    initiative.save()
    # A code may come back in another cycle: the challenge that stands now is meant.
    initiative.challenges.set(item for item in all_challenges() if item.code in story.challenges)
    initiative.schemes.set(FundingScheme.objects.filter(name__in=story.schemes))
    happened = [(days, "move", values) for days, values in story.moves]
    happened += [(days, "answer", values) for days, values in story.answers]
    for days, what, values in sorted(happened, key=lambda item: -item[0]):
        at: datetime = now - timedelta(days=days)
        if what == "move":
            by_submitter = values["target"] in {InitiativeState.SUBMITTED, InitiativeState.WITHDRAWN}
            party = Party.SUBMITTER if by_submitter else Party.MUNICIPALITY
            move(initiative, values["target"], party=party, role=values["role"], reason=values["reason"],
                 note=values["note"], at=at)  # fmt: skip
        else:
            answer(initiative, **values, date=timezone.localdate(at), recorded_at=at)
    for kind, count in story.support.items():
        Support.objects.bulk_create(
            Support(initiative=initiative, kind=kind, address_hash=secrets.token_hex(32)) for _ in range(count)
        )
