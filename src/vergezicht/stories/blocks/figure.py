"""Figure: one picture of the adopted release, always with its sentence and its table."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from vergezicht.challenges.choices import require_level
from vergezicht.languages import noted
from vergezicht.stories.choices import areas_field, indicator_field, level_field, period_field
from vergezicht.stories.present import PICTURE_KINDS, picture_of
from vergezicht.stories.story_block import StoryBlock


class FigureBlock(StoryBlock):
    """Pick an indicator and a kind of picture; the rest follows from the data."""

    indicator = indicator_field()
    kind = blocks.ChoiceBlock(choices=PICTURE_KINDS, label="soort beeld", default="kaart")
    level = level_field(default="buurt", help_text="Voor kaart en vergelijking.")
    areas = areas_field(required=False, help_text="Voor verloop en antwoorden. Leeg: de hele gemeente.")
    period = period_field()
    interpretation = blocks.TextBlock(
        label="duiding", required=False, help_text="Wat zegt dit cijfer wel, en wat niet?"
    )

    class Meta:
        icon = "view"
        label = noted("Kaart of grafiek")
        group = "Cijfers"
        description = "Een cijfer als kaart, vergelijking, verloop of antwoorden, met zin, legenda, tabel en bron."
        template = "stories/blocks/figure.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            if cleaned["kind"] in {"kaart", "vergelijking"}:
                require_level(cleaned["indicator"], cleaned["level"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"level": error}) from error
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["picture"] = picture_of(
            indicator=value["indicator"],
            kind=value["kind"],
            level=value.get("level") or "buurt",
            areas=value.get("areas") or (),
            period=value.get("period") or None,
            prefix=(parent_context or {}).get("prefix", "f"),
        )
        return context
