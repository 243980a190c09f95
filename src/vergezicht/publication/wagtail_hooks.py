"""Editions and publication moments in the editor: what is online, what is planned, and why something failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import path, reverse_lazy
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.models import Page

from vergezicht.challenges.ground import current_release
from vergezicht.publication.accessibility.screens import check, may_look, report
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.going_online import follow_before_looking, going_online, tell_when_online
from vergezicht.publication.context import page_path
from vergezicht.publication.models import Edition, EditionState, MomentState, PublicationMoment
from vergezicht.publication.moments.planning import may_plan
from vergezicht.publication.moments.screens import keep_for_moment, moment, moments, tell_moment
from vergezicht.publication.readers.screen import readers
from vergezicht.publication.search.screens import SynonymViewSet
from vergezicht.publication.views.stories import share_path
from vergezicht.stories.models import StoryPage
from vergezicht.stories.reviewing.dead_ends import PUBLIC_PATHS


class EditionViewSet(ModelViewSet):
    """Read only: an edition is made by publishing."""

    model = Edition
    name = "edities"
    url_prefix = "edities"
    icon = "history"
    menu_label = "Edities"
    menu_order = 160
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("now", label="Op de site", accessor=lambda edition: "ja, nu" if edition.is_online else ""),
        "state", "reason", "requested_at", "pages",
    ]  # fmt: skip
    list_filter = ["state"]
    form_fields = ["reason"]
    inspect_view_enabled = True
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def register_editions() -> Any:
    return EditionViewSet()


@hooks.register("register_admin_viewset")
def register_synonyms() -> Any:
    return SynonymViewSet()


class StateOfTheSite(Component):
    """The first panel of the editor's start screen."""

    order = 10

    def __init__(self, failed_moments: list[PublicationMoment]) -> None:
        self.failed_moments = failed_moments

    def render_html(self, parent_context: Any = None) -> SafeString:
        editions = Edition.objects.all()
        context = {
            "online": Edition.online(),
            "waiting": editions.filter(state__in=[EditionState.REQUESTED, EditionState.BAKING]).first(),
            "failed": editions.first() if editions and editions[0].state == EditionState.FAILED else None,
            "release": current_release(),
            "failed_moments": self.failed_moments,
        }
        return mark_safe(render_to_string("publication/editor/state.html", context))  # noqa: S308  # a template


@hooks.register("construct_homepage_panels")
def add_state(request: HttpRequest, panels: list[Any]) -> None:
    failed = PublicationMoment.objects.filter(state=MomentState.FAILED) if may_plan(request.user) else ()
    panels.insert(0, StateOfTheSite(list(failed)))


@hooks.register("register_admin_urls")
def register_moments() -> list[Any]:
    return [
        path("online/<int:edition>/<int:page>/", going_online, name="going_online"),
        path("gelezen/", readers, name="readers"),
        path("toegankelijkheid/", report, name="accessibility"),
        path("toegankelijkheid/<slug:code>/", check, name="accessibility_check"),
        path("publicatiemomenten/", moments, name="moments"),
        path("publicatiemomenten/nieuw/", moment, name="new_moment"),
        path("publicatiemomenten/<int:pk>/", moment, name="moment"),
    ]


class MomentsMenuItem(MenuItem):
    """Shown to whoever may publish."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_plan(request.user)


@hooks.register("register_admin_menu_item")
def register_moments_item() -> MomentsMenuItem:
    return MomentsMenuItem("Publicatiemomenten", reverse_lazy("moments"), icon_name="calendar", order=158)


@hooks.register("register_admin_menu_item")
def register_readers_item() -> MenuItem:
    return MenuItem("Wat wordt gelezen", reverse_lazy("readers"), icon_name="view", order=162)


class AccessibilityMenuItem(MenuItem):
    """Shown to whoever works on the site."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


@hooks.register("register_reports_menu_item")
def register_accessibility_item() -> AccessibilityMenuItem:
    return AccessibilityMenuItem("Toegankelijkheid", reverse_lazy("accessibility"), icon_name="check", order=50)


@hooks.register("register_page_header_buttons")
def add_sharing(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.live and isinstance(page.specific, StoryPage):
        yield Button("Delen, PDF en ODT", share_path(page), icon_name="link-external", priority=66)


hooks.register("after_publish_page", tell_when_online)
hooks.register("after_edit_page", follow_before_looking)
hooks.register("after_create_page", follow_before_looking)
hooks.register("before_edit_page", tell_moment)
hooks.register("before_publish_page", keep_for_moment)


@hooks.register(PUBLIC_PATHS)
def paths_of_readers(page: Any) -> set[str]:
    """Also those of the page itself, and of drafts that have a moment to go online."""
    drafts = Page.objects.filter(Q(planned__is_open=True) | Q(pk=page.pk) | Q(go_live_at__isnull=False))
    return {address.path for address in public_addresses()} | {page_path(draft) for draft in drafts}


@hooks.register("before_bulk_action")
def keep_all_for_moment(request: HttpRequest, action: str, objects: Any, view: Any) -> Any:
    """The first page that is kept for its moment stops publishing many at once, also one below a chosen page."""
    if action != "publish":
        return None
    reached = (page for chosen in objects for page in (chosen, *chosen.get_descendants().not_live()))
    return next((kept for page in reached if (kept := keep_for_moment(request, page)) is not None), None)
