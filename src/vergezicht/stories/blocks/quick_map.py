"""Quick map: points, lines and areas that an editor names, with the list of what they are."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from vergezicht.languages import noted
from vergezicht.stories.choices import area_field
from vergezicht.stories.drawing.field import DrawingBlock
from vergezicht.stories.drawing.marks import shown_marks
from vergezicht.stories.maps import drawn_map
from vergezicht.stories.picking.text import FIGURES
from vergezicht.stories.story_block import StoryBlock, searched


class QuickMapBlock(StoryBlock):
    title = blocks.CharBlock(label="kop", max_length=80)
    drawing = DrawingBlock(
        label="tekening",
        rows=4,
        help_text="Kies Punt, Lijn of Vlak en tik op de kaart. Liever typen? Onder ‘Als tekst’ schrijft u een regel "
        "per punt, lijn of vlak: “punt Buurthuis: buurt/noord”, “lijn Route: buurt/noord; buurt/zuid”. Plakken van "
        "GeoJSON mag daar ook.",
    )
    within = area_field(required=False, label="inzoomen op", help_text="Leeg: de hele kaart.")
    text = blocks.RichTextBlock(
        label="toelichting", required=False, features=["bold", "italic", "link", "ul", *FIGURES]
    )

    living = ("text",)

    class Meta:
        icon = "edit"
        label = noted("Snelkaart")
        group = "Kaart en plekken"
        form_attrs = searched("punten tekenen plattegrond locatie pinnen")
        description = "Punten, lijnen en vlakken die u zelf aanwijst, met een genummerde lijst. In ArcGIS: express map."
        template = "stories/blocks/quick_map.html"
        files = ("blocks.css",)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["picture"] = drawn_map(
            shown_marks(value["drawing"] or ""),
            title=value["title"],
            within=value.get("within") or None,
            prefix=(parent_context or {}).get("prefix", "q"),
        )
        return context
