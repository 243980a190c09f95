"""Quote: what somebody said, with consent."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate
from wagtail import blocks

from vergezicht.stories.story_block import StoryBlock, refusal, searched


class QuoteBlock(StoryBlock):
    """A quote; who said it is described, never named, and consent is recorded."""

    text = blocks.TextBlock(label="citaat")
    who = blocks.CharBlock(
        label="wie", max_length=80, help_text="Een omschrijving, geen naam: “bewoner van deze buurt”."
    )
    consent = blocks.BooleanBlock(
        label="toestemming vastgelegd", required=False, help_text="De spreker vindt het goed dat dit hier staat."
    )
    consent_on = blocks.DateBlock(label="toestemming op", required=False)
    consent_kept = blocks.CharBlock(
        label="waar vastgelegd",
        required=False,
        max_length=120,
        help_text="Zaaknummer of map, geen naam. Dit komt nooit op de site.",
    )
    invented = blocks.BooleanBlock(label="verzonnen voorbeeld", required=False)

    class Meta:
        icon = "openquote"
        label = "Citaat"
        group = "Tekst"
        form_attrs = searched("uitspraak quote bewoner zegt")
        description = "Wat iemand zei, met toestemming en zonder naam."
        template = "stories/blocks/quote.html"

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        wrong = {}
        if not cleaned["consent"] and not cleaned["invented"]:
            wrong["consent"] = "Leg de toestemming vast, of zeg dat het citaat verzonnen is."
        if cleaned["consent"] and not cleaned["invented"]:
            missing = [name for name in ("consent_on", "consent_kept") if not cleaned.get(name)]
            wrong |= dict.fromkeys(missing, "Nodig om de toestemming later terug te vinden.")
        if (day := cleaned.get("consent_on")) and day > localdate():
            wrong["consent_on"] = "Deze dag moet nog komen. Vul de dag in waarop de spreker ja zei."
        if wrong:
            raise refusal(**{name: [told] for name, told in wrong.items()})
