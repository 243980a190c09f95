"""Challenge cards: chosen one by one, or all of a theme or area."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.challenges.choices import challenge_choices, theme_choices
from vergezicht.challenges.queries import challenges_for
from vergezicht.stories.choices import area_field, several
from vergezicht.stories.story_block import StoryBlock, searched


class ChallengesBlock(StoryBlock):
    """Cards of wijkopgaven with their state, as they stand when the page is made."""

    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    chosen = several(
        choices=challenge_choices,
        label="opgaven",
        required=False,
        help_text="Leeg: alle opgaven van het thema of gebied.",
    )
    theme = blocks.ChoiceBlock(choices=theme_choices, label="thema", required=False)
    area = area_field(required=False)

    class Meta:
        icon = "tasks"
        label = "Wijkopgaven"
        group = "Opgaven"
        form_attrs = searched("opgaven doelen stand")
        description = "Kaartjes van wijkopgaven, met hun stand van nu."
        template = "stories/blocks/challenges.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["challenges"] = challenges_for(
            slugs=value.get("chosen") or (), theme=value.get("theme") or None, area=value.get("area") or None
        )
        return context
