"""What the screens of the editor say and do around the text: planning, comparing, pasting, saving by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.journeys.acting import FIRST_LOOK, SAVED, open_page, sign_in
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.waiting import within

pytestmark = pytest.mark.journey
SLUG_FOLLOWS = 200  # ms: longer than Wagtail lets the address follow a title that is left, shorter than a person needs


def open_plan(page: Page) -> None:
    toggle = page.locator("[data-side-panel-toggle=status]")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    page.get_by_role("button", name="Kies een moment").click()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (360, 740)])
def test_a_moment_is_chosen_with_one_press_and_half_a_moment_or_one_that_is_over_is_told(
    editor: Visit, site: RunningSite, width: int, height: int
) -> None:
    page, title = editor.page, f"Momentproef {width}"
    make = "HomePage.objects.get().add_child(instance=TextPage(title={!r}, lead='Kort.', live=False)).save_revision()"
    within(site, f"from vergezicht.stories.models import HomePage, TextPage\n{make.format(title)}")
    open_page(page, "TextPage", title)
    page.set_viewport_size({"width": width, "height": height})
    open_plan(page)
    field, button = page.get_by_label("Komt online op"), page.get_by_role("button", name="Kies dit moment")
    for reached in (field, page.get_by_label("Gaat offline op"), button):
        reached.click(trial=True)
    box = field.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.clock.install()  # no saving by itself in between
    field.press_sequentially("30112099")
    button.click()
    expect(page.get_by_text("‘Komt online op’ is nog niet af")).to_be_visible()
    expect(field).to_be_focused()
    field.fill("2020-01-01T09:00")
    button.click()
    expect(page.get_by_text("‘Komt online op’ is al voorbij")).to_be_visible()
    page.clock.resume()
    field.fill("2099-11-30T09:00")
    button.click()
    expect(page.get_by_text("30 november 2099 09:00").first).to_be_attached()
    expect(page.get_by_role("button", name="Kies een ander moment")).to_be_attached()
    expect(button).to_be_hidden()


@pytest.mark.parametrize("moment", ["2099-11-30T09:00", "2020-01-01T09:00"])
def test_a_moment_that_was_not_chosen_is_not_kept(editor: Visit, site: RunningSite, moment: str) -> None:
    """Else the next word would save it, and the page would be planned where its editor means to publish."""
    page, title = editor.page, f"Niet gekozen {moment[:4]}"
    make = "HomePage.objects.get().add_child(instance=TextPage(title={!r}, lead='Kort.', live=False)).save_revision()"
    within(site, f"from vergezicht.stories.models import HomePage, TextPage\n{make.format(title)}")
    open_page(page, "TextPage", title)
    open_plan(page)
    field = page.get_by_label("Komt online op")
    field.fill(moment)
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(field).to_have_value("")
    page.locator("#id_lead").fill("Langer.")
    page.get_by_role("navigation", name="Acties (footer)").get_by_role("button", name="Bewaar concept").click()
    expect(page.locator(".messages")).to_contain_text(SAVED)
    expect(page.locator("#id_lead")).to_have_value("Langer.")
    expect(page.get_by_role("button", name="Kies een moment")).to_be_attached()


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
    expect(items).to_have_count(2)
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
    page.wait_for_timeout(SLUG_FOLLOWS)
    page.fill("#id_slug", "eigen-adres")
    page.get_by_role("tab", name="Inhoud").click()
    page.fill("#id_title", "Iets anders")
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)
    expect(page.locator("#id_slug")).to_have_value("eigen-adres")


_PASTE = """(text, html) => {
    const copied = new DataTransfer();
    copied.setData("text/html", html);
    copied.setData("text/plain", "zonder vorm");
    text.focus();
    text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: copied, bubbles: true, cancelable: true}));
}"""
_FROM_WORD = """<body><h1 style="color:red">Wonen</h1><p class=MsoNormal>Wij wonen hier.</p>
<table class=MsoTableGrid><tr><td><p>Wijk</p></td><td><p>Aantal</p></td></tr>
<tr><td><p>Noord</p></td><td><p>12</p></td></tr><tr><td><p>Zuid</p></td><td></td></tr></table>
<p class=MsoNormal>Daarna.</p></body>"""
_FROM_DOCS = """<b style="font-weight:normal;"><h2><span>Wonen</span></h2><p><span>Wij wonen hier.</span></p>
<div><table>
<tr><td><p>Wijk</p></td><td><p>Aantal</p></td></tr><tr><td><p>Noord</p></td><td><p>12</p></td></tr>
<tr><td><p>Zuid</p></td><td><br></td></tr></table></div>
<p><span>Daarna.</span></p></b>"""


@pytest.mark.parametrize("copied", [_FROM_WORD, _FROM_DOCS], ids=["word", "docs"])
def test_what_is_pasted_keeps_its_headings_and_the_rows_of_its_table(
    editor: Visit, site: RunningSite, copied: str
) -> None:
    title = f"Plakproef {len(copied)}"
    within(
        site,
        f"""
from vergezicht.stories.models import HomePage, StoryPage
story = StoryPage(title={title!r}, lead="Kort.", live=False)
body = [{{"type": "text", "value": "<p></p>"}}, {{"type": "callout", "value": {{"title": "", "text": "<p></p>"}}}}]
story.body = story.body.stream_block.to_python(body)
HomePage.objects.get().add_child(instance=story); story.save_revision()
""",
    )
    page = editor.page
    open_page(page, "StoryPage", title)
    page.wait_for_timeout(FIRST_LOOK)
    for number in (0, 1):
        text = page.locator(".public-DraftEditor-content").nth(number)
        text.click()
        text.evaluate(f"(text) => ({_PASTE})(text, {json.dumps(copied)})")
        expect(text.locator("[data-block]")).to_have_text(
            ["Wonen", "Wij wonen hier.", "Wijk – Aantal", "Noord – 12", "Zuid – (leeg)", "Daarna."]
        )
        expect(text.locator("h3")).to_have_count(0 if number else 1)
    expect(page.get_by_text("staat nu als regels in de tekst").first).to_be_visible()
    page.wait_for_timeout(1_000)  # Draftail puts what it holds in the form a moment later
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)
    within(
        site,
        f"""
import re
from vergezicht.stories.models import StoryPage
saved = StoryPage.objects.get(title={title!r}).get_latest_revision_as_object().body
told = [re.sub(r' data-block-key="\\w+"', "", value.source) for value in (saved[0].value, saved[1].value["text"])]
rest = "<p>Wij wonen hier.</p><p><b>Wijk – Aantal</b></p><p>Noord – 12</p><p>Zuid – (leeg)</p><p>Daarna.</p>"
assert told == ["<h3>Wonen</h3>" + rest, "<p><b>Wonen</b></p>" + rest], told
""",
    )
    assert editor.complaints == []


def test_what_is_typed_in_the_first_moments_is_saved_by_itself(editor: Visit, site: RunningSite) -> None:
    """Wagtail looks at a form two seconds after it opens, and took what stood there for how it began."""
    within(
        site,
        """
from vergezicht.stories.models import HomePage, StoryPage
story = StoryPage(title="Snelproef", lead="Kort.", live=False)
HomePage.objects.get().add_child(instance=story); story.save_revision()
""",
    )
    page = editor.page
    open_page(page, "StoryPage", "Snelproef")
    page.locator("#id_lead").press_sequentially("Snel. ", delay=10)
    expect(page.get_by_text("Opgeslagen").first).to_be_visible(timeout=30_000)
    page.reload()
    assert "Snel." in page.input_value("#id_lead")


def _saves(words: str) -> Callable[[Response], bool]:
    return lambda answer: answer.request.method == "POST" and words in (answer.request.post_data or "")


def test_who_types_on_is_saved_too_and_so_is_what_was_typed_while_it_was_being_saved(editor: Visit) -> None:
    page = editor.page
    page.get_by_role("link", name="Begin een verhaal").click()
    page.wait_for_timeout(FIRST_LOOK)
    page.fill("#id_title", "Wie doorschrijft")
    lead = page.locator("#id_lead")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/pages/" in answer.url):
        lead.press_sequentially("a" * 60, delay=200)  # twelve seconds without a pause
    page.wait_for_timeout(2_000)
    held: list[Route] = []
    page.route(re.compile(r"/pages/\d+/edit/"), lambda route: held.append(route), times=1)
    lead.press_sequentially(" Eerst.")
    while not held:
        page.wait_for_timeout(50)
    lead.press_sequentially(" En intussen.", delay=5)
    with page.expect_response(_saves("En intussen.")):
        held[0].continue_()
    page.wait_for_timeout(2_000)
    page.evaluate(
        """addEventListener("w-autosave:success", () => {
          const lead = document.querySelector("#id_lead");
          lead.value += " Op het nippertje.";
          lead.dispatchEvent(new Event("input", { bubbles: true }));
        }, { capture: true, once: true })"""
    )
    with page.expect_response(_saves("nippertje")):
        lead.press_sequentially(" Nog meer.")
    page.reload()
    assert page.input_value("#id_lead").endswith(" Eerst. En intussen. Nog meer. Op het nippertje.")


def test_a_date_that_cannot_be_read_stays_as_it_was_typed(editor: Visit) -> None:
    page = editor.page
    page.get_by_role("link", name="Begin een verhaal").click()
    page.get_by_role("button", name="Blok invoegen").last.click()
    expect(page.get_by_role("combobox", name="Zoek opties")).to_be_focused()
    page.keyboard.type("citaat")
    page.keyboard.press("Enter")
    field = page.get_by_label("Toestemming op").last
    field.click()
    field.fill("volgende week")
    page.locator("#id_lead").click()
    page.wait_for_timeout(300)
    assert field.input_value() == "volgende week"


def test_the_list_of_pages_on_a_phone_shows_the_state_of_each_without_moving_sideways(editor: Visit) -> None:
    page = editor.page
    page.set_viewport_size({"width": 360, "height": 740})
    listed = page.request.get("/beheer/api/main/pages/?type=stories.HomePage").json()["items"]
    page.goto(f"/beheer/pages/{listed[0]['id']}/")
    row = page.locator("table.listing tbody tr", has_text="Over deze site")
    state = row.get_by_text("Online", exact=False).last
    state.scroll_into_view_if_needed()
    box, title = state.bounding_box(), row.get_by_role("link", name="Over deze site").first.bounding_box()
    assert box is not None and title is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert box["y"] > title["y"]
    assert page.evaluate("document.querySelector('table.listing').scrollWidth") <= 360


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_a_draft_that_is_saved_leaves_the_editor_where_the_work_is(editor: Visit, by: str) -> None:
    page = editor.page
    open_page(page, "StoryPage", "Van getallen naar vergezichten")
    page.wait_for_timeout(FIRST_LOOK)
    field = page.locator("[data-contentpath=body] textarea[name$='-value-kern']").last
    field.scroll_into_view_if_needed()
    field.click()
    before = field.bounding_box()
    if by == "keys":
        page.keyboard.press("Control+s")
    else:
        page.get_by_role("navigation", name="Acties (footer)").get_by_role("button", name="Bewaar concept").click()
    expect(page.locator(".told__bar")).to_contain_text(re.compile("is gewijzigd|Alles is bewaard"))
    page.wait_for_timeout(FIRST_LOOK)
    after = field.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 40
    if by == "keys":
        expect(field).to_be_focused()


# What of these elements is outside the screen, or cut by what it stands in.
_CUT = """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
  const { right, width } = one.getBoundingClientRect();
  if (!one.checkVisibility() || width < 2) return false;
  const around = [];
  for (let box = one; box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflowX !== "visible") around.push(box.getBoundingClientRect().right);
  }
  return one.scrollWidth > one.clientWidth + 1 || right > Math.min(innerWidth, ...around) + 1;
}).map((one) => one.innerText)"""


@pytest.mark.parametrize("width", [1280, 360])
def test_headings_of_lists_menus_and_links_of_readers_are_read_whole(editor: Visit, width: int) -> None:
    page = editor.page
    page.set_viewport_size({"width": width, "height": 700})
    home = page.request.get("/beheer/api/main/pages/?type=stories.HomePage").json()["items"][0]["id"]
    page.goto(f"/beheer/pages/{home}/")
    expect(page.locator("table.listing tbody tr").first).to_be_visible()
    assert page.evaluate(_CUT, ".w-breadcrumbs li:last-child a") == []
    assert page.evaluate(_CUT, ".menuitem-label") == []
    open_page(page, "StoryPage", "Van getallen naar vergezichten")
    assert page.evaluate(_CUT, ".w-slim-header .page-status-tag") == []
    page.locator(".w-slim-header .w-dropdown__toggle").first.click()
    last = page.locator(".w-slim-header .w-dropdown__content a").last
    expect(last).to_be_in_viewport(ratio=1)
    page.goto(f"/beheer/meelezers/{page.url.split('/')[-3]}/")
    page.get_by_label("Voor wie").fill("Een partner met een lange naam")
    page.get_by_role("button", name="Maak een link").click()
    expect(page.get_by_role("button", name="Kopieer")).to_be_visible()
    assert page.evaluate(_CUT, ".listing :is(th, td), .work .button") == []


def test_who_may_work_on_no_page_is_offered_no_search_for_pages(visit: Callable[..., Visit], site: RunningSite) -> None:
    page = visit("/beheer/").page
    sign_in(page, "bestuur", site.password)
    expect(page.locator(".w-dashboard")).to_be_visible()
    expect(page.get_by_role("search")).to_have_count(0)
