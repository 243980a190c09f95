"""Urgency: which challenges ask for attention, why, and since when. In a bounded number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format

from vergezicht.challenges.ground import municipality
from vergezicht.challenges.judging.evidence import is_stale
from vergezicht.challenges.models import Action, Adjustment, Challenge, ChallengeState, ChallengeVersion, CourseCheck
from vergezicht.challenges.queries import overlaps

SOON_DAYS = 14


@dataclass(frozen=True)
class Concern:
    """One thing that waits. ``days`` is how long it has been due; below zero it is due soon. ``action`` is the key of
    the action that it is about, if it is about one."""

    kind: str
    text: str
    days: int
    action: int | None = None

    @property
    def is_late(self) -> bool:
        return self.days > 0

    @property
    def when(self) -> str:
        """ "3 dagen te laat", "ruim 2 jaar te laat", "over 5 dagen"."""
        if self.days == 0:
            return "vandaag"
        size = abs(self.days)
        if size < 90:
            words = f"{size} {'dag' if size == 1 else 'dagen'}"
        else:
            words = f"{size // 30} maanden" if size < 730 else f"ruim {size // 365} jaar"
        return f"{words} te laat" if self.is_late else f"over {words}"


@dataclass(frozen=True)
class Urgent:
    """A challenge with what waits, the longest waiting first."""

    challenge: Challenge
    concerns: tuple[Concern, ...]
    open_adjustments: tuple[Adjustment, ...]

    @property
    def weight(self) -> tuple[int, int]:
        """First the number of things that are late, then how late the latest is."""
        late = [concern.days for concern in self.concerns if concern.is_late]
        return len(late), max((concern.days for concern in self.concerns), default=-SOON_DAYS - 1)


def urgent_challenges(*, today: date | None = None, area: str = "", owners: Collection[str] = ()) -> list[Urgent]:
    """Every challenge of which something may be asked, the most urgent first; of all owners when none is given."""
    today = today or timezone.localdate()
    challenges = waiting_challenges()
    if owners:
        challenges = challenges.filter(owner_role__in=owners)
    geography = municipality().geography
    found = [
        urgency_of(item, today=today)
        for item in challenges
        if not area or any(overlaps(geography, area, code) for code in item.areas)
    ]
    return sorted(found, key=lambda item: (item.weight, -item.challenge.pk), reverse=True)


def waiting_challenges() -> QuerySet[Challenge]:
    """With their work, those that are not carried over or merged; concepts too, because they wait as well."""
    return with_work().filter(carry_over__isnull=True).exclude(state=ChallengeState.MERGED)


def with_work() -> QuerySet[Challenge]:
    """Challenges with all that their urgency and their desk are made of."""
    actions = Action.objects.prefetch_related("milestones", "updates", "partners")
    checks = CourseCheck.objects.prefetch_related("adjustments__answer")
    first = ChallengeVersion.objects.filter(challenge=OuterRef("pk")).order_by("number").values("recorded_at")[:1]
    return (
        Challenge.objects.select_related("cycle")
        .annotate(adopted_at=Subquery(first))
        .prefetch_related(
            Prefetch("actions", actions), Prefetch("checks", checks), "evaluations", "targets", "involvements__partner"
        )
    )


def urgency_of(challenge: Challenge, *, today: date) -> Urgent:
    """What waits for one challenge."""
    waiting = tuple(
        item
        for check in reversed(challenge.standing_checks)
        for item in check.adjustments.all()
        if not item.is_answered
    )
    concerns = [*_of_cycle(challenge, today), *_of_actions(challenge, today)]
    if challenge.state == ChallengeState.CONCEPT:
        concerns = [Concern("concept", "Nog niet vastgesteld", (today - timezone.localdate(challenge.changed_at)).days)]
    elif challenge.is_running:
        concerns += [*_of_checks(challenge, today), *_of_adjustments(waiting, today)]
    ordered = sorted(concerns, key=lambda concern: concern.days, reverse=True)
    return Urgent(challenge, tuple(ordered), waiting)


def next_check_on(challenge: Challenge) -> date:
    """When the next course check is due: as the last one said, or one interval after the cycle and it began."""
    last = challenge.latest_check
    if last is not None:
        return last.next_due or last.date + timedelta(days=challenge.check_interval_days)
    return _begun_on(challenge) + timedelta(days=challenge.check_interval_days)


def _adopted_on(challenge: Challenge) -> date | None:
    """The day of its first version; ``with_work`` has it already."""
    if not hasattr(challenge, "adopted_at"):
        challenge = with_work().get(pk=challenge.pk)
    return timezone.localdate(challenge.adopted_at) if challenge.adopted_at else None


def _begun_on(challenge: Challenge) -> date:
    """Nothing is awaited of a challenge before its cycle begins, nor before it was adopted."""
    return max(challenge.cycle.starts, _adopted_on(challenge) or challenge.cycle.starts)


def _of_checks(challenge: Challenge, today: date) -> list[Concern]:
    due = next_check_on(challenge)
    days = (today - due).days
    if days < -SOON_DAYS:
        return []
    return [Concern("koerscheck", f"Koerscheck {'had er moeten zijn' if days > 0 else 'gepland'} op {_day(due)}", days)]


def _of_actions(challenge: Challenge, today: date) -> list[Concern]:
    found = []
    for action in challenge.actions.all():
        if is_stale(action, today=today):
            last = action.last_update
            since = last.date if last else _begun_on(challenge)
            days = (today - since).days - action.update_interval_days
            words = f"sinds {_day(since)}" if last else "sinds het begin"
            found.append(Concern("voortgang", f"Niets gehoord van “{action.title}” {words}", days, action.pk))
        for item in action.milestones.all():
            if not action.is_over and item.due is not None and item.is_late(today):
                text = f"Mijlpaal “{item.title}” was gepland voor {_day(item.due)}"
                found.append(Concern("mijlpaal", text, (today - item.due).days, action.pk))
    return found


def _of_adjustments(waiting: tuple[Adjustment, ...], today: date) -> list[Concern]:
    return [
        Concern("bijsturing", f"Bijsturing zonder antwoord: {item.text}", (today - item.due).days)
        for item in waiting
        if item.due is not None and (today - item.due).days >= -SOON_DAYS
    ]


def _of_cycle(challenge: Challenge, today: date) -> list[Concern]:
    if today < challenge.cycle.ends or challenge.state == ChallengeState.CONCEPT:
        return []
    days = (today - max(challenge.cycle.ends, _begun_on(challenge))).days
    found = [Concern("overdracht", f"{challenge.cycle.name} is voorbij: wat doet de volgende cyclus ermee?", days)]
    if not challenge.evaluations.all():
        found.append(Concern("terugblik", f"{challenge.cycle.name} is voorbij: er is nog geen terugblik", days))
    return found


def _day(day: date) -> str:
    return str(date_format(day, "j F Y"))
