"""The page of an area: its themes fold, and open for whoever follows a link into one, prints or has no script."""

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
    assert page.locator(".theme-fold:not([open])").count() == 0


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
