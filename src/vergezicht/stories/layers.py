"""What can lie over a map of figures: challenges, actions, initiatives and meeting places, each with its areas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vergezicht import pictures
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.queries import all_challenges
from vergezicht.initiatives.models import MeetingPlace
from vergezicht.initiatives.queries import all_places, public_initiatives
from vergezicht.languages import noted, say
from vergezicht.languages.marks import kept
from vergezicht.stories.paths import challenge_path, initiative_path, places_path

LAYERS = [
    ("opgave", noted("Wijkopgaven")),
    ("actie", noted("Acties")),
    ("initiatief", noted("Initiatieven")),
    ("plek", noted("Ontmoetingsplekken")),
]


@dataclass(frozen=True)
class OnMap:
    """One thing with its page, its areas, a word on how it is, and longitude and latitude when it has a point."""

    title: str
    path: str
    areas: tuple[str, ...]
    note: str
    at: tuple[float, float] | None = None


def things_of(kind: str) -> list[OnMap]:
    """Everything public of one kind of ``LAYERS``; KeyError for another."""
    return list(_KINDS[kind]())


def map_layers(kinds: Iterable[str]) -> tuple[pictures.MapLayer, ...]:
    """The chosen kinds for a drawing, in the order of ``LAYERS``; each keeps its sign whatever else is chosen."""
    chosen = set(kinds)
    return tuple(
        pictures.MapLayer(
            number, say(title), tuple((kept(thing.title), code) for thing in things_of(kind) for code in thing.areas)
        )
        for number, (kind, title) in enumerate(LAYERS)
        if kind in chosen
    )


def _challenges() -> Iterator[OnMap]:
    for item in all_challenges():
        yield OnMap(item.title, challenge_path(item), tuple(item.areas), say(item.course.label).lower())


def _actions() -> Iterator[OnMap]:
    for challenge in all_challenges():
        yield from _actions_of(challenge)


def _actions_of(challenge: Challenge) -> Iterator[OnMap]:
    for action in challenge.actions.all():
        path = f"{challenge_path(challenge)}#actie-{action.pk}"
        note = f"{action.who}, {say(action.course.label).lower()}"
        yield OnMap(action.title, path, tuple(challenge.areas), note)


def _initiatives() -> Iterator[OnMap]:
    for item in public_initiatives():
        yield OnMap(item.title, initiative_path(item), tuple(item.areas), say(item.get_state_display()).lower())


def _places() -> Iterator[OnMap]:
    for place in all_places():
        yield _place(place)


def _place(place: MeetingPlace) -> OnMap:
    geography = municipality().geography
    area = geography.get(place.area) or geography.gemeente
    at = None if place.latitude is None or place.longitude is None else (place.longitude, place.latitude)
    return OnMap(place.name, places_path(area), (area.code,), say(place.get_state_display()).lower(), at)


_KINDS = {"opgave": _challenges, "actie": _actions, "initiatief": _initiatives, "plek": _places}
