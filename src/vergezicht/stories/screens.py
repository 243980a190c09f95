"""Screens of the editor: what a new release does to the sentences, and beginning a story from a draft."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from vergezicht.challenges.adoption import lift_hold
from vergezicht.challenges.ground import current_release, municipality, waiting_release
from vergezicht.challenges.models import HeldRelease
from vergezicht.challenges.roles import first_role
from vergezicht.challenges.screens.rights import for_who_may
from vergezicht.stories.drafting import begin_draft
from vergezicht.stories.living.sentences import changed_sentences
from vergezicht.stories.models import HomePage
from vergezicht.stories.overview import top_level


@for_who_may("approve_text")
def review_sentences(request: HttpRequest) -> HttpResponse:
    """Old beside new for every sentence that changes; claims that broke first, each with a sentence that is true.

    POST lets the site use what is held; refused while a claim is broken, so that none reaches a reader unnoticed.
    Without a held release: the claims that do not hold now, which can only come from outside the editor.
    """
    current, waiting = current_release(), waiting_release()
    held = list(HeldRelease.objects.filter(lifted__isnull=True).select_related("adopted").order_by("held_at"))
    changed = changed_sentences(current, waiting or current) if current is not None else []
    broken = [item for item in changed if item.broken]
    if request.method == "POST" and held:
        if broken:
            messages.error(request, "Er zijn nog beweringen die niet kloppen. Herschrijf eerst die zinnen.")
        else:
            for hold in held:
                lift_hold(hold, role=first_role(request.user))
            messages.success(request, "De site gaat over op de nieuwe cijfers.")
        return redirect("review_sentences")
    context = {"held": held, "broken": broken, "changed": [item for item in changed if not item.broken]}
    return render(request, "stories/editor/sentences.html", context)


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
