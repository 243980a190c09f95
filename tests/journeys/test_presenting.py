"""Presenting a story in a room: every slide fits, and whoever speaks has a window with notes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]


def test_presenting_by_keys_and_by_buttons(visit: Open) -> None:
    """The arrow keys belong to this page alone; refresh stays on the slide, and so does a link to it."""
    page = visit("/verhaal/presenteren/").page
    expect(page.locator(".slide:visible")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("status")).to_contain_text("3 van")
    page.get_by_role("button", name="Volgende").click()
    expect(page.locator(".slide.is-current")).to_have_attribute("id", "dia-4")
    page.reload()
    expect(page.locator(".slide.is-current")).to_have_attribute("id", "dia-4")
    expect(page.locator(".slide__notes:visible")).to_have_count(0)
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Volgende")).to_be_disabled()
    page.click("text=Terug naar het verhaal")
    assert page.url.endswith("/verhaal/")


def test_notes_are_in_a_window_of_whoever_speaks(visit: Open) -> None:
    """Both windows move together; where none can open, the notes lie over the lower part of the slide."""
    page = visit("/verhaal/presenteren/#dia-3").page
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Notities").click()
    speaker = opened.value
    expect(speaker.locator(".slide__notes:visible")).to_have_count(1)
    expect(speaker.locator(".slide__content:visible")).to_have_count(0)
    expect(speaker.locator(".speaker__time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(speaker.locator(".speaker__next")).to_contain_text(str(page.locator("#dia-4 h2").text_content()))
    expect(page.locator(".slide__notes:visible")).to_have_count(0)
    speaker.keyboard.press("ArrowRight")
    expect(page.locator(".slide.is-current")).to_have_attribute("id", "dia-4")
    page.keyboard.press("End")
    expect(speaker.locator(".speaker")).to_contain_text("Geen notities bij deze dia.")
    speaker.close()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.evaluate("window.open = () => null")
    page.get_by_role("button", name="Notities").click()
    box = page.locator(".slide__notes:visible").bounding_box()
    assert box
    assert box["y"] + box["height"] <= page.evaluate("innerHeight")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1366, 768), (1920, 1080)])
def test_every_slide_fits_the_screen_with_letters_for_a_room(visit: Open, width: int, height: int) -> None:
    page = visit("/verhaal/presenteren/", width=width, height=height).page
    tops = set()
    for number in range(1, page.locator(".slide").count() + 1):
        expect(page.locator(".slide.is-current")).to_have_attribute("id", f"dia-{number}")
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), number
        smallest = page.locator(".slide.is-current svg text").evaluate_all(
            "all => Math.min(...all.map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().d))"
        )
        assert smallest is None or smallest > 15.5, number
        tops.add(page.locator(".present-bar").evaluate("bar => bar.getBoundingClientRect().top"))
        page.keyboard.press("PageDown")
    assert len(tops) == 1


def test_a_slide_becomes_smaller_until_it_fits_on_a_large_screen(visit: Open) -> None:
    page = visit("/verhaal/presenteren/#dia-2", height=620).page
    slide = page.locator(".slide.is-current")
    expect(slide).to_have_attribute("style", re.compile(r"--fit: 0\.[5-9]"))
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.set_viewport_size({"width": 1920, "height": 1400})
    expect(slide).to_have_attribute("style", re.compile("--fit: 1;"))
    page.set_viewport_size({"width": 640, "height": 360})  # 200 % zoom: who asked for larger letters keeps them
    expect(slide).to_have_attribute("style", re.compile("--fit: 1;"))
