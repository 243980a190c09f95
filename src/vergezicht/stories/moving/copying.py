"""Blocks of one story to another: references and images stay, every block gets an id of its own."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from vergezicht.stories.models import StoryPage
from vergezicht.stories.reading import called
from vergezicht.stories.reviewing.changes import words_by_field

_MOST_TOLD = 90


@dataclass(frozen=True)
class Choice:
    """A block to choose; a chapter brings what belongs to it."""

    id: str
    label: str
    is_chapter: bool


def choices_of(story: StoryPage) -> list[Choice]:
    """The blocks of a story in their order, under names an editor knows."""
    return [Choice(str(block.id), _recognised(block), block.block_type == "chapter") for block in story.body]


def _recognised(block: Any) -> str:
    """What it is called; without a title, by what was chosen and written in it, as far as a line goes."""
    name = called(block.block, block.value)
    told = [words for _, words in words_by_field(block.block, block.value) if words]
    if name != str(block.block.label) or not told:
        return name
    return f"{name}: {Truncator(' · '.join(told)).chars(_MOST_TOLD, truncate=' …')}"


def copy_blocks(source: StoryPage, chosen: Collection[str], target: StoryPage, *, user: Any = None) -> list[str]:
    """Adds the chosen blocks, and all of a chosen chapter, to ``target`` as a new draft; their ids there.

    They come at the end, before the sources, which close a story.
    """
    copied, within = [], False
    for item in source.body.get_prep_value():
        if item["type"] in {"chapter", "sources"}:  # the sources close a story and are of no chapter
            within = item["type"] == "chapter" and item["id"] in chosen
        if within or item["id"] in chosen:
            copied.append(renewed(item))
    if copied:
        there = target.body.get_prep_value()
        end = len(there)
        while end and there[end - 1]["type"] == "sources":
            end -= 1
        target.body = [*there[:end], *copied, *there[end:]]
        target.save_revision(user=user, changed=True)
    return [str(item["id"]) for item in copied]


def renewed(value: Any) -> Any:
    """The same with new ids, at every depth."""
    if isinstance(value, list):
        return [renewed(item) for item in value]
    if not isinstance(value, dict):
        return value
    is_block = value.keys() == {"type", "value", "id"}
    return {name: str(uuid.uuid4()) if is_block and name == "id" else renewed(item) for name, item in value.items()}
