"""The screen where an editor reads what a new release does to the sentences, and lets the site use it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from vergezicht.challenges.adoption import lift_hold
from vergezicht.challenges.ground import current_release, waiting_release
from vergezicht.challenges.models import HeldRelease
from vergezicht.challenges.roles import first_role
from vergezicht.challenges.screens.rights import for_who_may
from vergezicht.stories.sentences import changed_sentences


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
