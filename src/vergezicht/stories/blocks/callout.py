"""Callout: something the reader should not miss."""

from wagtail import blocks

from vergezicht.stories.picking.text import FIGURES
from vergezicht.stories.story_block import StoryBlock, searched


class CalloutBlock(StoryBlock):
    title = blocks.CharBlock(label="kop", max_length=80)
    text = blocks.RichTextBlock(label="tekst", features=["bold", "italic", "link", "ul", *FIGURES])

    living = ("text",)

    class Meta:
        icon = "info-circle"
        label = "Uitgelicht"
        group = "Tekst"
        form_attrs = searched("kader let op opvallend belangrijk")
        description = "Iets wat niemand mag missen, in een kader."
        template = "stories/blocks/callout.html"
