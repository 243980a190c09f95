"""An area that is pointed at: the map says what its table says, and the map, the chart and the table mark it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit

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
    name.evaluate("(button) => button.scrollIntoView({ block: 'center' })")
    expect(page.locator(".step.is-current button.on-map").first).to_have_text("Kamperpoort")
    name.focus()
    page.keyboard.press("Enter")
    expect(name).to_have_attribute("aria-pressed", "true")
    said = page.locator(".stage__said")
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
    name.evaluate("(button) => button.scrollIntoView({ block: 'center' })")
    name.click()
    expect(page.locator(".stage__said a")).to_contain_text("Stadshagen: ")
    page.locator(".stage__tools").get_by_role("button", name="Volgende").click()
    expect(page.locator(".stage__said")).to_be_empty()
    expect(name).to_have_attribute("aria-pressed", "false")
    page.locator(".stage__tools").get_by_role("button", name="Vorige").click()
    expect(page.locator(".step.is-current button.on-map")).to_have_text("Stadshagen")
    expect(shown_map(page).locator(".vz-pointed")).to_have_count(0)
    assert "scale" not in (shown_map(page).get_attribute("style") or "")


def test_without_script_a_name_leads_to_the_page_of_the_area(visit: Open) -> None:
    page = visit("/verhaal/", script=False).page
    page.locator(".step a.on-map", has_text="Stadshagen").click()
    expect(page.locator("h1")).to_contain_text("Stadshagen")
