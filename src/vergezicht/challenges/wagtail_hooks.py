"""Where the editor finds it: the lists of challenges and all under them, and the work screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSetGroup

from vergezicht.challenges.attention.own import asked_of, own_roles
from vergezicht.challenges.models import PartnerAccount
from vergezicht.challenges.screens import areas, checks, decisions, desks, endings, grids, grounding, partners, reports
from vergezicht.challenges.versions.proposals import waiting_for
from vergezicht.challenges.viewsets import (
    ActionViewSet,
    AdoptedReleaseViewSet,
    ChallengeViewSet,
    ConversationViewSet,
    CouncilItemViewSet,
    CourseCheckViewSet,
    CycleViewSet,
    PartnerAccountViewSet,
    PartnerViewSet,
    RoleMailboxViewSet,
)

_MOST_ASKED = 5


class WorkMenuItem(MenuItem):
    """Shown to whoever has the permission; working on challenges, unless told otherwise."""

    def __init__(self, *args: Any, permission: str = "work_on_challenge", **options: Any) -> None:
        super().__init__(*args, **options)
        self.permission = f"challenges.{permission}"

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(self.permission))


class CountedMenuItem(MenuItem):
    """With how many wait for who looks, when there are any."""

    def __init__(self, *args: Any, count: Callable[[Any], int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.count = count

    def render_component(self, request: Any) -> Any:
        found = super().render_component(request)
        if number := self.count(request.user):
            found.label = f"{self.label} ({number})"
        return found


class CountedWorkMenuItem(CountedMenuItem, WorkMenuItem):
    """The same for whoever has the permission."""


class WaitingProposals(Component):
    """On the start screen: that something waits for the decision of who looks."""

    order = 30

    def __init__(self, count: int) -> None:
        self.count = count

    def render_html(self, parent_context: Any = None) -> SafeString:
        return mark_safe(render_to_string("challenges/editor/waiting.html", {"count": self.count}))  # noqa: S308


class Asked(Component):
    """On the start screen: the most urgent of what is asked of who looks, and the way to the rest."""

    order = 2

    def __init__(self, request: HttpRequest, owners: list[str]) -> None:
        self.request, self.owners = request, owners

    def render_html(self, parent_context: Any = None) -> SafeString:
        found = asked_of(self.owners)
        context = {"asked": found[:_MOST_ASKED], "more": len(found[_MOST_ASKED:])}
        return mark_safe(render_to_string("challenges/editor/asked.html", context, self.request))  # noqa: S308


class PartnerMenuItem(MenuItem):
    """Shown to an account that belongs to a partner."""

    def is_shown(self, request: Any) -> bool:
        return PartnerAccount.objects.filter(user=request.user.pk, until__gte=timezone.localdate()).exists()


class ChallengesGroup(ModelViewSetGroup):
    menu_label = "Opgaven en cijfers"
    menu_icon = "tasks"
    menu_order = 150
    items = (
        ChallengeViewSet(),
        ActionViewSet(),
        ConversationViewSet(),
        CouncilItemViewSet(),
        PartnerViewSet(),
        PartnerAccountViewSet(),
        RoleMailboxViewSet(),
        CycleViewSet(),
        CourseCheckViewSet(),
        AdoptedReleaseViewSet(),
    )


@hooks.register("register_admin_viewset")
def register_challenges() -> Any:
    return ChallengesGroup()


@hooks.register("insert_global_admin_css")
def work_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("website/css/work.css"))


@hooks.register("register_admin_menu_item")
def work_list_item() -> MenuItem:
    return WorkMenuItem("Mijn opgaven", reverse_lazy("work_list"), icon_name="clipboard-list", order=90)


@hooks.register("register_admin_menu_item")
def outstanding_item() -> MenuItem:
    return WorkMenuItem("Wat valt op", reverse_lazy("work_outstanding"), icon_name="view", order=91)


@hooks.register("register_admin_menu_item")
def briefing_item() -> MenuItem:
    return WorkMenuItem("Wijkbriefing", reverse_lazy("work_briefings"), icon_name="doc-full", order=92)


@hooks.register("register_admin_menu_item")
def proposals_item() -> MenuItem:
    return CountedWorkMenuItem("Ter vaststelling", reverse_lazy("work_proposals"), icon_name="check", order=93,
                               count=lambda user: len(waiting_for(user)))  # fmt: skip


@hooks.register("construct_homepage_panels")
def tell_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """For who may decide about it."""
    if count := len(waiting_for(request.user)):
        panels.append(WaitingProposals(count))


@hooks.register("construct_homepage_panels")
def tell_what_is_asked(request: HttpRequest, panels: list[Any]) -> None:
    """For who works on challenges with a role that owns some."""
    if request.user.has_perm("challenges.work_on_challenge") and (owners := own_roles(request.user)):
        panels.append(Asked(request, owners))


@hooks.register("register_admin_menu_item")
def grid_item() -> MenuItem:
    return WorkMenuItem("Acties bijwerken", reverse_lazy("work_grid"), icon_name="list-ul", order=95,
                        permission="report_challenge")  # fmt: skip


@hooks.register("register_admin_menu_item")
def needs_item() -> MenuItem:
    return WorkMenuItem("Wie is waar nodig", reverse_lazy("work_needs"), icon_name="group", order=96)


@hooks.register("register_admin_menu_item")
def own_actions_item() -> MenuItem:
    return PartnerMenuItem("Mijn acties", reverse_lazy("work_own_actions"), icon_name="list-ol", order=94)


@hooks.register("register_admin_menu_item")
def invitations_item() -> MenuItem:
    return WorkMenuItem("Links voor partners", reverse_lazy("work_invitations"), icon_name="mail", order=98,
                        permission="invite_partner")  # fmt: skip


@hooks.register("register_admin_urls")
def work_urls() -> list[Any]:
    return [
        path("werk/raster/", grids.grid, name="work_grid"),
        path("werk/raster/werkboek/", grids.workbook_in, name="work_workbook_in"),
        path("werk/raster/acties.xlsx", grids.workbook_out, name="work_workbook_out"),
        path("werk/wie-waar/", desks.internal_view, name="work_needs"),
        path("werk/mijn-acties/", partners.own_actions, name="work_own_actions"),
        path("werk/mijn-acties/<int:number>/", partners.own_report, name="work_own_report"),
        path("werk/partnerlinks/", partners.invitations, name="work_invitations"),
        path("werk/ter-vaststelling/", decisions.proposals, name="work_proposals"),
        path("werk/ter-vaststelling/<int:number>/", decisions.proposal, name="work_proposal"),
        path("werk/opgaven/<slug:slug>/voorleggen/", decisions.hand_in, name="work_hand_in"),
        path("werk/", desks.work_list, name="work_list"),
        path("werk/opgaven/<slug:slug>/", desks.desk, name="work_desk"),
        path("werk/opgaven/<slug:slug>/koerscheck/", checks.course_check, name="work_check"),
        path("werk/opgaven/<slug:slug>/terugblik/", endings.evaluation, name="work_evaluation"),
        path("werk/koerschecks/<int:number>/verbeteren/", checks.correct_check, name="work_correct_check"),
        path("werk/acties/<int:number>/voortgang/", reports.report_progress, name="work_progress"),
        path("werk/cycli/<slug:slug>/overdracht/", endings.carry_over_cycle, name="work_carry_over"),
        path("werk/wat-valt-op/", areas.outstanding, name="work_outstanding"),
        path("werk/wat-valt-op/opgave/", areas.begin_challenge, name="work_begin"),
        path("werk/cijfers/<slug:place>/", grounding.told_figures, name="work_ground_figures"),
        path("werk/briefing/", areas.briefings, name="work_briefings"),
        path("werk/briefing/<str:code>/", areas.briefing, name="work_briefing"),
    ]
