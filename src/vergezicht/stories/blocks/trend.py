"""Trend: one indicator through the waves, with the margin of each."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.languages import noted
from vergezicht.stories.choices import areas_field, indicator_field
from vergezicht.stories.present import picture_of
from vergezicht.stories.story_block import StoryBlock


class TrendBlock(StoryBlock):
    indicator = indicator_field()
    areas = areas_field(required=False, help_text="Leeg: de hele gemeente.")
    interpretation = blocks.TextBlock(
        label="duiding", required=False, help_text="Wat zegt dit cijfer wel, en wat niet?"
    )

    class Meta:
        icon = "view"
        label = noted("Verloop")
        group = "Cijfers"
        description = "Een cijfer door de metingen, met de marge, voor een of meer gebieden."
        template = "stories/blocks/figure.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["picture"] = picture_of(
            indicator=value["indicator"],
            kind="verloop",
            level="",
            areas=value.get("areas") or (),
            prefix=(parent_context or {}).get("prefix", "f"),
        )
        return context
