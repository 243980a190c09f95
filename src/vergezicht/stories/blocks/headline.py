"""Headline figures: a few numbers side by side, each with margin and what changed."""

from __future__ import annotations

from typing import Any

from vergezicht.challenges.choices import indicator_choices
from vergezicht.languages import noted
from vergezicht.stories.choices import area_field, several
from vergezicht.stories.present import key_figures
from vergezicht.stories.story_block import StoryBlock, searched


class HeadlineBlock(StoryBlock):
    indicators = several(
        choices=indicator_choices, label="indicatoren", is_ordered=True,
        help_text="De eerste staat vooraan. Met ◂ zet u er een eerder.",
    )  # fmt: skip
    area = area_field(required=False, help_text="Leeg: de hele gemeente.")

    class Meta:
        icon = "order"
        label = noted("Kerncijfers")
        group = "Cijfers"
        form_attrs = searched("getallen statistiek percentages cijfers")
        description = "Een paar cijfers naast elkaar, elk met marge en verandering."
        template = "stories/blocks/headline.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["key_figures"] = key_figures(
            value["indicators"], area=value.get("area") or None, prefix=(parent_context or {}).get("prefix", "h")
        )
        return context
