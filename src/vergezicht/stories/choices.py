"""What an editor may pick: indicators and areas of the adopted release, challenges, themes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.challenges.models import Challenge

Choices = list[tuple[str, Any]]


def indicator_choices() -> Choices:
    """Indicators of the adopted release, grouped by theme."""
    release = current_release()
    if release is None:
        return []
    return [
        (
            theme.title,
            [(item.code, item.title) for item in release.indicators if item.theme == theme.code],
        )
        for theme in themes()
    ]


def area_choices(levels: Iterable[AreaLevel] = tuple(AreaLevel)) -> Choices:
    """Areas grouped by level."""
    geography = municipality().geography
    return [
        (level.plural.capitalize(), [(area.code, area.name) for area in geography.at(level)])
        for level in levels
        if geography.at(level)
    ]


def level_choices() -> Choices:
    return [(level.value, level.plural) for level in municipality().geography.levels if level != AreaLevel.GEMEENTE]


def period_choices() -> Choices:
    release = current_release()
    return [(period, period) for period in reversed(release.periods)] if release else []


def theme_choices() -> Choices:
    return [(theme.code, theme.title) for theme in themes()]


def challenge_choices() -> Choices:
    return [(item.slug, f"{item.code} · {item.title}") for item in Challenge.objects.select_related("cycle")]


def indicator_field(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=indicator_choices, label=options.pop("label", "indicator"), **options)


def area_field(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=area_choices, label=options.pop("label", "gebied"), **options)


def areas_field(**options: Any) -> blocks.MultipleChoiceBlock:
    return blocks.MultipleChoiceBlock(choices=area_choices, label=options.pop("label", "gebieden"), **options)


def level_field(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=level_choices, label=options.pop("label", "niveau"), **options)


def period_field(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        choices=period_choices,
        label=options.pop("label", "meting"),
        required=False,
        help_text="Leeg: altijd de nieuwste meting.",
        **options,
    )


def require_level(indicator: str, level: str) -> None:
    """Refuse a level on which the indicator may not be shown; raises ``ValidationError``."""
    release = current_release()
    if release is None or not release.has_indicator(indicator):
        return
    lowest = release.indicator(indicator).lowest_level
    if AreaLevel(level).fineness > lowest.fineness:
        raise ValidationError(f"Dit cijfer mag niet per {level} worden getoond: het kleinste niveau is {lowest}.")
