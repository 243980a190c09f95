"""The same address in another language: rendered in it, its links leading to pages that speak it too."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from vergezicht.challenges.ground import municipality
from vergezicht.languages import SOURCE, Language, known_languages
from vergezicht.stories.translating.rendering import is_page, rendered_in

View = Callable[[HttpRequest], HttpResponse]
OPEN_FORMS = "/meedoen/"
_IN_DUTCH_ONLY = (f"{OPEN_FORMS}partner/", f"{OPEN_FORMS}voorproef/")  # for who works with the municipality
_LINK = re.compile(r'<(?P<element>a|form)\b(?P<before>[^>]*?) (?P<name>href|action)="(?P<path>/[^"#?]*)')


def other_languages() -> list[Language]:
    """The languages of the site beside Dutch."""
    return [known_languages()[code] for code in municipality().languages if code != SOURCE]


def has_open_form(path: str) -> bool:
    """Whether an open form answers at this path; it does so in every language of the site."""
    return path.startswith(OPEN_FORMS) and not path.startswith(_IN_DUTCH_ONLY)


def in_language(
    view: View, path: str, language: Language, languages: Sequence[Language], paths: Container[str]
) -> View:
    """The view of ``path`` in a language; it exists in ``languages``, and ``paths`` are what exists in this one."""
    return partial(_read, view=view, path=path, language=language, languages=languages, paths=paths)


def view_behind(view: View) -> Callable[..., HttpResponse]:
    """The view itself, without the language and the things that it is about."""
    while isinstance(view, partial):
        view = view.keywords["view"] if view.func is _read else view.func
    return view


def told_to(view: View) -> dict[str, Any]:
    """What a view is about, by name: ``page=…``, ``depth=…``."""
    told: dict[str, Any] = {}
    while isinstance(view, partial):
        if view.func is _read:
            view = view.keywords["view"]
        else:
            told, view = {**view.keywords, **told}, view.func
    return told


def in_words_of_here(language: Language, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What ``view`` answers, rendered in this language with the words that the municipality gave for it."""
    return rendered_in(language.code, municipality().words.get(language.code), view)


def _read(
    request: HttpRequest, view: View, path: str, language: Language, languages: Sequence[Language],
    paths: Container[str],
) -> HttpResponse:  # fmt: skip
    request.alternates = [(one, f"{one.root}{path}") for one in languages]  # type: ignore[attr-defined]
    if not language.is_source:
        request.lead = partial(led, language=language, paths=paths)  # type: ignore[attr-defined]
    response = in_words_of_here(language, lambda: view(request))
    if not language.is_source and is_page(response):
        response.content = led(response.content.decode(), language, paths)
    return response


def led(html: str, language: Language, paths: Container[str]) -> str:
    """The page with links and forms that lead to the same language, where that exists: ``paths`` and every open form.
    The other links say that what follows is Dutch."""

    def lead(match: re.Match[str]) -> str:
        start = f"<{match['element']}{match['before']}"
        if "hreflang" in match["before"]:
            return match[0]
        if has_open_form(match["path"]) or match["path"] in paths:
            return f'{start} {match["name"]}="{language.root}{match["path"]}'
        return match[0] if match["element"] == "form" else f'{start} hreflang="{SOURCE}" href="{match["path"]}'

    return _LINK.sub(lead, html)
