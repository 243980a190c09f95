"""Every non-trivial read of places, schemes and initiatives: one place, a bounded number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, QuerySet

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.queries import overlaps
from vergezicht.challenges.still import read_once
from vergezicht.initiatives.models import (
    Access,
    Contact,
    Initiative,
    MeetingPlace,
    PlaceState,
    Shelter,
    Support,
    SupportKind,
)
from vergezicht.initiatives.states import PUBLIC_STATES, SUPPORTABLE
from vergezicht.languages import say, say_count


@read_once
def all_places() -> list[MeetingPlace]:
    """Every meeting place that is not gone, in one query."""
    return list(MeetingPlace.objects.exclude(state=PlaceState.GONE))


def within(code: str, area: Area) -> bool:
    """Whether something in the area ``code`` also concerns ``area``: they share ground; all of it the gemeente's."""
    return area.level == AreaLevel.GEMEENTE or (code in municipality().geography and area.code in _sharing(code))


@cache
def _sharing(code: str) -> frozenset[str]:
    """The areas that share ground with an area, worked out once per process: lists ask for it by the thousand."""
    geography = municipality().geography
    return frozenset(area.code for area in geography if overlaps(geography, area.code, code))


@cache
def district_code(code: str) -> str:
    """The area of the largest level below the municipality that holds most of an area; empty when there is none."""
    geography = municipality().geography
    if code not in geography or geography[code].level == AreaLevel.GEMEENTE:
        return ""
    level = next(level for level in geography.levels if level != AreaLevel.GEMEENTE)
    parts = [item.code for item in geography.members(code)] or [code]
    held = [found.code for part in parts if (found := geography.ancestor(part, level)) is not None]
    return max(sorted(set(held)), key=held.count, default="")


def districts_of(codes: Iterable[str]) -> list[str]:
    """The areas of the largest level below the municipality in which something in these areas is counted: all that it
    shares ground with, as the lists per area do."""
    geography = municipality().geography
    level = next(level for level in geography.levels if level != AreaLevel.GEMEENTE)
    codes = list(codes)
    return [area.code for area in geography.at(level) if shares_ground(codes, area)]


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
    partly_accessible: int
    to_check: int
    planned: int
    closed: int

    @property
    def told(self) -> list[str]:
        """What there is, will be and is closed for now, in words and together all that is listed."""
        said = [
            say_count("{count} plek die er nu is", "{count} plekken die er nu zijn", self.places, count=self.places),
            say("{count} gewenst of in voorbereiding", count=self.planned),
            say("{count} tijdelijk dicht", count=self.closed),
        ]
        counts = (self.places, self.planned, self.closed)
        return [words for words, count in zip(said, counts, strict=True) if count]

    @property
    def unchecked(self) -> str:
        """Of how many places nobody knows whether it is still right; empty when of none."""
        if not self.to_check:
            return ""
        if self.to_check == self.places:
            return say("Niemand keek het afgelopen jaar na of dat nog klopt.")
        return say_count(
            "Bij {count} plek keek niemand het afgelopen jaar na of het nog klopt.",
            "Bij {count} plekken keek niemand het afgelopen jaar na of het nog klopt.",
            self.to_check, count=self.to_check,
        )  # fmt: skip

    @property
    def missing(self) -> list[str]:
        """What is missing, in words; nothing is said about kinds of which it is not known whether they are there."""
        if not self.places:
            return [say("geen plek die nu open is") if self.told else say("geen plek in het register")]
        found = []
        if not self.indoor:
            found.append(say("geen plek binnen bekend"))
        if not self.outdoor:
            found.append(say("geen plek buiten bekend"))
        if not self.accessible:
            found.append(self._out_of_reach)
        return found

    @property
    def _out_of_reach(self) -> str:
        """Where no place is known to be open to a wheelchair without more, in words; some may be in part."""
        if not self.partly_accessible:
            return say("van geen plek is bekend dat u er met een rolstoel terechtkunt")
        return say_count(
            "van geen plek is bekend dat u er met een rolstoel overal terechtkunt, wel van {count} plek dat het "
            "beperkt kan",
            "van geen plek is bekend dat u er met een rolstoel overal terechtkunt, wel van {count} plekken dat het "
            "beperkt kan",
            self.partly_accessible, count=self.partly_accessible,
        )  # fmt: skip


def supply_of(area: Area, places: Iterable[MeetingPlace]) -> Supply:
    """Count the places of one area."""
    here = places_in(area, places)
    now = [place for place in here if place.exists_now]
    return Supply(
        area=area,
        places=len(now),
        indoor=sum(place.shelter in {Shelter.INDOOR, Shelter.BOTH} for place in now),
        outdoor=sum(place.shelter in {Shelter.OUTDOOR, Shelter.BOTH} for place in now),
        accessible=sum(place.wheelchair == Access.YES for place in now),
        partly_accessible=sum(place.wheelchair == Access.LIMITED for place in now),
        to_check=sum(place.needs_a_look for place in now),
        planned=sum(place.state in {PlaceState.WISH, PlaceState.IDEA, PlaceState.PREPARING} for place in here),
        closed=sum(place.state == PlaceState.CLOSED_FOR_NOW for place in here),
    )


def public_initiatives() -> QuerySet[Initiative]:
    """The initiatives that readers see, newest change first."""
    return Initiative.objects.filter(state__in=PUBLIC_STATES, published_at__isnull=False, erased_at__isnull=True)


def keys_in(area: Area, initiatives: QuerySet[Initiative]) -> list[int]:
    """The keys of those initiatives that share ground with an area, in their order; reads no more than their areas."""
    return [key for key, codes in initiatives.values_list("pk", "areas") if shares_ground(codes, area)]


def shares_ground(codes: Iterable[str], area: Area) -> bool:
    """Whether something in these areas also concerns ``area``."""
    return any(within(code, area) for code in codes)


def initiatives_of(keys: Sequence[int]) -> list[Initiative]:
    """The initiatives with these keys, in this order."""
    found = Initiative.objects.in_bulk(keys)
    return [found[key] for key in keys]


def support_counts(initiatives: Iterable[Initiative]) -> Mapping[int, Counter[str]]:
    """How many people support each of these initiatives, by kind; counted from the rows, in one query."""
    found: dict[int, Counter[str]] = {item.pk: Counter() for item in initiatives}
    rows = Support.objects.filter(initiative__in=found).values_list("initiative", "kind").annotate(Count("pk"))
    for initiative, kind, count in rows:
        found[initiative][kind] = count
    return found


def support_lines(counted: Counter[str]) -> list[str]:
    """Support in words; nothing for kinds that nobody chose."""
    support, join, help_ = (counted[kind] for kind in (SupportKind.SUPPORT, SupportKind.JOIN, SupportKind.HELP))
    said = [
        say_count("{count} bewoner steunt dit", "{count} bewoners steunen dit", support, count=support),
        say_count("{count} bewoner doet mee", "{count} bewoners doen mee", join, count=join),
        say_count("{count} bewoner kan helpen", "{count} bewoners kunnen helpen", help_, count=help_),
    ]
    return [line for line, count in zip(said, (support, join, help_), strict=True) if count]


def may_be_supported(initiative: Initiative) -> bool:
    return initiative.is_public and initiative.state in SUPPORTABLE


def may_be_written_to(initiative: Initiative) -> bool:
    """Whether whoever started it can be reached through the site and wants to be."""
    reachable = Contact.objects.filter(initiative=initiative, confirmed_at__isnull=False, takes_messages=True)
    return initiative.is_public and reachable.exists()
