"""Screens of the editor: which pages go out together, and when."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.models import Page

from vergezicht.challenges.keys import key_of
from vergezicht.publication.context import page_path
from vergezicht.publication.models import MomentState, PublicationMoment
from vergezicht.publication.moments.planning import (
    MomentRefused,
    cancel,
    may_plan,
    moment_of,
    new_in,
    pages_to_choose,
    plan,
    problems_with,
    take_again,
    when,
)
from vergezicht.stories.models import StoryPage, TextPage
from vergezicht.stories.picking.clock import ClockField
from vergezicht.stories.reviewing.checks import Check, checks_of

_SEEN = "nagekeken"
_LATER = "Wat u daarna wijzigt en bewaart, gaat niet mee"


class MomentForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """What goes out, and when."""

    at = ClockField(label="Moment", help_text="Op de klok van de gemeente.")
    pages = forms.ModelMultipleChoiceField(
        Page.objects.none(), label="Pagina's", widget=forms.CheckboxSelectMultiple,
        help_text="Pagina's met iets dat nog niet op de site staat. Ze gaan mee zoals ze nu zijn bewaard.",
        error_messages={"required": "Kies ten minste één pagina."},
    )  # fmt: skip

    class Meta:
        model = PublicationMoment
        fields = ["title", "at", "embargo_note"]

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        possible = pages_to_choose(user, self.instance if self.instance.pk else None)
        field = self.fields["pages"]
        if not possible:
            field.help_text = "Er is nu geen pagina die wacht. Bewaar er eerst een als concept."
        field.queryset = Page.objects.filter(pk__in=[page.pk for page in possible])  # type: ignore[attr-defined]
        field.label_from_instance = _told_apart  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["pages"] = list(self.instance.planned.values_list("page_id", flat=True))

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError("Kies een moment dat nog komt.")
        return at


def _told_apart(page: Page) -> str:
    """Two pages may have one title, never one address."""
    return f"{page.draft_title} · {'online' if page.live else 'nog niet online'} · {page_path(page)}"


View = Callable[..., HttpResponse]


def _for_who_publishes(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not may_plan(request.user):
            raise PermissionDenied
        return view(request, *args, **options)

    return guarded


@_for_who_publishes
def moments(request: HttpRequest) -> HttpResponse:
    """What is planned, what failed and what went out."""
    found = PublicationMoment.objects.prefetch_related("planned__page").select_related("made_by")
    groups = [(state.label, list(found.filter(state=state).order_by(order)[:100]))
              for state, order in ((MomentState.FAILED, "at"), (MomentState.PLANNED, "at"),
                                   (MomentState.PUBLISHED, "-at"), (MomentState.CANCELLED, "-at"))]  # fmt: skip
    return render(request, "publication/editor/moments.html", {"groups": [item for item in groups if item[1]]})


@_for_who_publishes
def moment(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Make a moment, change or cancel it, or let a page go out as it is saved now."""
    found = get_object_or_404(PublicationMoment, pk=pk) if pk is not None else PublicationMoment()
    if pk is not None and not (found.is_open and _may_change(request.user, found)):
        return render(request, "publication/editor/moment.html", {"moment": found, "rows": found.planned.all()})
    if request.method == "POST" and pk is not None and "annuleer" in request.POST:
        cancel(found)
        messages.success(request, f"Geannuleerd: {found}. Er is niets gepubliceerd.")
        return redirect("moments")
    if request.method == "POST" and pk is not None and "opnieuw" in request.POST:
        return _take_again(request, found, request.POST["opnieuw"])
    form = MomentForm(request.POST if request.method == "POST" else None, instance=found, user=request.user)
    problems: list[str] = []
    checks: list[tuple[Page, list[Check]]] = []
    if request.method == "POST" and not form.is_valid():
        problems = problems_with(form.cleaned_data.get("pages", ()), user=request.user, moment=found)
    elif request.method == "POST" and _SEEN not in request.POST and (checks := _to_check(form, found)):
        problems = problems_with(form.cleaned_data["pages"], user=request.user, moment=found)
    elif request.method == "POST":
        try:
            plan(form.instance, form.cleaned_data["pages"], user=request.user)
        except MomentRefused as refused:
            problems = refused.problems
            form.instance.pk = pk  # what was not saved has no number
        else:
            messages.success(request, f"Gepland: {found}, op {when(found.at)}.")
            return redirect("moments")
    if problems:
        form.add_error("pages", "Dit kan zo niet mee; bovenaan staat waarom.")
    context = {
        "form": form, "problems": problems, "moment": found if pk is not None else None,
        "checks": checks, "seen": _SEEN, "cancelling": "annuleren" in request.GET,
        "rows": found.planned.select_related("page") if pk is not None else [],
    }  # fmt: skip
    return render(request, "publication/editor/moment.html", context, status=422 if form.errors else 200)


def _to_check(form: MomentForm, found: PublicationMoment) -> list[tuple[Page, list[Check]]]:
    """What there is to look at once more in the pages that are new in a moment, as before publishing."""
    drafts = [page.specific.get_latest_revision_as_object() for page in new_in(found, form.cleaned_data["pages"])]
    told = [(draft, checks_of(draft)) for draft in drafts if isinstance(draft, StoryPage | TextPage)]
    return [(draft, checks) for draft, checks in told if checks]


def _may_change(user: Any, found: PublicationMoment) -> bool:
    return all(
        row.page is None or row.page.permissions_for_user(user).can_publish()
        for row in found.planned.select_related("page")
    )


def _take_again(request: HttpRequest, found: PublicationMoment, number: str) -> HttpResponse:
    row = get_object_or_404(found.planned.select_related("page"), pk=key_of(number))
    try:
        take_again(row)
    except MomentRefused as refused:
        messages.error(request, " ".join(refused.problems))
    else:
        messages.success(request, f"{row.title} gaat mee zoals de pagina nu is bewaard.")
    return redirect("moment", found.pk)


def tell_moment(request: HttpRequest, page: Page) -> None:
    """Above the screen of a page: when it goes out, and whether that is what is seen here."""
    found = moment_of(page) if request.method == "GET" else None
    if found is None or not request.accepts("text/html"):
        return
    row = found.planned.select_related("page").filter(page=page.pk).first()
    words = "Zou meegaan op" if found.state == MomentState.FAILED else "Gaat mee op"
    as_of = f", zoals bewaard op {when(row.revision.created_at)}" if row is not None and row.revision else ""
    later = "Er is daarna nog gewijzigd: dat gaat niet mee" if row is not None and row.has_changed else _LATER
    unless = "tenzij u bij het publicatiemoment kiest voor ‘Opnieuw meenemen’"
    told = f"{words} {when(found.at)}: {found}{as_of}. {later}, {unless}."
    to_moment = messages.button(reverse("moment", args=[found.pk]), "Bekijk het publicatiemoment")
    messages.info(request, told, buttons=[to_moment])


def keep_for_moment(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Publiceren does not break an embargo: what was saved stays a draft, and the editor hears why."""
    found = moment_of(page)
    if found is None:
        return None
    messages.error(
        request,
        f"Bewaard als concept, niet gepubliceerd: deze pagina gaat mee op {when(found.at)}. "
        f"Haal hem eerst uit het publicatiemoment ‘{found}’.",
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
