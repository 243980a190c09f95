"""Doing a course check: freeze the evidence, answer what was promised last time, record verdict and adjustments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vergezicht.challenges.judging.evidence import Evidence, gather_evidence
from vergezicht.challenges.models import Adjustment, AdjustmentAnswer, Challenge, Confidence, CourseCheck


@dataclass(frozen=True)
class Answer:
    """What became of an adjustment: outcome is gedaan, deels or niet."""

    adjustment: int
    outcome: str
    text: str


@dataclass(frozen=True)
class Change:
    """An adjustment this check causes."""

    kind: str
    text: str
    owner_role: str
    due: date | None = None


def open_adjustments(challenge: Challenge) -> list[Adjustment]:
    """Adjustments that no later check has answered yet, oldest first."""
    return list(
        Adjustment.objects.filter(caused_by__challenge=challenge, answer__isnull=True)
        .select_related("caused_by")
        .order_by("pk")
    )


@transaction.atomic
def record_check(
    challenge: Challenge,
    *,
    date: date,
    verdict: str,
    role: str,
    story: str,
    who: str = "",
    differs_because: str = "",
    confidence: str = Confidence.MEDIUM,
    changes: Sequence[Change] = (),
    answers: Sequence[Answer] = (),
    supersedes: CourseCheck | None = None,
    correction_reason: str = "",
    evidence: Evidence | None = None,
    at: datetime | None = None,
) -> CourseCheck:
    """Record a course check with its evidence, all or nothing.

    The evidence is gathered now, and frozen, unless it is given. Raises ``ValidationError`` when the story is missing,
    a verdict differs from the signal without a reason, or an adjustment of an earlier check is left unanswered.
    A correction (``supersedes``) stands beside the check it corrects and answers nothing anew.
    """
    _require_same_challenge(challenge, supersedes)
    found = evidence or gather_evidence(challenge, today=date)
    check = CourseCheck(
        challenge=challenge,
        date=date,
        verdict=verdict,
        role=role,
        who=who,
        story=story,
        signal=found.signal,
        trace=found.trace,
        evidence=json.loads(json.dumps(found.content)),
        release_name=found.release_name,
        release_checksum=found.release_checksum,
        differs_because=differs_because,
        confidence=confidence,
        next_due=date + timedelta(days=challenge.check_interval_days),
        supersedes=supersedes,
        correction_reason=correction_reason,
        recorded_at=at or timezone.now(),
    )
    check.full_clean()
    waiting = {} if supersedes else {item.pk: item for item in open_adjustments(challenge)}
    _require_answers(waiting, answers)
    check.save()
    for answer in answers:
        entry = AdjustmentAnswer(
            adjustment=waiting[answer.adjustment], answered_by=check, outcome=answer.outcome, text=answer.text
        )
        entry.full_clean()
        entry.save()
    for change in changes:
        adjustment = Adjustment(
            caused_by=check, kind=change.kind, text=change.text, owner_role=change.owner_role, due=change.due
        )
        adjustment.full_clean()
        adjustment.save()
    return check


def _require_same_challenge(challenge: Challenge, supersedes: CourseCheck | None) -> None:
    if supersedes is not None and supersedes.challenge_id != challenge.pk:
        raise ValidationError("Een verbetering hoort bij dezelfde opgave als de koerscheck die zij verbetert.")


def _require_answers(waiting: dict[int, Adjustment], answers: Sequence[Answer]) -> None:
    given = {answer.adjustment for answer in answers}
    if missing := [item for key, item in waiting.items() if key not in given]:
        words = "; ".join(item.text for item in missing)
        raise ValidationError(f"Vertel eerst wat er van de vorige bijsturing is gekomen: {words}")
    if given - set(waiting):
        raise ValidationError("Er is een antwoord op een bijsturing die niet (meer) openstaat.")
    if any(not answer.text.strip() for answer in answers):
        raise ValidationError("Zeg bij elke bijsturing in een zin wat ervan is gekomen.")
