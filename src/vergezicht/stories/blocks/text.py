"""Text: paragraphs, lists and subheadings; living numbers stay true."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from vergezicht.stories.living.living_numbers import unknown_references
from vergezicht.stories.picking.text import FIGURES
from vergezicht.stories.story_block import searched


class TextBlock(blocks.RichTextBlock):
    """Rich text without the means to break the design: no colours, no raw HTML."""

    def __init__(self, **options: Any) -> None:
        super().__init__(features=["h3", "bold", "italic", "ul", "ol", "link", *FIGURES], label="Tekst", **options)

    class Meta:
        icon = "pilcrow"
        group = "Tekst"
        form_attrs = searched("alinea opsomming lijst schrijven")
        description = "Alinea's, lijsten en tussenkoppen, met cijfers die bij elke nieuwe meting meegaan."
        template = "stories/blocks/text.html"

    def get_preview_value(self) -> Any:
        return self.to_python("<p>Een alinea met <b>nadruk</b>, een link en een lijst.</p><ul><li>punt</li></ul>")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (wrong := list(unknown_references(cleaned.source))):
            raise ValidationError(wrong)
        return cleaned
