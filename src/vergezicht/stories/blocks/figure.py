"""Figure: one picture of the adopted release, always with its sentence and its table."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from vergezicht.areas import AreaLevel
from vergezicht.challenges.choices import require_level
from vergezicht.challenges.ground import municipality
from vergezicht.languages import noted
from vergezicht.stories.choices import (
    DecidingInput,
    area_field,
    areas_field,
    indicator_field,
    level_field,
    period_field,
)
from vergezicht.stories.picture_block import PictureBlock, interpretation_field
from vergezicht.stories.present import PICTURE_KINDS
from vergezicht.stories.story_block import refusal, searched

FIELDS_OF_KIND = {
    "kaart": ("level", "within", "period"),
    "vergelijking": ("level", "period"),
    "verloop": ("areas",),
    "antwoorden": ("areas", "period"),
}


class FigureBlock(PictureBlock):
    """Pick an indicator and a kind of picture; the rest follows from the data."""

    indicator = indicator_field()
    kind = blocks.ChoiceBlock(
        choices=PICTURE_KINDS, label="soort beeld", default="kaart", widget=DecidingInput(FIELDS_OF_KIND)
    )
    level = level_field(default="buurt", help_text="Voor kaart en vergelijking.")
    within = area_field(required=False, label="inzoomen op", help_text="Voor een kaart. Leeg: de hele kaart.")
    areas = areas_field(required=False, help_text="Voor verloop en antwoorden. Leeg: de hele gemeente.")
    period = period_field()
    interpretation = interpretation_field()

    class Meta:
        label = noted("Kaart of grafiek")
        form_attrs = searched("cijfer staafdiagram staven balken indicator choropleth")
        description = "Een cijfer als kaart, vergelijking, verloop of antwoorden, met zin, legenda, tabel en bron."

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        try:
            if cleaned["kind"] in {"kaart", "vergelijking"}:
                require_level(cleaned["indicator"], cleaned["level"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"level": error}) from error
        if cleaned["kind"] == "kaart" and not _has_areas(cleaned["level"], cleaned.get("within")):
            raise refusal(within=["In dit gebied liggen geen gebieden van dit niveau. Kies een groter gebied."])


def _has_areas(level: str, within: str | None) -> bool:
    """Whether a map of ``level`` that is zoomed in to an area, or to none, has something to show."""
    geography = municipality().geography
    if not within or not level:
        return True
    return within in geography and AreaLevel(level).fineness > geography[within].level.fineness
