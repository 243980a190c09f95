"""The screen on which a page is translated: Dutch beside the other language, block by block."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from vergezicht.challenges.ground import municipality
from vergezicht.languages import SOURCE, known_languages
from vergezicht.stories.models import HomePage, StoryPage, TextPage
from vergezicht.stories.reviewing.previews import IN_LANGUAGE
from vergezicht.stories.saving.merging import changes_between
from vergezicht.stories.translating.translation import Part, TextState, Translation
from vergezicht.stories.translating.words import FIELDS
from vergezicht.stories.translating.writing import Saved, save_texts, version_of

_TEXT, _VERSION, _STILL = "tekst:", "versie:", "klopt"
_SIGNS_A_LINE = 38


@dataclass(frozen=True)
class Row:
    """One text on the screen."""

    part: Part
    name: str
    typed: str
    seen: str
    error: str
    theirs: str
    changes: list[tuple[str, str]]
    lines: int


def has_words(page: Any) -> bool:
    """Whether it is a page that would be translated."""
    return isinstance(page, HomePage | StoryPage | TextPage)


def may_be_translated(page: Any) -> bool:
    """Whether it is a page with words, on a site with more than one language."""
    return has_words(page) and len(municipality().languages) > 1


@require_safe
def how_to_translate(request: HttpRequest) -> HttpResponse:
    """On a site with one language: who adds another, and where."""
    others = [language for code, language in known_languages().items() if code != SOURCE]
    return render(request, "stories/editor/how_to_translate.html", {"others": others})


def _draft(request: HttpRequest, pk: int, code: str) -> Any:
    """The last saved draft of a page, for whoever may edit it."""
    page = get_object_or_404(Page, pk=pk).specific
    if code == SOURCE or code not in municipality().languages or not may_be_translated(page):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page.get_latest_revision_as_object()


def look(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The page in the language, as readers would get it with the next edition."""
    response: HttpResponse = _draft(request, pk, code).make_preview_request(request, f"{IN_LANGUAGE}{code}")
    return response


def translate(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Dutch beside the other language. POST keeps what was typed, and shows what was refused."""
    draft = _draft(request, pk, code)
    saved = Saved()
    if request.method == "POST":
        typed, seen = _posted(request, _TEXT), _posted(request, _VERSION)
        saved = save_texts(draft, code, typed, seen, still=request.POST.get(_STILL, ""), user=request.user)
        if not saved.refused:
            if saved.kept:
                messages.success(request, f"Bewaard: {saved.kept} {'tekst' if saved.kept == 1 else 'teksten'}.")
            else:
                messages.warning(request, "Er is niets veranderd.")
            return redirect(request.path)
    translation = Translation(draft, code, draft=True)
    counts = translation.counts()
    context = {
        "page": draft,
        "language": known_languages()[code],
        "others": [known_languages()[one] for one in municipality().languages if one not in {SOURCE, code}],
        "groups": _groups([_row(part, saved) for part in translation.parts]),
        "all": sum(counts.values()),
        "done": counts[TextState.CURRENT] + counts[TextState.OUTDATED],
        "outdated": counts[TextState.OUTDATED],
        "exists": translation.exists,
        "refused": saved.refused,
        "first": next(iter(saved.refused), None),
        "todo": next((part.text.place for part in translation.parts if part.state != TextState.CURRENT), None),
        "kept": saved.kept,
    }
    return render(request, "stories/editor/translate.html", context, status=409 if saved.refused else 200)


def _posted(request: HttpRequest, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in request.POST.items() if name.startswith(prefix)}


def _row(part: Part, saved: Saved) -> Row:
    place, row = part.text.place, part.row
    standing = row.text if row is not None else ""
    typed = saved.typed.get(place, standing)
    return Row(
        part=part,
        name=place,
        typed=typed,
        seen=version_of(part),
        error=saved.refused.get(place, ""),
        theirs=standing if place in saved.refused and typed != standing else "",
        changes=changes_between(row.source, part.text.words) if row and part.state == TextState.OUTDATED else [],
        lines=sum(len(line) // _SIGNS_A_LINE + 1 for line in (typed or part.text.words).split("\n")),
    )


def _groups(rows: list[Row]) -> list[tuple[str, str, list[Row]]]:
    """Chapter, block and texts, in the order of reading."""

    def block_of(row: Row) -> tuple[str, str, str]:
        text = row.part.text
        if text.place in FIELDS:
            return "", "Pagina", ""
        return text.chapter, text.block, text.group

    return [(chapter, block, list(found)) for (chapter, block, _), found in groupby(rows, key=block_of)]
