"""Actions: what is being done, with how each action stands, as it is when the page is made."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.challenges.choices import challenge_choices, theme_choices
from vergezicht.challenges.queries import challenges_for
from vergezicht.stories.choices import area_field, several
from vergezicht.stories.story_block import StoryBlock, searched


class ActionsBlock(StoryBlock):
    """The actions of the chosen challenges, or of those of a theme or area."""

    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    chosen = several(
        choices=challenge_choices,
        label="opgaven",
        required=False,
        help_text="Leeg: van alle opgaven van het thema of gebied.",
    )
    theme = blocks.ChoiceBlock(choices=theme_choices, label="thema", required=False)
    area = area_field(required=False)
    running = blocks.BooleanBlock(label="alleen wat nog loopt", required=False)

    class Meta:
        icon = "tick-inverse"
        label = "Acties"
        group = "Opgaven"
        form_attrs = searched("plannen maatregelen voortgang wat doen we")
        description = "Wat er wordt gedaan, door wie en hoe het gaat. Volgt de acties vanzelf."
        template = "stories/blocks/actions.html"
        files = ("timeline.css", "blocks.css")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        challenges = challenges_for(
            slugs=value.get("chosen") or (), theme=value.get("theme") or None, area=value.get("area") or None
        )
        context["actions"] = [
            (action, challenge)
            for challenge in challenges
            for action in challenge.actions.all()
            if not (value.get("running") and action.is_over)
        ]
        return context
