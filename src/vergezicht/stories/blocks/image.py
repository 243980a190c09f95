"""Image: with a text alternative, or marked as decoration."""

from __future__ import annotations

from vergezicht.stories.story_block import CaptionedImage


class ImageBlock(CaptionedImage):
    class Meta:
        icon = "image"
        label = "Beeld"
        group = "Beeld en geluid"
        description = "Een foto of tekening, met wat erop te zien is in woorden. In ArcGIS: image."
        template = "stories/blocks/image.html"
