"""The button that saves a draft, when everything is saved already: it says so and makes no second version of the same.

Wagtail saves by itself while somebody types, and at the button makes a version more, whatever is in it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.models import Page, PageSubscription

from vergezicht.stories.models import StoryPage, TextPage
from vergezicht.stories.saving.merging import differences
from vergezicht.stories.saving.posted import content_of, is_by_button, is_locked, posted_draft

_REVERTS = "revision"  # the older version that is put back


def say_when_unchanged(request: HttpRequest, page: Page) -> HttpResponse | None:
    """None when there is something to save, or something else to do than to save."""
    specific = page.specific
    if not is_by_button(request) or not isinstance(specific, StoryPage | TextPage) or is_locked(request, page):
        return None
    newest = page.get_latest_revision()
    is_more = _REVERTS in request.POST or any(name.startswith("action-") for name in request.POST)
    if newest is None or is_more:
        return None
    form = posted_draft(request, specific)
    if not form.is_valid() or _is_other_than_text(form, page, request.user):
        return None
    mine = content_of(form)
    fields = [name for name in form.fields if name in mine]
    if differences(None, mine, newest.content, fields=fields):
        return None
    saved = localtime(newest.created_at)
    messages.success(request, f"Alles is bewaard, het laatst op {date_format(saved, 'j F, G:i')} uur.")
    return redirect("wagtailadmin_pages:edit", page.pk)


def _is_other_than_text(form: Any, page: Page, user: Any) -> bool:
    """Whether a remark of an editor changed, or whether this one wants mail about them."""
    is_told = PageSubscription.objects.filter(page=page, user=user, comment_notifications=True).exists()
    remarks = form.formsets.get("comments")
    wants_mail = bool(form.cleaned_data.get("comment_notifications"))
    return wants_mail != is_told or (remarks is not None and bool(remarks.has_changed()))
