"""What may stand on the site of somebody else: the figures and maps of a story, each by itself, and their code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import escape

from vergezicht.languages import say, spoken
from vergezicht.publication.views.stories import story_path
from vergezicht.stories.models import StoryPage

EMBEDDED = "/ingesloten/"
HEIGHT = f"{EMBEDDED}hoogte.js"  # keeps its name: it stands in pages of others
_HEIGHT = 700  # px until the frame says how high it is, and where scripts do not run


@dataclass(frozen=True)
class Part:
    """A block of a story that can stand by itself."""

    block: Any
    anchor: str
    title: str
    path: str


def cover_path(page: StoryPage) -> str:
    """/ingesloten/verhaal/: the story as steps, beginning with its cover."""
    return f"{EMBEDDED}{story_path(page).strip('/')}/"


def parts_of(page: StoryPage) -> Iterator[Part]:
    """The figures and maps of a story in the order of reading, under the address that each gets."""
    heading = page.title
    for block in page.body:
        if block.block_type == "chapter":
            heading = block.value["title"]
        elif getattr(block.block, "stands_alone", False):
            anchor = f"b{block.id[:8]}"
            title = say("{what} bij ‘{heading}’", what=say(block.block.label), heading=heading)
            yield Part(block, anchor, title, f"{cover_path(page)}{anchor}/")


def frame_code(path: str, title: str) -> str:
    """What to paste in another page: a frame, and a script of ours that gives it the height of its content."""
    site = settings.SITE_URL
    return (
        f'<iframe src="{site}{spoken().root}{path}" title="{escape(title)}" width="100%" height="{_HEIGHT}"'
        ' loading="lazy"></iframe>'
        f'<script src="{site}{HEIGHT}" async></script>'
    )
