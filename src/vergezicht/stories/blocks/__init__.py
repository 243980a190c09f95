"""The blocks of a story. A block stores references, never a copied number; this module composes them."""

from wagtail import blocks

from vergezicht.stories.blocks.accordion import AccordionBlock
from vergezicht.stories.blocks.actions import ActionsBlock
from vergezicht.stories.blocks.answers import AnswersBlock
from vergezicht.stories.blocks.audio import AudioBlock
from vergezicht.stories.blocks.button import ButtonBlock
from vergezicht.stories.blocks.callout import CalloutBlock
from vergezicht.stories.blocks.challenges import ChallengesBlock
from vergezicht.stories.blocks.chapter import ChapterBlock
from vergezicht.stories.blocks.comparison import ComparisonBlock
from vergezicht.stories.blocks.embed import EmbedBlock
from vergezicht.stories.blocks.figure import FigureBlock
from vergezicht.stories.blocks.gallery import GalleryBlock
from vergezicht.stories.blocks.headline import HeadlineBlock
from vergezicht.stories.blocks.image import ImageBlock
from vergezicht.stories.blocks.initiatives import InitiativesBlock
from vergezicht.stories.blocks.quick_map import QuickMapBlock
from vergezicht.stories.blocks.quote import QuoteBlock
from vergezicht.stories.blocks.side_panel import SidePanelBlock
from vergezicht.stories.blocks.sources import SourcesBlock
from vergezicht.stories.blocks.swipe import SwipeBlock
from vergezicht.stories.blocks.table import TableBlock
from vergezicht.stories.blocks.text import TextBlock
from vergezicht.stories.blocks.timeline import TimelineBlock
from vergezicht.stories.blocks.tour import TourBlock
from vergezicht.stories.blocks.trend import TrendBlock
from vergezicht.stories.blocks.video import VideoBlock

__all__ = ["STORY_BLOCKS", "TEXT_BLOCKS"]

TEXT_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("text", TextBlock()),
    ("callout", CalloutBlock()),
    ("image", ImageBlock()),
    ("table", TableBlock()),
    ("accordion", AccordionBlock()),
    ("button", ButtonBlock()),
]

# The chooser shows the groups in the order in which they are first met here.
STORY_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("chapter", ChapterBlock()),
    ("sources", SourcesBlock()),
    *TEXT_BLOCKS,
    ("quote", QuoteBlock()),
    ("headline", HeadlineBlock()),
    ("figure", FigureBlock()),
    ("comparison", ComparisonBlock()),
    ("trend", TrendBlock()),
    ("answers", AnswersBlock()),
    ("side_panel", SidePanelBlock()),
    ("swipe", SwipeBlock()),
    ("quick_map", QuickMapBlock()),
    ("tour", TourBlock()),
    ("challenges", ChallengesBlock()),
    ("actions", ActionsBlock()),
    ("initiatives", InitiativesBlock()),
    ("timeline", TimelineBlock()),
    ("gallery", GalleryBlock()),
    ("video", VideoBlock()),
    ("audio", AudioBlock()),
    ("embed", EmbedBlock()),
]
