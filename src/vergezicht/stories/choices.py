"""Fields of blocks in which an editor picks from the adopted release and the municipality."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.challenges.choices import area_choices, indicator_choices, level_choices, period_choices


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
