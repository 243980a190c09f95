"""From publishing to online: a published page is there with the next edition; until then its editor can follow that."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import add_message, get_messages
from django.db.models.functions import Coalesce
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeData, mark_safe
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.models import Page, PageLogEntry

from vergezicht.publication.models import Edition, EditionState
from vergezicht.publication.moments.planning import when

_DONE = {EditionState.PUBLISHED, EditionState.UNCHANGED}


def tell_when_online(request: HttpRequest, page: Any) -> None:
    """After publishing: when readers see it, and where to follow that; of what waits for its date, that date."""
    planned = page.scheduled_revision
    if planned is not None:
        still = "Tot dan zien lezers de vorige versie." if page.live else "Tot dan zien lezers haar niet."
        messages.info(request, f"Uw pagina gaat online op {when(planned.approved_go_live_at)}. {still}")
    elif page.live and (follow := _follow(page)):
        told = "Uw pagina gaat mee in een nieuwe editie van de site. Meestal zien lezers haar over een halve minuut."
        messages.info(request, told, buttons=[messages.button(follow, "Volg of het er al staat")])


def follow_before_looking(request: HttpRequest, page: Any) -> None:
    """After publishing: the button to the page on the site leads there by way of the wait, as it may not be there."""
    if "action-publish" not in request.POST or not page.live or not (follow := _follow(page)):
        return
    for told in list(get_messages(request)):
        text = told.message
        if isinstance(text, SafeData):  # HTML of Wagtail's, with the title escaped; what is plain text stays that
            text = mark_safe(text.replace(f'href="{page.url}"', f'href="{follow}"'))  # noqa: S308
        add_message(request, told.level, text, extra_tags=told.extra_tags)


def waits_for_edition(page: Any) -> bool:
    """Whether readers do not see yet what was published last: no edition that began after it is online."""
    if not page.live or page.last_published_at is None:
        return False
    made = Edition.objects.filter(state__in=_DONE).annotate(seen=Coalesce("begun_at", "finished_at"))
    return Edition.objects.exists() and not made.filter(seen__gte=page.last_published_at).exists()


def _follow(page: Any) -> str:
    """Where to follow the edition that was asked for last; "" when none ever was."""
    edition = Edition.objects.order_by("-pk").first()
    return reverse("going_online", args=[edition.pk, page.pk]) if edition else ""


@receiver(post_save, sender=PageLogEntry)
def forget_cancelled_date(sender: type, instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    """A plan that was called off leaves no date behind: who publishes after it, publishes now."""
    if not created or instance.action != "wagtail.schedule.cancel":
        return
    cancelled, page = instance.revision, instance.page
    date = cancelled.content.get("go_live_at")
    for draft in {cancelled, page.latest_revision} - {None}:
        if date and draft.content.get("go_live_at") == date:
            draft.content["go_live_at"] = None
            draft.save(update_fields=["content"])
    if page.scheduled_revision is None:
        Page.objects.filter(pk=page.pk).update(go_live_at=None)


@require_safe
def going_online(request: HttpRequest, edition: int, page: int) -> HttpResponse:
    """How far the edition is; once it is there, the page itself."""
    shown = get_object_or_404(Page, pk=page)
    asked = get_object_or_404(Edition, pk=edition)
    if asked.state in _DONE and shown.live and shown.url:
        return redirect(shown.url)
    context = {"page_title": shown.title, "edition": asked, "failed": asked.state == EditionState.FAILED,
               "baking": asked.state == EditionState.BAKING, "done": asked.state in _DONE,
               "edit": reverse("wagtailadmin_pages:edit", args=[page])}  # fmt: skip
    return render(request, "publication/editor/going_online.html", context)
