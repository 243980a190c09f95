"""The button that opens the dialog: beside a text area, and in rich text."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.urls import reverse, reverse_lazy
from wagtail.admin.rich_text.editors.draftail.features import DecoratorFeature, EntityFeature, PluginFeature
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.rich_text.feature_registry import FeatureRegistry

from vergezicht.stories.picking.text import FIGURE, PASTING, REFERENCE

_DIALOG = "website/js/figure-picker.js"


class FigureInput(AdminAutoHeightTextInput):
    """A text area with a button that puts a figure where the cursor is, and under it how the text reads."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {
            "data-controller": "w-autosize vergezicht-figure",
            "data-figures": reverse_lazy("pick_figure"),
            "data-shown": reverse_lazy("show_figure"),
        }
        super().__init__({**own, **(attrs or {})})

    @property
    def media(self) -> Media:
        return super().media + Media(js=[versioned_static(_DIALOG)])  # as Draftail asks for it, so that it comes once


class FigureFeature(EntityFeature):  # type: ignore[misc]  # Wagtail has no annotations
    """A figure in a text, with a button under that text that puts one in."""

    def construct_options(self, options: dict[str, Any]) -> None:
        super().construct_options(options)
        options.setdefault("controls", []).append({"type": "FIGURE-BUTTON"})


def register_pasting(features: FeatureRegistry) -> None:
    """What is pasted keeps its headings and the rows of its tables; every rich text has it (in_text.py)."""
    plugin = PluginFeature({"type": PASTING.upper()}, js=["website/js/pasting.js"])
    features.register_editor_plugin("draftail", PASTING, plugin)


def register_figures(features: FeatureRegistry) -> None:
    """Give rich text a button *Cijfer of gebied*, also under "/", and a colour to every reference in it."""
    entity = {
        "type": FIGURE.upper(),
        "icon": "decimal",
        "description": "Cijfer of gebied",
        "address": reverse("pick_figure"),
    }
    decorator = {"type": REFERENCE.upper()}
    scripts = [_DIALOG, "website/js/figure-in-text.js"]
    features.register_editor_plugin("draftail", FIGURE, FigureFeature(entity, js=scripts))
    features.register_editor_plugin("draftail", REFERENCE, DecoratorFeature(decorator, js=scripts))
