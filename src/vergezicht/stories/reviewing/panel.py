"""The list of what to look at once more, in the editor above the text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page

from vergezicht.stories.reviewing.checks import checks_of


class ChecksPanel(Panel):
    """Shows the checks of what was saved last, also by itself; of a new page from its first saving on."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail has no annotations
        template_name = "stories/editor/checks_panel.html"

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("website/js/checks.js")])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | _listed(self.instance if self.instance.pk else None)


@require_safe
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for the last saved version of a page, for whoever may edit it."""
    page = get_object_or_404(Page, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return render(request, "stories/editor/checks.html", _listed(page.get_latest_revision_as_object()))


def _listed(page: Any) -> dict[str, Any]:
    checks = checks_of(page) if page is not None else []
    return {"checks": checks, "needed": sum(check.is_needed for check in checks)}
