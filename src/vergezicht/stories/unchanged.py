"""The button that saves a draft, when everything is saved already: it says so and makes no second version of the same.

Wagtail saves by itself while somebody types, and at the button makes a version more, whatever is in it.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from wagtail.models import Page, PageSubscription

from vergezicht.stories.merging import differences
from vergezicht.stories.models import StoryPage, TextPage
from vergezicht.stories.posted import posted_form

_REVERTS = "revision"  # the older version that is put back


def say_when_unchanged(request: HttpRequest, page: Page) -> HttpResponse | None:
    """None when there is something to save, or something else to do than to save."""
    specific = page.specific
    if request.method != "POST" or not request.accepts("text/html") or not isinstance(specific, StoryPage | TextPage):
        return None
    lock, newest = page.get_lock(), page.get_latest_revision()
    is_more = _REVERTS in request.POST or any(name.startswith("action-") for name in request.POST)
    if newest is None or is_more or (lock is not None and lock.for_user(request.user)):
        return None
    form = posted_form(request, specific.get_latest_revision_as_object(), page.get_parent())
    form.defer_required_fields()
    if not form.is_valid() or _is_other_than_text(form, page, request.user):
        return None
    mine = json.loads(json.dumps(form.save(commit=False).serializable_data(), cls=DjangoJSONEncoder))
    fields = [name for name in form.fields if name in mine]
    if differences(None, mine, newest.content, fields=fields):
        return None
    saved = localtime(newest.created_at)
    messages.success(request, f"Alles is bewaard. Er is niets gewijzigd sinds {saved:%-d-%-m-%Y, %H:%M} uur.")
    return redirect("wagtailadmin_pages:edit", page.pk)


def _is_other_than_text(form: Any, page: Page, user: Any) -> bool:
    """Whether a remark of an editor changed, or whether this one wants mail about them."""
    is_told = PageSubscription.objects.filter(page=page, user=user, comment_notifications=True).exists()
    remarks = form.formsets.get("comments")
    wants_mail = bool(form.cleaned_data.get("comment_notifications"))
    return wants_mail != is_told or (remarks is not None and bool(remarks.has_changed()))
