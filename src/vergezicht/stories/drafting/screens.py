"""A screen of the editor: beginning a story from a draft."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.stories.drafting.beginning import begin_draft
from vergezicht.stories.models import HomePage
from vergezicht.stories.overview import top_level


def may_draft(request: HttpRequest) -> bool:
    """Whether this account may add a story under the start page."""
    home = HomePage.objects.first()
    return home is not None and bool(home.permissions_for_user(request.user).can_add_subpage())


def draft_story(request: HttpRequest) -> HttpResponse:
    """POST makes a draft of an area, not published, and opens it."""
    if not may_draft(request):
        raise PermissionDenied
    areas = municipality().geography.listed(top_level())
    chosen = next((area for area in areas if area.code == request.POST.get("area")), None)
    if request.method == "POST" and chosen is not None:
        if current_release() is None:
            messages.error(request, "Er zijn nog geen vastgestelde cijfers om een concept van te maken.")
            return redirect("draft_story")
        return redirect("wagtailadmin_pages:edit", begin_draft(chosen).pk)
    return render(request, "stories/editor/draft.html", {"areas": areas})
