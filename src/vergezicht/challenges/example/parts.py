"""Reading example content: each part of a challenge or a conversation from its table in a TOML file, unsaved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from vergezicht.areas.folder import slugify
from vergezicht.challenges.choices import area_codes, theme_codes
from vergezicht.challenges.models import (
    VERDICTS,
    Action,
    Adjustment,
    CarryOver,
    Challenge,
    ChallengeKind,
    ChallengeState,
    Conversation,
    CourseCheck,
    Cycle,
    Decision,
    Evaluation,
    HarvestItem,
    Method,
    Milestone,
    Partner,
    Phase,
    ProgressUpdate,
    Target,
)
from vergezicht.challenges.models.action import ACTION_STATES
from vergezicht.challenges.models.challenge import InvolvementRole, TargetKind
from vergezicht.challenges.models.check import AdjustmentKind, Confidence, Outcome
from vergezicht.challenges.models.conversation import HarvestKind
from vergezicht.challenges.models.partner import PartnerKind
from vergezicht.challenges.references import parse_reference
from vergezicht.facts import Section

_VERDICTS = [value for value, _ in VERDICTS]
_STATES = [value for value, _ in ACTION_STATES]


@dataclass
class ActionDraft:
    action: Action
    partners: tuple[str, ...]
    milestones: list[Milestone]
    updates: list[ProgressUpdate]


@dataclass
class CheckDraft:
    check: CourseCheck
    adjustments: list[Adjustment]
    answers: list[tuple[str, str, str]]  # the text of the adjustment, outcome, what came of it


@dataclass
class Start:
    """How a challenge was worded at first, until a day on which that was changed for a reason."""

    until: date
    reason: str
    goal: str


@dataclass
class ChallengeDraft:
    challenge: Challenge
    adopted: date | None
    start: Start | None
    targets: list[Target]
    partners: list[tuple[str, str]]
    actions: list[ActionDraft]
    checks: list[CheckDraft]
    evaluation: Evaluation | None
    carry_over: tuple[CarryOver, str, str] | None  # with the slugs of the next cycle and of the successor


@dataclass
class ConversationDraft:
    conversation: Conversation
    cycle: str
    harvest: list[tuple[HarvestItem, tuple[str, ...]]] = field(default_factory=list)


def read_cycle(section: Section) -> Cycle:
    cycle = Cycle(
        name=section.text("name"),
        slug=section.text("slug"),
        starts=section.day("starts"),
        ends=section.day("ends"),
        period=section.text("period", ""),
        fieldwork=section.text("fieldwork", ""),
        description=section.text("description", ""),
        lessons=section.text("lessons", ""),
    )
    section.finish()
    return cycle


def read_partner(section: Section) -> Partner:
    name = section.text("name")
    kind = section.choice("kind", PartnerKind.values, PartnerKind.OTHER)
    section.finish()
    return Partner(name=name, slug=slugify(name), kind=kind, is_example=True)


def read_challenge(section: Section) -> ChallengeDraft:
    code, title = section.text("code"), section.text("title")
    section.where = f"opgave {code}: "
    challenge = Challenge(
        code=code,
        slug=slugify(title)[:50],
        title=title,
        kind=section.choice("kind", ChallengeKind.values),
        state=section.choice("state", ChallengeState.values, ChallengeState.RUNNING),
        state_reason=section.text("state_reason", ""),
        areas=list(_known(section, "areas", area_codes(), "gebied")),
        themes=list(_known(section, "themes", theme_codes(), "thema")),
        indicators=list(section.texts("indicators", ())),
        figures=list(_references(section, "figures")),
        reason=section.text("reason"),
        goal=section.text("goal"),
        criteria="\n".join(section.texts("criteria", ())),
        budget_note=section.text("budget", ""),
        is_example=True,
    )
    draft = ChallengeDraft(
        challenge=challenge,
        adopted=_day(section, "adopted"),
        start=_start(section.table("at_start")) if "at_start" in section.values else None,
        targets=[_target(item) for item in section.tables("target")],
        partners=[_partner(item) for item in section.tables("partner")],
        actions=[_action(item, position) for position, item in enumerate(section.tables("action"))],
        checks=[_check(item) for item in section.tables("check")],
        evaluation=_evaluation(section.table("evaluation")) if "evaluation" in section.values else None,
        carry_over=_carry_over(section.table("carry_over")) if "carry_over" in section.values else None,
    )
    section.finish()
    return draft


def read_conversation(section: Section) -> ConversationDraft:
    title = section.text("title")
    section.where = f"gesprek {title}: "
    conversation = Conversation(
        title=title,
        slug=slugify(title)[:50],
        date=section.day("date"),
        method=section.choice("method", Method.values),
        areas=list(_known(section, "areas", area_codes(), "gebied")),
        place=section.text("place", ""),
        participants=section.integer("participants", 0) or None,
        organisers="\n".join(section.texts("organisers", ())),
        summary=section.text("summary"),
        recognised=section.integer("recognised", 0),
        partly_recognised=section.integer("partly_recognised", 0),
        not_recognised=section.integer("not_recognised", 0),
        is_public=True,
        is_example=True,
    )
    draft = ConversationDraft(conversation, section.text("cycle"))
    for position, item in enumerate(section.tables("harvest")):
        harvest = HarvestItem(
            sort_order=position,
            kind=item.choice("kind", HarvestKind.values),
            text=item.text("text"),
            figures=list(_references(item, "figures")),
        )
        draft.harvest.append((harvest, item.texts("challenges", ())))
        item.finish()
    section.finish()
    return draft


def _start(section: Section) -> Start:
    start = Start(section.day("until"), section.text("reason"), section.text("goal"))
    section.finish()
    return start


def _target(section: Section) -> Target:
    kind = section.choice("kind", TargetKind.values)
    target = Target(
        indicator=section.text("indicator"),
        area=section.text("area"),
        kind=kind,
        value=section.number("value") if kind == TargetKind.VALUE else None,
        baseline_period=section.text("baseline"),
        year=section.integer("year"),
        because=section.text("because", ""),
    )
    section.finish()
    return target


def _partner(section: Section) -> tuple[str, str]:
    found = (section.text("partner"), section.choice("role", InvolvementRole.values, InvolvementRole.PARTNER))
    section.finish()
    return found


def _action(section: Section, position: int) -> ActionDraft:
    action = Action(
        sort_order=position,
        title=section.text("title"),
        who=section.text("who", ""),
        when=section.text("when", ""),
        starts=_day(section, "starts"),
        ends=_day(section, "ends"),
        phase=section.choice("phase", Phase.values, Phase.PREPARING),
        status=section.choice("status", _STATES, "nog-niet-gestart"),
        status_reason=section.text("status_reason", ""),
        noticed=section.text("noticed", ""),
    )
    draft = ActionDraft(action, section.texts("partners", ()), [], [])
    for number, item in enumerate(section.tables("milestone")):
        milestone = Milestone(sort_order=number, title=item.text("title"), due=_day(item, "due"))
        milestone.done_on = _day(item, "done_on")
        draft.milestones.append(milestone)
        item.finish()
    for item in section.tables("update"):
        draft.updates.append(
            ProgressUpdate(
                date=item.day("date"),
                status=item.choice("status", _STATES),
                text=item.text("text"),
                role=item.text("role"),
            )
        )
        item.finish()
    section.finish()
    return draft


def _check(section: Section) -> CheckDraft:
    check = CourseCheck(
        date=section.day("date"),
        verdict=section.choice("verdict", _VERDICTS),
        role=section.text("role"),
        who=section.text("who", ""),
        story=section.text("story", ""),
        confidence=section.choice("confidence", Confidence.values, Confidence.MEDIUM),
        differs_because=section.text("differs_because", ""),
    )
    draft = CheckDraft(check, [], [])
    for item in section.tables("adjustment"):
        draft.adjustments.append(
            Adjustment(
                kind=item.choice("kind", AdjustmentKind.values),
                text=item.text("text"),
                owner_role=item.text("owner"),
                due=_day(item, "due"),
            )
        )
        item.finish()
    for item in section.tables("answer"):
        draft.answers.append((item.text("to"), item.choice("outcome", Outcome.values), item.text("text")))
        item.finish()
    section.finish()
    return draft


def _evaluation(section: Section) -> Evaluation:
    evaluation = Evaluation(
        date=section.day("date"),
        role=section.text("role"),
        promised=section.text("promised"),
        done=section.text("done"),
        not_done=section.text("not_done", ""),
        effect_note=section.text("effect_note", ""),
        unexpected=section.text("unexpected", ""),
        lessons=section.text("lessons"),
    )
    section.finish()
    return evaluation


def _carry_over(section: Section) -> tuple[CarryOver, str, str]:
    entry = CarryOver(
        decision=section.choice("decision", Decision.values),
        reason=section.text("reason"),
        role=section.text("role"),
        date=section.day("date"),
    )
    found = (entry, section.text("to"), section.text("successor", ""))
    section.finish()
    return found


def _day(section: Section, name: str) -> date | None:
    """A day that may be left out."""
    return section.day(name) if name in section.values else None


def _known(section: Section, name: str, known: set[str], word: str) -> tuple[str, ...]:
    codes = section.texts(name)
    for code in codes:
        if code not in known:
            section.problems.add(f"{section.where}onbekend {word}", file=section.file, column=name, got=code)
    return codes


def _references(section: Section, name: str) -> tuple[str, ...]:
    found = section.texts(name, ())
    for text in found:
        if parse_reference(text) is None:
            section.problems.add(
                f"{section.where}geen verwijzing naar een cijfer", file=section.file, column=name, got=text,
                expected="indicator@gebied#meting",
            )  # fmt: skip
    return found
