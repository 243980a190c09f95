"""The question to an editor whose page was saved by another since it was opened; nothing is saved before the answer."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision

from vergezicht.challenges.ground import themes
from vergezicht.challenges.keys import key_of
from vergezicht.stories.living.living_numbers import fill_in_words
from vergezicht.stories.models import StoryPage, TextPage
from vergezicht.stories.reading import called, texts_in
from vergezicht.stories.reviewing.changes import drawing_words
from vergezicht.stories.saving.merging import ORDER, Difference, differences, merged
from vergezicht.stories.saving.posted import content_of, is_by_button, is_locked, posted_again, posted_draft
from vergezicht.stories.saving.windows import LOADED, LOADED_AT, OWN, is_of_this_window

_ANSWER = "samengevoegd_met"  # the version that the editor has seen when answering
_CHOICE = "keuze:"  # before the key of a part: whose it is to be
_MINE, _THEIRS = "mijn", "ander"
_MOST_TEXT = 500
_DRAWING = re.compile(r'\{"type": ?"FeatureCollection"')
_DONE = "Samengevoegd en bewaard als concept. Kijk het na; uw eigen versie en de andere staan in de geschiedenis."


def ask_when_overtaken(request: HttpRequest, page: Page) -> HttpResponse | None:
    """None when nothing of another would be lost; else the question, or a draft with both as the editor answered."""
    specific = page.specific
    if not is_by_button(request) or not isinstance(specific, StoryPage | TextPage) or is_locked(request, page):
        return None
    newest = page.get_latest_revision()
    if newest is None or _is_newest(request, newest):
        return None
    if is_of_this_window(request, page, newest):
        return None
    form = posted_draft(request, specific)
    if not form.is_valid():
        return _question(request, page, newest, [], invalid=True)
    mine = content_of(form)
    fields = [name for name in form.fields if name in mine]
    found = differences(_opened(request, page, newest), mine, newest.content, fields=fields)
    if not any(item.changed_by_them for item in found):
        return None
    rows = [_row(item, specific, form, request) for item in found]
    if request.POST.get(_ANSWER) != _stamp(newest) or not all(row["choice"] for row in rows):
        return _question(request, page, newest, rows)
    own = [item.key for item, row in zip(found, rows, strict=True) if row["choice"] == _MINE]
    for content in (mine, merged(mine, newest.content, fields=fields, own=own)):
        with LogContext(user=request.user):  # each its own line in the history: of one request it lists the last
            specific.with_content_json(content).save_revision(user=request.user, log_action=True)
    messages.success(request, _DONE)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _is_newest(request: HttpRequest, newest: Revision) -> bool:
    """As Wagtail decides for what it saves by itself; a form that does not say what it was loaded from counts."""
    own = request.POST.get(OWN)
    if own:
        return own == str(newest.pk)
    loaded, at = request.POST.get(LOADED), request.POST.get(LOADED_AT)
    return loaded is None or (loaded == str(newest.pk) and at == newest.created_at.isoformat())


def _opened(request: HttpRequest, page: Page, newest: Revision) -> dict[str, Any] | None:
    """The last text that both had: what the editor saved before the other did, or else began with.

    None when it is no longer kept as it was.
    """
    own, loaded = request.POST.get(OWN, ""), request.POST.get(LOADED, "")
    if saved := page.revisions.filter(pk=key_of(own), user=request.user).first():
        return saved.content
    if not loaded.isdecimal() or loaded == str(newest.pk):
        return None
    began = page.revisions.filter(pk=loaded).first()
    untouched = began and began.created_at.isoformat() == request.POST.get(LOADED_AT)
    return began.content if untouched else None


def _row(item: Difference, page: Page, form: Any, request: HttpRequest) -> dict[str, Any]:
    """A part to choose; only of what both changed nothing is chosen beforehand."""
    both, answer = item.changed_by_me and item.changed_by_them, request.POST.get(f"{_CHOICE}{item.key}", "")
    beforehand = "" if both else _MINE if item.changed_by_me else _THEIRS
    return {
        "field": f"{_CHOICE}{item.key}", "name": _name(item, page, form), "both": both, "by_me": item.changed_by_me,
        "choice": answer if answer in {_MINE, _THEIRS} else beforehand,
        "texts": [] if item.kind == ORDER else [shown_part(part, page) for part in (item.mine, item.theirs)],
    }  # fmt: skip


def shown_part(part: Any, page: Page) -> str:
    """What readers would read of a block or a field as somebody has it, as far as it fits; "" when it is not there."""
    if not isinstance(part, dict):
        return Truncator(str(part or "")).chars(_MOST_TEXT)
    block = page.body.stream_block.child_blocks[part["type"]]
    called_so = {theme.code: theme.title for theme in themes()}
    texts = (called_so.get(text, text) for text in texts_in(block.to_python(part["value"])))
    told = [drawing_words(text) if _DRAWING.match(text) else strip_tags(fill_in_words(text)) for text in texts]
    words = " · ".join(filter(str.strip, told))
    return Truncator(re.sub(r"\s+", " ", unescape(words)).strip()).chars(_MOST_TEXT)


def _name(item: Difference, page: Page, form: Any) -> str:
    if item.kind == ORDER:
        return "Volgorde van de blokken"
    block = page.body.stream_block.child_blocks.get(item.kind)
    if block is None:
        return str(form.fields[item.kind].label or item.kind)
    return called(block, (item.mine or item.theirs)["value"])


def _question(
    request: HttpRequest, page: Page, newest: Revision, rows: list[dict[str, Any]], *, invalid: bool = False
) -> HttpResponse:
    context = {
        "page": page,
        "newest": newest,
        "rows": rows,
        "posted": posted_again(request, _ANSWER, _CHOICE),
        "stamp": _stamp(newest),
        "invalid": invalid,
        "unanswered": _ANSWER in request.POST and any(not row["choice"] for row in rows),
        "who": _called(newest, request),
        "is_own": newest.user == request.user,
    }
    return render(request, "stories/editor/overtaken.html", context, status=409)


def _called(newest: Revision, request: HttpRequest) -> str:
    if newest.user == request.user:
        return "uw andere venster"
    return (newest.user.get_full_name() or newest.user.get_username()) if newest.user else "iemand anders"


def _stamp(revision: Revision) -> str:
    return f"{revision.pk} {revision.created_at.isoformat()}"
