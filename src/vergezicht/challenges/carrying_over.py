"""From one cycle to the next: every challenge continues, changes, is finished or stops; each with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from vergezicht.challenges.models import (
    Action,
    CarryOver,
    Challenge,
    ChallengeState,
    Cycle,
    Decision,
    Involvement,
    Target,
)
from vergezicht.challenges.versions.history import sitting
from vergezicht.challenges.versions.proposals import propose_adoption


@dataclass(frozen=True)
class Choice:
    """What is decided about one challenge, and why. ``code`` is that of the successor; the same unless told."""

    decision: str
    reason: str
    code: str = ""


def to_decide(cycle: Cycle) -> list[Challenge]:
    """The challenges of a cycle about which nothing was decided yet; concepts and merged ones need no decision."""
    return list(
        Challenge.objects.filter(cycle=cycle, carry_over__isnull=True)
        .exclude(state__in=[ChallengeState.CONCEPT, ChallengeState.MERGED])
        .prefetch_related(
            "targets", "involvements__partner", "actions__milestones", "actions__partners", "checks", "evaluations"
        )
    )


def carry_over(
    cycle: Cycle, *, to: Cycle, choices: Mapping[int, Choice], user: Any, role: str, on: date | None = None,
    at: datetime | None = None,
) -> list[CarryOver]:  # fmt: skip
    """Decide about every open challenge of a cycle in one sitting, all or nothing.

    ``choices`` is by challenge key and must hold each of ``to_decide``. Raises ``ValidationError`` with everything
    that is missing. A successor is a concept until somebody else than ``user`` adopts it: one that continues is handed
    in at once, as it is; one that is adjusted first gets its new text.
    """
    waiting = to_decide(cycle)
    problems = [] if cycle.pk != to.pk else ["Kies een andere cyclus om naar over te dragen."]
    for challenge in waiting:
        choice = choices.get(challenge.pk)
        if choice is None or choice.decision not in Decision.values:
            problems.append(f"{challenge}: er is nog geen besluit.")
        elif not choice.reason.strip():
            problems.append(f"{challenge}: bij het besluit hoort een reden.")
    if set(choices) - {challenge.pk for challenge in waiting}:
        problems.append("Over een opgave die hier niet openstaat is niets te besluiten.")
    if problems:
        raise ValidationError(problems)
    with sitting(role=role, reason=f"Overdracht naar {to.name}", at=at):
        done = [_decide(item, to, choices[item.pk], role, on or timezone.localdate(), at) for item in waiting]
        for entry in done:
            if entry.decision == Decision.CONTINUE:
                propose_adoption(entry.successor, user=user, role=role, reason=entry.reason,
                                 state=ChallengeState.RUNNING)  # fmt: skip
    return done


def _decide(challenge: Challenge, to: Cycle, choice: Choice, role: str, day: date, at: datetime | None) -> CarryOver:
    decision = Decision(choice.decision)
    successor = _successor(challenge, to, choice) if decision.goes_on else None
    challenge.state = ChallengeState.STOPPED if decision == Decision.STOP else ChallengeState.CLOSED
    challenge.state_reason = choice.reason
    challenge.save()
    entry = CarryOver(
        challenge=challenge, to_cycle=to, decision=decision, reason=choice.reason, role=role, successor=successor,
        date=day, recorded_at=at or timezone.now(),
    )  # fmt: skip
    entry.full_clean()
    entry.save()
    return entry


def _successor(challenge: Challenge, to: Cycle, choice: Choice) -> Challenge:
    """The same challenge in the next cycle, as a concept: text, targets, partners, and the actions that still run."""
    following = Challenge(
        cycle=to,
        code=choice.code or challenge.code,
        slug=_free_slug(challenge.slug, to),
        state=ChallengeState.CONCEPT,
        **{
            name: getattr(challenge, name)
            for name in ("title", "kind", "areas", "themes", "indicators", "figures", "reason", "goal", "criteria",
                         "owner_role", "budget_note", "check_interval_days", "is_example")
        },
    )  # fmt: skip
    following.full_clean()
    following.save()
    for target in challenge.targets.all():
        Target.objects.create(
            challenge=following,
            **{name: getattr(target, name) for name in
               ("indicator", "area", "kind", "value", "baseline_period", "year", "because")},
        )  # fmt: skip
    for involvement in challenge.involvements.all():
        Involvement.objects.create(challenge=following, partner=involvement.partner, role=involvement.role)
    for action in challenge.actions.all():
        if not action.is_over:
            _copy_action(action, following)
    return following


def _copy_action(action: Action, following: Challenge) -> None:
    partners = list(action.partners.all())
    copied = Action(
        challenge=following,
        **{name: getattr(action, name) for name in
           ("sort_order", "title", "who", "when", "starts", "ends", "phase", "status", "status_reason", "noticed",
            "update_interval_days")},
    )  # fmt: skip
    copied.partners.set(partners)
    for milestone in action.milestones.all():
        if milestone.done_on is None:
            copied.milestones.add(type(milestone)(title=milestone.title, due=milestone.due))
    copied.save()


def _free_slug(slug: str, cycle: Cycle) -> str:
    base = f"{slug[: 49 - len(cycle.slug)]}-{cycle.slug}" if Challenge.objects.filter(slug=slug).exists() else slug
    candidate, number = base, 2
    while Challenge.objects.filter(slug=candidate).exists():
        candidate = f"{base[:46]}-{number}"
        number += 1
    return candidate
