"""Image: with a text alternative, or marked as decoration."""

from __future__ import annotations

from vergezicht.stories.story_block import CaptionedImage, searched


class ImageBlock(CaptionedImage):
    class Meta:
        icon = "image"
        label = "Beeld"
        group = "Beeld en geluid"
        form_attrs = searched("foto afbeelding plaatje illustratie tekening")
        description = "Een foto of tekening, met wat erop te zien is in woorden. In ArcGIS: image."
        template = "stories/blocks/image.html"
