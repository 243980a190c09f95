"""Reading aloud: with a voice of the device, paragraph by paragraph, and only where there is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]
# A voice that says nothing and lets the test end each utterance; the engine of these browsers has none.
VOICE = """
window.said = [];
const voices = [{ name: "Stem", lang: "nl-NL", localService: LOCAL }];
const voice = Object.assign(new EventTarget(), {
  paused: false,
  getVoices: () => voices,
  speak: (one) => { window.said.push(one.text); window.now = one; },
  cancel: () => { const cut = window.now; window.now = null; cut?.onend?.(); },
  pause: () => { voice.paused = true; },
  resume: () => { voice.paused = false; },
});
Object.defineProperty(window, "speechSynthesis", { value: voice });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def story_with_voice(visit: Open, *, local: bool, width: int = 360) -> Page:
    page = visit("/", width=width, reduced_motion="reduce").page
    page.add_init_script(VOICE.replace("LOCAL", "true" if local else "false"))
    page.goto("/verhaal/", wait_until="load")
    return page


def ends(page: Page) -> None:
    """The voice has said what it was saying."""
    page.evaluate("const one = window.now; window.now = null; one.onend()")


def test_a_story_is_read_paragraph_by_paragraph_from_the_chapter_in_sight(visit: Open) -> None:
    page = story_with_voice(visit, local=True)
    page.locator(".chapter").nth(1).evaluate("chapter => chapter.scrollIntoView()")
    title = page.locator(".contents [aria-current]").text_content()
    opener = page.get_by_role("button", name="Lees voor")
    opener.evaluate("button => button.click()")
    bar = page.get_by_role("region", name="Voorlezen")
    expect(bar).to_contain_text(title)
    assert page.evaluate("said") == [title]
    ends(page)
    expect(page.locator(".is-read")).to_have_count(1)
    kern = " ".join(page.locator(".chapter").nth(1).locator(".kern p").first.text_content().split())
    assert page.evaluate("said.at(-1)") == kern
    expect(page.locator(".is-read")).to_be_in_viewport()
    bar.get_by_role("button", name="Pauze").click()
    assert page.evaluate("speechSynthesis.paused")
    bar.get_by_role("button", name="Verder").click()
    assert not page.evaluate("speechSynthesis.paused")
    bar.get_by_role("button", name="Volgende").click()
    assert page.evaluate("said.at(-1)") == page.locator(".chapter h2").nth(2).text_content()
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    expect(page.locator(".is-read")).to_have_count(0)
    expect(opener).to_be_focused()


def test_tables_and_what_is_hidden_are_not_read_and_at_the_end_it_is_silent(visit: Open) -> None:
    page = story_with_voice(visit, local=True)
    page.get_by_role("button", name="Lees voor").evaluate("button => button.click()")
    bar = page.get_by_role("region", name="Voorlezen")
    expect(bar).to_be_visible()  # the script for it comes after the click
    for _ in range(600):
        if not page.evaluate("Boolean(window.now)"):
            break
        ends(page)
    expect(bar).to_have_count(0)
    told = page.evaluate("said")
    assert len(told) == len([text for text in told if text.strip()]) > 20
    cells = {cell.strip() for cell in page.locator("table td").all_text_contents() if cell.strip()}
    assert not cells & set(told)
    assert not any(text.startswith("#") for text in told)
    assert "Dit hoofdstuk delen" not in told


def test_without_a_voice_of_the_device_there_is_no_button(visit: Open) -> None:
    page = story_with_voice(visit, local=False)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-aloud]")).to_be_hidden()
