"""Audio: a recording of our own, with all that is said written out."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from vergezicht.stories.recordings import SOUND, told_of, wrong_file
from vergezicht.stories.story_block import StoryBlock, refusal, searched


class AudioBlock(StoryBlock):
    """It never plays by itself, and nobody needs to hear it to know what is said."""

    title = blocks.CharBlock(label="titel", max_length=80)
    recording = DocumentChooserBlock(label="geluid", help_text=told_of(SOUND))
    transcript = blocks.RichTextBlock(
        label="uitgeschreven", features=["bold", "italic", "ul"], help_text="Alles wat er wordt gezegd, en door wie."
    )
    credit = blocks.CharBlock(label="maker", required=False, max_length=100)

    class Meta:
        icon = "media"
        label = "Geluid"
        group = "Beeld en geluid"
        form_attrs = searched("opname podcast audio interview luisteren muziek")
        description = "Een eigen opname, met de uitgeschreven tekst. Speelt nooit vanzelf. In ArcGIS: audio."
        template = "stories/blocks/audio.html"
        files = ("blocks.css",)

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        if wrong := wrong_file(cleaned["recording"], SOUND):
            raise refusal(recording=[wrong])
