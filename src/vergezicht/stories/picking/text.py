"""What a text of a story can hold besides letters: figures and claims, chosen by name."""

from __future__ import annotations

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks

# Named in the `features` of a block with rich text.
FIGURE, REFERENCE = "figure", "figure-reference"
FIGURES = (FIGURE, REFERENCE)
PASTING = "pasting"


class FigureTextBlock(blocks.TextBlock):
    """Plain text in which a figure can be chosen."""

    @cached_property
    def field(self) -> forms.CharField:
        from vergezicht.stories.picking.fields import FigureInput  # Wagtail's widgets need the models, which need us

        return forms.CharField(widget=FigureInput({"rows": self.rows}), **self.field_options)
