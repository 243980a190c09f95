"""Accordion: parts that open one by one; everything is in the page, also on paper."""

from __future__ import annotations

from wagtail import blocks

from vergezicht.stories.picking.text import FIGURES
from vergezicht.stories.story_block import StoryBlock, searched


class FoldBlock(StoryBlock):
    """One part of an accordion."""

    title = blocks.CharBlock(label="kop", max_length=120)
    text = blocks.RichTextBlock(label="tekst", features=["bold", "italic", "link", "ul", "ol", *FIGURES])

    living = ("text",)

    class Meta:
        icon = "list-ul"
        label = "Onderdeel"


class AccordionBlock(StoryBlock):
    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    folds = blocks.ListBlock(FoldBlock(), label="onderdelen", min_num=1)

    class Meta:
        icon = "list-ul"
        label = "Uitklaplijst"
        group = "Tekst"
        form_attrs = searched("faq vraag antwoord inklappen openklappen accordeon")
        description = "Vragen of onderdelen die de lezer zelf openklapt. Voor wie meer wil weten, niet voor de kern."
        template = "stories/blocks/accordion.html"
        files = ("blocks.css",)
