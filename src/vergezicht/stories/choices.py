"""Fields of blocks in which an editor picks from the adopted release and the municipality."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import Media
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static

from vergezicht.challenges.choices import area_choices, indicator_choices, level_choices, period_choices
from vergezicht.challenges.ground import current_release
from vergezicht.challenges.screens.choosing import ChoicesInput


class DecidingInput(forms.Select):
    """A choice that decides which other fields of its block are shown: ``applies`` names them for every value.

    Without script all are shown. A field that is hidden keeps what is in it.
    """

    def __init__(self, applies: Mapping[str, Sequence[str]], attrs: dict[str, Any] | None = None) -> None:
        own = {"data-controller": "vergezicht-applies", "data-applies": json.dumps(applies)}
        super().__init__({**own, **(attrs or {})})

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("website/js/applies.js")])


def several(*, is_ordered: bool = False, **options: Any) -> blocks.MultipleChoiceBlock:
    """Several out of a list that may be long. The order is kept, and can be changed where readers see it."""
    return blocks.MultipleChoiceBlock(widget=ChoicesInput({"data-ordered": ""} if is_ordered else None), **options)


def indicator_field(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=indicator_choices, label=options.pop("label", "indicator"), **options)


def area_field(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=area_choices, label=options.pop("label", "gebied"), **options)


def areas_field(**options: Any) -> blocks.MultipleChoiceBlock:
    return several(choices=area_choices, label=options.pop("label", "gebieden"), **options)


def level_field(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=level_choices, label=options.pop("label", "niveau"), **options)


def period_field(**options: Any) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(choices=period_choices, label=options.pop("label", "meting"), required=False, **options)


def wave_before() -> str:
    """The wave before the newest of the figures that were adopted first; "" when there is none."""
    release = current_release()
    return next(iter(release.releases[0].periods[-2:-1]), "") if release is not None else ""
