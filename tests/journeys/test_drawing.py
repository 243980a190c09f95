"""What an editor is drawing on the map of a story stays, whatever is done next."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import FIRST_LOOK, SAVED, open_page
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.waiting import within
from tests.pictures.test_stylesheet import contrast

pytestmark = pytest.mark.journey


def test_what_is_being_drawn_is_not_lost(editor: Visit, site: RunningSite) -> None:
    within(
        site,
        """
from vergezicht.stories.models import HomePage, StoryPage
story = StoryPage(title="Halverwege", lead="Kort.", live=False)
story.body = [("quick_map", {"title": "Waar?", "drawing": "", "text": ""})]
HomePage.objects.get().add_child(instance=story); story.save_revision()
""",
    )
    page = editor.page
    open_page(page, "StoryPage", "Halverwege")
    board, said = page.locator(".drawing svg"), page.locator(".drawing__said")
    board.scroll_into_view_if_needed()
    page.wait_for_timeout(FIRST_LOOK)
    box = board.bounding_box()
    assert box is not None

    def put(*places: float) -> None:
        for place in places:
            board.click(position={"x": box["width"] * place, "y": box["height"] * (0.2 + place / 3)})

    page.check("input[value=LineString]")
    put(0.3, 0.5)
    done = page.get_by_role("button", name="Klaar met deze lijn").bounding_box()
    assert done is not None
    assert done["y"] < board.bounding_box()["y"] + 60, "where one draws, above the map"
    page.check("input[value=Polygon]")
    expect(page.get_by_role("textbox", name="Naam van lijn 1")).to_be_visible()
    put(0.3, 0.4)
    page.locator("input[value=Point]").click()
    expect(said).to_contain_text("dit vlak heeft 2 punten, en minstens 3 zijn nodig")
    expect(page.locator("input[value=Polygon]")).to_be_checked()
    put(0.7)
    page.click("#id_lead")
    expect(page.get_by_role("textbox", name="Naam van vlak 2")).to_be_visible()
    page.check("input[value=LineString]")
    put(0.6)
    page.click("#id_lead")
    expect(said).to_contain_text("deze lijn heeft 1 punt, en minstens 2 zijn nodig")
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)
    expect(said).to_contain_text("1 punt van deze lijn")  # goes on where it was
    expect(page.locator(".drawing__marks li")).to_have_count(2)


_DRAWN = """
from vergezicht.stories.drawing.marks import read_drawing, write_drawing
from vergezicht.stories.models import HomePage, StoryPage
lines = ("lijn Route: stadsdeel/noord; stadsdeel/oost", "punt Buurthuis: stadsdeel/zuid")
drawing = write_drawing(read_drawing(chr(10).join(lines)))
story = StoryPage(title="Getekend", lead="Kort.", live=False)
story.body = [("quick_map", {"title": "Waar?", "drawing": drawing, "text": ""})]
HomePage.objects.get().add_child(instance=story); story.save_revision()
"""
_COLOURS = """() => ["stroke", "fill"].map((part, at) => {
  const drawn = document.querySelector([".drawing__LineString", ".drawing__badge--Point circle"][at]);
  const shown = getComputedStyle(drawn)[part];
  return "#" + shown.match(/[0-9]+/g).slice(0, 3).map((value) => (+value).toString(16).padStart(2, "0")).join("");
})"""


def test_what_is_drawn_has_a_number_and_is_moved_with_the_mouse_or_the_arrows(editor: Visit, site: RunningSite) -> None:
    within(site, _DRAWN)
    page = editor.page
    open_page(page, "StoryPage", "Getekend")
    expect(page.locator(".drawing__badge")).to_have_text(["1", "2"])
    expect(page.locator(".drawing__marks .drawing__number")).to_have_text(["1", "2"])

    def kept() -> list[list[float]]:
        route, house = json.loads(page.locator("[data-drawing-text]").input_value())["features"]
        return [*route["geometry"]["coordinates"], house["geometry"]["coordinates"]]

    start, end, house = kept()
    handle = page.get_by_role("button", name="Verplaats punt 2", exact=True)
    handle.scroll_into_view_if_needed()
    page.wait_for_timeout(FIRST_LOOK)
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 20, y - 10)
    page.mouse.move(x - 40, y - 30)
    page.mouse.up()
    expect(page.locator(".drawing__marks li")).to_have_count(2)  # letting go draws nothing
    assert kept()[:2] == [start, end]
    assert kept()[2][0] < house[0]
    assert kept()[2][1] > house[1]
    page.get_by_role("button", name="Zet terug").click()
    assert kept() == [start, end, house]

    told, here = page.locator(".drawing__told"), page.locator(".drawing__here")
    expect(told).to_have_text("Getekend: 1 punt, 1 lijn.")
    page.get_by_role("textbox", name="Naam van punt 2").fill("")
    expect(told).to_contain_text("Geef punt 2 een naam")
    page.get_by_role("textbox", name="Naam van punt 2").fill("Buurthuis")
    expect(told).to_have_text("Getekend: 1 punt, 1 lijn.")
    expect(page.get_by_text("Als tekst (GeoJSON), voor wie de tekening al heeft")).to_be_visible()
    expect(page.locator("[data-drawing-text]")).to_be_hidden()
    page.locator(".drawing svg").focus()
    page.keyboard.press("ArrowLeft")
    expect(here).to_have_text(re.compile("^Hier ligt .+[.]$"))  # the cross is in an area
    expect(page.locator(".drawing__small", has_text="Mastenbroek")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # the points of a line one after another
    expect(page.get_by_role("button", name="Verplaats punt 2 van lijn 1")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert kept()[1][0] > end[0]
    page.keyboard.press("Escape")
    assert kept() == [start, end, house]
    page.keyboard.press("ArrowDown")
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)
    assert kept()[1][1] < end[1]
    for theme, ground in (("light", "#d6d6d6"), ("dark", "#333333")):
        page.emulate_media(color_scheme=theme)
        assert min(contrast(colour, ground) for colour in page.evaluate(_COLOURS)) >= 3, theme
