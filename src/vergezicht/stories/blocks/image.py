"""Image: with a text alternative, or marked as decoration."""

from __future__ import annotations

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from vergezicht.stories.story_block import ImageFields


class ImageBlock(ImageFields):
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
        group = "Beeld en geluid"
        description = "Een foto of tekening, met wat erop te zien is in woorden. In ArcGIS: image."
        template = "stories/blocks/image.html"
