"""Pages that Django answers for everybody: the headers of the public site, and the language of their address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vergezicht.languages import SOURCE, Language, known_languages
from vergezicht.publication.baking.bake import CURRENT
from vergezicht.publication.serving.headers import security_headers
from vergezicht.publication.stylesheet import stylesheet_hashes
from vergezicht.publication.translated import OPEN_FORMS, has_open_form, in_words_of_here, led, other_languages


def language_at(path: str) -> Language | None:
    """In which language the open pages are asked for: /meedoen/… or /en/meedoen/…; None when it is none of them."""
    if path.startswith(OPEN_FORMS):
        return known_languages()[SOURCE]
    if OPEN_FORMS not in path:
        return None
    return next((one for one in other_languages() if has_open_form(path.removeprefix(one.root))), None)


class OpenPagesMiddleware:
    """Stands inside the editor's policy, which leaves a policy that is already there alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_at(request.path)
        if language is None:
            return self.get_response(request)
        response = self._answer(request, language)
        https = settings.SITE_URL.startswith("https://")
        for name, value in security_headers(stylesheet_hashes(), https=https, locates=True):
            response.headers[name] = value
        return response

    def _answer(self, request: HttpRequest, language: Language) -> HttpResponse:
        path = request.path.removeprefix(language.root)
        others = other_languages()
        if others and has_open_form(path):
            asked = request.get_full_path().removeprefix(language.root)
            languages = (known_languages()[SOURCE], *others)
            request.alternates = [(one, f"{one.root}{asked}") for one in languages]  # type: ignore[attr-defined]
        if language.is_source:
            return self.get_response(request)
        request.path_info = path
        response = in_words_of_here(language, lambda: self.get_response(request))
        there = _Online(language)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = led(response.content.decode(), language, there)
        if "Content-Length" in response.headers:  # it was that of the page before
            response.headers["Content-Length"] = str(len(response.content))
        target = response.headers.get("Location", "")
        if has_open_form(target.partition("?")[0]) or target in there:
            response.headers["Location"] = f"{language.root}{target}"
        return response


@dataclass(frozen=True)
class _Online:
    """The pages of the current edition in a language."""

    language: Language

    def __contains__(self, path: object) -> bool:
        site = Path(settings.EDITIONS_FOLDER) / CURRENT / "site"
        return (site / f"{self.language.root}{path}".lstrip("/") / "index.html").is_file()
