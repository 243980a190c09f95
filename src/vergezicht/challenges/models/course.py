"""Course: how something stands, in the same words for a challenge and for an action."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from vergezicht.languages import noted


class Course(models.TextChoices):
    """How a challenge or an action stands."""

    NOT_STARTED = "nog-niet-gestart", noted("Nog niet gestart")
    ON_COURSE = "op-koers", noted("Op koers")
    ADJUST = "bijsturen", noted("Bijsturen nodig")
    OFF_COURSE = "van-koers", noted("Van koers")
    STALLED = "stilgevallen", noted("Stilgevallen")
    REACHED = "bereikt", noted("Bereikt")
    FINISHED = "afgerond", noted("Afgerond")
    STOPPED = "gestopt", noted("Gestopt")
    CLOSED = "afgesloten", noted("Afgesloten")
    NOT_JUDGED = "niet-te-beoordelen", noted("Niet te beoordelen")


# What a course check may say of a challenge; what an action may report of itself.
VERDICTS = [
    (course.value, course.label)
    for course in (
        Course.ON_COURSE,
        Course.ADJUST,
        Course.OFF_COURSE,
        Course.STALLED,
        Course.REACHED,
        Course.STOPPED,
        Course.NOT_JUDGED,
    )
]
ACTION_STATES = [
    (course.value, course.label)
    for course in (
        Course.NOT_STARTED,
        Course.ON_COURSE,
        Course.ADJUST,
        Course.OFF_COURSE,
        Course.STALLED,
        Course.FINISHED,
        Course.STOPPED,
    )
]
_NEEDS_REASON = {Course.ADJUST, Course.OFF_COURSE, Course.STALLED, Course.STOPPED, Course.NOT_JUDGED}


def missing_reason(course: str, reason: str, field: str) -> dict[str, str]:
    """What changes for the worse without a word why, as a problem of ``field``; empty when nothing is missing."""
    if course in _NEEDS_REASON and not reason.strip():
        return {field: f"Bij “{Course(course).label}” hoort een reden: niets verdwijnt stilletjes."}
    return {}


def require_reason(course: str, reason: str, field: str) -> None:
    """Refuse what changes for the worse without a word why; raises ``ValidationError`` on ``field``."""
    if problems := missing_reason(course, reason, field):
        raise ValidationError(problems)
