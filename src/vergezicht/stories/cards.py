"""Cards of what residents started, for a story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.models import Initiative
from vergezicht.initiatives.queries import initiatives_in, public_initiatives
from vergezicht.stories.paths import initiative_path
from vergezicht.stories.present import areas_named


@dataclass(frozen=True)
class InitiativeCard:
    """What residents started, in a list."""

    initiative: Initiative
    path: str
    areas: list[Area]


def initiative_cards(*, area: str | None, challenge: str | None, most: int) -> list[InitiativeCard]:
    """Public initiatives, newest change first."""
    found: Iterable[Initiative] = public_initiatives()
    if challenge:
        found = public_initiatives().filter(challenges__slug=challenge)
    if area and area in municipality().geography:
        found = initiatives_in(municipality().geography[area], found)
    return [InitiativeCard(item, initiative_path(item), areas_named(item.areas)) for item in list(found)[:most]]
