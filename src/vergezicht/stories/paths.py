"""The address of everything that has a page of its own, so that everything can link to everything."""

from __future__ import annotations

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.models import Challenge
from vergezicht.figures import Indicator, Theme


def area_path(area: Area) -> str:
    """/stadsdelen/noord/, /wijken/berkum/, /buurten/berkum/; the municipality itself is /gemeente/."""
    if area.level == AreaLevel.GEMEENTE:
        return "/gemeente/"
    return f"/{area.level.plural}/{area.slug}/"


def challenge_path(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/"


def indicator_path(indicator: Indicator) -> str:
    return f"/cijfers/{indicator.slug}/"


def theme_path(theme: Theme) -> str:
    return f"/themas/{theme.slug}/"
