"""Video: a film of our own, with captions and with all that is said and seen written out."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from vergezicht.stories.recordings import CAPTIONS, FILM, told_of, wrong_captions, wrong_file
from vergezicht.stories.story_block import StoryBlock, refusal, searched


class VideoBlock(StoryBlock):
    """It never plays by itself; captions for who does not hear it, text for who does not see it."""

    title = blocks.CharBlock(label="titel", max_length=80)
    recording = DocumentChooserBlock(label="video", help_text=told_of(FILM))
    captions = DocumentChooserBlock(label="ondertitels", help_text=told_of(CAPTIONS))
    transcript = blocks.RichTextBlock(
        label="uitgeschreven",
        features=["bold", "italic", "ul"],
        help_text="Wat er wordt gezegd, en wat er te zien is en niet wordt gezegd.",
    )
    poster = ImageChooserBlock(label="stilstaand beeld", required=False)
    credit = blocks.CharBlock(label="maker", required=False, max_length=100)

    class Meta:
        icon = "media"
        label = "Video"
        group = "Beeld en geluid"
        form_attrs = searched("filmpje film opname beeld youtube")
        description = "Een eigen film, met ondertitels en uitgeschreven tekst. Speelt nooit vanzelf. In ArcGIS: video."
        template = "stories/blocks/video.html"
        files = ("blocks.css",)

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        wrong = {
            "recording": wrong_file(cleaned["recording"], FILM),
            "captions": wrong_file(cleaned["captions"], CAPTIONS) or wrong_captions(cleaned["captions"]),
        }
        if found := {name: [message] for name, message in wrong.items() if message}:
            raise refusal(**found)
