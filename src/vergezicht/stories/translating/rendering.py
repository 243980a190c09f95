"""A page that is rendered in a language: what it says, the municipality's own words, and marks around what is Dutch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import override

from vergezicht.languages import SOURCE, speaking
from vergezicht.languages.marks import shown


def rendered_in(code: str, words: Mapping[str, str] | None, view: Callable[[], Any]) -> HttpResponse:
    """What ``view`` answers, rendered while the language with this code is spoken.

    ``words`` are those of the municipality, Dutch to translated.
    """
    with override(code), speaking(code, words):
        response = view()
        if hasattr(response, "render"):
            response = response.render()
    if code != SOURCE and is_page(response):
        with speaking(code):
            response.content = shown(response.content.decode())
    return response  # type: ignore[no-any-return]


def is_page(response: HttpResponse) -> bool:
    """Whether it is HTML; a paper or a picture in a language is made by its view as it has to be."""
    return str(response["Content-Type"]).startswith("text/html")
