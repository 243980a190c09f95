"""Answers: the whole distribution of the answers to a question, stacked."""

from __future__ import annotations

from vergezicht.languages import noted
from vergezicht.stories.choices import areas_field, indicator_field, period_field
from vergezicht.stories.picture_block import PictureBlock, interpretation_field
from vergezicht.stories.story_block import searched


class AnswersBlock(PictureBlock):
    indicator = indicator_field()
    areas = areas_field(required=False, help_text="Leeg: de hele gemeente.")
    period = period_field()
    interpretation = interpretation_field()

    drawn_as = "antwoorden"

    class Meta:
        label = noted("Gegeven antwoorden")
        form_attrs = searched("grafiek staafdiagram staven balken verdeling")
        description = "Alle antwoorden op een vraag als gestapelde balk, per gebied."
