"""Trend: one indicator through the waves, with the margin of each."""

from __future__ import annotations

from vergezicht.languages import noted
from vergezicht.stories.choices import areas_field, indicator_field
from vergezicht.stories.picture_block import PictureBlock, interpretation_field
from vergezicht.stories.story_block import searched


class TrendBlock(PictureBlock):
    indicator = indicator_field()
    areas = areas_field(required=False, help_text="Leeg: de hele gemeente.")
    interpretation = interpretation_field()

    drawn_as = "verloop"

    class Meta:
        label = noted("Verloop")
        form_attrs = searched("grafiek lijn lijngrafiek ontwikkeling trend tijd")
        description = "Een cijfer door de metingen, met de marge, voor een of meer gebieden."
