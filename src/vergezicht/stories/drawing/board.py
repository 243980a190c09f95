"""The map an editor draws on: outlines of the areas in degrees, and their names to put a point in by keyboard."""

from __future__ import annotations

from typing import Any

from django.forms import Textarea
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.stories.drawing.marks import MOST_MARKS, told_marks


class DrawingInput(Textarea):
    """A text area with, where scripts run, a map above it; what is drawn there is written into the text area."""

    template_name = "stories/editor/drawing_input.html"

    class Media:
        js = ("website/js/drawing.js", "website/js/drawing-told.js")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["board"] = {"map": reverse("drawing_board"), "told": reverse("told_drawing"), "most": MOST_MARKS}
        return context | _told(str(value or ""))


@require_POST
def told_drawing(request: HttpRequest) -> HttpResponse:
    """What is drawn in ``tekst``, and what is wrong with it, in words, as HTML. Nothing is kept."""
    return render(request, "stories/editor/drawing_told.html", _told(request.POST.get("tekst", "")))


def _told(text: str) -> dict[str, Any]:
    counted, wrong = told_marks(text)
    return {"counted": counted, "wrong": wrong}


@require_safe
@cache_control(private=True, max_age=600)
def drawing_board(request: HttpRequest) -> JsonResponse:
    """The map in longitude and latitude.

    ``kaartsoort``; ``land``: the smallest areas by name with their outer rings; ``groter``: the rings of the largest
    below the gemeente; ``namen``: those by name and place; ``gebieden``: all of them so, from large to small.
    """
    place = municipality()
    boundaries = place.boundaries
    by_level = [
        (level, [area for area in place.geography.listed(level) if area.code in boundaries])
        for level in place.geography.levels
    ]
    below = [found for level, found in by_level if level != AreaLevel.GEMEENTE]

    def rings(areas: list[Area]) -> list[Any]:
        return [
            [boundaries.to_degrees(point) for point in polygon[0]]
            for area in areas
            for polygon in boundaries[area.code].polygons
        ]

    def centre(area: Area) -> list[float]:
        return boundaries.to_degrees(boundaries[area.code].centre)

    return JsonResponse(
        {
            "kaartsoort": boundaries.kind.value,
            "land": [[area.name, rings([area])] for area in by_level[-1][1]],
            "groter": rings(below[0]) if below else [],
            "namen": [[area.name, centre(area)] for area in (below[0] if len(below) > 1 else [])],
            "gebieden": [[f"{area.name} ({level.value})", centre(area)] for level, found in by_level for area in found],
        }
    )
