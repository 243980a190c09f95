"""Invented initiatives for the tests."""

from __future__ import annotations

from typing import Any

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.lifecycle import free_slug, move
from vergezicht.initiatives.models import Initiative
from vergezicht.initiatives.states import TRANSITIONS, InitiativeState, Party


def an_initiative(title: str = "Een bank", **values: Any) -> Initiative:
    """A draft in the first wijk."""
    area = municipality().geography.at(AreaLevel.WIJK)[0].code
    given = {"summary": "Om te zitten.", "category": "ontmoeten", "areas": [area]} | values
    return Initiative.objects.create(title=title, slug=free_slug(title), **given)


def route_to(target: InitiativeState) -> list[tuple[InitiativeState, Party]]:
    """The shortest way from a draft to a state, found in the table itself."""
    ways: dict[InitiativeState, list[tuple[InitiativeState, Party]]] = {InitiativeState.CONCEPT: []}
    waiting = [InitiativeState.CONCEPT]
    while waiting:
        here = waiting.pop(0)
        for item in TRANSITIONS:
            if item.source == here and item.target not in ways:
                ways[item.target] = [*ways[here], (item.target, sorted(item.parties)[0])]
                waiting.append(item.target)
    return ways[target]


def brought_to(target: InitiativeState, title: str = "Een bank", **values: Any) -> Initiative:
    """An initiative in a state, by an allowed way."""
    initiative = an_initiative(title, **values)
    for state, party in route_to(target):
        move(initiative, state, party=party, role="Wijkbeheerder", reason="voor de test")
    return initiative
