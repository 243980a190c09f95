"""Callout: something the reader should not miss."""

from wagtail import blocks


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="kop", max_length=80)
    text = blocks.RichTextBlock(label="tekst", features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "info-circle"
        label = "Uitgelicht"
        group = "Tekst"
        template = "stories/blocks/callout.html"
