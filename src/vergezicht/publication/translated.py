"""The same address in another language: rendered in it, its links leading to pages that speak it too."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse

from vergezicht.challenges.ground import municipality
from vergezicht.languages import SOURCE, Language, known_languages
from vergezicht.stories.translating.rendering import rendered_in

View = Callable[[HttpRequest], HttpResponse]
_LINK = re.compile(r'<a\b(?P<before>[^>]*?) href="(?P<path>/[^"#?]*)')


def other_languages() -> list[Language]:
    """The languages of the site beside Dutch."""
    return [known_languages()[code] for code in municipality().languages if code != SOURCE]


def in_language(
    view: View, path: str, language: Language, languages: Sequence[Language], paths: frozenset[str]
) -> View:
    """The view of ``path`` in a language; it exists in ``languages``, and ``paths`` are what exists in this one."""
    return partial(_read, view=view, path=path, language=language, languages=languages, paths=paths)


def _read(
    request: HttpRequest, view: View, path: str, language: Language, languages: Sequence[Language],
    paths: frozenset[str],
) -> HttpResponse:  # fmt: skip
    request.alternates = [(one, f"{one.root}{path}") for one in languages]  # type: ignore[attr-defined]
    response = rendered_in(language.code, municipality().words.get(language.code), lambda: view(request))
    if not language.is_source:
        response.content = _lead(response.content.decode(), language, paths)
    return response


def _lead(html: str, language: Language, paths: frozenset[str]) -> str:
    """Links to the same language where that exists; the others say that what follows is Dutch."""

    def led(match: re.Match[str]) -> str:
        if "hreflang" in match["before"]:
            return match[0]
        if match["path"] in paths:
            return f'<a{match["before"]} href="{language.root}{match["path"]}'
        return f'<a{match["before"]} hreflang="{SOURCE}" href="{match["path"]}'

    return _LINK.sub(led, html)
