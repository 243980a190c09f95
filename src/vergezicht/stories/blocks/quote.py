"""Quote: what somebody said, with consent."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks


class QuoteBlock(blocks.StructBlock):
    """A quote; who said it is described, never named, and consent is recorded."""

    text = blocks.TextBlock(label="citaat")
    who = blocks.CharBlock(
        label="wie", max_length=80, help_text="Een omschrijving, geen naam: “bewoner van deze buurt”."
    )
    consent = blocks.BooleanBlock(
        label="toestemming vastgelegd", required=False, help_text="De spreker vindt het goed dat dit hier staat."
    )
    invented = blocks.BooleanBlock(label="verzonnen voorbeeld", required=False)

    class Meta:
        icon = "openquote"
        label = "Citaat"
        group = "Tekst"
        template = "stories/blocks/quote.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["consent"] and not cleaned["invented"]:
            raise blocks.StructBlockValidationError(
                {"consent": ValidationError("Leg de toestemming vast, of zeg dat het citaat verzonnen is.")}
            )
        return cleaned
