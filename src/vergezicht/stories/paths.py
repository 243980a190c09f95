"""The address of everything that has a page of its own, so that everything can link to everything."""

from __future__ import annotations

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Challenge, ChallengeVersion, Conversation, Course, Cycle, Partner
from vergezicht.figures import Indicator, Theme
from vergezicht.initiatives.models import Initiative

PLACES = "/ontmoetingsplekken/"
STORIES = "/verhalen/"


def area_path(area: Area) -> str:
    """/stadsdelen/noord/, /wijken/berkum/, /buurten/berkum/; the municipality itself is /gemeente/."""
    if area.level == AreaLevel.GEMEENTE:
        return "/gemeente/"
    return f"/{area.level.plural}/{area.slug}/"


def challenge_path(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/"


def version_path(version: ChallengeVersion) -> str:
    """A challenge as it stood from one change to the next."""
    return f"{versions_path(version.challenge)}{version.number}/"


def versions_path(challenge: Challenge) -> str:
    return f"{challenge_path(challenge)}versies/"


def course_path(course: Course) -> str:
    """The challenges that stand so."""
    return f"/opgaven/stand/{course.value}/"


def conversation_path(conversation: Conversation) -> str:
    return f"/gesprekken/{conversation.slug}/"


def cycle_path(cycle: Cycle) -> str:
    return f"/cycli/{cycle.slug}/"


def initiative_path(initiative: Initiative) -> str:
    return f"/initiatieven/{initiative.slug}/"


def partner_path(partner: Partner) -> str:
    return f"/partners/#{partner.slug}"


def indicator_path(indicator: Indicator) -> str:
    return f"/cijfers/{indicator.slug}/"


def figure_anchor(indicator: Indicator) -> str:
    """Where the indicator stands on the page of an area."""
    return f"cijfer-{indicator.slug}"


def figure_path(indicator: Indicator, area: Area) -> str:
    """The newest figure of one area on the page of that area; that of the municipality at its indicator."""
    if area.level == AreaLevel.GEMEENTE:
        return indicator_path(indicator)
    return f"{area_path(area)}#{figure_anchor(indicator)}"


def theme_path(theme: Theme) -> str:
    return f"/themas/{theme.slug}/"


def places_path(area: Area) -> str:
    """/ontmoetingsplekken/wijken/…/; that of the municipality is the overview, that of a buurt the list of its wijk."""
    if area.level == AreaLevel.BUURT:
        area = municipality().geography.ancestor(area.code, AreaLevel.WIJK) or municipality().geography.gemeente
    return PLACES if area.level == AreaLevel.GEMEENTE else f"{PLACES.rstrip('/')}{area_path(area)}"
