"""Timeline: what happened when, as an ordered list."""

from __future__ import annotations

from wagtail import blocks

from vergezicht.stories.picking.text import FIGURES
from vergezicht.stories.story_block import StartedListBlock, StoryBlock, searched


class MomentBlock(StoryBlock):
    """One moment; its date is written as people say it."""

    when = blocks.CharBlock(label="wanneer", max_length=60, help_text="Zoals u het zegt: “voorjaar 2021”.")
    title = blocks.CharBlock(label="kop", max_length=100)
    text = blocks.RichTextBlock(label="tekst", required=False, features=["bold", "italic", "link", "ul", *FIGURES])

    living = ("text",)

    class Meta:
        icon = "date"
        label = "Moment"


class TimelineBlock(StoryBlock):
    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    moments = StartedListBlock(MomentBlock(), label="momenten", min_num=2)

    class Meta:
        icon = "history"
        label = "Tijdlijn"
        group = "Opgaven"
        form_attrs = searched("geschiedenis jaren data wanneer verloop")
        description = "Wat er gebeurde, van boven naar beneden: onderzoek, gesprek, actie. In ArcGIS: timeline."
        template = "stories/blocks/timeline.html"
        files = ("timeline.css", "blocks.css")
