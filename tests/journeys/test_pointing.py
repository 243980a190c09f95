"""An area that is pointed at: the map says what its table says, and the map, the chart and the table mark it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.waiting import wait_until

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]
HINT = "Wijs een gebied aan, of tik erop."


def map_of(page: Page) -> Locator:
    return page.locator("figure.picture--choropleth").first


def row_text(figure: Locator, code: str) -> str:
    name, value, margin = figure.locator(f'tr[data-area="{code}"] > *').all_text_contents()[:3]
    return f"{name}: {value}, {margin}"


def test_a_tile_says_which_area_it_is_and_what_its_figure_is(visit: Open) -> None:
    page = visit("/cijfers/voelt-zich-weleens-onveilig/").page
    figure = map_of(page)
    expect(figure.locator(".picture__pointed")).to_have_text(HINT)
    tile = figure.locator(".vz-k5 > [data-area]").first
    tile.scroll_into_view_if_needed()
    box = tile.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # where its figure is written
    code = tile.get_attribute("data-area")
    expect(figure.locator(".picture__pointed")).to_have_text(row_text(figure, code))
    expect(figure.locator(".vz-pointed")).to_have_attribute("d", tile.get_attribute("d"))
    expect(figure.locator(".picture__pointed a")).to_have_attribute(
        "href", figure.locator(f'tr[data-area="{code}"] a').get_attribute("href")
    )


def test_a_row_that_has_the_focus_is_marked_on_the_map(visit: Open) -> None:
    page = visit("/cijfers/voelt-zich-weleens-onveilig/", width=360).page
    figure = map_of(page)
    figure.locator("summary").press("Enter")
    page.keyboard.press("Tab")  # the table, which can be scrolled
    page.keyboard.press("Tab")  # its first area
    focused = page.locator("tr:has(a:focus)")
    code = focused.get_attribute("data-area")
    expect(focused).to_have_class("is-pointed")
    outline = figure.locator(f'path[data-area="{code}"]').get_attribute("d")
    expect(figure.locator(".vz-pointed")).to_have_attribute("d", outline)
    page.keyboard.press("Tab")
    expect(page.locator("tr.is-pointed")).not_to_have_attribute("data-area", code)
    expect(figure.locator(".vz-pointed")).to_have_count(1)


def test_a_chart_and_a_map_of_the_same_areas_mark_the_same_one(visit: Open) -> None:
    page = visit("/cijfers/voelt-zich-weleens-onveilig/").page
    bar = page.locator(".vz-intervals g[data-area]").first
    bar.locator("text").first.hover()
    expect(page.locator(".vz-intervals .is-pointed")).to_have_attribute("data-area", bar.get_attribute("data-area"))


def test_without_script_and_in_the_frame_of_another_site_there_is_no_hint(visit: Open) -> None:
    page = visit("/cijfers/voelt-zich-weleens-onveilig/", script=False).page
    expect(map_of(page).locator(".picture__pointed")).to_be_hidden()
    framed = visit("/ingesloten/cijfers/voelt-zich-weleens-onveilig/").page
    expect(framed.locator(".picture__pointed")).to_be_hidden()
    expect(framed.locator("button[data-indicator]")).to_be_hidden()


def shown_map(page: Page) -> Locator:
    return page.locator(".stage__map.is-shown svg")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_name_in_the_text_of_a_step_shows_the_area_on_its_map(visit: Open, width: int) -> None:
    page = visit("/verhaal/", width=width).page
    name = page.locator(".step button.on-map", has_text="Kamperpoort")
    other = page.locator(".step button.on-map", has_text="Veerallee")
    name.evaluate("(button) => button.scrollIntoView({ block: 'center', behavior: 'instant' })")
    expect(page.locator(".step.is-current button.on-map").first).to_have_text("Kamperpoort")
    name.focus()
    page.keyboard.press("Enter")
    expect(name).to_have_attribute("aria-pressed", "true")
    said = page.locator(".stage__said[role]")
    expect(said.locator("a")).to_contain_text("Kamperpoort: ")
    assert (said.locator("a").get_attribute("href") or "").endswith("/buurten/kamperpoort/")
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(1)
    expect(shown_map(page)).to_have_attribute("style", re.compile(r"transform: translate\(.*scale\((1\.[1-9]|2)"))
    other.click()
    expect(name).to_have_attribute("aria-pressed", "false")
    expect(said.locator("a")).to_contain_text("Veerallee: ")
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(other).to_have_attribute("aria-pressed", "false")
    expect(said).to_be_empty()
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(0)
    name.click()
    said.get_by_role("button", name="Hele kaart").click()
    expect(name).to_be_focused()
    expect(said).to_be_empty()


def test_a_side_trip_ends_with_its_step(visit: Open) -> None:
    page = visit("/verhaal/").page
    name = page.locator(".step button.on-map", has_text="Stadshagen")
    name.evaluate("(button) => button.scrollIntoView({ block: 'center', behavior: 'instant' })")
    name.click()
    expect(page.locator(".stage__said[role] a")).to_contain_text("Stadshagen: ")
    page.locator(".stage__tools").get_by_role("button", name="Volgende").click()
    expect(page.locator(".stage__said[role]")).to_be_empty()
    expect(name).to_have_attribute("aria-pressed", "false")
    page.locator(".stage__tools").get_by_role("button", name="Vorige").click()
    expect(page.locator(".step.is-current button.on-map")).to_have_text("Stadshagen")
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(0)
    assert "scale" not in (shown_map(page).get_attribute("style") or "")


def test_without_script_a_name_leads_to_the_page_of_the_area(visit: Open) -> None:
    page = visit("/verhaal/", script=False).page
    page.locator(".step a.on-map", has_text="Stadshagen").click()
    expect(page.locator("h1")).to_contain_text("Stadshagen")


CENTRE = """async (name) => {
  const areas = Object.values(await (await fetch("/verkennen/gebieden/buurt.json")).json());
  const drawing = document.querySelector(".stage__map.is-shown svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", areas.find((area) => area.name === name).path);
  drawing.append(path);
  const { x, y, width, height } = path.getBBox();
  path.remove();
  const at = new DOMPoint(x + width / 2, y + height / 2).matrixTransform(drawing.getScreenCTM());
  return [at.x, at.y];
}"""


def at_the_step_of(page: Page, name: str) -> Locator:
    """The name in the text of its step, when the map of that step stands still."""
    found = page.locator(".step button.on-map", has_text=name)
    found.evaluate("(button) => button.scrollIntoView({ block: 'center', behavior: 'instant' })")
    expect(page.locator(".step.is-current button.on-map").first).to_have_text("Kamperpoort")
    wait_until(page, "!document.getAnimations().some(({ playState }) => playState === 'running')")
    return found


def told_of(page: Page, name: str) -> str:
    """What the server wrote in the step about the area, for whoever asks for it by its name."""
    told = page.locator(".step.is-current").get_attribute("data-on-map") or ""
    return next(area["says"] for area in json.loads(told).values() if area["says"].startswith(f"{name}: "))


def test_the_map_of_a_step_says_what_a_mouse_points_at(visit: Open) -> None:
    page = visit("/verhaal/").page
    at_the_step_of(page, "Kamperpoort")
    page.mouse.move(*page.evaluate(CENTRE, "Kamperpoort"))
    said = page.locator(".stage__pointed a")
    expect(said).to_have_text(told_of(page, "Kamperpoort"))
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(1)
    page.mouse.move(*page.evaluate(CENTRE, "Veerallee"))
    expect(said).to_have_text(told_of(page, "Veerallee"))
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(1)
    box = said.bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + 4)  # straight to the link, not over other areas
    page.mouse.move(box["x"] + 8, box["y"] + 6)
    expect(said).to_have_text(told_of(page, "Veerallee"))
    page.keyboard.press("Escape")
    expect(said).to_have_count(0)
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(0)
    page.mouse.move(*page.evaluate(CENTRE, "Veerallee"))
    expect(said).to_have_count(1)
    page.mouse.move(5, 5)
    expect(said).to_have_count(0)


def test_a_finger_on_the_map_of_a_step_says_which_area_it_is(visit: Open) -> None:
    page = visit("/verhaal/", width=360, has_touch=True).page
    name = at_the_step_of(page, "Kamperpoort")
    page.touchscreen.tap(*page.evaluate(CENTRE, "Veerallee"))
    said = page.locator(".stage__pointed a")
    expect(said).to_have_text(told_of(page, "Veerallee"))
    name.click()  # who asks for an area by its name, sees that one
    expect(said).to_have_count(0)
    expect(page.locator(".stage__said[role] a")).to_have_text(told_of(page, "Kamperpoort"))
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(1)
    page.keyboard.press("Escape")
    page.touchscreen.tap(*page.evaluate(CENTRE, "Veerallee"))
    expect(said).to_have_count(1)
    said.click()
    expect(page.locator("h1")).to_contain_text("Veerallee")


def test_a_map_that_cannot_say_what_is_pointed_at_stays_a_map(visit: Open) -> None:
    """What is pointed at comes later; the connection may be gone by then."""
    page = visit("/verhaal/").page
    page.route("**/verkennen/gebieden/*", lambda route: route.fulfill(status=404, body="weg"))
    at_the_step_of(page, "Kamperpoort")
    box = page.locator(".stage__picture").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(500)
    expect(page.locator(".stage__pointed")).to_be_empty()
