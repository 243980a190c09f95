"""The blocks of a story. A block stores references, never a copied number; this module composes them."""

from wagtail import blocks

from vergezicht.stories.blocks.callout import CalloutBlock
from vergezicht.stories.blocks.challenges import ChallengesBlock
from vergezicht.stories.blocks.chapter import ChapterBlock
from vergezicht.stories.blocks.figure import FigureBlock
from vergezicht.stories.blocks.headline import HeadlineBlock
from vergezicht.stories.blocks.image import ImageBlock
from vergezicht.stories.blocks.quote import QuoteBlock
from vergezicht.stories.blocks.side_panel import SidePanelBlock
from vergezicht.stories.blocks.sources import SourcesBlock
from vergezicht.stories.blocks.text import TextBlock

__all__ = ["STORY_BLOCKS", "TEXT_BLOCKS"]

TEXT_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("text", TextBlock()),
    ("callout", CalloutBlock()),
    ("image", ImageBlock()),
]

STORY_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("chapter", ChapterBlock()),
    *TEXT_BLOCKS,
    ("quote", QuoteBlock()),
    ("headline", HeadlineBlock()),
    ("figure", FigureBlock()),
    ("side_panel", SidePanelBlock()),
    ("challenges", ChallengesBlock()),
    ("sources", SourcesBlock()),
]
