"""What an editor posted, before it is saved: what it would save, and whether something comes before that."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from wagtail.models import Page


def posted_form(request: HttpRequest, page: Page, parent: Page) -> Any:
    """The form of the editor with what was posted; ``page`` is the object that it fills."""
    form_class = page.get_edit_handler().get_form_class()
    return form_class(request.POST, request.FILES, instance=page, parent_page=parent, for_user=request.user)


def posted_draft(request: HttpRequest, page: Page) -> Any:
    """The form of a draft with what was posted, upon what was saved last: what is required may still be empty."""
    form = posted_form(request, page.get_latest_revision_as_object(), page.get_parent())
    form.defer_required_fields()
    return form


def content_of(form: Any) -> dict[str, Any]:
    """What a valid form would save, as a version keeps it."""
    content: dict[str, Any] = json.loads(json.dumps(form.save(commit=False).serializable_data(), cls=DjangoJSONEncoder))
    return content


def is_by_button(request: HttpRequest) -> bool:
    """Whether somebody pressed a button; what Wagtail saves by itself asks for JSON."""
    return request.method == "POST" and request.accepts("text/html")


def is_locked(request: HttpRequest, page: Page) -> bool:
    """Then nothing is saved at all, and Wagtail says so."""
    lock = page.get_lock()
    return lock is not None and bool(lock.for_user(request.user))


def posted_again(request: HttpRequest, *answers: str) -> list[tuple[str, str]]:
    """Names and values to post once more with the answer to the question, without earlier ``answers`` to it: their
    names, or what these begin with."""
    skipped = ("csrfmiddlewaretoken", *answers)
    return [(name, value) for name, values in request.POST.lists() if not name.startswith(skipped) for value in values]
