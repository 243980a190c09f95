"""Chapter: begins a new part of the story; everything after it belongs to it until the next chapter."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.challenges.choices import theme_choices
from vergezicht.stories.picking.text import FigureTextBlock
from vergezicht.stories.story_block import StoryBlock, refusal, searched

MOST_SENTENCES = 3


class ChapterBlock(StoryBlock):
    """A chapter with its theme and its *kern*: at most three plain sentences, one per line."""

    title = blocks.CharBlock(label="titel", max_length=80)
    theme = blocks.ChoiceBlock(choices=theme_choices, label="thema", required=False)
    kern = FigureTextBlock(label="kern", help_text="Hoogstens drie gewone zinnen, elk op een eigen regel.")

    living = ("kern",)

    class Meta:
        icon = "title"
        label = "Hoofdstuk"
        group = "Opbouw"
        form_attrs = searched("kop titel tussenkop deel paragraaf")
        description = "Begint een deel van het verhaal: een titel en de kern in hoogstens drie zinnen."
        template = "stories/blocks/chapter.html"

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        sentences = [line for line in cleaned["kern"].splitlines() if line.strip()]
        if len(sentences) > MOST_SENTENCES:
            raise refusal(kern=[f"De kern is hoogstens {MOST_SENTENCES} zinnen; dit zijn er {len(sentences)}."])
