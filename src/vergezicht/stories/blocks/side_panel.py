"""Side panel: a map that stays while the text moves; every step declares the whole map."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail import blocks

from vergezicht.challenges.choices import require_level
from vergezicht.languages import noted
from vergezicht.stories.choices import area_field, areas_field, indicator_field, level_field, period_field
from vergezicht.stories.layers import LAYERS
from vergezicht.stories.picking.text import FIGURES
from vergezicht.stories.present import side_panel
from vergezicht.stories.story_block import IMAGE_FIELDS, Illustrated, StoryBlock, closed_fields, searched


class StepBlock(Illustrated):
    """One step: text, perhaps an image under it, and the complete state of the map that goes with it."""

    title = blocks.CharBlock(label="kop", max_length=80)
    text = blocks.RichTextBlock(label="tekst", features=["bold", "italic", "link", "ul", *FIGURES])
    indicator = indicator_field()
    level = level_field(default="buurt")
    period = period_field()
    within = area_field(required=False, label="inzoomen op", help_text="Leeg: de hele kaart.")
    focus = areas_field(required=False, label="uitgelicht")
    layers = blocks.MultipleChoiceBlock(
        choices=LAYERS,
        label="ook op de kaart",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Elke soort krijgt een eigen teken in het midden van haar gebied, en een regel in de legenda.",
    )

    living = ("text",)

    class Meta:
        icon = "site"
        label = "Stap"
        form_layout = [
            "title",
            "text",
            "indicator",
            "level",
            closed_fields("within", "focus", "layers", "period", heading="Inzoomen, uitlichten en meer", icon="globe"),
            IMAGE_FIELDS,
        ]

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        try:
            require_level(cleaned["indicator"], cleaned["level"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"level": error}) from error


LAYOUTS = [
    ("vast", "Vast: de kaart naast de tekst"),
    ("zwevend", "Zwevend: de tekst over een grote kaart"),
    ("dias", "Dia's: een stap tegelijk"),
]
_CLASSES = {"zwevend": "side-panel--floating", "dias": "side-panel--slides"}


class SidePanelBlock(StoryBlock):
    """Three ways to lay out the same steps. On a phone all are docked, and nothing ever hides the data."""

    title = blocks.CharBlock(label="kop", required=False, max_length=80)
    layout = blocks.ChoiceBlock(
        choices=LAYOUTS,
        label="vorm",
        default="vast",
        help_text="U kunt altijd wisselen: de stappen blijven gelijk. Op een telefoon staat de tekst onder de kaart.",
    )
    steps = blocks.ListBlock(StepBlock(), label="stappen", min_num=1)

    class Meta:
        icon = "globe"
        label = noted("Zijpaneel met kaart")
        group = "Kaart en plekken"
        form_attrs = searched("scrollen stappen sidecar scrollytelling")
        description = "Een kaart die blijft staan terwijl de tekst beweegt, stap voor stap. In ArcGIS: sidecar."
        template = "stories/blocks/side_panel.html"

    def files_for(self, value: Any) -> tuple[str, ...]:
        return ("layouts.css",) if value.get("layout") in _CLASSES else ()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["layout_class"] = _CLASSES.get(value.get("layout") or "", "")
        context["panel"] = side_panel(value["steps"], prefix=(parent_context or {}).get("prefix", "s"))
        return context
