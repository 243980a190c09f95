"""The text of a cycle, a conversation or a motion as it was, every version of it on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Conversation, CouncilItem, CouncilKind, Cycle, TextVersion
from vergezicht.challenges.models.conversation import Method
from vergezicht.challenges.queries import public_conversations
from vergezicht.challenges.versions.text_history import Text, parts_of, versions_of_text
from vergezicht.languages import noted, say
from vergezicht.languages.marks import kept

_HOMES: dict[type[Text], tuple[str, str]] = {
    Cycle: ("/cycli/", noted("Beloofd en gedaan")),
    Conversation: ("/gesprekken/", noted("Gesprekken")),
    CouncilItem: ("/raad/", noted("Voor de raad")),
}
_NOT_WORDS = {"period", "participants", "recognised", "partly_recognised", "not_recognised", "code", "source"}


@dataclass(frozen=True)
class ReadableVersion:
    """A version with words for codes."""

    version: TextVersion
    changed: str
    parts: list[tuple[str, list[str]]]


def of_cycle(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, Cycle.objects.get(slug=slug))


def of_conversation(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, next(item for item in public_conversations() if item.slug == slug))


def of_council_item(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, CouncilItem.objects.get(slug=slug, is_public=True))


def _page(request: HttpRequest, text: Text) -> HttpResponse:
    names = {part: say(name) for part, name in parts_of(text).items()}
    versions = [
        ReadableVersion(
            item,
            ", ".join(names.get(name, name) for name in item.changed),
            [(names[name], lines) for name in names if (lines := _lines(name, item.content.get(name)))],
        )
        for item in versions_of_text(text).reverse()
    ]
    title = text.name if isinstance(text, Cycle) else text.title
    home, name = _HOMES[type(text)]
    context = {"title": title, "versions": versions, "crumbs": [(home, say(name)), (_own_path(text), kept(title))]}
    return render(request, "publication/texts.html", context)


def _lines(name: str, value: Any) -> list[str]:
    if value in (None, "", [], 0):
        return []
    if name == "harvest":
        return [f"{say(item['kind'])}: {kept(item['text'])}" for item in value]
    if name == "areas":
        geography = municipality().geography
        return [geography[code].name if code in geography else code for code in value]
    for part, words in (("method", Method), ("kind", CouncilKind)):
        if name == part:
            return [say(str(words(value).label)) if value in words.values else str(value)]
    if name in {"date", "starts", "ends"} and (day := parse_date(str(value))) is not None:
        return [str(date_format(day, "j F Y"))]
    if name in _NOT_WORDS:
        return [str(value)]
    return [kept(line) for line in str(value).splitlines() if line.strip()]


def texts_path(text: Text) -> str:
    """/cycli/…/versies/, /gesprekken/…/versies/ or /raad/…/versies/."""
    return f"{_HOMES[type(text)][0]}{text.slug}/versies/"


def _own_path(text: Text) -> str:
    root = _HOMES[type(text)][0]
    return f"{root}#{text.slug}" if isinstance(text, CouncilItem) else f"{root}{text.slug}/"
