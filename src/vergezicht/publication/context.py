"""What every page needs: the municipality, the way around, the release and the edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from vergezicht.areas.boundaries import MapKind
from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.challenges.still import read_once
from vergezicht.languages import say, spoken
from vergezicht.languages.marks import own_words
from vergezicht.publication.script_words import script_words
from vergezicht.publication.views.accessibility import STATEMENT
from vergezicht.stories.models import StoryPage, TextPage
from vergezicht.stories.paths import STORIES
from vergezicht.stories.translating.translation import title_of

# What stands under a place in the menu and has another address.
_BELOW = {
    "/gebieden/": ("/gemeente/", "/stadsdelen/", "/wijken/", "/buurten/"),
    "/opgaven/": ("/antwoorden/", "/cycli/", "/gesprekken/", "/partners/", "/raad/"),
    "/cijfers/": ("/methode/", "/open-data/"),
    "/initiatieven/": ("/begin/", "/campagnes/", "/ontmoetingsplekken/", "/regelingen/"),
}


@dataclass(frozen=True)
class NavigationItem:
    """A place in the menu; ``current`` as aria-current has it: "page" on the page itself, "true" on one below it."""

    title: str
    path: str
    current: str


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor for the public pages; evaluated lazily, so the editor's own screens pay nothing."""
    return {"site": SimpleLazyObject(lambda: _site(request))}


def _site(request: HttpRequest) -> dict[str, Any]:
    place = municipality()
    return {
        "municipality": place,
        "language": spoken(),
        "script_words": script_words(),
        "counts_readers": place.counts_readers and hasattr(request, "edition_mark"),  # not in a preview
        "alternates": getattr(request, "alternates", ()),
        "url": settings.SITE_URL,
        "title": own_words(place.site_title),
        "tagline": own_words(place.tagline),
        "themes": themes(),
        "release": current_release(),
        "schematic": place.boundaries.kind == MapKind.SCHEMATIC,
        "edition": getattr(request, "edition_mark", say("Voorbeeld, nog niet gepubliceerd")),
        "navigation": _navigation(request.path.removeprefix(spoken().root)),
        "text_pages": _text_pages(),
    }


def _navigation(path: str) -> list[NavigationItem]:
    told = _story_paths()
    items = [(say("Het verhaal"), *told)] if len(told) == 1 else [(say("Verhalen"), STORIES)] if told else []
    items += [
        (say("Mijn buurt"), "/gebieden/"),
        (say("Wijkopgaven"), "/opgaven/"),
        (say("Cijfers"), "/cijfers/"),
        (say("Meedoen"), "/initiatieven/"),
        (say("Zoeken"), "/zoeken/"),
    ]
    of_story = len(told) > 1 and path.startswith(tuple(told))
    return [NavigationItem(title, target, _current(path, target, of_story=of_story)) for title, target in items]


def _current(path: str, target: str, *, of_story: bool) -> str:
    if path == target:
        return "page"
    below = path.startswith((target, *_BELOW.get(target, ()))) or (of_story and target == STORIES)
    return "true" if below else ""


@read_once
def _story_paths() -> list[str]:
    return [page_path(story) for story in StoryPage.objects.live().defer_streamfields()]


@read_once
def _text_pages() -> list[tuple[str, str]]:
    pages = list(TextPage.objects.live().defer_streamfields())
    found = [(title_of(page), page_path(page)) for page in pages if page.show_in_menus]
    if not any(page_path(page) == STATEMENT for page in pages):
        found.append((say("Toegankelijkheid"), STATEMENT))
    return found


def page_path(page: Page) -> str:
    """Where readers find a page, without the host; the start page for one that is not on the site."""
    parts = page.get_url_parts()
    return parts[2] if parts else "/"
