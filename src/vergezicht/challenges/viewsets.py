"""The editor's lists and forms: challenges, actions, conversations, partners, cycles, and what stands for ever."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from vergezicht.challenges.adoption import standing
from vergezicht.challenges.models import (
    Action,
    AdoptedRelease,
    Challenge,
    Conversation,
    CouncilItem,
    CourseCheck,
    Cycle,
    Partner,
    PartnerAccount,
    RoleMailbox,
)
from vergezicht.challenges.screens.beginning import BEGINNING, CODE_HELP, ChallengeCreateView
from vergezicht.challenges.screens.choosing import ChoicesInput
from vergezicht.challenges.screens.forms import (
    ActionForm,
    ChallengeForm,
    ConversationForm,
    CouncilForm,
    CycleForm,
    HarvestForm,
    TargetForm,
)
from vergezicht.challenges.screens.listing import ActionIndexView, CycleIndexView, KeepingDeleteView, KeepingIndexView
from vergezicht.challenges.screens.proposing import (
    ActionCreateView,
    CouncilEditView,
    ProposingCreateView,
    ProposingEditView,
)

_SIGNED = MultiFieldPanel(
    [FieldPanel("change_role"), FieldPanel("change_reason")],
    heading="Ondertekenen",
    help_text="Een wijziging van wat openbaar is, wordt een voorstel. Een ander stelt het vast; tot dan verandert er "
    "op de site niets. Daarna is het een nieuwe versie; de oude blijft te lezen.",
)

PUBLIC = Column("is_public", label="Openbaar", accessor=lambda item: "ja" if item.is_public else "nee")


def _desk_column() -> TitleColumn:
    return TitleColumn(
        "title",
        label="Titel",
        get_url=lambda item: reverse("work_desk", args=[item.slug]),
        sort_key="title",
    )


class TargetsPanel(InlinePanel):
    """Targets with their indicator and area chosen by name."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = TargetForm
        return options


class HarvestPanel(InlinePanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = HarvestForm
        return options


class ChallengeViewSet(ModelViewSet):
    model = Challenge
    add_view_class = ChallengeCreateView
    edit_view_class = ProposingEditView
    name = "wijkopgaven"
    url_prefix = "wijkopgaven"
    icon = "tasks"
    menu_label = "Wijkopgaven"
    index_view_class = KeepingIndexView
    delete_view_class = KeepingDeleteView
    list_display = [_desk_column(), "course_label", "state", "code", "cycle"]
    list_filter = ["cycle", "state", "kind"]
    search_fields = ["code", "title", "goal"]
    add_to_reference_index = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("title"),
                    FieldPanel("cycle"),
                    FieldRowPanel([FieldPanel("code", help_text=CODE_HELP), FieldPanel("kind")]),
                    FieldPanel("slug"),
                ],
                heading="De opgave",
            ),
            MultiFieldPanel(
                [FieldPanel("goal"), FieldPanel("criteria"), FieldPanel("indicators")],
                heading="Wat willen we bereiken?",
            ),
            TargetsPanel(
                "targets",
                label="Streefdoel",
                heading="Streefdoelen",
                panels=[
                    FieldPanel("indicator"),
                    FieldPanel("area"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("value")]),
                    FieldRowPanel([FieldPanel("baseline_period"), FieldPanel("year")]),
                    FieldPanel("because"),
                ],
            ),
            MultiFieldPanel([FieldPanel("reason"), FieldPanel("figures")], heading="Waarom?"),
            MultiFieldPanel([FieldPanel("areas"), FieldPanel("themes")], heading="Waar en waarover?"),
            InlinePanel("involvements", label="Partner", heading="Wie doet mee?"),
            MultiFieldPanel(
                [FieldPanel("owner_role"), FieldPanel("budget_note"), FieldPanel("decision_reference")],
                heading="Trekker en geld",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("state"),
                    FieldPanel("state_reason"),
                    FieldPanel("merged_into"),
                    FieldPanel("check_interval_days"),
                ],
                heading="Fase",
            ),
            _SIGNED,
            FieldPanel("is_example"),
        ],
        base_form_class=ChallengeForm,
    )

    def get_add_view_kwargs(self, **options: Any) -> dict[str, Any]:
        panel = BEGINNING.bind_to_model(self.model)
        found: dict[str, Any] = super().get_add_view_kwargs(**options)
        return found | {"panel": panel, "form_class": panel.get_form_class()}


class ActionViewSet(ModelViewSet):
    model = Action
    add_view_class = ActionCreateView
    edit_view_class = ProposingEditView
    name = "acties"
    url_prefix = "acties"
    icon = "list-ol"
    menu_label = "Acties"
    index_view_class = ActionIndexView
    index_template_name = "challenges/editor/actions.html"
    delete_view_class = KeepingDeleteView
    list_display = ["title", "challenge", "who", "status", "phase"]
    list_filter = ["status", "phase", "challenge__cycle"]
    search_fields = ["title", "who"]
    add_to_reference_index = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("challenge"),
                    FieldPanel("title"),
                    FieldPanel("who"),
                    FieldPanel("partners", widget=ChoicesInput),
                ],
                heading="Wat en wie",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("when"),
                    FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    FieldPanel("phase"),
                    FieldPanel("status"),
                    FieldPanel("status_reason"),
                ],
                heading="Wanneer en hoe het gaat",
            ),
            FieldPanel("noticed"),
            InlinePanel("milestones", label="Mijlpaal", heading="Mijlpalen"),
            FieldPanel("update_interval_days"),
            _SIGNED,
        ],
        base_form_class=ActionForm,
    )


class ConversationViewSet(ModelViewSet):
    model = Conversation
    index_view_class = KeepingIndexView
    delete_view_class = KeepingDeleteView
    add_view_class = ProposingCreateView
    edit_view_class = ProposingEditView
    name = "gesprekken"
    url_prefix = "gesprekken"
    icon = "group"
    menu_label = "Gesprekken"
    list_display = ["title", "date", "method", "participants", PUBLIC]
    list_filter = ["cycle", "method", "is_public"]
    search_fields = ["title", "summary"]
    add_to_reference_index = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("title"),
                    FieldPanel("slug"),
                    FieldPanel("cycle"),
                    FieldRowPanel([FieldPanel("date"), FieldPanel("method")]),
                    FieldPanel("areas"),
                    FieldPanel("place"),
                    FieldPanel("participants"),
                    FieldPanel("organisers"),
                ],
                heading="Het gesprek",
            ),
            FieldPanel("summary"),
            MultiFieldPanel(
                [FieldPanel("recognised"), FieldPanel("partly_recognised"), FieldPanel("not_recognised")],
                heading="Herkent u dit? (aantallen)",
            ),
            HarvestPanel(
                "harvest",
                label="Punt",
                heading="Oogst: wat is er gezegd, zonder wie het zei",
                panels=[
                    FieldPanel("kind"),
                    FieldPanel("text"),
                    FieldPanel("figures"),
                    FieldPanel("challenges", widget=ChoicesInput),
                ],
            ),
            FieldPanel("is_public"),
            _SIGNED,
            FieldPanel("is_example"),
        ],
        base_form_class=ConversationForm,
    )


class PartnerViewSet(ModelViewSet):
    model = Partner
    name = "partners"
    url_prefix = "partners"
    icon = "user"
    menu_label = "Partners"
    list_display = ["name", "kind", "contact"]
    list_filter = ["kind"]
    search_fields = ["name"]
    form_fields = ["name", "slug", "kind", "contact", "is_example"]
    copy_view_enabled = False


class CycleViewSet(ModelViewSet):
    model = Cycle
    add_view_class = ProposingCreateView
    edit_view_class = ProposingEditView
    name = "cycli"
    url_prefix = "cycli"
    icon = "rotate"
    menu_label = "Cycli"
    index_view_class = CycleIndexView
    list_display = ["name", "starts", "ends"]
    add_to_reference_index = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            *(FieldPanel(name) for name in ("name", "slug", "starts", "ends", "period", "fieldwork", "description",
                                            "lessons")),
            _SIGNED,
        ],
        base_form_class=CycleForm,
    )  # fmt: skip


class CourseCheckViewSet(ModelViewSet):
    """Read only: a course check is done in its own screen, and never changed."""

    model = CourseCheck
    name = "koerschecks"
    url_prefix = "koerschecks"
    icon = "tick-inverse"
    menu_label = "Koerschecks"
    list_display = ["challenge", "date", "verdict", "signal", "role"]
    list_filter = ["verdict", "signal", "challenge__cycle"]
    form_fields = ["story"]
    inspect_view_enabled = True
    inspect_view_fields = ["challenge", "date", "verdict", "story", "signal", "differs_because", "confidence", "role",
                           "who", "release_name", "release_checksum", "trace", "supersedes", "correction_reason",
                           "recorded_at"]  # fmt: skip
    copy_view_enabled = False


class AdoptedReleaseViewSet(ModelViewSet):
    """Read only: a release is adopted by ``vergezicht adopt`` or the screen for new figures, and never changed."""

    model = AdoptedRelease
    name = "releases"
    url_prefix = "releases"
    icon = "snippet"
    menu_label = "Releases"
    list_display = ["title", Column("standing", label="Nu", accessor=standing), "role", "adopted_at", "note"]
    form_fields = ["note"]
    inspect_view_enabled = True
    inspect_view_fields = ["title", "folder", "checksum", "role", "adopted_at", "note"]
    copy_view_enabled = False


class CouncilItemViewSet(ModelViewSet):
    """A step that was added stays as it is; the state is that of the last step."""

    model = CouncilItem
    add_view_class = ProposingCreateView
    edit_view_class = CouncilEditView
    index_view_class = KeepingIndexView
    delete_view_class = KeepingDeleteView
    name = "raad"
    url_prefix = "raad"
    icon = "clipboard-list"
    menu_label = "Moties en toezeggingen"
    list_display = ["title", "kind", "code", "date", "state", PUBLIC]
    list_filter = ["kind", "is_public"]
    search_fields = ["code", "title"]
    add_to_reference_index = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
                    FieldPanel("title"),
                    FieldPanel("slug"),
                    FieldPanel("text"),
                    FieldRowPanel([FieldPanel("date"), FieldPanel("owner_role")]),
                    FieldPanel("challenges", widget=ChoicesInput),
                    FieldPanel("source"),
                    FieldPanel("is_public"),
                ],
                heading="Motie of toezegging",
            ),
            MultiFieldPanel(
                [FieldPanel("step_date"), FieldPanel("step_state"), FieldPanel("step_text")],
                heading="Een stap erbij",
                help_text="Een stap is een bericht en staat meteen op de site. De tekst wijzigen is een voorstel.",
            ),
            _SIGNED,
            FieldPanel("is_example"),
        ],
        base_form_class=CouncilForm,
    )


class PartnerAccountViewSet(ModelViewSet):
    model = PartnerAccount
    name = "partneraccounts"
    url_prefix = "partneraccounts"
    icon = "user"
    menu_label = "Accounts van partners"
    list_display = ["user", "partner", "until"]
    form_fields = ["user", "partner", "until"]
    copy_view_enabled = False


class RoleMailboxViewSet(ModelViewSet):
    model = RoleMailbox
    name = "postbussen"
    url_prefix = "postbussen"
    icon = "mail"
    menu_label = "Postbussen van rollen"
    list_display = ["role", "address"]
    form_fields = ["role", "address"]
    copy_view_enabled = False
