"""What the screens of the editor say and do around the text: planning, comparing, pasting, saving by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import FIRST_LOOK, open_page
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (360, 740)])
def test_the_calendar_of_a_plan_covers_neither_the_fields_nor_the_button(
    editor: Visit, width: int, height: int
) -> None:
    page = editor.page
    open_page(page, "TextPage", "Over deze site")
    page.set_viewport_size({"width": width, "height": height})
    toggle = page.locator("[data-side-panel-toggle=status]")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    page.get_by_role("button", name="Kies een moment").click()
    fields = page.locator("#id_go_live_at"), page.locator("#id_expire_at")
    button = page.get_by_role("button", name="Kies dit moment")
    for field in fields:
        field.click()
        calendar = page.locator(".xdsoft_datetimepicker:visible")
        expect(calendar).to_have_count(1)
        for reached in (*fields, button, calendar.locator("td[data-date='15']").first):
            reached.click(trial=True)
        box = calendar.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


_UNDER = """(() => {
    const sign = document.querySelector(".w-minimap__collapse-all"), has = sign.getBoundingClientRect();
    if (!has.width) return "";
    sign.style.visibility = "hidden";
    const found = [has.left, has.right].map((x) => document.elementFromPoint(x, has.top + has.height / 2))
      .find((it) => it?.closest("[data-field-input], .c-sf-block, .w-field, button, a"));
    sign.style.visibility = "";
    return found?.outerHTML.slice(0, 100) ?? "";
})()"""


@pytest.mark.parametrize("width", [1280, 1024, 360])
def test_closing_all_blocks_at_once_covers_no_field(editor: Visit, width: int) -> None:
    page = editor.page
    page.set_viewport_size({"width": width, "height": 740})
    open_page(page, "StoryPage", "Van getallen naar vergezichten")
    page.wait_for_selector(".w-minimap__collapse-all", state="attached")
    covered = []
    for down in range(0, 3000, 150):
        page.evaluate(f"[document.querySelector('main'), window].forEach((it) => it.scrollTo(0, {down}))")
        covered.append(page.evaluate(_UNDER))
    assert [html for html in covered if html] == []
    if width == 1280:
        sign = page.get_by_role("button", name="Alles samenvouwen")
        sign.hover()
        expect(sign).to_have_text("Alles samenvouwen")
        sign.click()
        expect(page.locator("[data-contentpath=lead] textarea")).to_be_hidden()


@pytest.mark.parametrize("name", ["galerij", "wandeling", "tijdlijn"])
def test_what_needs_two_begins_with_two_and_complains_of_nothing(editor: Visit, name: str) -> None:
    page = editor.page
    page.get_by_role("link", name="Begin een verhaal").click()
    page.get_by_role("button", name="Blok invoegen").last.click()
    expect(page.get_by_role("combobox", name="Zoek opties")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    items = page.locator("[data-contentpath=body] [data-streamfield-list-container] [data-streamfield-child]")
    expect(page.locator("[data-contentpath=body] section section")).to_have_count(2)
    expect(items.first).to_be_visible()
    page.wait_for_timeout(1_000)
    assert [text for text in page.locator("main .help-critical, main .error-message").all_inner_texts() if text] == []


def test_the_address_is_the_one_that_was_given_without_opening_the_page_again(editor: Visit) -> None:
    page = editor.page
    page.get_by_role("link", name="Begin een verhaal").click()
    page.wait_for_timeout(FIRST_LOOK)
    page.fill("#id_lead", "Kort.")
    page.locator("#id_title").press_sequentially("Verhaal")  # there is one already
    expect(page.locator("#id_slug")).to_have_value("verhaal-2")
    page.locator("#id_title").press_sequentially(" in Noord")
    expect(page.locator("#id_slug")).to_have_value("verhaal-in-noord")
    page.get_by_role("tab", name="Eigenschappen").click()
    page.fill("#id_slug", "eigen-adres")
    page.get_by_role("tab", name="Inhoud").click()
    page.fill("#id_title", "Iets anders")
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text("gewijzigd")
    expect(page.locator("#id_slug")).to_have_value("eigen-adres")
