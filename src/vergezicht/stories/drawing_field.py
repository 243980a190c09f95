"""The field of a drawing: lines of text or GeoJSON, kept as GeoJSON."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from vergezicht.stories.drawings import read_drawing, write_drawing


class DrawingBlock(blocks.TextBlock):
    """Points, lines and areas, whichever way they were given."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        marks = read_drawing(cleaned)
        if not marks and self.required:
            raise ValidationError("Schrijf een regel per punt, lijn of vlak.")
        return write_drawing(marks) if marks else ""
