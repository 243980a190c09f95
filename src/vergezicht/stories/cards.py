"""Cards of what residents started, for a story."""

from __future__ import annotations

from dataclasses import dataclass

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.models import Initiative
from vergezicht.initiatives.queries import initiatives_of, keys_in, public_initiatives
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
    found = public_initiatives()
    if challenge:
        found = found.filter(challenges__slug=challenge)
    if area and area in municipality().geography:
        chosen = initiatives_of(keys_in(municipality().geography[area], found)[:most])
    else:
        chosen = list(found[:most])
    return [InitiativeCard(item, initiative_path(item), areas_named(item.areas)) for item in chosen]
