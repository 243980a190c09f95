"""Example content: cycles, conversations, challenges and everything under them from a municipality's folder."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from vergezicht.challenges.example.council import load_council
from vergezicht.challenges.example.parts import (
    ActionDraft,
    ChallengeDraft,
    CheckDraft,
    read_challenge,
    read_conversation,
    read_cycle,
    read_partner,
)
from vergezicht.challenges.judging.course_checks import Answer, Change, open_adjustments, record_check
from vergezicht.challenges.judging.evaluating import effect_of, frozen_account
from vergezicht.challenges.judging.evidence import gather_evidence, judge_targets
from vergezicht.challenges.models import (
    Challenge,
    ChallengeState,
    Conversation,
    CouncilItem,
    Course,
    CourseCheck,
    Cycle,
    Decision,
    Involvement,
    Partner,
)
from vergezicht.challenges.versions.history import sitting, with_content
from vergezicht.challenges.versions.text_history import record_text, versions_of_text
from vergezicht.facts import Section, read_toml
from vergezicht.problems import Problems

_ROLE = "College van B en W"
_DIFFERS = "Het oordeel steunt op wat bewoners en partners merken; de cijfers zijn van daarvoor."
_STATUSES = "De stand van de acties is bijgewerkt."


def load_example(content: Path) -> int:
    """Load the cycle, the one before it and the conversations of a folder; returns how many challenges are new."""
    new = load_challenges(content / "challenges.toml")
    if (content / "earlier.toml").is_file():
        new += load_challenges(content / "earlier.toml")
    if (content / "conversations.toml").is_file():
        load_conversations(content / "conversations.toml")
    if (content / "council.toml").is_file():
        load_council(content / "council.toml")
    _record_texts()
    return new


def _record_texts() -> None:
    """The first version of each public text, as of the day it began, took place or was asked."""
    for cycle in Cycle.objects.all():
        if not versions_of_text(cycle).exists():
            record_text(cycle, role=_ROLE, reason="Begonnen.", at=_moment(cycle.starts))
    for conversation in Conversation.objects.filter(is_public=True):
        if not versions_of_text(conversation).exists():
            record_text(conversation, role="Communicatie", reason="Verslag openbaar.", at=_moment(conversation.date))
    for item in CouncilItem.objects.filter(is_public=True):
        if not versions_of_text(item).exists():
            record_text(item, role="Griffie", reason="Zoals de raad haar vaststelde.", at=_moment(item.date))


@transaction.atomic
def load_challenges(path: Path) -> int:
    """Load a file like ``content/challenges.toml``; returns how many challenges are new.

    Raises ``BadInput`` with every problem in the file, and then loads nothing.
    """
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    cycle = read_cycle(root.table("cycle"))
    partners = [read_partner(section) for section in root.tables("partner")]
    drafts = [read_challenge(section) for section in root.tables("challenge", required=True)]
    root.finish()
    known = {item.name for item in partners} | set(Partner.objects.values_list("name", flat=True))
    for draft in drafts:
        _require_known(draft, known, problems)
    problems.raise_if_any()
    cycle, _ = Cycle.objects.get_or_create(slug=cycle.slug, defaults=_fields(cycle))
    for partner in partners:
        Partner.objects.get_or_create(name=partner.name, defaults={"slug": partner.slug, "kind": partner.kind,
                                                                   "is_example": True})  # fmt: skip
    fresh = [draft for draft in drafts if not Challenge.objects.filter(slug=draft.challenge.slug).exists()]
    for draft in fresh:
        draft.challenge.cycle = cycle
        _save(draft)
    return len(fresh)


@transaction.atomic
def load_conversations(path: Path) -> int:
    """Load ``content/conversations.toml``; returns how many are new. Raises ``BadInput`` and loads nothing."""
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    drafts = [read_conversation(section) for section in root.tables("conversation", required=True)]
    root.finish()
    challenges = {item.slug: item for item in Challenge.objects.all()}
    cycles = {item.slug: item for item in Cycle.objects.all()}
    for draft in drafts:
        if draft.cycle not in cycles:
            problems.add(f"gesprek {draft.conversation.title}: onbekende cyclus", column="cycle", got=draft.cycle)
        for slug in (slug for _, slugs in draft.harvest for slug in slugs if slug not in challenges):
            problems.add(f"gesprek {draft.conversation.title}: onbekende opgave", column="challenges", got=slug)
    problems.raise_if_any()
    new = 0
    for draft in drafts:
        if Conversation.objects.filter(slug=draft.conversation.slug).exists():
            continue
        draft.conversation.cycle = cycles[draft.cycle]
        draft.conversation.full_clean()
        draft.conversation.save()
        for item, slugs in draft.harvest:
            item.conversation = draft.conversation
            item.challenges.set([challenges[slug] for slug in slugs])
            item.full_clean()
            item.save()
        new += 1
    return new


def _require_known(draft: ChallengeDraft, partners: set[str], problems: Problems) -> None:
    names = [name for name, _ in draft.partners] + [name for item in draft.actions for name in item.partners]
    for name in names:
        if name not in partners:
            problems.add(f"opgave {draft.challenge.code}: onbekende partner", column="partner", got=name)
    if draft.carry_over is not None:
        entry, to, successor = draft.carry_over
        if not Cycle.objects.filter(slug=to).exists():
            problems.add(f"opgave {draft.challenge.code}: onbekende cyclus", column="to", got=to)
        if successor and not Challenge.objects.filter(slug=successor).exists():
            problems.add(f"opgave {draft.challenge.code}: onbekende opvolger", column="successor", got=successor)
        if Decision(entry.decision).goes_on != bool(successor):
            problems.add(
                f"opgave {draft.challenge.code}: wie doorgaat heeft een opvolger, wie afrondt of stopt niet",
                column="successor", got=successor or "niets",
            )  # fmt: skip


def _save(draft: ChallengeDraft) -> None:
    """First as it was adopted, with nothing begun; then as it is, with what was changed and why."""
    challenge = draft.challenge
    final = {"goal": challenge.goal, "state": challenge.state, "state_reason": challenge.state_reason}
    adopted = draft.adopted or challenge.cycle.starts
    with sitting(role=_ROLE, reason="Vastgesteld.", at=_moment(adopted)):
        challenge.goal = draft.start.goal if draft.start else challenge.goal
        challenge.state, challenge.state_reason = ChallengeState.RUNNING, ""
        challenge.full_clean()
        challenge.save()
        for target in draft.targets:
            target.challenge = challenge
            target.full_clean()
            target.save()
        for name, role in draft.partners:
            Involvement.objects.create(challenge=challenge, partner=Partner.objects.get(name=name), role=role)
        for item in draft.actions:
            _save_action(item, challenge)
    if draft.start:
        with sitting(role=challenge.owner_role, reason=draft.start.reason, at=_moment(draft.start.until)):
            challenge.goal = final["goal"]
            challenge.save()
    last = max((item.check.date for item in draft.checks), default=draft.start.until if draft.start else adopted)
    with sitting(role=challenge.owner_role, reason=final["state_reason"] or _STATUSES, at=_moment(last)):
        for item in draft.actions:
            item.action.save()
        challenge.state, challenge.state_reason = final["state"], final["state_reason"]
        challenge.save()
    for checked in draft.checks:
        _save_check(checked, challenge)
    _save_end(draft, challenge)


def _save_action(item: ActionDraft, challenge: Challenge) -> None:
    """The action as it was planned; its status is put back for the last sitting."""
    action = item.action
    kept = (action.status, action.status_reason)
    action.full_clean(exclude=["challenge"])
    action.challenge, action.status, action.status_reason = challenge, Course.NOT_STARTED, ""
    action.partners.set([Partner.objects.get(name=name) for name in item.partners])
    action.save()
    for milestone in item.milestones:
        milestone.action = action
        milestone.save()
    for update in item.updates:
        update.action, update.recorded_at = action, _moment(update.date)
        update.save()
    action.status, action.status_reason = kept


def _save_check(item: CheckDraft, challenge: Challenge) -> None:
    check = item.check
    fresh = with_content().select_related("cycle").get(pk=challenge.pk)
    evidence = gather_evidence(fresh, today=check.date)
    draft = CourseCheck(signal=evidence.signal, verdict=check.verdict)
    waiting = {adjustment.text: adjustment.pk for adjustment in open_adjustments(challenge)}
    record_check(
        fresh,
        date=check.date,
        verdict=check.verdict,
        role=check.role,
        who=check.who,
        story=check.story,
        confidence=check.confidence,
        differs_because=(check.differs_because or _DIFFERS) if draft.differs else "",
        changes=[Change(one.kind, one.text, one.owner_role, one.due) for one in item.adjustments],
        answers=[Answer(waiting[to], outcome, text) for to, outcome, text in item.answers if to in waiting],
        evidence=evidence,
        at=_moment(check.date),
    )


def _save_end(draft: ChallengeDraft, challenge: Challenge) -> None:
    """Evaluation and carry-over, with the state that follows from the decision."""
    if draft.evaluation is not None:
        fresh = with_content().select_related("cycle").get(pk=challenge.pk)
        evaluation = draft.evaluation
        evaluation.challenge = fresh
        evaluation.effect = effect_of(judge_targets(fresh))
        evaluation.evidence, evaluation.release_name, evaluation.release_checksum = frozen_account(fresh)
        evaluation.recorded_at = _moment(evaluation.date)
        evaluation.full_clean()
        evaluation.save()
    if draft.carry_over is None:
        return
    entry, to, successor = draft.carry_over
    with sitting(role=entry.role, reason=entry.reason, at=_moment(entry.date)):
        stopped = entry.decision == Decision.STOP
        challenge.state = ChallengeState.STOPPED if stopped else ChallengeState.CLOSED
        challenge.state_reason = entry.reason
        challenge.save()
    entry.challenge, entry.to_cycle = challenge, Cycle.objects.get(slug=to)
    entry.successor = Challenge.objects.get(slug=successor) if successor else None
    entry.recorded_at = _moment(entry.date)
    entry.full_clean()
    entry.save()


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _fields(cycle: Cycle) -> dict[str, Any]:
    names = ("name", "starts", "ends", "period", "fieldwork", "description", "lessons")
    return {name: getattr(cycle, name) for name in names}
