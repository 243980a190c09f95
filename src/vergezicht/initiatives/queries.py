"""Every non-trivial read of places, schemes and initiatives: one place, a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.queries import overlaps
from vergezicht.initiatives.models import MeetingPlace, PlaceState, Shelter


def all_places() -> list[MeetingPlace]:
    """Every meeting place that is not gone, in one query."""
    return list(MeetingPlace.objects.exclude(state=PlaceState.GONE))


def within(code: str, area: Area) -> bool:
    """Whether something in the area ``code`` also concerns ``area``: they share ground; all of it the gemeente's."""
    geography = municipality().geography
    return area.level == AreaLevel.GEMEENTE or (code in geography and overlaps(geography, area.code, code))


def places_in(area: Area, places: Iterable[MeetingPlace]) -> list[MeetingPlace]:
    """The places that share ground with an area, so also those of the wijk around a buurt."""
    return [place for place in places if within(place.area, area)]


@dataclass(frozen=True)
class Supply:
    """What there is to meet in one area, counted over places that exist now, and what there is not."""

    area: Area
    places: int
    indoor: int
    outdoor: int
    accessible: int
    to_check: int
    planned: int

    @property
    def missing(self) -> list[str]:
        """What is missing, in words; nothing is said about kinds of which it is not known whether they are there."""
        if not self.places:
            return ["geen plek in het register"]
        found = []
        if not self.indoor:
            found.append("geen plek binnen bekend")
        if not self.outdoor:
            found.append("geen plek buiten bekend")
        if not self.accessible:
            found.append("van geen plek is bekend dat u er met een rolstoel terechtkunt")
        return found


def supply_of(area: Area, places: Iterable[MeetingPlace]) -> Supply:
    """Count the places of one area."""
    here = places_in(area, places)
    now = [place for place in here if place.exists_now]
    return Supply(
        area=area,
        places=len(now),
        indoor=sum(place.shelter in {Shelter.INDOOR, Shelter.BOTH} for place in now),
        outdoor=sum(place.shelter in {Shelter.OUTDOOR, Shelter.BOTH} for place in now),
        accessible=sum(place.wheelchair == "ja" for place in now),
        to_check=sum(place.needs_a_look for place in now),
        planned=sum(place.state in {PlaceState.WISH, PlaceState.IDEA, PlaceState.PREPARING} for place in here),
    )
