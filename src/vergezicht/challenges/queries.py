"""Every non-trivial read of challenges: one place, a bounded number of queries."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Challenge, ChallengeState, Conversation, HarvestItem
from vergezicht.challenges.references import parse_references
from vergezicht.challenges.still import read_once


def public_challenges() -> QuerySet[Challenge]:
    """Every challenge a reader may see, also those that ended; never a concept."""
    return Challenge.objects.exclude(state=ChallengeState.CONCEPT)


@read_once
def all_challenges() -> list[Challenge]:
    """The challenges that stand now, with cycle, actions and checks, in three queries.

    Left out are those of which the next cycle decided what becomes of them, and those merged into another: these
    stay readable at their own address and on the page of their cycle.
    """
    standing = public_challenges().exclude(state=ChallengeState.MERGED).filter(carry_over__isnull=True)
    return list(standing.select_related("cycle").prefetch_related("actions", "checks"))


def earlier_challenges() -> list[Challenge]:
    """Public challenges that are no longer listed among those that stand, newest cycle first."""
    ended = public_challenges().filter(carry_over__isnull=False) | public_challenges().filter(
        state=ChallengeState.MERGED
    )
    return list(
        ended.select_related("cycle", "carry_over", "merged_into")
        .prefetch_related("actions", "checks")
        .order_by("-cycle__starts", "pk")
    )


@read_once
def public_conversations() -> list[Conversation]:
    """Public conversations with their harvest and the public challenges it led to, newest first."""
    harvest = HarvestItem.objects.prefetch_related(Prefetch("challenges", public_challenges()))
    return list(
        Conversation.objects.filter(is_public=True)
        .select_related("cycle")
        .prefetch_related(Prefetch("harvest", harvest))
        .order_by("-date", "-pk")
    )


def conversations_for(*, area: str | None = None, indicator: str | None = None) -> list[Conversation]:
    """Public conversations held in (a part of) an area, or about an indicator; newest first."""
    found = public_conversations()
    if area is not None:
        geography = municipality().geography
        found = [item for item in found if any(overlaps(geography, area, code) for code in item.areas)]
    if indicator is not None:
        found = [item for item in found if indicator in indicators_in(item)]
    return found


def indicators_in(conversation: Conversation) -> set[str]:
    """Codes of the indicators that the points of a conversation are about."""
    texts = [text for item in conversation.harvest.all() for text in item.figures]
    return {reference.indicator for reference in parse_references(texts)}


def rests_on(challenge: Challenge, indicator: str) -> bool:
    """Whether an indicator grounds a challenge: it measures it, or stands behind its reason."""
    return indicator in challenge.indicators or any(
        reference.indicator == indicator for reference in parse_references(challenge.figures)
    )


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
        found = [item for item in found if rests_on(item, indicator)]
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
