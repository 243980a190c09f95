"""Tour: places in a neighbourhood, as a walk in a fixed order or as cards to explore; the list comes first."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from wagtail import blocks

from vergezicht.areas.boundaries import MapKind
from vergezicht.challenges.ground import municipality
from vergezicht.languages import noted
from vergezicht.stories.choices import area_field
from vergezicht.stories.drawing.marks import read_place
from vergezicht.stories.maps import tour_map
from vergezicht.stories.picking.text import FIGURES
from vergezicht.stories.story_block import IMAGE_FIELDS, Illustrated, StartedListBlock, StoryBlock, refusal, searched

LAYOUTS = [
    ("wandeling", "Wandeling: in volgorde, met de kaart ernaast"),
    ("verkenner", "Verkenner: kaartjes, en de kaart eronder"),
]


class PlaceBlock(blocks.CharBlock):
    """Where a stop lies; coordinates are asked for only on a map on which they say something."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.field.help_text = lazy(_help_with_place, str)()  # the municipality is not known yet


def _help_with_place() -> str:
    if municipality().boundaries.kind == MapKind.SCHEMATIC:
        return "Laat dit leeg: op deze schematische kaart ligt de plek midden in het gebied hieronder."
    return "Breedte- en lengtegraad, bijvoorbeeld 52.51 6.09. Leeg: midden in het gebied."


class StopBlock(Illustrated):
    """One place of a tour."""

    title = blocks.CharBlock(label="naam", max_length=80)
    place = PlaceBlock(label="plek", required=False, max_length=40)
    area = area_field(label="gebied", help_text="Waar het ligt, voor wie de kaart niet ziet.")
    text = blocks.RichTextBlock(label="tekst", features=["bold", "italic", "link", *FIGURES])

    living = ("text",)

    class Meta:
        icon = "site"
        label = "Plek"
        form_layout = ["title", "place", "area", "text", IMAGE_FIELDS]

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        if (cleaned["place"] or "").strip():
            try:
                read_place(cleaned["place"], municipality())
            except ValueError as error:
                told = f"{error}"
                told = f"{told[:1].upper()}{told[1:]}. Of laat dit leeg: dan ligt de plek midden in het gebied."
                raise refusal(place=[told]) from error


class TourBlock(StoryBlock):
    title = blocks.CharBlock(label="kop", max_length=80)
    layout = blocks.ChoiceBlock(choices=LAYOUTS, label="vorm", default="wandeling")
    stops = StartedListBlock(StopBlock(), label="plekken", min_num=2)

    class Meta:
        icon = "site"
        label = noted("Wandeling")
        group = "Kaart en plekken"
        form_attrs = searched("route plekken fietstocht rondleiding tour foto")
        description = "Plekken in de buurt, als wandeling of om te verkennen. In ArcGIS: map tour."
        template = "stories/blocks/tour.html"
        files = ("blocks.css",)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        prefix = (parent_context or {}).get("prefix", "t")
        context["tour"] = tour_map(
            value["stops"], title=value["title"], route=value["layout"] == "wandeling", prefix=prefix
        )
        context["walk"] = (parent_context or {}).get("walks", {}).get(prefix, "")  # only on its page is there a file
        return context
