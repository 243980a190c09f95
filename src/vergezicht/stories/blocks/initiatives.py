"""Initiatives: cards of what residents do, as they stand when the page is made."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.challenges.choices import challenge_choices
from vergezicht.stories.cards import initiative_cards
from vergezicht.stories.choices import area_field
from vergezicht.stories.story_block import StoryBlock, searched


class InitiativesBlock(StoryBlock):
    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    area = area_field(required=False, help_text="Leeg: de hele gemeente.")
    challenge = blocks.ChoiceBlock(
        choices=challenge_choices, label="bij wijkopgave", required=False, help_text="Leeg: bij elke opgave."
    )
    most = blocks.IntegerBlock(label="hoogstens", default=6, min_value=1, max_value=24)

    class Meta:
        icon = "group"
        label = "Initiatieven"
        group = "Opgaven"
        form_attrs = searched("bewoners ideeën buurtinitiatief")
        description = "Wat bewoners zelf beginnen: de nieuwste eerst. Volgt de initiatieven vanzelf."
        template = "stories/blocks/initiatives.html"
        files = ("blocks.css",)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["cards"] = initiative_cards(
            area=value.get("area") or None, challenge=value.get("challenge") or None, most=value.get("most") or 6
        )
        return context
