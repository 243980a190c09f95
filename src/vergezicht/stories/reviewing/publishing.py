"""The question between the button Publiceren and the publishing: what there is to check in what will be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from wagtail.admin import messages
from wagtail.models import Page

from vergezicht.stories.models import StoryPage, TextPage
from vergezicht.stories.reviewing.checks import checks_of
from vergezicht.stories.reviewing.fitness import unfit
from vergezicht.stories.saving.posted import posted_again, posted_form

_BUTTON, _SEEN = "action-publish", "nagekeken"


def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """None to go on: nobody publishes, nothing is to be checked, it was seen, or the form is wrong and says so."""
    specific = page.specific
    if not isinstance(specific, StoryPage | TextPage):
        return None
    return _asked(request, specific.get_latest_revision_as_object(), page.get_parent())


def ask_before_publishing_new(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """The same for a page that is published when it is made."""
    return _asked(request, page_class(), parent) if page_class in {StoryPage, TextPage} else None


def refuse_unfit(request: HttpRequest, action: str, objects: Iterable[Page], view: Any) -> HttpResponse | None:
    """Publishing pages from a list, without their forms: none goes out while one of them is not fit for it."""
    if action != "publish":
        return None
    reached = [page for chosen in objects for page in (chosen, *chosen.get_descendants().not_live())]
    problems = [(page, reason) for page in reached for reason in unfit(page.specific.get_latest_revision_as_object())]
    if not problems:
        return None
    for page, reason in problems:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        messages.error(request, f"Niets gepubliceerd. {page.get_admin_display_title()}: {reason}",
                       buttons=[messages.button(edit, "Bewerken")])  # fmt: skip
    return redirect("wagtailadmin_explore", problems[0][0].get_parent().pk)


def _asked(request: HttpRequest, page: Any, parent: Page) -> HttpResponse | None:
    if request.method != "POST" or _BUTTON not in request.POST or _SEEN in request.POST:
        return None
    form = posted_form(request, page, parent)
    if not form.is_valid():
        return None
    checks = checks_of(form.save(commit=False))
    if not checks:
        return None
    at = form.instance.go_live_at
    context = {"page": form.instance, "checks": checks, "posted": posted_again(request, _SEEN, _BUTTON), "seen": _SEEN,
               "publish": _BUTTON, "is_planned": at is not None and at > now()}  # fmt: skip
    return render(request, "stories/editor/before_publishing.html", context)
