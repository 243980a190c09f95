"""An area that is pointed at: the map says what its table says, and the map, the chart and the table mark it."""

from __future__ import annotations

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
