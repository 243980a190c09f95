"""A story on a small screen: a phone upright and on its side, and 400 % on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]


def _at_step(page: Page, number: int) -> None:
    page.locator(".step").nth(number).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".stage")).to_contain_text(f"Stap {number + 1} van 6")


def test_the_map_with_its_legend_and_buttons_leaves_half_of_a_phone_for_the_text(visit: Open) -> None:
    page = visit("/verhaal/", width=360, height=740, reduced_motion="reduce").page
    for number in range(6):
        _at_step(page, number)
        stage, title = page.locator(".stage").bounding_box(), page.locator(".step__title").nth(number).bounding_box()
        assert stage["y"] + stage["height"] <= 740 / 2 or number == 0
        assert stage["y"] + stage["height"] < title["y"] < 740 * 0.65
        drawing, legend = page.locator(".stage__picture").bounding_box(), page.locator(".stage .is-shown .legend")
        assert legend.bounding_box()["y"] >= drawing["y"] + drawing["height"], "nothing lies over the map"
        for control in page.locator(".stage button:visible").all():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= 44
            assert box["y"] >= drawing["y"] + drawing["height"]
            assert box["y"] + box["height"] <= legend.bounding_box()["y"]


@pytest.mark.parametrize(("width", "height"), [(740, 360), (640, 360), (640, 450)])
def test_a_phone_on_its_side_has_the_map_beside_the_text_and_its_legend_under_it(
    visit: Open, width: int, height: int
) -> None:
    """640 × 450 is 1280 × 900 at 200 %, too."""
    page = visit("/verhaal/", width=width, height=height, reduced_motion="reduce").page
    for number in range(6):
        _at_step(page, number)
        stage, text = page.locator(".stage").bounding_box(), page.locator(".step__text").nth(number).bounding_box()
        assert stage["x"] + stage["width"] <= text["x"]
        for seen in (".stage__picture", ".is-shown .step__what", ".is-shown .legend", ".stage__tools"):
            box = page.locator(".stage").locator(seen).bounding_box()
            assert box["y"] + box["height"] <= min(height, stage["y"] + stage["height"]), seen
        assert page.locator(".stage__picture").bounding_box()["height"] > height * 0.45


def test_at_400_percent_every_step_has_its_map_above_its_text(visit: Open) -> None:
    """1280 × 1024 at 400 % is 320 × 256: a map that stays would leave nothing to read."""
    page = visit("/verhaal/", width=320, height=256, reduced_motion="reduce").page
    _at_step(page, 1)
    assert page.locator(".stage").bounding_box()["height"] < 256 / 4
    drawing = page.locator(".step__map svg").nth(1)
    expect(drawing).to_be_in_viewport()
    assert drawing.bounding_box()["height"] <= 256
    page.locator(".stage").get_by_role("button", name="Volgende").click()
    expect(page.locator(".stage")).to_contain_text("Stap 3 van 6")
    page.get_by_role("button", name="Kamperpoort").first.click()
    expect(page.locator(".stage__said[role]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "height"), [(360, 740), (740, 360), (1280, 800)])
def test_who_chooses_to_read_per_step_sees_the_heading_the_button_and_the_whole_map(
    visit: Open, width: int, height: int
) -> None:
    page = visit("/verhaal/", width=width, height=height, reduced_motion="reduce").page
    mode = page.get_by_role("button", name="Per stap lezen")
    bar = page.locator(".contents")
    for _ in range(2):  # there and back
        mode.evaluate("(button) => { button.focus(); button.click(); }")
        page.wait_for_timeout(200)
        under = bar.bounding_box()
        for seen in (page.locator(".side-panel__title"), mode):
            expect(seen).to_be_in_viewport(ratio=1)
            assert seen.bounding_box()["y"] >= under["y"] + under["height"]
    mode.evaluate("button => button.click()")
    for seen in (page.locator(".stage__picture"), page.locator(".stage").get_by_role("button", name="Volgende")):
        expect(seen).to_be_in_viewport(ratio=1)


def test_a_link_to_the_first_step_leaves_no_half_button_under_the_bar(visit: Open) -> None:
    page = visit("/verhaal/", width=360, height=740, reduced_motion="reduce").page
    _at_step(page, 0)
    mode, bar = (
        page.get_by_role("button", name="Per stap lezen").bounding_box(),
        page.locator(".contents").bounding_box(),
    )
    assert mode["y"] + mode["height"] <= bar["y"] + bar["height"]


@pytest.mark.parametrize("width", [1280, 1920])
def test_on_a_wide_screen_no_button_lies_over_the_map(visit: Open, width: int) -> None:
    page = visit("/verhaal/", width=width, height=900, reduced_motion="reduce").page
    _at_step(page, 1)
    drawing = page.locator(".stage__picture").bounding_box()
    buttons = page.locator(".stage button:visible").all()
    assert len(buttons) == 3
    assert all(button.bounding_box()["y"] >= drawing["y"] + drawing["height"] for button in buttons)
