"""Counting: a page was opened, a chapter was reached; per day, and nothing else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from vergezicht.publication.baking.bake import CURRENT
from vergezicht.publication.models import PageRead
from vergezicht.publication.pages.depths import Depth
from vergezicht.publication.views.stories import story_path
from vergezicht.stories.models import StoryPage

KEPT = timedelta(days=2 * 366)
_PATH = re.compile(r"/(?:[a-z0-9-]{1,100}/){0,6}")
_PART = re.compile(r"[a-z0-9-]{1,100}")
_TITLE = re.compile(r"<title>(.*?)(?: · [^·<]*)?</title>", re.DOTALL)
_MOST_PARTS = 60


@dataclass(frozen=True)
class ChapterReads:
    """How often a chapter was reached, and which part of the times that its page was opened."""

    title: str
    count: int
    share: float


@dataclass(frozen=True)
class PageReads:
    """How often a page was opened and its chapters were reached."""

    path: str
    title: str
    count: int
    chapters: tuple[ChapterReads, ...]


def record(path: str, parts: Iterable[str], *, opened: bool) -> None:
    """Count what a browser says of a page that is online; nothing, when it or one of the chapters is not there."""
    page = _page(path)
    wanted = list(dict.fromkeys(parts))
    if page is None or len(wanted) > _MOST_PARTS:
        return
    if wanted:
        html = page.read_text("utf-8")
        if not all(_PART.fullmatch(part) and f'id="{part}"' in html for part in wanted):
            return
    today = timezone.localdate()
    for part in ["", *wanted] if opened else wanted:
        _add(today, path, part)


def reads_since(first: date) -> list[PageReads]:
    """Every page that was read from that day on, the most read first."""
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    rows = PageRead.objects.filter(day__gte=first).values("path", "part").annotate(total=Sum("count"))
    for row in rows:
        counted[row["path"]][row["part"]] = row["total"]
    names = _chapters()
    found = [
        PageReads(path, _title(path), parts.get("", 0), tuple(_of_chapters(parts, names.get(path, {}))))
        for path, parts in counted.items()
    ]
    return sorted(found, key=lambda page: (-page.count, page.path))


def forget_counts() -> int:
    """Counts that are older than two years go; returns how many."""
    return PageRead.objects.filter(day__lt=timezone.localdate() - KEPT).delete()[0]


def _add(day: date, path: str, part: str) -> None:
    row = PageRead.objects.filter(day=day, path=path, part=part)
    if row.update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            PageRead.objects.create(day=day, path=path, part=part, count=1)
    except IntegrityError:  # somebody else was the first of the day at the same moment
        row.update(count=F("count") + 1)


def _page(path: str) -> Path | None:
    if not _PATH.fullmatch(path):
        return None
    file = Path(settings.EDITIONS_FOLDER) / CURRENT / "site" / path.lstrip("/") / "index.html"
    return file if file.is_file() else None


def _title(path: str) -> str:
    page = _page(path)
    found = _TITLE.search(page.read_text("utf-8")) if page else None
    return unescape(found[1]) if found else path


def _chapters() -> dict[str, dict[str, str]]:
    """Of every story at every depth: its chapters in order, title by anchor."""
    found = {}
    for story in StoryPage.objects.live():
        titles = {chapter.anchor: chapter.title for chapter in story.chapters}
        found |= {depth.path(story_path(story)): titles for depth in Depth}
    return found


def _of_chapters(parts: dict[str, int], titles: dict[str, str]) -> Iterator[ChapterReads]:
    """In the order of the story; what it no longer has comes last, by its anchor."""
    opened = max(parts.get("", 0), 1)
    for anchor in [*titles, *(part for part in sorted(parts) if part and part not in titles)]:
        count = parts.get(anchor, 0)
        yield ChapterReads(titles.get(anchor, anchor), count, min(count / opened, 1.0))
