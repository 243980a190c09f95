"""The editor's screens for challenges: list, form with actions and course checks, cycles, adopted releases."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from vergezicht.challenges.choices import CodesField, area_choices, indicator_choices, theme_choices
from vergezicht.challenges.models import AdoptedRelease, Challenge, Cycle


class ChallengeForm(WagtailAdminModelForm):
    """Areas, themes and indicators are chosen by name and kept as codes."""

    areas = CodesField(label="Gebieden", choices=area_choices)
    themes = CodesField(label="Thema's", choices=theme_choices)
    indicators = CodesField(label="Waaraan we het meten", choices=indicator_choices, required=False)


class ChallengeViewSet(ModelViewSet):
    model = Challenge
    name = "wijkopgaven"
    url_prefix = "wijkopgaven"
    icon = "tasks"
    menu_label = "Wijkopgaven"
    list_display = ["code", "title", "kind", "cycle", "course_label", "changed_at"]
    list_filter = ["cycle", "kind"]
    search_fields = ["code", "title", "goal"]
    add_to_reference_index = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("cycle"), FieldPanel("code"), FieldPanel("title"), FieldPanel("slug"), FieldPanel("kind")],
                heading="De opgave",
            ),
            MultiFieldPanel([FieldPanel("areas"), FieldPanel("themes")], heading="Waar en waarover"),
            MultiFieldPanel(
                [FieldPanel("reason"), FieldPanel("goal"), FieldPanel("indicators")], heading="Waarom en waartoe"
            ),
            FieldPanel("owner_role"),
            InlinePanel("actions", label="Actie", heading="Acties"),
            FieldPanel("is_example"),
        ],
        base_form_class=ChallengeForm,
    )


class CycleViewSet(ModelViewSet):
    model = Cycle
    name = "cycli"
    url_prefix = "cycli"
    icon = "rotate"
    menu_label = "Cycli"
    list_display = ["name", "starts", "ends"]
    form_fields = ["name", "slug", "starts", "ends", "description"]


class AdoptedReleaseViewSet(ModelViewSet):
    """Read only: a release is adopted with the command, after its check, and never changed."""

    model = AdoptedRelease
    name = "releases"
    url_prefix = "releases"
    icon = "snippet"
    menu_label = "Releases"
    list_display = ["title", "role", "adopted_at", "note"]
    form_fields = ["note"]
    inspect_view_enabled = True
    inspect_view_fields = ["title", "folder", "checksum", "role", "adopted_at", "note"]
    copy_view_enabled = False


class ChallengesGroup(ModelViewSetGroup):
    menu_label = "Opgaven en cijfers"
    menu_icon = "tasks"
    menu_order = 150
    items = (ChallengeViewSet(), CycleViewSet(), AdoptedReleaseViewSet())


@hooks.register("register_admin_viewset")
def register_challenges() -> Any:
    return ChallengesGroup()
