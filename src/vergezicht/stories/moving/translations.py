"""The translations of a story in its archive: with their Dutch texts, without who wrote them and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vergezicht.stories.living.claims import PATTERN as CLAIM
from vergezicht.stories.models import StoryPage, TranslatedText
from vergezicht.stories.translating.translation import Translation

_FIELDS = ("language", "place", "source", "text")
_MOST_SIGNS = {"language": 12, "place": 250, "source": 100_000, "text": 100_000}


def translations_of(story: StoryPage) -> list[dict[str, str]]:
    """The translation of every text of the story as it is given, also one of an earlier Dutch text."""
    languages = TranslatedText.objects.filter(page_id=story.pk).order_by("language").values_list("language", flat=True)
    return [
        {"language": code, "place": part.text.place, "source": part.row.source, "text": part.row.text}
        for code in languages.distinct()
        for part in Translation(story, code, draft=not story.live).parts
        if part.row is not None
    ]


def look_at(given: Any, odd: Callable[[str, str], None], has_control: Callable[[str], object]) -> None:
    """Tells what cannot come in; an archive without translations is whole."""
    if not isinstance(given, list):
        odd("translations", "hier hoort een lijst van vertalingen te staan")
        return
    for number, row in enumerate(given, start=1):
        where = f"vertaling {number}"
        if not isinstance(row, dict) or row.keys() != set(_FIELDS) or not all(isinstance(row[n], str) for n in _FIELDS):
            odd(where, "een vertaling heeft language, place, source en text")
        elif any(len(row[name]) > most for name, most in _MOST_SIGNS.items()):
            odd(where, "deze vertaling is te lang")
        elif any(has_control(row[name]) for name in _FIELDS) or CLAIM.search(row["text"]):
            odd(where, "in deze vertaling staat iets wat daar niet hoort")


def bring_translations(story: StoryPage, given: list[dict[str, str]], *, published: bool) -> None:
    """Beside those that the page has, which a reader may be reading; in their place when the story goes online."""
    standing = TranslatedText.objects.filter(page_id=story.pk)
    if published:
        standing.delete()
    known = set(standing.values_list("language", "place", "source"))
    TranslatedText.objects.bulk_create(
        TranslatedText(page_id=story.pk, was_online=published, **row)
        for row in given
        if (row["language"], row["place"], row["source"]) not in known
    )
