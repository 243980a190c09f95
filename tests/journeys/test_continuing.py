"""What is added in the editor begins where the story is, and what nearly every story begins with is found first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.own_story import write_story

pytestmark = pytest.mark.journey
CHAPTER = {"type": "chapter", "value": {"title": "Samen", "summary": "<p>Kort.</p>"}}
TREND = {"type": "trend", "value": {"indicator": "lonely"}}


def insert(page: Page, place: int, name: str) -> None:
    """Add a block of this name at this place in the story."""
    plus = page.locator("[data-contentpath=body] .c-sf-add-button[title='Blok invoegen']").nth(place)
    plus.press("Enter")
    # a list that was chosen from may still be closing
    plus.locator("xpath=..").locator("[data-tippy-root]").get_by_role("option", name=name).first.click()


def test_a_picture_begins_with_the_figure_of_its_chapter(editor: Visit, site: RunningSite) -> None:
    page = write_story(editor, site, "Vervolgproef", CHAPTER, TREND, CHAPTER)
    figures = page.locator("select[name$=-indicator]")
    insert(page, 2, "Verloop")
    expect(figures).to_have_count(2)
    expect(figures.nth(1)).to_have_value("lonely")
    insert(page, 3, "Zijpaneel")
    expect(figures.nth(2)).to_have_value("lonely")
    insert(page, 5, "Verloop")
    expect(figures).to_have_count(4)
    expect(figures.nth(3)).to_have_value("")  # another chapter


def test_a_picture_begins_with_the_figure_that_a_text_names_last(editor: Visit, site: RunningSite) -> None:
    text = {"type": "text", "value": "<p>Met {liveability_mark} en {lonely@stadsdeel/noord} is dat zo.</p>"}
    chapter = {"type": "chapter", "value": {"title": "Thuis", "kern": "Het cijfer is {liveability_mark}."}}
    page = write_story(editor, site, "Naamproef", CHAPTER, text, chapter)
    figures = page.locator("select[name$=-indicator]")
    insert(page, 2, "Verloop")
    expect(figures).to_have_value("lonely")
    insert(page, 4, "Verloop")
    expect(figures).to_have_count(2)
    expect(figures.nth(1)).to_have_value("liveability_mark")


def test_a_step_begins_with_the_map_of_the_step_before_it(editor: Visit, site: RunningSite) -> None:
    step = {"title": "Noord", "text": "<p>In Noord.</p>", "indicator": "lonely", "level": "wijk", "within": "SD1",
            "focus": ["SD1"]}  # fmt: skip
    panel = {"type": "side_panel", "value": {"title": "", "steps": [step]}}
    page = write_story(editor, site, "Stappenvervolg", panel)
    page.locator("[data-contentpath=steps]").get_by_role("button", name="Toevoegen").last.press("Enter")
    for field, value in {"indicator": "lonely", "level": "wijk", "within": "SD1"}.items():
        expect(page.locator(f"select[name$=-{field}]")).to_have_count(2)
        expect(page.locator(f"select[name$=-{field}]").nth(1)).to_have_value(value)
    expect(page.locator("[data-contentpath=steps] [data-contentpath=title] input").nth(1)).to_have_value("")
    more = page.locator("[data-contentpath=steps] [data-panel-heading]").filter(has_text="Inzoomen")
    expect(more.nth(0)).to_contain_text("uitgelicht")
    expect(more.nth(1)).not_to_contain_text("uitgelicht")


def test_what_is_used_often_stands_on_top_and_nothing_stands_twice(editor: Visit, site: RunningSite) -> None:
    page = write_story(editor, site, "Vaakproef", CHAPTER)
    page.get_by_role("button", name="Blok invoegen").last.press("Enter")
    menu = page.locator("[data-tippy-root]")
    often = menu.locator(".w-combobox__optgroup").first
    expect(often).to_contain_text("Veel gebruikt")
    names = [name.strip() for name in often.get_by_role("option").all_text_contents()]
    assert names[:2] == ["Hoofdstuk", "Tekst"] and len(names) == 7
    every = [name.strip() for name in menu.get_by_role("option").all_text_contents()]
    assert len(every) == len(set(every)) > 20
