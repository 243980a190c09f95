"""Embed: something from another site, which is asked for nothing until the reader wants it."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.stories.embeds import provider_of, providers
from vergezicht.stories.story_block import StoryBlock, refusal, searched

SHAPES = [("breed", "Breed (16:9)"), ("vierkant", "Vierkant"), ("hoog", "Hoog (3:4)")]


class EmbedBlock(StoryBlock):
    """Only from sites that the municipality allows in ``embeds.toml``. Without a script it is a link."""

    title = blocks.CharBlock(
        label="titel", max_length=100, help_text="Wat is het? Dit leest iedereen, ook wie niet laadt."
    )
    address = blocks.URLBlock(label="adres", max_length=500, help_text="Het adres om in te sluiten, met https://.")
    text = blocks.TextBlock(
        label="in woorden", help_text="Wat is er te zien of te horen, voor wie het niet laadt of niet ziet?"
    )
    shape = blocks.ChoiceBlock(choices=SHAPES, label="vorm", default="breed")

    class Meta:
        icon = "code"
        label = "Insluiting"
        group = "Beeld en geluid"
        form_attrs = searched("website iframe youtube embed andere site")
        description = "Iets van een andere, toegestane site. Laadt pas als de lezer erop klikt. In ArcGIS: embed."
        template = "stories/blocks/embed.html"
        files = ("blocks.css", "embed.js")

    def get_description(self) -> str:
        """With the sites that are allowed here, before anybody fills in another."""
        allowed = ", ".join(provider.host for provider in providers()) or "nog geen enkele site"
        return f"{self.meta.description} Toegestaan: {allowed}. Een eigen video zet u erin met het blok Video."

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        if provider_of(cleaned["address"]) is None:
            allowed = ", ".join(provider.host for provider in providers()) or "geen enkele site"
            raise refusal(address=[f"Deze site mag niet worden ingesloten. Toegestaan: {allowed}."])

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["provider"] = provider_of(value["address"])
        return context
