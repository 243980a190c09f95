"""The way to a screen of our own in the editor."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import Page

from vergezicht.challenges.attention.urgency import Concern
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.screens.mistakes import Mistake, mistakes_in

register = template.Library()


@register.filter
def mistakes(form: Any) -> list[Mistake]:
    """What was refused in a form that stands alone on its screen."""
    return mistakes_in(form)


@register.simple_tag(takes_context=True)
def way_here(context: Any) -> list[dict[str, str | None]]:
    """For Wagtail's breadcrumbs: the start screen, the item of the menu that this screen is or belongs to, and the page
    that it is about, when the template has one as ``source`` or ``page``."""
    request, home = context["request"], reverse("wagtailadmin_home")
    items = {str(item.url): str(item.label) for item in admin_menu.menu_items_for_request(request)}
    nearest = max((url for url in items if url != home and request.path.startswith(url)), key=len, default=None)
    way: list[dict[str, str | None]] = [{"url": home, "label": "Start"}]
    if nearest is not None:
        way.append({"url": None if nearest == request.path else nearest, "label": items[nearest]})
    page = context.get("source") or context.get("page")
    if isinstance(page, Page) and page.pk:
        way.append({"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()})
    return way


@register.simple_tag
def way_to_settle(concern: Concern, challenge: Challenge, user: Any) -> str:
    """The address where somebody does what waits; "" when somebody else does it."""
    permission, name, subject = {
        "koerscheck": ("check_challenge", "work_check", challenge.slug),
        "bijsturing": ("check_challenge", "work_check", challenge.slug),
        "terugblik": ("check_challenge", "work_evaluation", challenge.slug),
        "overdracht": ("carry_over_challenge", "work_carry_over", challenge.cycle.slug),
        "concept": ("change_challenge", "wijkopgaven:edit", challenge.pk),
        "voortgang": ("report_challenge", "work_progress", concern.action),
        "mijlpaal": ("report_challenge", "work_progress", concern.action),
    }[concern.kind]
    return reverse(name, args=[subject]) if user.has_perm(f"challenges.{permission}") else ""
