"""Editions in the editor: what is online, what is being made, and why the last attempt failed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet

from vergezicht.challenges.ground import current_release
from vergezicht.publication.models import Edition, EditionState


class EditionViewSet(ModelViewSet):
    """Read only: an edition is made by publishing."""

    model = Edition
    name = "edities"
    url_prefix = "edities"
    icon = "history"
    menu_label = "Edities"
    menu_order = 160
    add_to_admin_menu = True
    list_display = ["__str__", "state", "reason", "requested_at", "pages"]
    list_filter = ["state"]
    form_fields = ["reason"]
    inspect_view_enabled = True
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def register_editions() -> Any:
    return EditionViewSet()


class StateOfTheSite(Component):
    """The first panel of the editor's start screen."""

    order = 10

    def render_html(self, parent_context: Any = None) -> SafeString:
        editions = Edition.objects.all()
        context = {
            "online": editions.filter(state=EditionState.PUBLISHED).order_by("-number").first(),
            "waiting": editions.filter(state__in=[EditionState.REQUESTED, EditionState.BAKING]).first(),
            "failed": editions.first() if editions and editions[0].state == EditionState.FAILED else None,
            "release": current_release(),
        }
        return mark_safe(render_to_string("publication/editor/state.html", context))  # noqa: S308  # a template


@hooks.register("construct_homepage_panels")
def add_state(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, StateOfTheSite())
