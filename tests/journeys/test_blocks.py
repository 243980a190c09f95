"""An editor moves blocks, throws one away and takes it back; the preview goes along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import FIRST_LOOK, SAVED, open_page, violations
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.own_story import write_story
from tests.journeys.waiting import wait_until
from vergezicht.stories.blocks.table import MOST_ROWS

pytestmark = pytest.mark.journey
_TWICE = 750  # ms: a press on a bin that comes sooner is taken for a second press on the last one


def test_a_block_that_is_moved_stays_in_sight_with_its_arrow_under_the_fingers(editor: Visit) -> None:
    page = editor.page
    open_page(editor.page, "StoryPage", "Van getallen naar vergezichten")
    arrow = page.locator("[data-streamfield-action=MOVE_DOWN]:visible").nth(2)
    arrow.scroll_into_view_if_needed()
    pressed = arrow.element_handle()
    before = pressed.bounding_box()
    pressed.click()
    page.wait_for_timeout(200)  # a frame, and what Wagtail does in it
    after = pressed.bounding_box()
    assert before is not None and after is not None
    assert abs(after["y"] - before["y"]) < 10
    assert pressed.evaluate("arrow => arrow === document.activeElement")


def test_a_block_that_is_thrown_away_comes_back_with_what_was_in_it(editor: Visit) -> None:
    page = editor.page
    open_page(editor.page, "StoryPage", "Van getallen naar vergezichten")
    titles = page.locator("input[name^='body-'][name$='-value-title']:visible")
    before = [field.input_value() for field in titles.all()]
    page.locator("[data-streamfield-action=DELETE]:visible").nth(2).dblclick()  # the second press takes no other block
    back = page.get_by_role("button", name="Zet terug")
    expect(back).to_be_visible()
    assert violations(page, ".told") == []
    back.press("Enter")
    expect(back).to_have_count(0)
    page.wait_for_timeout(500)
    assert [field.input_value() for field in titles.all()] == before


def test_several_blocks_that_are_thrown_away_come_back_last_first(editor: Visit) -> None:
    page = editor.page
    open_page(editor.page, "StoryPage", "Van getallen naar vergezichten")
    written = """[...document.querySelectorAll("[data-contentpath=body] [name$=-value-title], [name$=-label]")]
      .filter((field) => !field.closest("[data-streamfield-child][aria-hidden=true]")).map((field) => field.value)"""
    before = page.evaluate(written)
    bins = page.locator(
        "[data-contentpath=body] [data-streamfield-child] [data-streamfield-child] [data-streamfield-action=DELETE]"
    )
    bins.locator("visible=true").first.click()  # of an item in a list
    page.wait_for_timeout(_TWICE)
    item = page.locator("[data-contentpath=body] [data-streamfield-child]:has([data-streamfield-child])").first
    item.locator("[data-streamfield-action=DELETE]").first.click()  # of the block around it
    page.wait_for_timeout(_TWICE)
    page.locator("[data-contentpath=body] [data-streamfield-action=DELETE]:visible").first.click()
    for left in (2, 1, 0):
        page.get_by_role("button", name="Zet terug").press("Enter")
        expect(page.get_by_role("button", name="Zet terug")).to_have_count(1 if left else 0)
    page.wait_for_timeout(500)
    assert page.evaluate(written) == before


def test_the_keys_that_undo_bring_a_block_back_and_take_nothing_back_out_of_sight(editor: Visit) -> None:
    page = editor.page
    open_page(editor.page, "StoryPage", "Van getallen naar vergezichten")
    lead, bins = page.locator("#id_lead"), page.locator("[data-streamfield-action=DELETE]:visible")
    back = page.get_by_role("button", name="Zet terug")
    before = bins.count()
    lead.press_sequentially("Getypt.")
    written = lead.input_value()
    bins.last.click()
    expect(back).to_be_visible()
    page.keyboard.press("Control+z")
    expect(back).to_have_count(0)
    expect(bins).to_have_count(before)
    page.wait_for_timeout(500)
    page.keyboard.press("Control+z")
    expect(lead).to_have_value(written)
    page.wait_for_timeout(_TWICE)
    bins.last.click()
    lead.press_sequentially("En meer.")
    page.keyboard.press("Control+z")
    expect(lead).not_to_have_value(re.compile("En meer"))
    expect(back).to_be_visible()


_PASTE = """(field, [html, text]) => {
    const copied = new DataTransfer();
    if (html) copied.setData("text/html", html);
    copied.setData("text/plain", text);
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: copied, bubbles: true, cancelable: true}));
}"""
_FROM_WORD = """<body><p>Zo wonen wij.</p><table class=MsoTableGrid>
<tr><td><p> Wijk </p></td><td><p>Aantal</p></td></tr>
<tr><td><p>Noord</p></td><td><p>1.200</p></td></tr><tr><td colspan=2><p>Zuid</p></td></tr></table></body>"""
_FROM_EXCEL = 'Wat\tWie\tHoe\r\n"Bomen\nen ""struiken"""\tWij\t\r\n\t\t\r\n'


def _with_a_table(editor: Visit) -> Page:
    """A new story with a block Tabel in which nothing stands yet."""
    page = editor.page
    page.get_by_role("link", name="Begin een verhaal").click()
    page.get_by_role("button", name="Blok invoegen").last.click()
    expect(page.get_by_role("combobox", name="Zoek opties")).to_be_focused()
    page.keyboard.type("rijen")
    page.keyboard.press("Enter")
    return page


def test_a_table_that_is_pasted_fills_the_rows_and_columns_of_the_block(editor: Visit) -> None:
    page = _with_a_table(editor)
    table, note = page.locator(".typed-table-block"), page.locator(".typed-table-block .told-note")
    expect(note).to_contain_text("plak hem in het bijschrift")
    shown = "(table) => [...table.querySelectorAll('[name$=-heading], textarea')].map((field) => field.value)"
    kinds = "(table) => [...table.querySelectorAll('[name$=-type]')].map((field) => field.value)"
    caption = page.locator("[name$=-value-caption]")
    caption.evaluate(_PASTE, ["", "Zo wonen wij"])  # a text is for the field itself
    expect(table.locator("textarea")).to_have_count(0)
    caption.evaluate(_PASTE, [_FROM_WORD, "zonder vorm"])
    expect(note).to_have_text(
        "Uit wat u plakte: 2 kolommen en 2 rijen. De eerste rij is de kop. "
        "De tekst om de tabel heen is niet overgenomen."
    )
    from_word = ["Wijk", "Aantal", "Noord", "1.200", "Zuid", ""]
    assert (table.evaluate(shown), table.evaluate(kinds)) == (from_word, ["text", "number"])
    caption.evaluate(_PASTE, ["", _FROM_EXCEL])
    expect(note).to_contain_text("3 kolommen en 1 rij")
    assert table.evaluate(shown) == ["Wat", "Wie", "Hoe", 'Bomen en "struiken"', "Wij", ""]
    page.get_by_role("button", name="Zet terug").click()
    expect(table.locator("textarea")).to_have_count(4)
    assert table.evaluate(shown) == from_word
    caption.evaluate(_PASTE, ["", "Wijk\tAantal\n" * (MOST_ROWS + 2)])
    expect(note).to_contain_text(f"{MOST_ROWS + 1} rijen onder de kop.")
    expect(note).to_contain_text(f"passen er hoogstens {MOST_ROWS}")
    assert table.evaluate(shown) == from_word
    caption.evaluate(_PASTE, ["", "Wijk\tAandeel\tWat\nNoord\t45%\tn.v.t.\nZuid\tn.v.t.\t-\nWest\t-\tonbekend"])
    assert table.evaluate(kinds) == ["text", "number", "text"]
    expect(table.get_by_role("textbox", name="Aandeel, rij 2")).to_have_value("n.v.t.")
    table.get_by_role("textbox", name="Kop van kolom 2").fill("Deel")
    page.locator("#id_lead").focus()
    expect(table.get_by_role("textbox", name="Deel, rij 2")).to_have_count(1)


# How high the frame of a table is, and where its first and its second cell are once it was moved to its end.
_FRAME = """(table) => {
  const frame = table.querySelector(".typed-table-block__wrapper");
  frame.scrollLeft = 10_000;
  const left = (element) => element.getBoundingClientRect().left;
  const cells = [...table.querySelectorAll("tbody tr:first-child textarea")].slice(0, 2);
  return [frame.offsetHeight, frame.scrollLeft, ...cells.map((cell) => left(cell) - left(frame))];
}"""


def test_a_table_in_the_editor_is_compact_and_moves_in_its_own_frame(editor: Visit) -> None:
    page = _with_a_table(editor)
    table = page.locator(".typed-table-block")
    assert table.evaluate(_FRAME)[0] < 100, "nothing stands in it yet"
    five = "Wijk\tNu\tToen\tMeer\tMinder\nNoord\t1\t2\t3\t4\nZuid\t2\t1\t4\t3"
    page.locator("[name$=-value-caption]").evaluate(_PASTE, ["", five])
    page.locator("#id_lead").focus()
    high, moved, *_ = table.evaluate(_FRAME)
    assert high < 200
    assert moved == 0, "five short columns fit"
    table.locator("textarea").first.focus()
    assert table.evaluate(_FRAME)[0] > high + 15, "a figure is chosen where one writes"
    page.set_viewport_size({"width": 360, "height": 800})
    wait_until(page, "document.querySelector('.typed-table-block__wrapper').clientWidth > 200")  # the menu has left
    _, moved, first, second = table.evaluate(_FRAME)
    assert moved > 50
    assert first >= 0, "the first column stays in sight"
    assert second < 0


def test_what_is_pasted_in_a_cell_goes_on_from_that_cell(editor: Visit) -> None:
    page = _with_a_table(editor)
    table, note = page.locator(".typed-table-block"), page.locator(".typed-table-block .told-note")
    heads = "(table) => [...table.querySelectorAll('[name$=-heading]')].map((field) => field.value)"
    cells = """(table) => [...table.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('textarea')].map((field) => field.value).join('|'))"""
    page.locator("[name$=-value-caption]").evaluate(_PASTE, ["", "Wijk\tNu\nNoord\t1\nZuid\t2"])
    first = table.locator("textarea").nth(1)
    first.evaluate(_PASTE, ["", "3\n\n5\n"])  # one column, as a spreadsheet gives it
    expect(note).to_have_text("Geplakt vanaf deze cel: 1 kolom en 3 rijen. Erbij gekomen: 1 rij.")
    assert table.evaluate(cells) == ["Noord|3", "Zuid|", "|5"]
    table.locator("textarea").nth(3).evaluate(_PASTE, ["", "6\t7"])
    expect(note).to_contain_text("Erbij gekomen: 1 kolom. Geef een nieuwe kolom een kop.")
    assert (table.evaluate(cells), table.evaluate(heads)) == (["Noord|3|", "Zuid|6|7", "|5|"], ["Wijk", "Nu", ""])
    back = page.get_by_role("button", name="Zet terug")
    back.click()
    back.click()
    assert (table.evaluate(cells), table.evaluate(heads)) == (["Noord|1", "Zuid|2"], ["Wijk", "Nu"])
    table.locator("textarea").last.evaluate(_PASTE, ["", "1\n" * MOST_ROWS])
    expect(note).to_contain_text(f"de tabel zou {MOST_ROWS + 1} rijen en 2 kolommen krijgen")
    assert table.evaluate(cells) == ["Noord|1", "Zuid|2"]


def test_a_row_or_a_column_that_is_removed_comes_back(editor: Visit) -> None:
    page = _with_a_table(editor)
    table, back = page.locator(".typed-table-block"), page.get_by_role("button", name="Zet terug")
    page.locator("[name$=-value-caption]").evaluate(_PASTE, ["", "Wijk\tNu\nNoord\t1\nZuid\t2"])
    shown = "(table) => [...table.querySelectorAll('[name$=-heading], textarea')].map((field) => field.value)"
    before = table.evaluate(shown)
    for row, column in ((0, 1), (1, 0)):
        table.locator(".delete-row").nth(row).click()
        table.locator(".delete-column").nth(column).click()
        back.click()
        back.click()
        expect(back).to_have_count(0)
        assert table.evaluate(shown) == before
    for _ in before[:2]:
        table.locator(".delete-column").first.click()
    expect(table.locator("textarea")).to_have_count(0)
    back.click()
    back.click()
    assert table.evaluate(shown) == before


def test_the_preview_follows_the_writing_to_the_step_of_a_side_panel(editor: Visit) -> None:
    page = editor.page
    open_page(editor.page, "StoryPage", "Van getallen naar vergezichten")
    page.click("[data-side-panel-toggle=preview]")
    frame = page.frame_locator("#w-preview-iframe")
    last = page.locator("textarea[name$='-kern']").last
    last.scroll_into_view_if_needed()
    at = last.bounding_box()
    last.focus()
    page.wait_for_timeout(500)
    assert last.bounding_box() == at  # only the preview scrolls
    shown = frame.locator(".chapter__head").last
    expect(shown).to_be_in_viewport()
    page.locator("textarea[name$='-kern']").first.focus()
    expect(shown).not_to_be_in_viewport()
    expect(frame.locator(".chapter__head").first).to_be_in_viewport()


def test_a_new_page_with_a_title_that_another_has_is_kept_by_itself_and_by_its_button(editor: Visit) -> None:
    page = editor.page
    page.get_by_role("link", name="Begin een verhaal").click()
    page.wait_for_timeout(FIRST_LOOK)
    page.fill("#id_title", "Over deze site")  # as a page beside it is called
    for words in ("Een.", "Twee.", "Drie."):
        with page.expect_response(
            lambda response: response.request.method == "POST" and "/pages/" in response.url
        ) as sent:
            page.locator("#id_lead").press_sequentially(words)
        assert sent.value.status == 200
        page.wait_for_timeout(500)
    page.fill("#id_lead", "En nog iets, vlak voor de knop.")
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)
    expect(page.locator("#id_lead")).to_have_value("En nog iets, vlak voor de knop.")
    assert "intussen" not in page.content()


def test_the_steps_of_a_side_panel_are_numbered_also_after_one_is_moved_or_thrown_away(
    editor: Visit, site: RunningSite
) -> None:
    step = {"text": "<p>Zo is het.</p>", "indicator": "lonely", "level": "stadsdeel"}
    steps_of = {"title": "", "layout": "vast", "steps": [{**step, "title": name} for name in ("Een", "Twee", "Drie")]}
    page = write_story(editor, site, "Nummerproef", {"type": "side_panel", "value": steps_of})
    steps = page.locator(
        "[data-contentpath=steps] [data-streamfield-list-container] > [data-streamfield-child]:visible"
    )
    titles = steps.locator("input[name$='-value-title']")
    numbered = steps.get_by_role("heading", name=re.compile(r"^Stap \d"))
    expect(numbered).to_have_count(3)
    second = titles.nth(1).input_value()

    def is_numbered(place: int) -> None:
        expect(titles.nth(place)).to_have_value(second)
        expect(steps.nth(place).get_by_role("heading", name=f"Stap {place + 1}")).to_be_visible()

    is_numbered(1)
    steps.nth(1).locator("[data-streamfield-action=MOVE_UP]").first.click()
    is_numbered(0)
    steps.nth(0).locator("[data-streamfield-action=MOVE_DOWN]").first.click()
    is_numbered(1)
    steps.nth(0).locator("[data-streamfield-action=DELETE]").first.click()
    is_numbered(0)
    page.get_by_role("button", name="Zet terug").click()
    is_numbered(1)
