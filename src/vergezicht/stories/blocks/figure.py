"""Figure: one picture of the adopted release, always with its sentence and its table."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from vergezicht.challenges.choices import require_level
from vergezicht.languages import noted
from vergezicht.stories.choices import areas_field, indicator_field, level_field, period_field
from vergezicht.stories.picture_block import PictureBlock, interpretation_field
from vergezicht.stories.present import PICTURE_KINDS


class FigureBlock(PictureBlock):
    """Pick an indicator and a kind of picture; the rest follows from the data."""

    indicator = indicator_field()
    kind = blocks.ChoiceBlock(choices=PICTURE_KINDS, label="soort beeld", default="kaart")
    level = level_field(default="buurt", help_text="Voor kaart en vergelijking.")
    areas = areas_field(required=False, help_text="Voor verloop en antwoorden. Leeg: de hele gemeente.")
    period = period_field()
    interpretation = interpretation_field()

    class Meta:
        label = noted("Kaart of grafiek")
        description = "Een cijfer als kaart, vergelijking, verloop of antwoorden, met zin, legenda, tabel en bron."

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            if cleaned["kind"] in {"kaart", "vergelijking"}:
                require_level(cleaned["indicator"], cleaned["level"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"level": error}) from error
        return cleaned
