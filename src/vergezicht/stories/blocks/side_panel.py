"""Side panel: a map that stays while the text moves; every step declares the whole map."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from vergezicht.challenges.choices import require_level
from vergezicht.stories.choices import area_field, areas_field, indicator_field, level_field, period_field
from vergezicht.stories.living_numbers import unknown_references
from vergezicht.stories.present import side_panel


class StepBlock(blocks.StructBlock):
    """One step: text, and the complete state of the map that goes with it."""

    title = blocks.CharBlock(label="kop", max_length=80)
    text = blocks.RichTextBlock(label="tekst", features=["bold", "italic", "link", "ul"])
    indicator = indicator_field()
    level = level_field(default="buurt")
    period = period_field()
    within = area_field(required=False, label="inzoomen op", help_text="Leeg: de hele kaart.")
    focus = areas_field(required=False, label="uitgelicht")

    class Meta:
        icon = "site"
        label = "Stap"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if wrong := list(unknown_references(cleaned["text"].source)):
            raise blocks.StructBlockValidationError({"text": ValidationError(wrong)})
        try:
            require_level(cleaned["indicator"], cleaned["level"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"level": error}) from error
        return cleaned


class SidePanelBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    steps = blocks.ListBlock(StepBlock(), label="stappen", min_num=1, max_num=12)

    class Meta:
        icon = "globe"
        label = "Zijpaneel met kaart"
        group = "Cijfers"
        template = "stories/blocks/side_panel.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["panel"] = side_panel(value["steps"], prefix=(parent_context or {}).get("prefix", "s"))
        return context
