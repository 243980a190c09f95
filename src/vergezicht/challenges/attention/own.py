"""What is asked of one person: what waits at the challenges of which a role of theirs is the owner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from vergezicht.challenges.attention.urgency import Concern, urgent_challenges, waiting_challenges
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.roles import roles_of


def own_roles(user: Any) -> list[str]:
    """The roles of somebody that own a challenge of which something may be asked."""
    found = waiting_challenges().filter(owner_role__in=roles_of(user))
    return list(found.order_by("owner_role").values_list("owner_role", flat=True).distinct())


def asked_of(owners: Collection[str], *, today: date | None = None) -> list[tuple[Challenge, Concern]]:
    """What waits at the challenges of these roles, the longest waiting first."""
    found = [
        (item.challenge, concern) for item in urgent_challenges(owners=owners, today=today) for concern in item.concerns
    ]
    return sorted(found, key=lambda entry: -entry[1].days)
