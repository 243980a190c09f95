"""Every non-trivial read of challenges: one place, a bounded number of queries."""

from __future__ import annotations

from collections.abc import Sequence

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Challenge


def all_challenges() -> list[Challenge]:
    """All challenges with cycle, actions and checks, in three queries."""
    return list(Challenge.objects.select_related("cycle").prefetch_related("actions", "checks"))


def challenges_for(
    *, slugs: Sequence[str] = (), theme: str | None = None, area: str | None = None, indicator: str | None = None
) -> list[Challenge]:
    """The chosen challenges; or those of a theme, indicator or area (also of an area that holds it or lies in it)."""
    found = all_challenges()
    if slugs:
        order = {slug: position for position, slug in enumerate(slugs)}
        return sorted((item for item in found if item.slug in order), key=lambda item: order[item.slug])
    if theme:
        found = [item for item in found if theme in item.themes]
    if indicator:
        found = [item for item in found if indicator in item.indicators]
    if area:
        geography = municipality().geography
        found = [item for item in found if any(overlaps(geography, area, code) for code in item.areas)]
    return found


def overlaps(geography: Geography, one: str, other: str) -> bool:
    """Whether two areas share ground: they share a buurt. The municipality as a whole overlaps only with itself."""
    if one == other:
        return True
    if geography.gemeente.code in {one, other} or one not in geography or other not in geography:
        return False
    return bool(_buurten(geography, one) & _buurten(geography, other))


def _buurten(geography: Geography, code: str) -> set[str]:
    if geography[code].level == AreaLevel.BUURT:
        return {code}
    return {area.code for area in geography.members(code)}


def areas_of(challenge: Challenge) -> list[Area]:
    """The areas of a challenge that still exist in the geography."""
    geography = municipality().geography
    return [geography[code] for code in challenge.areas if code in geography]


def district_of(challenge: Challenge) -> Area | None:
    """The stadsdeel under which a challenge is listed: that of its first area."""
    geography = municipality().geography
    for area in areas_of(challenge):
        if area.level == AreaLevel.WIJK and area.code in geography:
            shared = [geography.ancestor(buurt.code, AreaLevel.STADSDEEL) for buurt in geography.members(area.code)]
            counted = [item for item in shared if item is not None]
            return max(counted, key=counted.count) if counted else None
        return geography.ancestor(area.code, AreaLevel.STADSDEEL)
    return None
