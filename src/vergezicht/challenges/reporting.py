"""Reporting on an action: one report, one version, all or nothing; by who works here or by a partner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from vergezicht.challenges.anonymity import traces_of_persons
from vergezicht.challenges.models import Action, ChallengeState, Course, Partner, Phase, ProgressUpdate
from vergezicht.challenges.models.course import missing_reason
from vergezicht.challenges.versions.history import sitting


def save_report(
    action: Action, *, text: str, status: str, date: date, role: str, status_reason: str = "", noticed: str = "",
    done: Iterable[str] = (),
) -> ProgressUpdate:  # fmt: skip
    """Add the report and bring the action up to date, as one version; all or nothing, else ``ValidationError``.

    The same report of the same day is there once, however often it is sent.
    """
    last = action.last_update
    if last is not None and (last.date, last.status, last.text, last.role) == (date, status, text, role):
        return last
    words = {"text": text, "status_reason": status_reason, "noticed": noticed}
    if problems := problems_of_report(status=status, **words):
        raise ValidationError(problems)
    with sitting(role=role, reason=text):
        action.status, action.noticed = status, noticed
        action.status_reason = status_reason
        if status == Course.FINISHED:
            action.phase = Phase.DONE
        elif status != Course.NOT_STARTED and action.phase in {Phase.EXPLORING, Phase.PREPARING}:
            action.phase = Phase.DOING
        action.full_clean()
        for milestone in action.milestones.all():
            if str(milestone.pk) in set(done):
                milestone.done_on = date
                milestone.save()
        action.save()
        update = ProgressUpdate(action=action, date=date, status=status, text=text, role=role)
        update.full_clean()
        update.save()
    return update


def problems_of_report(*, text: str, status: str, status_reason: str, noticed: str) -> dict[str, str]:
    """Everything that is wrong in the words of a report, by field."""
    problems = missing_reason(status, status_reason, "status_reason")
    for name, words in (("text", text), ("noticed", noticed), ("status_reason", status_reason)):
        if found := traces_of_persons(words):
            problems[name] = f"Hier staat {', '.join(found)}. Dit komt op de site: schrijf rollen op."
    return problems


def actions_of(partner: Partner) -> QuerySet[Action]:
    """The actions that a partner may report on: its own, of public challenges that run."""
    running = [ChallengeState.ADOPTED, ChallengeState.RUNNING]
    return (
        Action.objects.filter(partners=partner, challenge__state__in=running)
        .select_related("challenge__cycle")
        .prefetch_related("milestones", "updates")
        .order_by("challenge__title", "sort_order", "pk")
    )
