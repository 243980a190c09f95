"""How an editor looks at a page before readers do: as on the site, on paper, without script, read aloud."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from vergezicht.challenges.ground import municipality
from vergezicht.languages import SOURCE, known_languages
from vergezicht.stories.reading import with_reading_time
from vergezicht.stories.reviewing.read_aloud import counted, read_aloud

PAPER, NO_SCRIPT, READ_ALOUD, IN_LANGUAGE = "papier", "zonder-script", "voorlezen", "taal:"
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
# A sheet of A4 on the screen, between its margins.
_SHEET = (
    "<style>html{max-width:178mm;margin-inline:auto;padding:16mm;background:#fff;color-scheme:light}"
    ":root{--vergezicht-color-paper:#fff}</style>"
)
# There a sheet is as wide as the window, and narrower than any desk.
_PAPER_WIDTH = (("100vw", "178mm"), ("(min-width:", "(min-width:9999"), ("(max-width:", "(max-width:9999"))


class Previewed:
    """A page that an editor can look at in several ways, each at the width of a phone, a tablet or a desk."""

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Four ways, and every language beside Dutch once there is a page to translate."""
        languages = [known_languages()[code] for code in municipality().languages if code != SOURCE]
        if self.pk is None:  # type: ignore[attr-defined]
            languages = []
        return [
            ("", "Zoals op de site"),
            (PAPER, "Op papier"),
            (NO_SCRIPT, "Zonder JavaScript"),
            (READ_ALOUD, "Voorgelezen (schermlezer)"),
            *((f"{IN_LANGUAGE}{language.code}", f"Vertaling: {language.name}") for language in languages),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as Wagtail renders it, changed for the mode; an unknown mode is the page itself."""
        if mode_name in {mode for mode, _ in self.preview_modes if mode.startswith(IN_LANGUAGE)}:
            return _translated(self, request, mode_name.removeprefix(IN_LANGUAGE))
        response: Any = super().serve_preview(request, mode_name)  # type: ignore[misc]  # stands before Page
        if hasattr(response, "render"):
            response = response.render()
        html = with_reading_time(response.content.decode())
        response.content = _changed(html, mode_name, self) if mode_name in {PAPER, NO_SCRIPT, READ_ALOUD} else html
        return response  # type: ignore[no-any-return]


def _translated(page: Any, request: HttpRequest, code: str) -> HttpResponse:
    """As it would be published, with the last saved translation; what is missing is Dutch and says so."""
    from vergezicht.stories.translating.rendering import rendered_in  # they stand on the models of pages
    from vergezicht.stories.translating.translation import Translation

    words = municipality().words.get(code)
    return rendered_in(code, words, lambda: Translation(page, code, draft=True).told().serve_preview(request, ""))


def _changed(html: str, mode: str, page: Any) -> str:
    if mode == READ_ALOUD:
        spoken = read_aloud(html)
        context = {
            "page": page,
            "spoken": spoken,
            "counts": counted(spoken),
            "wrong": [item for item in spoken if item.wrong],
        }
        return render_to_string("stories/editor/read_aloud.html", context)
    # What a browser would do by itself on paper, and where scripts are off.
    html = _SCRIPT.sub("", html).replace("(scripting:enabled)", "(scripting:none)")
    if mode == PAPER:
        for on_screen, on_paper in (("@media print{", "@media all{"), *_PAPER_WIDTH):
            html = html.replace(on_screen, on_paper)
        html = html.replace("</head>", f"{_SHEET}</head>", 1)
    return html
