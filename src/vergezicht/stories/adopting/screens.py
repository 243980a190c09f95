"""Screens of the editor: new figures come in and are adopted, and somebody else reads what they change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.permissions import page_permission_policy

from vergezicht.challenges.adoption import adopt_release, check_adoption, is_adopted, lift_hold, may_lift
from vergezicht.challenges.ground import current_release, waiting_release
from vergezicht.challenges.models import HeldRelease
from vergezicht.challenges.roles import first_role
from vergezicht.challenges.screens.forms import RoleForm
from vergezicht.challenges.screens.rights import for_who_may
from vergezicht.problems import BadInput, Problem
from vergezicht.stories.adopting.arriving import HOW_TO_ZIP, arrived, forget, receive
from vergezicht.stories.adopting.consequences import consequences_of, losers
from vergezicht.stories.living.sentences import changed_sentences, count_changes
from vergezicht.stories.moving.unpacking import MOST_TOTAL


class AdoptionForm(RoleForm):
    """Who adopts, and on what ground. Both are told with the figures."""

    note = forms.CharField(
        label="Toelichting", widget=AdminAutoHeightTextInput(),
        help_text="Waar is dit besloten, en waarom? Bijvoorbeeld: vastgesteld in het overleg van 3 maart.",
    )  # fmt: skip


@for_who_may("add_adoptedrelease")
def new_figures(request: HttpRequest) -> HttpResponse:
    """POST of a zip keeps it aside and tells what it would do; POST of its key, signed, adopts it."""
    if request.method != "POST":
        return _asked(request)
    upload = request.FILES.get("file")
    key = request.POST.get("sleutel")
    if upload is None and key is None:
        return _asked(request, [Problem("er is geen bestand gekozen", hint=HOW_TO_ZIP)])
    if upload is not None and (upload.size or 0) > MOST_TOTAL:
        return _asked(request, [Problem("het bestand is te groot", expected=f"hoogstens {MOST_TOTAL // 10**6} MB")])
    try:
        return _shown(request, receive(upload.read(), str(upload.name))) if upload else _adopted(request, key or "")
    except BadInput as error:
        return _asked(request, error.problems)


def _adopted(request: HttpRequest, key: str) -> HttpResponse:
    form = AdoptionForm(request.POST, user=request.user)
    if not form.is_valid():
        return _shown(request, key, form)
    folder = arrived(key)
    if folder is None:
        return _gone(request)
    adopted = adopt_release(
        folder, role=form.cleaned_data["role"], note=form.cleaned_data["note"],
        count_changes=count_changes, adopter=request.user.pk,
    )  # fmt: skip
    forget(key)
    held = HeldRelease.objects.filter(adopted=adopted, lifted__isnull=True).exists()
    told = " De site gaat erop over zodra een ander heeft gelezen wat er verandert." if held else ""
    messages.success(request, f"{adopted.title} is vastgesteld.{told}")
    return redirect("releases:index")


def _shown(request: HttpRequest, key: str, form: AdoptionForm | None = None) -> HttpResponse:
    """What the release would do. Raises ``BadInput`` when it may not be adopted."""
    folder = arrived(key)
    if folder is None:
        return _gone(request)
    try:
        release = check_adoption(folder)
        if is_adopted(release):
            raise BadInput([Problem(f"{release.facts.title} is al vastgesteld", part=release.name)])
    except BadInput:
        forget(key)
        raise
    context = {
        "key": key,
        "found": consequences_of(release),
        "form": form or AdoptionForm(user=request.user),
        "may_edit": _may_edit(request),
    }
    return render(request, "stories/editor/new_figures.html", context, status=400 if form is not None else 200)


def _may_edit(request: HttpRequest) -> bool:
    return bool(page_permission_policy.user_has_permission(request.user, "change"))


def _gone(request: HttpRequest) -> HttpResponse:
    return _asked(request, [Problem("dit bestand is hier niet meer", hint="lees het opnieuw in")])


def _asked(request: HttpRequest, problems: Any = ()) -> HttpResponse:
    context = {"problems": problems, "how": HOW_TO_ZIP}
    return render(request, "stories/editor/new_figures.html", context, status=400 if problems else 200)


@for_who_may("approve_text")
def review_sentences(request: HttpRequest) -> HttpResponse:
    """Old beside new for every sentence that changes; claims that broke first, each with a sentence that is true.

    POST lets the site use what is held; refused while a claim is broken, so that none reaches a reader unnoticed, and
    to who adopted it. Without a held release: the claims that do not hold now, which can only come from outside the
    editor.
    """
    current, waiting = current_release(), waiting_release()
    held = list(HeldRelease.objects.filter(lifted__isnull=True).select_related("adopted").order_by("held_at"))
    changed = changed_sentences(current, waiting or current) if current is not None else []
    lost = tuple(losers(current, waiting)) if current is not None and waiting is not None else ()
    broken = [item for item in changed if item.broken]
    is_own = not all(may_lift(hold, request.user.pk) for hold in held)
    if request.method == "POST" and held:
        if is_own:
            messages.error(request, "U stelde deze cijfers zelf vast. Een ander leest wat er verandert.")
        elif broken:
            messages.error(request, "Er zijn nog beweringen die niet kloppen. Herschrijf eerst die zinnen.")
        else:
            for hold in held:
                lift_hold(hold, role=first_role(request.user))
            messages.success(request, "De site gaat over op de nieuwe cijfers.")
        return redirect("review_sentences")
    context = {
        "held": held, "is_own": is_own, "lost": lost, "broken": broken,
        "changed": [item for item in changed if not item.broken], "may_edit": _may_edit(request),
    }  # fmt: skip
    return render(request, "stories/editor/sentences.html", context)
