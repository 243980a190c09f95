"""Sources: where the story comes from; the release of the figures is added by itself."""

from wagtail import blocks


class SourcesBlock(blocks.StructBlock):
    items = blocks.ListBlock(
        blocks.RichTextBlock(features=["link", "italic"], label="bron"), label="bronnen", min_num=0, default=[]
    )

    class Meta:
        icon = "list-ul"
        label = "Bronnen"
        group = "Opbouw"
        template = "stories/blocks/sources.html"
