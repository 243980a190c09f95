"""What an editor may pick: indicators and areas of the adopted release, themes, challenges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.challenges.queries import public_challenges
from vergezicht.challenges.screens.choosing import ChoicesInput
from vergezicht.languages import say

Choices = list[tuple[str, Any]]


def indicator_choices() -> Choices:
    """Indicators of the adopted release, grouped by theme."""
    release = current_release()
    if release is None:
        return []
    return [
        (theme.title, [(item.code, item.title) for item in release.indicators if item.theme == theme.code])
        for theme in themes()
    ]


def area_choices(levels: Iterable[AreaLevel] = tuple(AreaLevel)) -> Choices:
    """Areas grouped by level."""
    geography = municipality().geography
    return [
        (
            say(level.plural).capitalize(),
            [(area.code, area.name) for area in geography.listed(level)],
        )
        for level in levels
        if geography.at(level)
    ]


def level_choices() -> Choices:
    return [(level.value, level.plural) for level in municipality().geography.levels if level != AreaLevel.GEMEENTE]


def period_choices() -> Choices:
    """The newest, whichever that is by then, and each of ``wave_choices``."""
    return [("", "Altijd de nieuwste"), *wave_choices()]


def wave_choices() -> Choices:
    release = current_release()
    return [(period, period) for period in reversed(release.periods)] if release else []


def area_codes() -> set[str]:
    return {area.code for area in municipality().geography}


def theme_codes() -> set[str]:
    return {theme.code for theme in themes()}


def theme_choices() -> Choices:
    return [(theme.code, theme.title) for theme in themes()]


def challenge_choices() -> Choices:
    return [(item.slug, f"{item.code} · {item.title}") for item in public_challenges()]


def require_level(indicator: str, level: str) -> None:
    """Refuse a level on which the indicator may not be shown; raises ``ValidationError``."""
    release = current_release()
    if release is None or not level or not release.has_indicator(indicator):
        return
    lowest = release.indicator(indicator).lowest_level
    if AreaLevel(level).fineness > lowest.fineness:
        raise ValidationError(f"Dit cijfer mag niet per {level} worden getoond: het kleinste niveau is {lowest}.")


class CodesField(forms.MultipleChoiceField):
    """Several codes, kept as a list; its choices are looked up when the form is shown."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", ChoicesInput())
        super().__init__(**options)
