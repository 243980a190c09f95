"""Gallery: images side by side, each with its text alternative."""

from __future__ import annotations

from wagtail import blocks

from vergezicht.stories.story_block import CaptionedImage, StartedListBlock, StoryBlock, searched


class GalleryImageBlock(CaptionedImage):
    """One image of a gallery."""

    class Meta:
        icon = "image"
        label = "Beeld"


class GalleryBlock(StoryBlock):
    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    images = StartedListBlock(GalleryImageBlock(), label="beelden", min_num=2)

    class Meta:
        icon = "image"
        label = "Galerij"
        group = "Beeld en geluid"
        form_attrs = searched("foto's foto afbeeldingen plaatjes slideshow carrousel beelden")
        description = "Twee tot twaalf beelden naast elkaar, elk met een bijschrift. In ArcGIS: gallery."
        template = "stories/blocks/gallery.html"
        files = ("blocks.css",)
