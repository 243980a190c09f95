"""From a StoryMap to a draft: the same door as an archive, so that nothing comes in that an archive could not bring."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.text import slugify

from vergezicht.challenges.ground import municipality
from vergezicht.problems import Problems
from vergezicht.stories.arcgis.item import Item
from vergezicht.stories.arcgis.outcome import Line, Outcome
from vergezicht.stories.arcgis.telling import Telling
from vergezicht.stories.models import HomePage
from vergezicht.stories.moving.arriving import Arrival, bring_in
from vergezicht.stories.moving.leaving import DAYS, FLAGS, FOCUS, FORMAT, TEXTS, VERSION
from vergezicht.stories.moving.unpacking import Archive

_NO_LEAD = "Overgenomen uit ArcGIS StoryMaps. Schrijf hier de inleiding."


@dataclass(frozen=True)
class Brought:
    """The draft, and what became of every part."""

    arrival: Arrival
    lines: tuple[Line, ...]

    def of(self, outcome: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome == outcome]

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.arrival.story.title,
            "slug": self.arrival.story.slug,
            **{outcome.value: [asdict(line) for line in self.of(outcome)] for outcome in Outcome},
        }


def bring_story(item: Item, *, file: str, slug: str = "") -> Brought:
    """A new draft under the start page. Raises ``BadInput``; then nothing has changed."""
    telling = Telling(item)
    telling.tell()
    title = telling.title or "Verhaal uit ArcGIS"
    facts: dict[str, Any] = dict.fromkeys(TEXTS, "") | dict.fromkeys(FLAGS, False) | dict.fromkeys(DAYS)
    facts |= {
        "title": title, "lead": telling.lead or _NO_LEAD, "slug": (slugify(title) or "verhaal-uit-arcgis")[:60],
        "cycle": None, "after": _last_page(), "cover_image": telling.cover or None, "cover_alt": telling.cover_alt,
        "cover_credit": telling.cover_credit,
        "body": telling.blocks,
    }  # fmt: skip
    images = {name: _image_facts(name, content) for name, content in telling.images.items()}
    manifest = {
        "format": FORMAT, "version": VERSION, "municipality": municipality().geography.gemeente.code, "releases": [],
        "story": facts, "images": images, "documents": {},
    }  # fmt: skip
    arrival = bring_in(Archive(manifest, telling.images), Problems(file), slug=slug)
    return Brought(arrival, tuple(telling.lines))


def told(lines: Iterable[Line]) -> list[str]:
    """The report for who reads a terminal."""
    return [f"{line.outcome}: {line.told} ({line.node})" for line in lines]


def _last_page() -> str:
    home = HomePage.objects.first()
    last = home.get_last_child() if home is not None else None
    return str(last.slug) if last is not None else ""


def _image_facts(name: str, content: bytes) -> dict[str, Any]:
    focus = dict.fromkeys(FOCUS)
    digest = hashlib.sha256(content).hexdigest()
    title = f"Uit ArcGIS {digest[:8]}"
    return {"title": title, "description": "", "tags": [], "sha256": digest, "bytes": len(content), **focus}
