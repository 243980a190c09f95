"""Answer terms: when each begins, until when, and whether the answer came in time; from what is logged.

The promise in the form is the rule: a term begins on the day of submission and ends ``answer_days`` later, whatever
happens in between. Only after an answer or a decision can a new look begin a new term. The page of an initiative, the
queue, the reminders and the account for the council all stand on ``terms_of``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from vergezicht.initiatives.models import OfficialResponse, StateChange
from vergezicht.initiatives.rules import rules
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
    A new look while it runs changes nothing.
    """
    answers: list[tuple[datetime, StateChange | None]] = [(_moment(item), None) for item in responses]
    events = sorted([*((item.at, item) for item in changes), *answers], key=lambda event: event[0])
    found: list[AnswerTerm] = []
    opened: date | None = None
    due = today
    for moment, change in events:
        day = timezone.localdate(moment)
        rule = transition(change.source, change.target) if change is not None else None
        if opened is None:
            if change is not None and rule is not None and rule.starts_term:
                opened, due = day, day + timedelta(days=change.answer_days or days)
        elif change is None or change.target in _DECIDES | {InitiativeState.WITHDRAWN}:
            dropped = change is not None and change.target == InitiativeState.WITHDRAWN
            result = TermResult.DROPPED if dropped else TermResult.KEPT if day <= due else TermResult.LATE
            found.append(AnswerTerm(opened, due, day, result))
            opened = None
    if opened is not None:
        result = TermResult.OVERDUE if today > due else TermResult.RUNNING
        found.append(AnswerTerm(opened, due, None, result))
    return found


def running_term(changes: Iterable[StateChange], responses: Iterable[OfficialResponse]) -> AnswerTerm | None:
    """The term that is not closed yet; None when no answer is awaited."""
    terms = terms_of(changes, responses, days=rules().answer_days, today=timezone.localdate())
    return terms[-1] if terms and terms[-1].closed is None else None


def _moment(response: OfficialResponse) -> datetime:
    """When an answer was given: the moment it was recorded, unless another day stands above it; then that day's end."""
    if response.recorded_at is not None and timezone.localdate(response.recorded_at) == response.date:
        return response.recorded_at
    return timezone.make_aware(datetime.combine(response.date, time.max))
