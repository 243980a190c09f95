"""What a publication changed in a story, for its readers: noted when it goes online, and told chapter by chapter."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import PageLogEntry, Revision

from vergezicht.challenges.ground import current_adoptions
from vergezicht.challenges.models import AdoptedRelease
from vergezicht.languages import noted, say
from vergezicht.languages.marks import kept, own_words
from vergezicht.stories.models import StoryChange, StoryPage
from vergezicht.stories.reviewing.changes import told_differences
from vergezicht.stories.saving.merging import BODY, ORDER, Difference

CHAPTER = "chapter"
NEW, GONE, MOVED, CHANGED = noted("nieuw"), noted("weg"), noted("verplaatst"), noted("gewijzigd")
STATES = (NEW, GONE, MOVED, CHANGED)
_BLOCKS = noted("Blokken")
# The fields of a story that its readers see, beside its blocks.
_READ = ("title", "lead", "cover_image", "cover_alt", "cover_credit", "panorama_indicator", BODY)


def note_change(story: StoryPage, revision: Revision) -> None:
    """Keep what this publication changed since the one before; nothing when it was the first, or nothing is told of it.

    The same words as the time before stay behind in the form and are not told twice.
    """
    before = _published_before(story, revision)
    if before is None:
        return
    parts = _parts(before, revision)
    last = story.changes.exclude(why="").first()
    why = story.why_changed if last is None or last.why != story.why_changed else ""
    if parts or why:
        story.changes.create(why=why, mends_error=bool(why) and story.mends_error, parts=parts)


def _published_before(story: StoryPage, revision: Revision) -> Revision | None:
    published = PageLogEntry.objects.filter(page=story.pk, action="wagtail.publish", revision__isnull=False)
    entry = published.exclude(revision=revision).order_by("-timestamp", "-pk").first()
    return entry.revision if entry is not None else None


def _parts(before: Revision, after: Revision) -> list[dict[str, str]]:
    """The parts that differ, each once. A chapter that is new or gone stands for all that is in it."""
    was, now = _chapters(before.content), _chapters(after.content)
    found = list(told_differences(before, after, fields=_READ))
    whole = {item.key for item in found if item.kind == CHAPTER and (item.mine is None or item.theirs is None)}
    parts: dict[tuple[str, ...], dict[str, str]] = {}
    for item in found:
        chapter, title = now.get(item.key) or was.get(item.key) or ("", "")
        if chapter in whole and item.key != chapter:
            continue
        part = {"chapter": chapter, "title": title, "block": _called(item), "state": _state(item)}
        parts.setdefault(tuple(part.values()), part)
    return list(parts.values())


def _chapters(content: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Of every block the chapter that it stands in: the id of the chapter, and its title."""
    found, chapter = {}, ("", "")
    for block in json.loads(content.get(BODY) or "[]"):
        if block["type"] == CHAPTER:
            chapter = block["id"], block["value"].get("title", "")
        found[block["id"]] = chapter
    return found


def _called(item: Difference) -> str:
    if item.kind == ORDER:
        return _BLOCKS
    if item.key == item.kind:
        return str(StoryPage._meta.get_field(item.kind).verbose_name).capitalize()
    block = StoryPage._meta.get_field(BODY).stream_block.child_blocks.get(item.kind)
    return str(block.label) if block is not None else _BLOCKS


def _state(item: Difference) -> str:
    if item.kind == ORDER:
        return MOVED
    if item.key == item.kind:
        return CHANGED
    return NEW if item.theirs is None else GONE if item.mine is None else CHANGED


@dataclass(frozen=True)
class ChangedChapter:
    """A chapter, its anchor when the story still has it, and its parts in words: "Tekst (gewijzigd)"."""

    title: str
    anchor: str
    parts: list[str]


def chapters_of(change: StoryChange, story: StoryPage) -> list[ChangedChapter]:
    """What changed, by chapter in the language of now; what stands before the first chapter has no title."""
    anchors = {chapter.block: (chapter.anchor, chapter.title) for chapter in story.chapters}
    found: dict[str, ChangedChapter] = {}
    for part in change.parts:
        anchor, title = anchors.get(part["chapter"], ("", kept(part["title"])))
        chapter = found.setdefault(part["chapter"], ChangedChapter(title, anchor, []))
        chapter.parts.append(f"{own_words(part['block'])} ({say(part['state'])})")
    return list(found.values())


def log_of(story: StoryPage) -> list[tuple[datetime, StoryChange | AdoptedRelease]]:
    """What changed since the story went online, by its editors and by new figures, with its moment, newest first."""
    found: list[tuple[datetime, StoryChange | AdoptedRelease]] = [(item.at, item) for item in story.changes.all()]
    found += [(item.adopted_at, item) for item in new_figures(story)]
    return sorted(found, key=lambda row: row[0], reverse=True)


def new_figures(story: StoryPage) -> list[AdoptedRelease]:
    """The releases that were adopted since the story went online, of the series that it tells of."""
    if story.first_published_at is None:
        return []
    since = AdoptedRelease.objects.filter(adopted_at__gt=story.first_published_at)
    adopted = {
        one.folder: list(since.filter(series=one.series, adopted_at__lte=one.adopted_at)) for one in current_adoptions()
    }
    if not any(adopted.values()):  # most stories, most of the time: what they tell of need not be looked up
        return []
    return [one for told in story.told_of for one in adopted.get(told.folder.name, ())]
