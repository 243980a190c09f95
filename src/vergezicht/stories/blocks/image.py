"""Image: with a text alternative, or marked as decoration."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class ImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="beeld")
    alt = blocks.CharBlock(
        label="tekstalternatief", required=False, max_length=250, help_text="Wat is er te zien, voor wie het niet ziet?"
    )
    decorative = blocks.BooleanBlock(label="alleen versiering", required=False)
    caption = blocks.CharBlock(label="bijschrift", required=False, max_length=200)
    credit = blocks.CharBlock(label="maker", required=False, max_length=100)

    class Meta:
        icon = "image"
        label = "Beeld"
        group = "Beeld"
        template = "stories/blocks/image.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["alt"].strip() and not cleaned["decorative"]:
            raise blocks.StructBlockValidationError(
                {"alt": ValidationError("Beschrijf het beeld, of zeg dat het alleen versiering is.")}
            )
        return cleaned
