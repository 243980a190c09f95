"""Comparison: two figures side by side, with what may be said about their difference."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.languages import noted
from vergezicht.stories.choices import area_field, indicator_field, period_field
from vergezicht.stories.comparing import pair_of
from vergezicht.stories.story_block import StoryBlock, refusal, searched


class ComparisonBlock(StoryBlock):
    """Two areas, two indicators or two waves."""

    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    indicator = indicator_field()
    area = area_field(required=False, help_text="Leeg: de hele gemeente.")
    period = period_field()
    other_indicator = indicator_field(label="met indicator", required=False, help_text="Leeg: dezelfde.")
    other_area = area_field(label="met gebied", required=False, help_text="Leeg: de hele gemeente.")
    other_period = period_field(label="met meting")

    class Meta:
        icon = "order"
        label = noted("Vergelijking")
        group = "Cijfers"
        form_attrs = searched("verschil vergelijken grafiek staven")
        description = "Twee cijfers naast elkaar: twee gebieden, twee indicatoren of twee metingen."
        template = "stories/blocks/comparison.html"
        files = ("blocks.css",)

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        sides = [
            (cleaned["indicator"], cleaned["area"], cleaned["period"]),
            (cleaned["other_indicator"] or cleaned["indicator"], cleaned["other_area"], cleaned["other_period"]),
        ]
        if cleaned["indicator"] and sides[0] == sides[1]:
            raise refusal(
                other_area=["Beide kanten zijn hetzelfde: kies een ander gebied, cijfer of een andere meting."]
            )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["pair"] = pair_of(
            (value["indicator"], value.get("area") or "", value.get("period") or ""),
            (value.get("other_indicator") or value["indicator"], value.get("other_area") or "",
             value.get("other_period") or ""),
            prefix=(parent_context or {}).get("prefix", "c"),
        )  # fmt: skip
        return context
