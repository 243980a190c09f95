"""Answer terms as they went: when each began, until when, and whether the answer came in time; from what is logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone

from vergezicht.initiatives.models import OfficialResponse, StateChange
from vergezicht.initiatives.states import InitiativeState, transition

_DECIDES = {InitiativeState.REJECTED, InitiativeState.AGREEMENTS, InitiativeState.ENDED}


class TermResult(StrEnum):
    """How a term went; ``DROPPED`` is a plan that was withdrawn before its answer."""

    KEPT = "op tijd"
    LATE = "te laat"
    RUNNING = "loopt nog"
    OVERDUE = "te laat, nog geen antwoord"
    DROPPED = "ingetrokken"


@dataclass(frozen=True)
class AnswerTerm:
    """One term of one initiative. ``closed`` is the day of the answer, None while it runs."""

    opened: date
    due: date
    closed: date | None
    result: TermResult


def terms_of(
    changes: Iterable[StateChange], responses: Iterable[OfficialResponse], *, days: int, today: date
) -> list[AnswerTerm]:
    """The terms of one initiative, oldest first.

    ``days`` counts where the log does not say how long the term was when it began.
    A term closes with an official answer, with a decision (rejected, agreements, ended) or when the plan is withdrawn.
    A new start while it runs moves its end, as readers saw it; it stays one term, counted in the year it opened.
    """
    events = [(timezone.localdate(item.at), 0, item) for item in changes]
    answers: list[tuple[date, int, StateChange | None]] = [(item.date, 1, None) for item in responses]
    found: list[AnswerTerm] = []
    opened: date | None = None
    due = today
    for day, _, change in sorted([*events, *answers], key=lambda event: event[:2]):
        rule = transition(change.source, change.target) if change is not None else None
        if change is not None and rule is not None and rule.starts_term:
            opened, due = opened or day, day + timedelta(days=change.answer_days or days)
        elif opened is not None and (change is None or change.target in _DECIDES | {InitiativeState.WITHDRAWN}):
            dropped = change is not None and change.target == InitiativeState.WITHDRAWN
            result = TermResult.DROPPED if dropped else TermResult.KEPT if day <= due else TermResult.LATE
            found.append(AnswerTerm(opened, due, day, result))
            opened = None
    if opened is not None:
        result = TermResult.OVERDUE if today > due else TermResult.RUNNING
        found.append(AnswerTerm(opened, due, None, result))
    return found
