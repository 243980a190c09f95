"""Sources: where the story comes from; the release of the figures is added by itself."""

from wagtail import blocks

from vergezicht.stories.story_block import StartedListBlock, StoryBlock, searched


class SourcesBlock(StoryBlock):
    items = StartedListBlock(
        blocks.RichTextBlock(features=["link", "italic"], label="bron", required=False),
        label="bronnen",
        min_num=0,
        help_text="De bron van de cijfers staat er vanzelf bij: zet hier alleen wat daarbuiten is gebruikt. Wat leeg "
        "blijft, komt niet op de site.",
    )

    class Meta:
        icon = "list-ul"
        label = "Bronnen"
        group = "Opbouw"
        form_attrs = searched("verwijzingen voetnoten literatuur herkomst")
        description = "Waar het verhaal op steunt. De bron van de cijfers staat er vanzelf bij."
        template = "stories/blocks/sources.html"
