"""A page that is rendered in a language: what it says, the municipality's own words, and marks around what is Dutch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import override

from vergezicht.languages import SOURCE, speaking
from vergezicht.languages.marks import shown, unmarked

_BINARY = ("application/pdf", "application/vnd.", "image/")  # its view takes the marks away


def rendered_in(code: str, words: Mapping[str, str] | None, view: Callable[[], Any]) -> HttpResponse:
    """What ``view`` answers, rendered while the language with this code is spoken.

    ``words`` are those of the municipality, Dutch to translated.
    """
    with override(code), speaking(code, words):
        response = view()
        if hasattr(response, "render"):
            response = response.render()
    if code != SOURCE and not response.get("Content-Type", "").startswith(_BINARY):
        with speaking(code):
            take_away = shown if is_page(response) else unmarked
            response.content = take_away(response.content.decode())
    return response  # type: ignore[no-any-return]


def is_page(response: HttpResponse) -> bool:
    """Whether it is HTML, in which a word can say its language."""
    return str(response.get("Content-Type", "")).startswith("text/html")
