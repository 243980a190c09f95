"""The screens of staff: meeting places."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from vergezicht.initiatives.choices import AreaField
from vergezicht.initiatives.models import MeetingPlace


class PlaceForm(WagtailAdminModelForm):
    area = AreaField(label="Gebied", required=False)


class PlaceViewSet(ModelViewSet):
    model = MeetingPlace
    name = "ontmoetingsplekken"
    url_prefix = "ontmoetingsplekken"
    icon = "home"
    menu_label = "Ontmoetingsplekken"
    list_display = ["name", "kind", "state", "area", "verified_on"]
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
                    FieldPanel("opening_hours"),
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


class InitiativesGroup(ModelViewSetGroup):
    menu_label = "Bewoners"
    menu_icon = "group"
    menu_order = 140
    items = (PlaceViewSet(),)


@hooks.register("register_admin_viewset")
def register_initiatives() -> Any:
    return InitiativesGroup()
