"""Screens of the editor: a story as an archive, from an archive or a StoryMap, and from another story."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from vergezicht.problems import BadInput
from vergezicht.stories.arcgis.bringing import bring_story
from vergezicht.stories.arcgis.item import HOW_TO_DOWNLOAD, read_upload
from vergezicht.stories.drafting.screens import may_draft
from vergezicht.stories.models import StoryPage
from vergezicht.stories.moving.arriving import read_archive
from vergezicht.stories.moving.copying import choices_of, copy_blocks
from vergezicht.stories.moving.leaving import write_archive
from vergezicht.stories.moving.retelling import areas_in, areas_to_choose, retell
from vergezicht.stories.moving.unpacking import MOST_TOTAL, is_archive


@require_safe
def export_story(request: HttpRequest, pk: int) -> HttpResponse:
    """The last saved draft as an archive, for whoever may edit it."""
    page = get_object_or_404(StoryPage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    try:
        content = write_archive(page.get_latest_revision_as_object())
    except FileNotFoundError:
        return render(request, "stories/editor/arrive.html", {"problems": ["Een bestand van dit verhaal is weg."]})
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.zip"'
    return response


def import_story(request: HttpRequest) -> HttpResponse:
    """POST makes a draft of an archive or a StoryMap, with a report; or tells every problem, and nothing comes in."""
    if not may_draft(request):
        raise PermissionDenied
    upload = request.FILES.get("file")
    context: dict[str, object] = {"slug": request.POST.get("slug", ""), "how": HOW_TO_DOWNLOAD}
    if request.method == "POST" and upload is None:
        context["problems"] = ["Kies een bestand."]
    elif upload is not None and upload.size > MOST_TOTAL:
        context["problems"] = [f"Het bestand is te groot: hoogstens {MOST_TOTAL // 1_000_000} MB."]
    elif upload is not None:
        try:
            context |= _arrive(upload.read(), str(upload.name), request.POST.get("slug", ""))
        except BadInput as error:
            context["problems"] = error.problems
    return render(request, "stories/editor/arrive.html", context, status=400 if context.get("problems") else 200)


def copy_from_story(request: HttpRequest, pk: int) -> HttpResponse:
    """POST adds the chosen blocks to another story that this account may edit, as a draft, and opens it."""
    page = get_object_or_404(StoryPage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    source = page.get_latest_revision_as_object()
    others = StoryPage.objects.exclude(pk=pk).order_by("title")
    stories = [
        one
        for one in others
        if one.permissions_for_user(request.user).can_edit()
        and not one.permissions_for_user(request.user).page_locked()
    ]
    target = next((one for one in stories if str(one.pk) == request.POST.get("target")), None)
    if request.method == "POST" and target is not None:
        draft = target.get_latest_revision_as_object()
        if copied := copy_blocks(source, request.POST.getlist("block"), draft, user=request.user):
            count = len(copied)
            told = "1 blok gekopieerd; het staat" if count == 1 else f"{count} blokken gekopieerd; ze staan"
            there = messages.button(f"#block-{copied[0]}-section", "Ga erheen" if count == 1 else "Naar het eerste")
            messages.success(request, f"{told} achteraan, vóór de bronnen als die er zijn.", buttons=[there])
            return redirect("wagtailadmin_pages:edit", target.pk)
        messages.error(request, "Kies minstens één blok.")
    context = {"source": source, "blocks": choices_of(source), "stories": stories}
    return render(request, "stories/editor/copy.html", context)


def retell_story(request: HttpRequest, pk: int) -> HttpResponse:
    """POST makes a draft of the same story about another area, with a report; or tells every problem."""
    page = get_object_or_404(StoryPage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit() or not may_draft(request):
        raise PermissionDenied
    source = page.get_latest_revision_as_object()
    given = {name: request.POST.get(name, "") for name in ("area", "other", "title", "slug")}
    context: dict[str, object] = {"source": source, "given": given}
    if request.method == "POST":
        try:
            context["retelling"] = retell(
                source, given["area"], given["other"], title=given["title"], slug=given["slug"], user=request.user
            )
        except BadInput as error:
            context["problems"] = error.problems
    if "retelling" not in context:
        areas = areas_in(source)
        context |= {"areas": areas, "others": areas_to_choose(areas)}
    return render(request, "stories/editor/retell.html", context, status=400 if context.get("problems") else 200)


def _arrive(content: bytes, name: str, slug: str) -> dict[str, object]:
    if is_archive(content):
        return {"arrival": read_archive(content, file=name, slug=slug)}
    brought = bring_story(read_upload(content, name), file=name, slug=slug)
    return {"arrival": brought.arrival, "lines": brought.lines}
