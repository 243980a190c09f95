"""What may stand on the site of somebody else: the figures and maps of a story, each by itself, and their code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import escape

from vergezicht.challenges.ground import current_release
from vergezicht.figures import Indicator
from vergezicht.languages import say, spoken
from vergezicht.publication.views.stories import story_path
from vergezicht.stories.models import StoryPage
from vergezicht.stories.paths import indicator_path
from vergezicht.stories.present import PICTURE_KINDS

EMBEDDED = "/ingesloten/"
HEIGHT = f"{EMBEDDED}hoogte.js"  # keeps its name: it stands in pages of others
_HEIGHT = 700  # px until the frame says how high it is, and where scripts do not run


@dataclass(frozen=True)
class Part:
    """A block of a story that can stand by itself; ``chapter`` is the anchor of its chapter, "" before the first."""

    block: Any
    anchor: str
    title: str
    path: str
    chapter: str


def cover_path(page: StoryPage) -> str:
    """/ingesloten/verhaal/: the story as steps, beginning with its cover."""
    return f"{EMBEDDED}{story_path(page).strip('/')}/"


def parts_of(page: StoryPage) -> Iterator[Part]:
    """The figures and maps of a story in the order of reading, under the address that each gets."""
    chapters = {block.id: chapter for chapter in page.chapters for block in chapter.blocks}
    titles = Counter[str]()
    for block in page.body:
        if not getattr(block.block, "stands_alone", False):
            continue
        anchor, chapter = f"b{block.id[:8]}", chapters.get(block.id)
        title = _title(block, chapter.title if chapter else page.title)
        titles[title] += 1
        told = f"{title} ({titles[title]})" if titles[title] > 1 else title
        yield Part(block, anchor, told, f"{cover_path(page)}{anchor}/", chapter.anchor if chapter else "")


def _title(block: Any, heading: str) -> str:
    """The kind of block, what it is about when that is one indicator, and the chapter that it stands in."""
    release, code = current_release(), dict(block.value).get("indicator") if isinstance(block.value, Mapping) else ""
    what = say(dict(PICTURE_KINDS).get(block.value.get("kind"), block.block.label)) if code else say(block.block.label)
    if release is None or not code or not release.has_indicator(code):
        return say("{what} bij ‘{heading}’", what=what, heading=heading)
    subject = release.indicator(code).title
    return say("{what}: {subject}, bij ‘{heading}’", what=what, subject=subject, heading=heading)


def indicator_frame_path(indicator: Indicator) -> str:
    """/ingesloten/cijfers/veiligheid/: one indicator for the site of somebody else."""
    return f"{EMBEDDED}{indicator_path(indicator).strip('/')}/"


def frame_code(path: str, title: str) -> str:
    """What to paste in another page: a frame, and a script of ours that gives it the height of its content."""
    site = settings.SITE_URL
    return (
        f'<iframe src="{site}{spoken().root}{path}" title="{escape(title)}" width="100%" height="{_HEIGHT}"'
        ' loading="lazy"></iframe>'
        f'<script src="{site}{HEIGHT}" async></script>'
    )
