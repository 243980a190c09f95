"""What blocks with one picture of the release share: how it is made, and the words under it."""

from __future__ import annotations

from typing import Any

from vergezicht.pictures import WHOLE
from vergezicht.stories.picking.text import FigureTextBlock
from vergezicht.stories.present import picture_of
from vergezicht.stories.story_block import StoryBlock


def interpretation_field() -> FigureTextBlock:
    return FigureTextBlock(label="duiding", required=False, help_text="Wat zegt dit cijfer wel, en wat niet?")


class PictureBlock(StoryBlock):
    """A block with an indicator, areas, an interpretation and one picture of them, of the kind ``drawn_as``."""

    drawn_as = ""
    living = ("interpretation",)

    class Meta:
        icon = "view"
        group = "Cijfers"
        template = "stories/blocks/figure.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["picture"] = picture_of(
            indicator=value["indicator"],
            kind=value.get("kind") or self.drawn_as,
            level=value.get("level") or "buurt",
            areas=value.get("areas") or (),
            within=value.get("within") or None,
            period=value.get("period") or None,
            prefix=(parent_context or {}).get("prefix", "f"),
            part=(parent_context or {}).get("part", WHOLE),
        )
        return context
