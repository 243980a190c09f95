"""Pages beside the story, narrow and wide: themes that fold, tables wider than a phone, what stands beside a form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]
FIGURE = "#cijfer-te-hard-rijden"


def test_the_page_of_an_area_is_short_on_a_phone(visit: Open) -> None:
    page = visit("/wijken/berkum/", width=360, height=740).page
    assert page.evaluate("document.documentElement.scrollHeight") < 7000
    page.get_by_role("button", name="Open alle thema’s").click()
    expect(page.locator(".theme-fold:not([open])")).to_have_count(0)
    closes = page.get_by_role("button", name="Sluit alle thema’s")
    expect(closes).to_be_focused()
    closes.press("Enter")
    expect(page.locator(".theme-fold[open]")).to_have_count(0)
    expect(page.get_by_role("button", name="Open alle thema’s")).to_be_focused()


@pytest.mark.parametrize("script", [True, False])
def test_a_link_to_one_figure_opens_its_theme_and_shows_it(visit: Open, script: bool) -> None:
    page = visit(f"/wijken/berkum/{FIGURE}", width=360, height=740, script=script).page
    expect(page.locator(FIGURE)).to_be_in_viewport(ratio=0.5)
    assert page.locator(".theme-fold[open]").count() == 1
    page.locator(".ways").get_by_role("link", name="Klimaat").click()
    expect(page.locator("#t-klimaat .key-figure").first).to_be_in_viewport()


def test_on_paper_every_theme_is_open(visit: Open) -> None:
    page = visit("/wijken/berkum/", script=False).page
    page.emulate_media(media="print")
    assert all(figure.bounding_box()["height"] > 0 for figure in page.locator(".theme-fold .key-figure").all())
    expect(page.locator(FIGURE)).to_be_visible()
    assert all(name.bounding_box()["width"] > 300 for name in page.locator(".theme-fold summary h3").all())


def test_the_longest_names_fit_on_the_narrowest_phone_and_in_large_letters(visit: Open) -> None:
    page = visit("/gebieden/", width=320, height=740).page
    areas = dict(page.locator("main a[href^='/buurten/'], main a[href^='/wijken/']").evaluate_all(
        "links => links.map((link) => [link.getAttribute('href'), link.textContent.trim()])"
    ))  # fmt: skip
    longest = sorted(areas, key=lambda path: max(map(len, areas[path].replace("-", " ").split())), reverse=True)[:4]
    for path in (*longest, "/buurten/meppelerstraatweg-zuid/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        page.evaluate("document.documentElement.style.fontSize = '32px'")
        beyond = page.locator("h1, h2, h3").evaluate_all(
            "heads => heads.filter((one) => one.getBoundingClientRect().right > 320).map((one) => one.textContent)"
        )
        assert beyond == [], path


@pytest.mark.parametrize("path", ["/", "/verhaal/", "/opgaven/", "/cijfers/", "/ontmoetingsplekken/", "/raad/"])
def test_letters_twice_as_large_fit_on_a_phone(visit: Open, path: str) -> None:
    page = visit(path, width=360).page
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    if path == "/verhaal/":
        page.locator(".step").first.scroll_into_view_if_needed()
        title, button = page.locator(".stage .step__what").first, page.locator(".stage .stage__tools .button").first
        expect(button).to_be_visible()
        letters = title.evaluate(
            "one => { const all = document.createRange(); all.selectNodeContents(one);"
            " return Math.max(...[...all.getClientRects()].map((line) => line.right)); }"
        )
        assert letters <= button.bounding_box()["x"], "the buttons stand beside the words"
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_map_of_the_wijkopgaven_stays_in_sight_beside_their_cards(visit: Open) -> None:
    page = visit("/opgaven/").page
    page.locator(".card__number").last.scroll_into_view_if_needed()
    expect(page.locator(".beside-map__map svg")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 360, "height": 740})
    card, drawn = page.locator(".card__number").last.bounding_box(), page.locator(".beside-map__map svg").bounding_box()
    assert drawn["y"] > card["y"] and drawn["width"] <= 360


def test_in_a_table_wider_than_a_phone_the_area_of_a_row_stays_in_sight(visit: Open) -> None:
    page = visit("/cijfers/te-hard-rijden/", width=360, height=740).page
    page.locator(".figures summary").nth(1).click()
    table = page.locator(".figures[open] .table-wrap").first
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert table.evaluate("box => { box.scrollLeft = 150; return box.scrollLeft; }") > 100
    edge = table.bounding_box()["x"]
    for part in (table.locator("tbody th").first, table.locator("thead th").first, table.locator("caption")):
        assert abs(part.bounding_box()["x"] - edge) < 2
    heights = {round(row.bounding_box()["height"]) for row in table.locator("tbody tr").all()}
    assert max(heights) < 80, "a row is not a column of words"


def test_what_happens_next_stands_beside_a_form_and_above_its_button_on_a_phone(visit: Open) -> None:
    page = visit("/meedoen/idee/").page
    part, beside = page.locator("form > fieldset").first.bounding_box(), page.locator(".beside").bounding_box()
    assert beside["x"] > part["x"] + part["width"]
    assert beside["y"] < 200
    page.set_viewport_size({"width": 360, "height": 740})
    part, beside = page.locator("form > fieldset").last.bounding_box(), page.locator(".beside").bounding_box()
    assert beside["y"] >= part["y"] + part["height"]
    assert page.locator("form > .form__buttons").bounding_box()["y"] >= beside["y"] + beside["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_for_the_council_what_was_asked_stands_beside_what_came_of_it(visit: Open) -> None:
    page = visit("/raad/").page
    asked = page.locator(".account .prose").first.bounding_box()
    came = page.locator(".account__parts").first.bounding_box()
    assert came["x"] > asked["x"] + asked["width"]
    assert came["x"] + came["width"] > 1200
