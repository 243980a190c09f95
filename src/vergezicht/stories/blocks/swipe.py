"""Swipe: two maps or two photos over each other, with a slider; both are there without it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from vergezicht.challenges.choices import require_level
from vergezicht.languages import noted
from vergezicht.stories.choices import indicator_field, level_field, period_field, wave_before
from vergezicht.stories.maps import swipe_maps
from vergezicht.stories.story_block import StoryBlock, closed_fields, refusal, searched


class SwipeBlock(StoryBlock):
    """Two waves or two indicators of the same areas, or two photos from the same spot; what is older stands left."""

    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    indicator = indicator_field(required=False, help_text="Voor kaarten. Leeg: kies hieronder twee foto's.")
    period = period_field(default=wave_before)
    other_indicator = indicator_field(label="met indicator", required=False, help_text="Leeg: dezelfde.")
    other_period = period_field(label="met meting")
    level = level_field(default="wijk", required=False)
    image = ImageChooserBlock(label="foto links", required=False)
    alt = blocks.CharBlock(label="tekstalternatief links", required=False, max_length=250)
    caption = blocks.CharBlock(label="bijschrift links", required=False, max_length=60)
    credit = blocks.CharBlock(label="maker links", required=False, max_length=100)
    other_image = ImageChooserBlock(label="foto rechts", required=False)
    other_alt = blocks.CharBlock(label="tekstalternatief rechts", required=False, max_length=250)
    other_caption = blocks.CharBlock(label="bijschrift rechts", required=False, max_length=60)
    other_credit = blocks.CharBlock(label="maker rechts", required=False, max_length=100)

    class Meta:
        icon = "expand-right"
        label = noted("Schuifvergelijking")
        group = "Kaart en plekken"
        form_attrs = searched("foto voor en na toen en nu slider vergelijken swipe")
        description = (
            "Twee kaarten of foto's over elkaar met een schuif; op papier staan ze naast elkaar. In ArcGIS: swipe."
        )
        label_format = "{title}"
        form_layout = [
            "title", "indicator", "period", "other_indicator", "other_period", "level",
            closed_fields("image", "alt", "caption", "credit", heading="Foto links", icon="image"),
            closed_fields(
                "other_image", "other_alt", "other_caption", "other_credit", heading="Foto rechts", icon="image"
            ),
        ]  # fmt: skip
        template = "stories/blocks/swipe.html"
        files = ("blocks.css", "swipe.js")

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        if cleaned["indicator"]:
            self._check_maps(cleaned)
        elif not (cleaned["image"] and cleaned["other_image"]):
            raise refusal(indicator=["Kies een indicator voor twee kaarten, of twee foto's."])
        else:
            self._check_photos(cleaned)

    def _check_maps(self, cleaned: Any) -> None:
        other = cleaned["other_indicator"] or cleaned["indicator"]
        if (other, cleaned["other_period"]) == (cleaned["indicator"], cleaned["period"]):
            raise refusal(other_period=["Beide kaarten zijn hetzelfde: kies een andere meting of een ander cijfer."])
        try:
            for indicator in (cleaned["indicator"], other):
                require_level(indicator, cleaned["level"] or "wijk")
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"level": error}) from error

    def _check_photos(self, cleaned: Any) -> None:
        names = [name for name in ("alt", "other_alt", "caption", "other_caption") if not (cleaned[name] or "").strip()]
        if names:
            lacking = {name: str(self.child_blocks[name].label).capitalize() for name in names}
            why = "is nodig bij een foto: anders weet niet iedereen wat hij vergelijkt."
            raise refusal(**{name: [f"{label} {why}"] for name, label in lacking.items()})

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        if value.get("indicator"):
            context["maps"] = swipe_maps(
                (value["indicator"], value.get("period") or ""),
                (value.get("other_indicator") or value["indicator"], value.get("other_period") or ""),
                level=value.get("level") or "wijk",
                prefix=(parent_context or {}).get("prefix", "w"),
            )
        return context
