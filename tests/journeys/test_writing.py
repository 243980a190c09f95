"""Writing a story in the editor: where the cursor is, what is open, what the writer is told beforehand."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.acting import FIRST_LOOK, SAVED, sign_in, violations
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.own_story import write_story

pytestmark = pytest.mark.journey

_COVERED = """(() => {
    const bar = document.querySelector("footer").getBoundingClientRect();
    const has = document.activeElement.getBoundingClientRect();
    const beside = has.right <= bar.left || has.left >= bar.right || has.bottom <= bar.top || has.top >= bar.bottom;
    return beside || document.activeElement.closest("footer") ? "" : document.activeElement.outerHTML.slice(0, 100);
})()"""


@pytest.fixture
def editor(visit: Callable[..., Visit], site: RunningSite) -> Visit:
    seen = visit("/beheer/")
    sign_in(seen.page, "redacteur", site.password)
    return seen


def test_figures_keep_the_order_in_which_they_were_put(editor: Visit, site: RunningSite) -> None:
    figures = {"indicators": ["parking_nuisance", "lonely", "active_for_buurt"], "area": ""}
    page = write_story(editor, site, "Volgordeproef", {"type": "headline", "value": figures})
    group = page.get_by_role("group", name="Indicatoren")
    chosen = group.locator(".choices__chosen button", has_text="×")
    before = chosen.all_text_contents()
    assert len(before) == 3 and before != sorted(before)
    listed = group.locator(".choices__list label").all_text_contents()
    assert [listed.index(f" {text.removesuffix(' ×')}") for text in before] != sorted(
        listed.index(f" {text.removesuffix(' ×')}") for text in before
    ), "the list itself has another order"
    group.get_by_role("button", name=f"Zet {before[2].removesuffix(' ×')} eerder").press("Enter")
    wanted = [before[0], before[2], before[1]]
    expect(chosen).to_have_text(wanted)
    expect(group.get_by_role("status")).to_contain_text("staat nu op plaats 2")
    group.get_by_label("Hulp van iemand in de buurt").press("Space")
    wanted.append("Hulp van iemand in de buurt ×")
    expect(chosen).to_have_text(wanted)
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)
    expect(chosen).to_have_text(wanted)
    page.reload()
    expect(chosen).to_have_text(wanted)
    assert violations(page, ".choices") == []


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_choosing_a_block_begins_in_its_search_field_and_esc_ends_where_it_began(
    editor: Visit, site: RunningSite, by: str
) -> None:
    page = write_story(editor, site, f"Kiesproef {by}", {"type": "text", "value": "<p>Een tekst.</p>"})
    plus = page.get_by_role("button", name="Blok invoegen").last
    if by == "mouse":
        plus.click()
    else:
        plus.press("Enter")
    search = page.get_by_role("combobox", name="Zoek opties")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(search).to_have_count(0)
    expect(plus).to_be_focused()
    plus.evaluate("plus => plus.scrollIntoView({block: 'end', behavior: 'instant'})")
    plus.press("Enter")
    expect(search).to_be_focused()
    page.keyboard.type("citaat")
    page.keyboard.press("Enter")
    expect(page.locator("textarea[name$='-text']")).to_be_focused()
    page.wait_for_timeout(1500)  # it slides open, and then the page glides
    assert page.evaluate(_COVERED) == ""


_FOUND = {
    "foto": {"Beeld", "Galerij", "Schuifvergelijking", "Wandeling"}, "filmpje": {"Video"}, "citaat": {"Citaat"},
    "grafiek": {"Kaart of grafiek", "Vergelijking", "Verloop", "Gegeven antwoorden"}, "tabel": {"Tabel"},
    "staven": {"Kaart of grafiek", "Vergelijking", "Gegeven antwoorden"}, "xyzzy": set(),
}  # fmt: skip


def test_a_block_is_found_by_words_that_are_not_its_name(editor: Visit, site: RunningSite) -> None:
    page = write_story(editor, site, "Woordproef", {"type": "text", "value": "<p>Een tekst.</p>"})
    page.get_by_role("button", name="Blok invoegen").last.press("Enter")
    search = page.get_by_role("combobox", name="Zoek opties")
    options = page.locator("[data-tippy-root] [role=option]")
    every = options.count()
    assert every > 20
    for words, names in _FOUND.items():
        search.fill(words)
        expect(options).to_have_count(len(names))
        assert {text.strip() for text in options.all_text_contents()} == names, words
    search.fill("")
    expect(options).to_have_count(every)
    search.fill("filmpje")
    page.keyboard.press("Enter")
    expect(page.locator("[data-contentpath=body] .c-sf-block__type", has_text="Video")).to_be_visible()


def test_the_photos_of_a_comparison_are_closed_and_say_which_they_are(editor: Visit, site: RunningSite) -> None:
    page = write_story(editor, site, "Schuifproef", {"type": "swipe", "value": {"title": "Toen en nu"}})
    headings = page.locator("[data-contentpath=body] [data-panel-heading]")
    left, right = headings.filter(has_text="Foto links"), headings.filter(has_text="Foto rechts")
    for name in ("image", "alt", "caption", "other_image", "other_alt", "other_caption"):
        expect(page.locator(f"[data-contentpath={name}]")).to_be_hidden()
    left.click()
    page.locator("[data-contentpath=image]").get_by_role("button", name="Kies een afbeelding").click()
    page.locator(".modal-body a.image-choice").first.click()
    title = page.locator("[data-contentpath=image] [data-chooser-title]")
    expect(title).to_be_visible()
    expect(page.locator("[data-contentpath=other_image]")).to_be_hidden()
    left.click()
    expect(left).to_contain_text(f": {title.text_content()}")
    right.click()
    page.locator("[data-contentpath=other_image]").get_by_role("button", name="Kies een afbeelding").click()
    page.locator(".modal-body a.image-choice").last.click()
    expect(page.locator("[data-contentpath=other_image] [data-chooser-title]")).to_be_visible()
    page.click("button[name=action-publish]")
    expect(
        page.locator("[data-contentpath=alt]").get_by_text("links is nodig bij een foto")
    ).to_be_visible()  # it was closed
    for name in ("alt", "caption", "other_alt", "other_caption"):
        page.locator(f"[data-contentpath={name}] input").fill("Het park")
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)


def test_a_long_list_is_no_wider_than_a_phone(editor: Visit, site: RunningSite) -> None:
    step = {"title": "Noord", "text": "<p>In Noord.</p>", "indicator": "lonely", "level": "wijk"}
    editor.page.set_viewport_size({"width": 360, "height": 800})
    page = write_story(editor, site, "Breedteproef", {"type": "side_panel", "value": {"title": "", "steps": [step]}})
    edges = page.locator("main select:visible").evaluate_all("all => all.map((it) => it.getBoundingClientRect().right)")
    assert len(edges) >= 4
    assert max(edges) <= 360


def test_under_every_text_that_can_hold_a_figure_stands_the_button_for_it(editor: Visit, site: RunningSite) -> None:
    step = {"title": "Noord", "text": "<p>In Noord is het </p>", "indicator": "lonely", "level": "wijk"}
    panel = {"type": "side_panel", "value": {"title": "", "layout": "vast", "steps": [step]}}
    audio = {"type": "audio", "value": {"title": "Gesprek", "transcript": "<p>Zonder cijfers.</p>", "credit": ""}}
    page = write_story(editor, site, "Knopproef", panel, audio)
    field = page.locator("[data-draftail-editor-wrapper]", has_text="In Noord is het")
    field.get_by_role("button", name="Cijfer of gebied invoegen").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Welk cijfer?").select_option("liveability_mark")
    dialog.get_by_role("button", name="Voeg in").click()
    text = field.get_by_role("textbox", name="tekst")
    expect(text).to_have_text(re.compile(r"^In Noord is het \d,\d$"))  # at its end: nobody was in it yet
    expect(text).to_be_focused()
    field.get_by_role("button", name="Cijfer of gebied invoegen").press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    transcript = page.locator("[data-draftail-editor-wrapper]", has_text="Zonder cijfers.")
    expect(transcript.get_by_role("button", name="Cijfer of gebied invoegen")).to_have_count(0)
    assert violations(page, ".Draftail-MetaToolbar") == []


def test_the_bar_with_the_buttons_covers_nothing_that_has_the_focus(editor: Visit, site: RunningSite) -> None:
    step = {"title": "Noord", "text": "<p>In Noord.</p>", "indicator": "lonely", "level": "wijk"}
    page = write_story(editor, site, "Balkproef", {"type": "side_panel", "value": {"title": "", "steps": [step] * 3}})
    page.locator("#id_title").focus()
    covered = []
    for _ in range(45):
        page.keyboard.press("Tab")
        page.wait_for_timeout(250)  # the page glides
        covered.append(page.evaluate(_COVERED))
    assert [html for html in covered if html] == []


@pytest.mark.parametrize("width", [1280, 360])
def test_one_key_leads_past_the_fields_to_the_buttons(editor: Visit, site: RunningSite, width: int) -> None:
    page = write_story(editor, site, f"Knoppenproef {width}", {"type": "text", "value": "<p>Een tekst.</p>"})
    page.set_viewport_size({"width": width, "height": 800})
    link = page.get_by_role("link", name="Naar de knoppen")
    assert link.bounding_box() is None or link.bounding_box()["y"] < 0, "out of sight until it has the focus"
    link.focus()
    box = link.bounding_box()
    assert box is not None and 0 <= box["y"] < 800 and 0 <= box["x"] < width
    assert violations(page, ".skiplink[href='#knoppen']") == []
    page.keyboard.press("Enter")
    expect(page.locator("footer .action-save")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("button[name=action-publish]")).to_be_focused()
    assert page.locator("button[name=action-publish]").bounding_box()["x"] < width


def test_what_a_step_seldom_needs_is_closed_and_says_what_is_chosen_in_it(editor: Visit, site: RunningSite) -> None:
    step = {"title": "Noord", "text": "<p>In Noord.</p>", "indicator": "lonely", "level": "wijk", "focus": ["SD1"]}
    page = write_story(editor, site, "Stapproef", {"type": "side_panel", "value": {"title": "", "steps": [step]}})
    headings = page.locator("[data-contentpath=steps] [data-panel-heading]")
    more, image = headings.filter(has_text="Inzoomen"), headings.filter(has_text="Beeld")
    within_field = page.locator("select[name$=-within]")
    expect(within_field).to_be_hidden()
    expect(page.get_by_label("Tekstalternatief", exact=True)).to_be_hidden()
    expect(more).to_contain_text("uitgelicht Midden")
    more.click()
    within_field.select_option("SD1")
    more.click()
    expect(within_field).to_be_hidden()
    expect(more).to_contain_text("inzoomen op Midden, uitgelicht Midden")
    image.click()
    page.get_by_role("button", name="Kies een afbeelding").last.click()
    page.locator(".modal-body a.image-choice").first.click()
    expect(page.locator("[data-contentpath=image] [data-chooser-title]")).to_be_visible()
    image.click()
    expect(image).to_contain_text(str(page.locator("[data-contentpath=image] [data-chooser-title]").text_content()))
    page.click("button[name=action-publish]")
    why = "Beschrijf het beeld, of zeg dat het alleen versiering is."
    refused = page.locator("[data-contentpath=alt]").get_by_text(why)
    expect(refused).to_be_visible()  # where it was closed
    expect(within_field).to_be_hidden()
    page.locator("[data-contentpath=alt] input").fill("Een bankje in het park")
    page.click("footer .action-save")
    expect(page.locator(".messages")).to_contain_text(SAVED)
    assert violations(page, ".w-panel__header:has(.chosen-told)") == []


def test_after_a_refused_publication_what_is_typed_is_saved_again(editor: Visit, site: RunningSite) -> None:
    button = {"type": "button", "value": {"label": "Lees meer", "address": ""}}
    page = write_story(editor, site, "Weigerproef", button)
    with page.expect_response(lambda response: response.request.method == "POST" and response.ok):
        page.click("button[name=action-publish]")
    expect(page.locator(".messages")).to_contain_text("niet")
    saved = page.locator(".w-autosave-indicator[data-w-autosave-state-value=saved]")
    expect(saved).to_be_visible()
    page.wait_for_timeout(FIRST_LOOK)
    for words in ("Na de weigering.", "En daarna nog iets."):
        with page.expect_response(lambda response: response.request.method == "POST" and "/edit/" in response.url):
            page.fill("#id_lead", words)
        expect(saved).to_be_visible()
    page.goto(page.url)  # to reload it would be to publish once more
    expect(page.locator("#id_lead")).to_have_value("En daarna nog iets.")


def test_beside_the_buttons_stands_how_much_publishing_still_needs(editor: Visit, site: RunningSite) -> None:
    page = write_story(editor, site, "Nodigproef", {"type": "button", "value": {"text": "", "address": ""}})
    needed = page.locator("footer [data-still-needed]")
    expect(needed).to_have_text("Nog 2 nodig")
    assert violations(page, ".keep-or-publish") == []
    needed.click()
    expect(page.locator("#nakijken")).to_be_in_viewport()
    page.wait_for_timeout(FIRST_LOOK)
    page.locator("[data-contentpath=text] input").fill("Hoe we aan de cijfers komen")
    page.locator("[data-contentpath=address] input").fill("/methode/")
    expect(needed).to_be_hidden()


@pytest.mark.parametrize("button", ["save", "publish"])
def test_a_button_waits_for_what_is_being_saved_by_itself(editor: Visit, site: RunningSite, button: str) -> None:
    """As on a slow line: both would be saved in any order, and the later be taken for the work of somebody else."""
    page = write_story(editor, site, f"Wachtproef {button}", {"type": "text", "value": "<p>Een tekst.</p>"})
    page.wait_for_timeout(FIRST_LOOK)
    address = page.url
    by_button: list[str] = []
    held: list[Route] = []
    is_slow = True

    def hold(route: Route) -> None:
        if is_slow and "json" in route.request.headers.get("accept", ""):
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile(r"/edit/$"), hold)
    page.on("request", lambda request: request.is_navigation_request() and by_button.append(request.method))
    with page.expect_request(lambda request: request.method == "POST" and "/edit/" in request.url):
        page.locator("#id_lead").press_sequentially("Eerst dit. ")
    page.locator("#id_lead").press_sequentially("Dan dat. ")
    if button == "publish":
        page.click("button[name=action-publish]")
    else:
        page.click("footer .action-save")
    page.wait_for_timeout(1_000)
    assert len(held) == 1 and not by_button
    is_slow = False
    held[0].continue_()
    expect(page.locator(".messages")).to_contain_text(SAVED if button == "save" else "goedgekeurd")
    assert by_button[0] == "POST"
    page.goto(address)
    assert "Dan dat." in page.locator("#id_lead").input_value()
    assert editor.complaints == []


def test_what_is_too_long_for_a_field_is_said_under_it(editor: Visit) -> None:
    page = editor.page
    editor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Begin een verhaal").click()
    page.evaluate("navigator.clipboard.writeText('woord '.repeat(60))")
    for field, words in (
        ("#id_title", "Een titel mag 255 tekens"),
        ("#id_cover_alt", "‘Tekstalternatief van het omslagbeeld’ mag 250 tekens"),
    ):
        page.click(field)
        page.keyboard.press("Control+V")
        note = page.locator(".w-field", has=page.locator(field)).locator(".told-note")
        expect(note).to_have_text(f"{words} lang zijn; de rest is niet meegekomen.")
        page.keyboard.press("Backspace")
        expect(note).to_have_text("")
        page.keyboard.type("en")
        expect(note).to_contain_text("de rest is niet meegekomen")


def test_an_error_is_of_before_once_its_field_is_changed(editor: Visit, site: RunningSite) -> None:
    wrong = ({"type": "callout", "value": {"title": "", "text": ""}}, {"type": "button", "value": {"text": ""}})
    page = write_story(editor, site, "Foutenproef", *wrong)
    page.click("button[name=action-publish]")
    tab = page.locator("#tab-label-inhoud .w-tabs__errors span").first
    beside = page.locator(".w-minimap-item__errors")
    expect(tab).to_have_text("4")
    expect(beside).to_have_text(["2", "2"])
    title = page.locator("[data-contentpath=title] [data-field]")
    expect(title.locator("input")).to_have_attribute("aria-invalid", "true")
    title.locator("input").press_sequentially("Let op")
    expect(title.locator(".told-note")).to_have_text("Aangepast; bij het bewaren wordt dit opnieuw bekeken.")
    expect(title.locator(".error-message")).to_be_hidden()
    expect(title.locator("input")).not_to_have_attribute("aria-invalid", "true")
    expect(tab).to_have_text("3")
    expect(beside).to_have_text(["1", "2"])
    page.locator("[contenteditable=true]").press_sequentially("Woorden.")
    expect(tab).to_have_text("2")
    page.locator("[data-contentpath=body] [data-streamfield-action=DELETE]:visible").last.click()
    expect(tab).to_be_hidden()
    expect(beside.filter(has_text="1")).to_have_count(0)


def test_after_a_refused_publication_one_key_leads_into_the_field_that_is_wrong(
    editor: Visit, site: RunningSite
) -> None:
    wrong = {"type": "callout", "value": {"title": "Let op", "text": ""}}
    page = write_story(editor, site, "Eerste fout", {"type": "text", "value": "<p>Een tekst.</p>"}, wrong)
    page.click("button[name=action-publish]")
    message = page.get_by_role("alert").filter(has_text="Nog niet gelukt")
    expect(message).to_be_focused()
    page.locator("[data-streamfield-child] [data-panel-toggle]:visible").last.click()
    expect(page.locator("[data-contentpath=text] [contenteditable=true]")).to_be_hidden()
    message.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ga naar eerste fout")).to_be_focused()
    page.keyboard.press("Enter")
    text = page.locator("[data-contentpath=text] [contenteditable=true]")
    expect(text).to_be_focused()
    page.keyboard.type("Hier staat het.")
    expect(text).to_have_text("Hier staat het.")


def test_a_small_preview_shows_the_step_under_the_map_and_stays_when_a_block_is_thrown_away(
    editor: Visit, site: RunningSite
) -> None:
    step = {"indicator": "liveability_mark", "level": "buurt", "period": "", "within": "", "focus": []}
    steps_of = [step | {"title": title, "text": "<p>Woorden.</p>"} for title in ("Eerst", "Dan", "Tot slot")]
    text = {"type": "text", "value": "<p>Een alinea om langs te lezen.</p>" * 20}
    panel = {"type": "side_panel", "value": {"title": "In drie stappen", "steps": steps_of}}
    page = write_story(editor, site, "Kijkproef", text, panel, text)
    page.click("[data-side-panel-toggle=preview]")
    frame = page.frame_locator("#w-preview-iframe")
    steps = page.locator("[data-contentpath=steps] input[name$='-title']")
    for place in range(3):
        steps.nth(place).focus()
        title = frame.locator(".step__title", has_text=steps.nth(place).input_value())
        expect(title).to_be_in_viewport()
        expect(frame.locator(".step").nth(place)).to_have_class(re.compile("is-current"))
        stage, told = frame.locator(".stage").first.bounding_box(), title.bounding_box()
        assert stage is not None and told is not None
        assert told["y"] >= stage["y"] + stage["height"]
    scrolled = "document.querySelector('#w-preview-iframe').contentWindow.scrollY"
    panel = steps.first.locator("xpath=ancestor::*[@data-streamfield-child][last()]")
    panel.locator("[data-streamfield-action=DELETE]").first.click()
    expect(frame.locator(".step")).to_have_count(0)
    page.wait_for_timeout(1_000)
    assert page.evaluate(scrolled) > 100
