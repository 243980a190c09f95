"""The field of a drawing: drawn on the map, in lines of text or as GeoJSON; kept as GeoJSON."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail import blocks

from vergezicht.stories.drawing.board import DrawingInput
from vergezicht.stories.drawing.marks import read_drawing, write_drawing


class DrawingBlock(blocks.TextBlock):
    """Points, lines and areas, whichever way they were given."""

    @cached_property
    def field(self) -> forms.CharField:
        return forms.CharField(widget=DrawingInput(), **self.field_options)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            marks = read_drawing(cleaned)
        except ValidationError:
            if self.is_deferred_validation:
                return cleaned
            raise
        if not marks and self.required and not self.is_deferred_validation:
            raise ValidationError("Zet iets op de kaart, of schrijf een regel per punt, lijn of vlak.")
        return write_drawing(marks) if marks else ""
