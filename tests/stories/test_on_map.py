"""An area named in a text: its name and link for everybody, and in a step what the map needs to show it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.rich_text import RichText

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.pictures import MapState, spotlight
from vergezicht.pictures.notation import figure_text, margin_text
from vergezicht.pictures.outline import fit
from vergezicht.stories.living.living_numbers import fill_in, fill_in_words, unknown_references
from vergezicht.stories.living.on_map import areas_in, write_area
from vergezicht.stories.moving.rebinding import Rebinding
from vergezicht.stories.picking.shown import shown
from vergezicht.stories.present import side_panel

pytestmark = pytest.mark.django_db
STEP = {"title": "Stap", "indicator": "liveability_mark", "level": "buurt", "period": "", "focus": []}
TEXT = "<p>Kijk naar {op-kaart@wijk/stadshagen} en {op-kaart@WK019322}.</p>"


def state(**given: Any) -> MapState:
    return MapState(**({"indicator": "liveability_mark", "level": AreaLevel.BUURT} | given))


def test_readers_get_its_name_with_a_link_and_paper_its_name() -> None:
    link = '<a class="on-map" data-area="WK019322" href="/wijken/stadshagen/">Stadshagen</a>'
    assert fill_in(TEXT) == f"<p>Kijk naar {link} en {link}.</p>"
    assert fill_in_words("In {op-kaart@wijk/stadshagen}.") == "In Stadshagen."
    assert [area.code for area in areas_in(TEXT)] == ["WK019322"]


def test_what_is_not_here_is_refused_by_name_and_still_reads() -> None:
    wrong = list(unknown_references("{op-kaart@buurt/nergens} {op-kaart@GM0193} {op-kaart@wijk/stadshagen}"))
    assert len(wrong) == 2 and "buurt/nergens" in wrong[0] and "hele gemeente" in wrong[1]
    assert fill_in_words("In {op-kaart@buurt/nergens}.") == "In nergens."


def test_a_step_knows_where_its_areas_lie_and_what_the_map_says_of_them() -> None:
    release = current_release()
    panel = side_panel([STEP | {"text": RichText(TEXT)}, STEP | {"text": RichText("<p>Niets.</p>")}], prefix="p")
    assert release is not None and panel is not None
    first, second = panel.steps
    assert second.on_map == ""
    told = json.loads(first.on_map)
    assert list(told) == ["WK019322"]
    figure = release.figure("liveability_mark", "WK019322", release.latest_of("liveability_mark"))
    indicator = release.indicator("liveability_mark")
    says = f"Stadshagen: {figure_text(indicator, figure)}, {margin_text(indicator, figure)}"
    assert told["WK019322"]["says"] == says
    assert told["WK019322"]["path"] == fit(release.boundaries).path(release.boundaries["WK019322"])


def test_the_map_goes_near_but_not_so_near_that_the_place_is_lost() -> None:
    release, geography = current_release(), municipality().geography
    assert release is not None
    frame = fit(release.boundaries)
    for area in geography:
        if area.code not in release.boundaries:
            continue
        light = spotlight(release, state(), area)
        assert light is not None
        x, y, wide, high = light.view
        inner = frame.box([release.boundaries[area.code]])
        assert wide / high == pytest.approx(frame.width / frame.height, rel=0.02)
        assert wide >= round(frame.width / 1.8) - 1
        assert x >= 0 and y >= 0 and x + wide <= frame.width + 1 and y + high <= frame.height + 1
        assert x <= inner[0] + 1 and inner[0] + inner[2] <= x + wide + 1, area
        assert y <= inner[1] + 1 and inner[1] + inner[3] <= y + high + 1, area


def test_an_area_without_a_figure_says_so() -> None:
    release = current_release()
    assert release is not None
    hidden = next(
        figure for figure in release.figures()
        if figure.indicator == "liveability_mark" and figure.value is None and figure.area in release.boundaries
    )  # fmt: skip
    light = spotlight(release, state(period=hidden.period), release.geography[hidden.area])
    assert light is not None and light.says == f"{release.geography[hidden.area].name}: geen cijfer"


def test_a_map_that_does_not_have_the_area_shows_nothing() -> None:
    release = current_release()
    assert release is not None
    area = replace(release.geography["WK019322"], code="WK999999")
    assert spotlight(release, state(), area) is None


def test_it_is_chosen_in_the_dialog_of_figures_without_a_figure(client: Client) -> None:
    client.force_login(User.objects.create_superuser("kiezer"))
    answer = client.get(reverse("try_figure"), {"area": "wijk/stadshagen", "rule": "op-kaart"}).json()
    assert (answer["written"], answer["says"]) == ("{op-kaart@wijk/stadshagen}", "Stadshagen")
    assert answer["shown"]["kind"] == "area"
    whole = client.get(reverse("try_figure"), {"area": "", "rule": "op-kaart"}).json()
    assert whole["written"] == "" and "Kies een gebied" in whole["says"]
    again = client.get(reverse("pick_figure"), {"written": "{op-kaart@wijk/stadshagen}"}).content.decode()
    chosen = re.findall(r'<option value="([^"]*)" selected', again)
    assert "wijk/stadshagen" in chosen and "op-kaart" in chosen


def test_rich_text_shows_it_as_a_name_and_what_is_wrong_as_letters() -> None:
    seen = shown("{op-kaart@wijk/stadshagen}")
    assert seen is not None and (seen.text, seen.kind) == ("Stadshagen", "area")
    assert shown("{op-kaart@wijk/nergens}") is None


def test_it_moves_with_a_story_that_is_told_of_another_area() -> None:
    geography = municipality().geography
    north, south = (next(a for a in geography.at(AreaLevel.STADSDEEL) if a.name == name) for name in ("Noord", "Zuid"))
    assert Rebinding(north, south).text("In {op-kaart@stadsdeel/noord}.") == "In {op-kaart@stadsdeel/zuid}."
    assert Rebinding(north, south).text(f"In {write_area(north.code)}.") == f"In {write_area(south.code)}."
