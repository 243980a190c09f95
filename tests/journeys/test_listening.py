"""What is heard of the pages, as Chromium gives it to a screen reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.listening import run_together
from tests.journeys.test_reader import PAGE_TYPES

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]
OF_OTHERS = ("/verhaal/", "/ingesloten/", "/delen/", "/zoeken/")  # the story and the search have journeys of their own


def test_what_is_read_on_does_not_run_together(visit: Open) -> None:
    page = visit("/").page
    page.set_content("<p><span>3</span><span>Op koers</span></p>")
    assert run_together(page) == ["3|Op koers"], "it would be found"
    found = {}
    for path in PAGE_TYPES.values():
        if not path.startswith(OF_OTHERS):
            page.goto(path)
            found[path] = run_together(page)
    assert {path: places for path, places in found.items() if places} == {}


def test_what_is_wrong_in_a_group_of_answers_is_not_glued_to_its_question(visit: Open) -> None:
    page = visit("/meedoen/idee/").page
    page.get_by_role("button", name="Verstuur mijn idee").click()
    expect(page.get_by_role("radiogroup", name="Wat wordt het? Kies wat u wilt beginnen.")).to_be_visible()
    assert run_together(page) == []


def test_the_focus_on_the_buttons_of_a_map_skips_no_step(visit: Open) -> None:
    page = visit("/verhaal/", width=1280, height=900).page
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Zonder beweging").focus()
    for name in ("Volgende", "Kaart verkennen"):
        page.keyboard.press("Tab")
        expect(page.locator(".stage").get_by_role("button", name=name)).to_be_focused()
        page.wait_for_timeout(500)
        expect(page.locator(".stage")).to_contain_text("Stap 1 van 6")
        expect(page.locator(":focus")).to_be_in_viewport()
    page.locator(".chapter h2").first.evaluate("head => head.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".contents [aria-current=true]")).to_have_count(1)
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".contents [aria-current=true]")).to_have_count(0)


def test_a_button_that_a_screen_reader_scrolls_to_before_it_gives_it_the_focus_skips_no_step(visit: Open) -> None:
    page = visit("/verhaal/", width=1280, height=900, reduced_motion="reduce").page
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Tab")  # whoever listens has a keyboard
    page.locator(".step").first.evaluate("step => step.scrollIntoView()")
    page.wait_for_timeout(600)  # and is at this step
    passed = page.evaluate("""async () => {
        const last = document.querySelector(".stage .stage__explore");
        const count = document.querySelector(".stage .stage__tools > span");
        document.querySelectorAll(".step")[2].scrollIntoView({ behavior: "instant" });
        await new Promise((after) => setTimeout(after, 100));
        const passed = count.textContent;
        last.focus({ preventScroll: true });
        return passed;
    }""")
    assert passed != "Stap 1 van 6", "otherwise nothing had to be taken back"
    expect(page.locator(".stage")).to_contain_text("Stap 1 van 6")
    expect(page.locator(".stage__explore")).to_be_focused()


def test_the_free_map_is_heard_when_it_opens_and_leaves_the_reading_place_at_its_button(visit: Open) -> None:
    """A screen reader that is still leaving the page does not hear the first focus in a window but the second."""
    page = visit("/cijfers/voelt-zich-weleens-onveilig/").page
    button = page.locator("button[data-indicator]").first
    button.evaluate("button => button.focus()")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Kaart verkennen")
    expect(dialog.get_by_role("button", name="Sluit de kaart")).to_be_focused()
    expect(dialog.get_by_role("heading", level=2)).to_be_focused()
    dialog.locator(".legend").evaluate("legend => getSelection().collapse(legend)")  # as who reads line by line
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    assert button.evaluate("button => button.contains(getSelection().anchorNode)")


def test_a_step_that_is_asked_for_is_said_and_the_button_keeps_the_focus(visit: Callable[..., Visit]) -> None:
    """Its words stand further on in the page, behind those of the first step."""
    page = visit("/verhaal/").page
    steps, stage = page.locator(".side-panel .step"), page.locator(".stage")
    following, told = stage.get_by_role("button", name="Volgende"), stage.locator(".stage__tools [role=status]")
    expect(told).to_have_text("")
    steps.nth(1).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(stage.locator(".stage__tools > span")).to_have_text("Stap 2 van 6")
    expect(told).to_have_text("")  # who scrolls hears the step itself
    page.wait_for_timeout(600)  # and was there for a while
    following.focus()
    for number in range(3, 7):
        following.press("Enter")
        words = steps.nth(number - 1).locator(".prose > *").first.inner_text()
        title = steps.nth(number - 1).locator("h3").inner_text().replace("\n", " ")
        expect(told).to_contain_text(f"Stap {number} van 6. {title}{'' if title.endswith('?') else '.'} ")
        expect(told).to_contain_text(words)
    expect(following).to_have_attribute("aria-disabled", "true")
    expect(following).to_be_focused()
    following.press("Enter")
    expect(told).to_contain_text("Stap 6 van 6")


def test_a_step_says_what_its_map_shows_and_that_colours_mean_something_else(visit: Callable[..., Visit]) -> None:
    page = visit("/verhaal/").page
    steps = page.locator(".side-panel .step")
    heard = steps.locator(".step__heard")
    expect(heard).to_have_count(steps.count())
    for number in range(steps.count()):
        shown = steps.nth(number).locator(".step__what").text_content()
        expect(heard.nth(number)).to_contain_text(str(shown))
    assert any("De kleuren staan nu voor andere cijfers." in text for text in heard.all_text_contents())
    first = heard.first.bounding_box()
    assert first is not None and first["width"] <= 1, "the eye has it beside the map"
