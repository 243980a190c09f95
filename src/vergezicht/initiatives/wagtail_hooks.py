"""The screens of staff: the queue, initiatives (also what came by phone or on paper), answers, schemes and places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from vergezicht.challenges.choices import CodesField, area_choices
from vergezicht.challenges.viewsets import PUBLIC
from vergezicht.challenges.wagtail_hooks import CountedMenuItem
from vergezicht.initiatives.choices import AreaField
from vergezicht.initiatives.lifecycle import free_slug
from vergezicht.initiatives.models import (
    Activity,
    Applicant,
    Campaign,
    FundingScheme,
    Initiative,
    InitiativeKind,
    MeetingPlace,
    Need,
    OfficialResponse,
    Origin,
)
from vergezicht.initiatives.moderation import settle_answer
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.staff.letters import letters, open_letters
from vergezicht.initiatives.staff.place_file import may_take_in, place_file, place_file_example
from vergezicht.initiatives.staff.pointing import PointForm
from vergezicht.initiatives.staff.queue import awaiting_answer, queue
from vergezicht.initiatives.staff.warnings import MissingMailboxes, missing_mailboxes

_HOURS_HELP = (
    "Schrijf de dagen als Mo, Tu, We, Th, Fr, Sa, Su, en feestdagen als PH. Bijvoorbeeld: Mo-Fr 09:00-17:00; PH off. "
    "Op de site staat dan: maandag tot en met vrijdag 9.00–17.00 uur, op feestdagen dicht."
)


class PlaceForm(PointForm):
    area = AreaField(label="Gebied", required=False)


class PlaceIndexView(IndexView):
    """With the way to take in a file, for whoever may."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        found: list[Any] = super().header_more_buttons
        if may_take_in(self.request.user):
            found.append(Button("Uit een bestand", url=reverse("place_file"), icon_name="upload", priority=50))
        return found


class PlaceViewSet(ModelViewSet):
    model = MeetingPlace
    index_view_class = PlaceIndexView
    name = "ontmoetingsplekken"
    url_prefix = "ontmoetingsplekken"
    icon = "home"
    menu_label = "Ontmoetingsplekken"
    list_display = ["name", "kind", "state", Column("area_name", label="Gebied"), "verified_on"]
    list_filter = ["state", "kind", "shelter", "wheelchair"]
    search_fields = ["name", "address", "operator"]
    add_to_reference_index = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("slug"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("state"), FieldPanel("shelter")]),
                    FieldPanel("kind_note"),
                ],
                heading="De plek",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("area"),
                    FieldPanel("address"),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                ],
                heading="Waar",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("opening_hours", help_text=_HOURS_HELP),
                    FieldPanel("opening_note"),
                    FieldRowPanel([FieldPanel("cost"), FieldPanel("audience")]),
                    FieldRowPanel([FieldPanel("operator"), FieldPanel("website")]),
                ],
                heading="Wanneer en voor wie",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("wheelchair"), FieldPanel("toilet")]),
                    FieldPanel("accessibility_note"),
                ],
                heading="Toegankelijkheid",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("verified_on"), FieldPanel("verified_by_role")]),
                    FieldRowPanel([FieldPanel("source"), FieldPanel("source_year")]),
                    FieldPanel("is_example"),
                ],
                heading="Hoe we dit weten",
            ),
        ],
        base_form_class=PlaceForm,
    )


class InitiativeForm(PointForm):
    """Codes chosen by name; the address on the site is made from the title and then stays."""

    areas = CodesField(label="Gebieden", choices=area_choices)
    category = forms.ChoiceField(
        label="Categorie", choices=lambda: [(item.code, item.title) for item in rules().categories]
    )
    needs = forms.MultipleChoiceField(
        label="Nodig", choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            self.initial["origin"] = Origin.PHONE  # what staff type did not come through the site

    def save(self, commit: bool = True) -> Any:
        if not self.instance.slug:
            self.instance.slug = free_slug(self.instance.title)
        return super().save(commit)


class InitiativeViewSet(ModelViewSet):
    """What staff enter or put right. The state changes in the queue only, where it is written down."""

    model = Initiative
    name = "initiatieven"
    url_prefix = "initiatieven"
    icon = "pick"
    menu_label = "Initiatieven"
    list_display = ["title", "state", "due_label", "origin", "steward_role"]
    list_filter = ["state", "category", "origin"]
    search_fields = ["title", "summary"]
    add_to_reference_index = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("title"),
                    FieldPanel("summary"),
                    FieldPanel("body"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("category")]),
                    FieldPanel("origin"),
                ],
                heading="Het plan",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("areas"),
                    FieldRowPanel([FieldPanel("street"), FieldPanel("precision")]),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                ],
                heading="Waar",
            ),
            MultiFieldPanel(
                [FieldPanel("needs"), FieldPanel("challenges"), FieldPanel("schemes"), FieldPanel("place")],
                heading="Waarvoor en waarmee",
            ),
            MultiFieldPanel([FieldPanel("name_mode"), FieldPanel("public_name")], heading="Naam op de site"),
            MultiFieldPanel(
                [
                    FieldPanel("steward_role"),
                    FieldRowPanel([FieldPanel("agreement"), FieldPanel("agreement_until")]),
                    FieldPanel("agreement_text"),
                    FieldPanel("agreement_file"),
                    FieldPanel("is_example"),
                ],
                heading="Begeleiding",
            ),
        ],
        base_form_class=InitiativeForm,
    )


class ResponseForm(WagtailAdminModelForm):
    """An answer stops the term of its initiative, and may end it."""

    def save(self, commit: bool = True) -> Any:
        with transaction.atomic():
            saved = super().save(commit)
            settle_answer(saved)
        return saved


class AnswerView(CreateView):
    """From the queue the initiative is filled in."""

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"initiative": self.request.GET.get("initiatief", "")}


class ResponseViewSet(ModelViewSet):
    """Answers are given once: a new answer stands beside the old one."""

    model = OfficialResponse
    add_view_class = AnswerView
    name = "antwoorden"
    url_prefix = "initiatieven-antwoorden"
    icon = "comment"
    menu_label = "Antwoorden"
    list_display = ["initiative", "outcome", "role", "date", "next_due"]
    list_filter = ["outcome"]
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldPanel("initiative"),
            FieldPanel(
                "outcome",
                help_text="Bij ‘Nee’ krijgt een plan dat nog openstaat meteen de stand ‘Kan niet doorgaan’, met uw "
                "uitleg als reden. Wie het plan indiende, krijgt daarvan een mail.",
            ),
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("role"), FieldPanel("date")]),
            FieldRowPanel([FieldPanel("next_step"), FieldPanel("next_due")]),
        ],
        base_form_class=ResponseForm,
    )


class SchemeForm(WagtailAdminModelForm):
    kinds = forms.MultipleChoiceField(
        label="Waarvoor", choices=InitiativeKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    applicants = forms.MultipleChoiceField(
        label="Voor wie", choices=Applicant.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    areas = CodesField(label="Gebieden", choices=area_choices, required=False)


class SchemeViewSet(ModelViewSet):
    model = FundingScheme
    name = "regelingen"
    url_prefix = "regelingen"
    icon = "tag"
    menu_label = "Regelingen"
    list_display = ["name", "provider", "max_amount", "open_from", "open_until", "checked_on"]
    add_to_reference_index = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("slug"), FieldPanel("provider"), FieldPanel("summary")],
                heading="De regeling",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("max_amount"), FieldPanel("max_share")]),
                    FieldPanel("kinds"),
                    FieldPanel("applicants"),
                    FieldPanel("areas"),
                    FieldPanel("needs_challenge"),
                    FieldPanel("conditions"),
                ],
                heading="Bedrag en regels",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("open_from"), FieldPanel("open_until")]),
                    FieldRowPanel([FieldPanel("decision_days"), FieldPanel("ask_role")]),
                    FieldPanel("website"),
                    FieldPanel("checked_on"),
                    FieldPanel("is_example"),
                ],
                heading="Geldigheid",
            ),
        ],
        base_form_class=SchemeForm,
    )


class CampaignViewSet(ModelViewSet):
    """A campaign of this year is a copy of that of last year, with its own date and amount."""

    model = Campaign
    name = "campagnes"
    url_prefix = "campagnes"
    icon = "date"
    menu_label = "Campagnes"
    list_display = ["title", "date", "kind", PUBLIC]
    add_to_reference_index = False
    form_fields = ["title", "slug", "kind", "date", "wave", "summary", "text", "amount", "amount_source", "results",
                   "is_public", "is_example"]  # fmt: skip


class ActivityForm(WagtailAdminModelForm):
    area = AreaField(label="Gebied", empty="Kies een gebied")


class ActivityViewSet(ModelViewSet):
    model = Activity
    name = "activiteiten"
    url_prefix = "activiteiten"
    icon = "group"
    menu_label = "Activiteiten"
    list_display = ["title", "campaign", "area", "starts"]
    list_filter = ["campaign"]
    add_to_reference_index = False
    edit_handler = ObjectList(
        [
            FieldPanel("campaign"),
            FieldPanel("title"),
            FieldPanel("area"),
            FieldPanel("place"),
            FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
            FieldPanel("initiative"),
        ],
        base_form_class=ActivityForm,
    )


class InitiativesGroup(ModelViewSetGroup):
    menu_label = "Bewoners"
    menu_icon = "group"
    menu_order = 140
    items = (
        InitiativeViewSet(),
        ResponseViewSet(),
        SchemeViewSet(),
        PlaceViewSet(),
        CampaignViewSet(),
        ActivityViewSet(),
    )


@hooks.register("register_admin_viewset")
def register_initiatives() -> Any:
    return InitiativesGroup()


@hooks.register("register_admin_urls")
def register_queue() -> list[Any]:
    return [
        path("wachtrij/", queue, name="initiatives_queue"),
        path("berichten/", letters, name="initiatives_letters"),
        path("ontmoetingsplekken/bestand/", place_file, name="place_file"),
        path("ontmoetingsplekken/bestand/voorbeeld.csv", place_file_example, name="place_file_example"),
    ]


class QueueItem(CountedMenuItem):
    """In the main menu, for who may change initiatives, with the number that waits."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("initiatives.change_initiative"))


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> MenuItem:
    return QueueItem("Wachtrij", reverse("initiatives_queue"), icon_name="tasks", order=139,
                     count=lambda user: awaiting_answer().count())  # fmt: skip


@hooks.register("register_admin_menu_item")
def letters_menu_item() -> MenuItem:
    return QueueItem("Berichten", reverse("initiatives_letters"), icon_name="mail", order=141,
                     count=lambda user: open_letters().count())  # fmt: skip


@hooks.register("construct_homepage_panels")
def warn_of_missing_mailboxes(request: HttpRequest, panels: list[Any]) -> None:
    """For who can do something about it."""
    if request.user.has_perm("auth.change_user") and missing_mailboxes():
        panels.append(MissingMailboxes())
