"""Where the stories speak of an area or an indicator: the chapters and steps that name it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from vergezicht.areas import Area
from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.challenges.models import Challenge
from vergezicht.figures import Indicator
from vergezicht.publication.views.stories import story_path
from vergezicht.stories.models import StoryPage
from vergezicht.stories.reading import texts_in
from vergezicht.stories.translating.translation import in_spoken_language

_NEAREST, _AROUND = 2, 1  # how much a place that names the area itself, or only a larger one around it, weighs


@dataclass(frozen=True)
class Told:
    """A chapter with its theme and what is written in it: (title, address, texts) for each step and for the rest.

    ``about`` are the areas that its title or that of its story names.
    """

    title: str
    path: str
    theme: str
    parts: tuple[tuple[str, str, tuple[str, ...]], ...]
    about: tuple[Area, ...] = ()

    def is_elsewhere(self, area: Area) -> bool:
        """Whether it is called after other areas alone, none of which lies in this one or around it."""
        return bool(self.about) and not any(one in (area, *_around(area)) or area in _around(one) for one in self.about)


@dataclass(frozen=True)
class Place:
    """A chapter or a step: what it is called, where it is, the larger area it names instead of the area itself."""

    title: str
    path: str
    around: str = ""


@dataclass(frozen=True)
class Mention:
    """A chapter that concerns an area, or has a figure of an indicator: the places in it that do.

    ``theme`` is the name of its theme when a challenge of the area shares that.
    """

    title: str
    path: str
    theme: str
    places: tuple[Place, ...]
    weight: int


def read_stories() -> list[Told]:
    """What every public story tells in the language of now: what stands before the first chapter, and every chapter."""
    found = []
    for page in map(in_spoken_language, StoryPage.objects.live()):
        path, story = story_path(page), _areas_in(page.title)
        found.append(Told(page.title, path, "", tuple(_parts(page.opening, path)), story))
        for chapter in page.chapters:
            theme, address = chapter.theme.code if chapter.theme else "", f"{path}#{chapter.anchor}"
            parts = tuple(_parts(chapter.blocks, address, chapter.kern))
            found.append(Told(chapter.title, address, theme, parts, _areas_in(chapter.title) or story))
    return found


def mentions_of(area: Area, challenges: Iterable[Challenge], stories: Iterable[Told]) -> list[Mention]:
    """The chapters that name the area or one around it, or have the theme of its ``challenges``; the nearest first.

    A chapter that is called after another area is not about this one because it shares a theme.
    """
    shared = {code for challenge in challenges for code in challenge.themes}
    names = {theme.code: theme.title for theme in themes() if theme.code in shared}
    found = []
    for told in stories:
        named = ((title, path, _named(texts, area)) for title, path, texts in told.parts)
        places = tuple(Place(title, path, "" if one == area else one.name) for title, path, one in named if one)
        theme = "" if told.is_elsewhere(area) else names.get(told.theme, "")
        weight = sum(_AROUND if place.around else _NEAREST for place in places) + bool(theme)
        if weight:
            found.append(Mention(told.title, told.path, theme, places, weight))
    return sorted(found, key=lambda mention: -mention.weight)


def told_with(indicator: Indicator, stories: Iterable[Told]) -> list[Mention]:
    """The chapters in which a picture or a number of this indicator stands, in the order of the stories."""
    written = re.compile(rf"\{{{re.escape(indicator.code)}[@#:}}]")
    found = []
    for told in stories:
        places = tuple(
            Place(title, path)
            for title, path, texts in told.parts
            if any(text == indicator.code or written.search(text) for text in texts)
        )
        if places:
            found.append(Mention(told.title, told.path, "", places, len(places)))
    return found


def _parts(blocks: Iterable[Any], path: str, texts: Iterable[str] = ()) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The steps one by one, then everything else as one."""
    release, rest = current_release(), list(texts)
    for block in blocks:
        if block.block_type != "side_panel":
            rest += texts_in(block.value)
            continue
        shown = [step for step in block.value["steps"] if release and release.has_indicator(step["indicator"])]
        for number, step in enumerate(shown, start=1):
            yield step["title"], f"{path.partition('#')[0]}#b{block.id[:8]}-stap-{number}", tuple(texts_in(step))
    yield "", path, tuple(rest)


def _areas_in(text: str) -> tuple[Area, ...]:
    geography = municipality().geography
    return tuple(area for area in geography if area != geography.gemeente and _names(area).search(text))


def _named(texts: Iterable[str], area: Area) -> Area | None:
    """The area itself when it is named, else the smallest one around it that is; the municipality does not count."""
    for candidate in (area, *_around(area)):
        if any(text == candidate.code or _names(candidate).search(text) for text in texts):
            return candidate
    return None


def _around(area: Area) -> list[Area]:
    geography = municipality().geography
    holders = {geography.ancestor(area.code, level) for level in geography.levels[1:]} - {None, area}
    return sorted((item for item in holders if item is not None), key=lambda item: -item.level.fineness)


@cache
def _names(area: Area) -> re.Pattern[str]:
    """Its name as a word of its own, or a living number of it."""
    number = rf"@(?:{area.level.value}/{re.escape(area.slug)}|{re.escape(area.code)})\b"
    return re.compile(rf"(?<![\w-]){re.escape(area.name)}(?![\w-])|{number}")
