"""What an editor posted, when a question comes between the button and the saving."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page


def posted_form(request: HttpRequest, page: Page, parent: Page) -> Any:
    """The form of the editor with what was posted; ``page`` is the object that it fills."""
    form_class = page.get_edit_handler().get_form_class()
    return form_class(request.POST, request.FILES, instance=page, parent_page=parent, for_user=request.user)


def posted_again(request: HttpRequest, *answers: str) -> list[tuple[str, str]]:
    """Names and values to post once more with the answer to the question, without earlier ``answers`` to it."""
    skipped = {"csrfmiddlewaretoken", *answers}
    return [(name, value) for name, values in request.POST.lists() if name not in skipped for value in values]
