"""Gallery: images side by side, each with its text alternative."""

from __future__ import annotations

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from vergezicht.stories.story_block import ImageFields, StoryBlock


class GalleryImageBlock(ImageFields):
    """One image of a gallery."""

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


class GalleryBlock(StoryBlock):
    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    images = blocks.ListBlock(GalleryImageBlock(), label="beelden", min_num=2, max_num=12)

    class Meta:
        icon = "image"
        label = "Galerij"
        group = "Beeld en geluid"
        description = "Twee tot twaalf beelden naast elkaar, elk met een bijschrift. In ArcGIS: gallery."
        template = "stories/blocks/gallery.html"
        files = ("blocks.css",)
