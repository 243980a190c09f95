"""Screens of the editor: who reads a page along before it is public, and what they said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from wagtail.models import Page

from vergezicht.challenges.keys import key_of
from vergezicht.stories.models import GuestComment, PreviewLink, StoryPage, TextPage
from vergezicht.stories.reading_along.links import DAYS, grouped, handle, make_link, revoke


class LinkForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    days = forms.TypedChoiceField(
        label="Werkt", coerce=int, choices=[(days, f"{days} dagen") for days in DAYS], initial=14
    )

    class Meta:
        model = PreviewLink
        fields = ["label"]


def reading_along(request: HttpRequest, pk: int) -> HttpResponse:
    """The links of a page and every comment. POST makes a link, shown once and on the next screen, or withdraws one."""
    page = _page(request, pk)
    form, kept = LinkForm(), f"link of page {page.pk}"
    if request.method == "POST" and "intrekken" in request.POST:
        link = _link(page, request.POST["intrekken"])
        revoke(link)
        messages.success(request, f"Ingetrokken: {link}. De link werkt niet meer.")
        return redirect("reading_along", page.pk)
    if request.method == "POST":
        form = LinkForm(request.POST)
        if form.is_valid():
            chosen = form.cleaned_data
            _, request.session[kept] = make_link(page, label=chosen["label"], days=chosen["days"], user=request.user)
            return redirect("reading_along", page.pk)
    address = request.session.pop(kept, "") if request.method == "GET" else ""
    comments = GuestComment.objects.filter(link__page_id=page.pk).select_related("link")
    context = {
        "page": page, "page_id": page.pk, "form": form, "address": address,
        "links": page.preview_links.select_related("made_by").annotate(count=Count("comments")),
        "leaving": _link(page, request.GET["intrekken"]) if "intrekken" in request.GET else None,
        "groups": grouped(comments, page), "open": sum(item.handled_at is None for item in comments),
    }  # fmt: skip
    response = render(request, "stories/editor/reading_along.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def handle_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment is done with; back to where the button stood, or nothing for a script that stays there."""
    comment = get_object_or_404(GuestComment.objects.select_related("link"), pk=pk)
    page = _page(request, comment.link.page_id)
    handle(comment)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, "De opmerking is afgehandeld.")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect(reverse("reading_along", args=[page.pk]))


def _page(request: HttpRequest, pk: int) -> Any:
    """The last saved draft of a page with blocks, for whoever may edit it."""
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, StoryPage | TextPage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page.get_latest_revision_as_object()


def _link(page: Page, number: str) -> PreviewLink:
    return get_object_or_404(PreviewLink, page_id=page.pk, revoked_at=None, pk=key_of(number))
