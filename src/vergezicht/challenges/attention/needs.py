"""Who is needed where: per partner and per role, what clashes and what is overdue. In a bounded number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from vergezicht.challenges.bulk import running_actions
from vergezicht.challenges.judging.evidence import is_stale
from vergezicht.challenges.models import Action
from vergezicht.challenges.queries import areas_of, district_of


@dataclass(frozen=True)
class Clash:
    """Two efforts of one party in one area in one period, for different challenges: perhaps one visit will do."""

    area: str
    first: Action
    second: Action
    starts: date
    ends: date


@dataclass
class Need:
    """What is asked of one party."""

    name: str
    actions: list[Action] = field(default_factory=list)
    districts: Counter[str] = field(default_factory=Counter)
    overdue: list[Action] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    @property
    def places(self) -> list[tuple[str, int]]:
        """Where, most first."""
        return self.districts.most_common()


def needs(today: date | None = None) -> tuple[list[Need], list[Need]]:
    """By partner, and by the role that leads the challenge (the department); the busiest first."""
    today = today or timezone.localdate()
    partners: dict[str, Need] = {}
    owners: dict[str, Need] = {}
    places: dict[int, tuple[str, list[str]]] = {}
    for action in running_actions():
        if action.is_over:
            continue
        challenge = action.challenge
        if challenge.pk not in places:
            district = district_of(challenge)
            places[challenge.pk] = district.name if district else "Hele gemeente", [a.name for a in areas_of(challenge)]
        district_name, _ = places[challenge.pk]
        late = is_stale(action, today=today) or any(item.is_late(today) for item in action.milestones.all())
        named = [(partners, partner.name) for partner in action.partners.all()] + [(owners, challenge.owner_role)]
        for group, name in named:
            need = group.setdefault(name, Need(name))
            need.actions.append(action)
            need.districts[district_name] += 1
            if late:
                need.overdue.append(action)
    for need in partners.values():
        need.clashes = _clashes(need.actions, {key: names for key, (_, names) in places.items()})
    return _busiest(partners), _busiest(owners)


def _busiest(group: dict[str, Need]) -> list[Need]:
    return sorted(group.values(), key=lambda need: (-len(need.actions), need.name))


def period_of(action: Action) -> tuple[date, date]:
    """From when to when; without dates of its own as long as its cycle."""
    cycle = action.challenge.cycle
    return action.starts or cycle.starts, action.ends or cycle.ends


def _clashes(actions: list[Action], areas: dict[int, list[str]]) -> list[Clash]:
    """Per area in order of the beginning: each with the one before that lasts longest, so that a row is told once.

    Only actions with dates of their own: a whole cycle overlaps with everything and would say nothing.
    """
    by_area: dict[str, list[Action]] = defaultdict(list)
    for action in actions:
        if action.starts and action.ends:
            for name in areas[action.challenge_id]:
                by_area[name].append(action)
    found = []
    for name, listed in by_area.items():
        ordered = sorted(listed, key=lambda action: (period_of(action), action.pk))
        for position, action in enumerate(ordered[1:], start=1):
            others = [item for item in ordered[:position] if item.challenge_id != action.challenge_id]
            before = max(others, key=lambda item: period_of(item)[1], default=None)
            starts = period_of(action)[0]
            if before is not None and period_of(before)[1] >= starts:
                ends = min(period_of(before)[1], period_of(action)[1])
                found.append(Clash(name, before, action, starts, ends))
    return found
