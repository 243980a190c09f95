"""The account at the end of a cycle: what was promised in the first public version, and how each promise ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vergezicht.challenges.judging.evidence import JudgedTarget, gather_evidence
from vergezicht.challenges.judging.findings import is_better
from vergezicht.challenges.judging.targets import Gap, TargetSignal, year_of
from vergezicht.challenges.models import Challenge, Course, Effect, Evaluation
from vergezicht.languages import noted


@dataclass(frozen=True)
class Promise:
    """An action that was public at some time: promised at the start or added later, and how it ended."""

    title: str
    who: str
    at_start: bool
    course: Course | None
    reason: str

    @property
    def is_gone(self) -> bool:
        """No longer among the actions: only possible by a change outside the screens, and always told."""
        return self.course is None


def promises_of(challenge: Challenge) -> list[Promise]:
    """Every action of every public version, with its end; those of the first version come first."""
    now = {action.pk: action for action in challenge.actions.all()}
    found: dict[int, Promise] = {}
    for position, version in enumerate(challenge.versions.order_by("number")):
        for action in version.content["actions"]:
            key = action["id"]
            if key in found:
                continue
            current = now.get(key)
            found[key] = Promise(
                title=action["title"],
                who=action["who"],
                at_start=position == 0,
                course=current.course if current else None,
                reason=current.status_reason if current else "",
            )
    return list(found.values())


def effect_of(judged: Iterable[JudgedTarget]) -> Effect:
    """What the figures of the targets did, each by the direction of its indicator; "not demonstrable" is a result."""
    signs, measured = set(), False
    for item in judged:
        if item.judgement.change is None or item.indicator is None:
            continue
        measured = True
        better = is_better(item.indicator.direction, item.judgement.moved) if item.judgement.moved else None
        signs |= {better} - {None}
    if signs == {True, False}:
        return Effect.MIXED
    if signs:
        return Effect.BETTER if True in signs else Effect.WORSE
    return Effect.NOT_DEMONSTRABLE if measured else Effect.NO_FIGURES


class TargetOutcome(StrEnum):
    """What the figures say of the targets of a challenge once it is over."""

    REACHED = "gehaald"
    MISSED = "niet-gehaald"
    AHEAD = "later-op-koers"
    BEHIND = "later-van-koers"
    NOT_DEMONSTRABLE = "niet-aantoonbaar"
    NO_FIGURES = "geen-cijfers"
    NO_TARGETS = "geen-streefdoelen"

    @property
    def label(self) -> str:
        return {
            TargetOutcome.REACHED: noted("Doel gehaald"),
            TargetOutcome.MISSED: noted("Doel niet gehaald"),
            TargetOutcome.AHEAD: noted("Op koers naar een doel van later"),
            TargetOutcome.BEHIND: noted("Van koers naar een doel van later"),
            TargetOutcome.NOT_DEMONSTRABLE: noted("Niet aantoonbaar"),
            TargetOutcome.NO_FIGURES: noted("Nog geen nieuwe cijfers"),
            TargetOutcome.NO_TARGETS: noted("Er waren geen streefdoelen"),
        }[self]


def outcome_of(evidence: Mapping[str, Any]) -> TargetOutcome:
    """Whether the targets were reached, from frozen evidence; one that was missed is missed, as in ``combine``.

    A value is reached or missed when the whole margin lies on that side of it; before its year it can be neither.
    """
    found = [_outcome(target) for target in evidence.get("targets", ())]
    if not found:
        return TargetOutcome.NO_TARGETS
    worst = (TargetOutcome.MISSED, TargetOutcome.BEHIND, TargetOutcome.NOT_DEMONSTRABLE, TargetOutcome.AHEAD,
             TargetOutcome.REACHED)  # fmt: skip
    return next((outcome for outcome in worst if outcome in found), TargetOutcome.NO_FIGURES)


def _outcome(target: Mapping[str, Any]) -> TargetOutcome:
    signal = TargetSignal(target["signal"])
    if signal in {TargetSignal.NO_FIGURE, TargetSignal.NO_NEW_FIGURES}:
        return TargetOutcome.NO_FIGURES
    if signal == TargetSignal.NOT_DEMONSTRABLE:
        return TargetOutcome.NOT_DEMONSTRABLE
    is_on = signal == TargetSignal.ON_COURSE
    measured = year_of(target["current"]["period"])
    if measured is not None and measured < target["year"]:
        return TargetOutcome.AHEAD if is_on else TargetOutcome.BEHIND
    gap = target["gap"]
    if gap is not None and Gap(**gap).sign == 0:
        return TargetOutcome.NOT_DEMONSTRABLE
    return TargetOutcome.REACHED if is_on else TargetOutcome.MISSED


def frozen_account(challenge: Challenge) -> tuple[dict[str, Any], str, str]:
    """The evidence of an evaluation, with the name and the checksum of the release it used."""
    evidence = gather_evidence(challenge)
    content = {
        "promises": [
            {
                "title": item.title,
                "who": item.who,
                "at_start": item.at_start,
                "course": item.course.value if item.course else "",
                "reason": item.reason,
            }
            for item in promises_of(challenge)
        ],
        **evidence.content,
    }
    return json.loads(json.dumps(content)), evidence.release_name, evidence.release_checksum


def standing_evaluation(challenge: Challenge) -> Evaluation | None:
    """The evaluation that counts: the last one that no other corrects."""
    evaluations = list(challenge.evaluations.all())
    corrected = {item.supersedes_id for item in evaluations}
    standing = [item for item in evaluations if item.pk not in corrected]
    return max(standing, key=lambda item: (item.date, item.pk), default=None)
