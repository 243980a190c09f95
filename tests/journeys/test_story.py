"""Reading a story: its steps and depths, sharing it, showing it in a room, and paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.waiting import wait_until

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]
MOVING = "document.querySelector('.stage').getAnimations({ subtree: true })"
MOVES = f"{MOVING}.length"
AT = f"(time) => {MOVING}.forEach((move) => {{ move.pause(); move.currentTime = time; }})"
# Where one place of the map stands on the screen, in the maps of the first two steps.
PLACES = """[...document.querySelectorAll(".stage__map svg")].slice(0, 2).map((svg) => {
  const { x, y } = new DOMPoint(300, 300).matrixTransform(svg.getScreenCTM());
  return [x, y];
})"""
# Scrolls to a step and holds what moves as soon as that step is the current one.
SEEN_IN_PASSING = f"""async (step, label) => {{
  const stage = document.querySelector(".stage");
  step.scrollIntoView({{ behavior: "instant" }});
  while (!stage.textContent.includes(label)) await new Promise(requestAnimationFrame);
  {MOVING}.forEach((move) => move.pause());
}}"""
HELD = ":is(.chapter, .step ~ .step):not(.is-near)"  # not laid out yet: who scrolls past, lands elsewhere
A_THIRD = 9.6 / 2.54 * 96  # px: 9.6 cm, little more than a third of a sheet of A4
STAY = 500  # milliseconds: longer than whoever flings past is at a step (side-panel.js)


def test_the_map_follows_the_steps_both_ways(visit: Open) -> None:
    page = visit("/verhaal/", width=1280).page
    stage = page.locator(".stage")
    assert "Stap 1 van 6" in stage.text_content()
    for number in (1, 0):
        page.locator(".step").nth(number).evaluate("step => step.scrollIntoView()")
        expect(stage).to_contain_text(f"Stap {number + 1} van 6")
        own = page.locator(".step").nth(number).locator("svg.vz-step")
        shown = page.locator(".stage__map.is-shown svg")
        assert shown.get_attribute("viewBox") == own.get_attribute("viewBox")
        assert page.locator(".stage").get_by_role("img").count() == 0, "it would tell of another step than one is at"


def test_the_maps_of_two_steps_lie_on_each_other_all_the_way(visit: Open) -> None:
    """Halfway a move every place of the map stands at one point of the screen in both pictures of it."""
    page = visit("/verhaal/", width=1280).page
    page.locator(".step").nth(0).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".stage__map")).to_have_count(6)
    page.wait_for_timeout(STAY)
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".stage")).to_contain_text("Stap 2 van 6")
    assert page.evaluate(MOVES) == 4
    page.evaluate(AT, 300)
    halfway = page.evaluate(PLACES)
    assert halfway[0] == pytest.approx(halfway[1], abs=0.5)
    page.evaluate(f"{MOVING}.forEach((move) => move.finish())")
    at_rest = page.evaluate(PLACES)
    assert min(abs(at_rest[0][axis] - halfway[0][axis]) for axis in (0, 1)) > 5
    assert at_rest[1] != pytest.approx(at_rest[0], abs=5)


def test_who_reads_on_halfway_a_move_sees_no_jump(visit: Open) -> None:
    page, halfway = _halfway_to_the_second_step(visit)
    page.wait_for_timeout(STAY)
    page.locator(".step").nth(2).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".stage")).to_contain_text("Stap 3 van 6")
    page.evaluate(AT, 0)
    assert page.evaluate(PLACES)[1] == pytest.approx(halfway, abs=0.5)


def test_who_flings_past_gets_a_fade_and_no_jump_either(visit: Open) -> None:
    page, _ = _halfway_to_the_second_step(visit)
    page.wait_for_timeout(STAY)
    page.evaluate("const now = performance.now(); performance.now = () => now")  # however slow the machine
    for number in (2, 3):
        page.locator(".step").nth(number).evaluate(SEEN_IN_PASSING, f"Stap {number + 1} van 6")
    moves = page.evaluate(f"{MOVING}.map((move) => [move.effect.target.localName, move.effect.getTiming().duration])")
    assert sorted(moves) == [["div", 200], ["div", 200], ["svg", 600]]  # the map that goes away is still on its way
    expect(page.locator(".stage__map.is-shown")).to_have_count(1)


def _halfway_to_the_second_step(visit: Open) -> tuple[Page, list[float]]:
    """The page, and where a place of the second map stands halfway the move to it."""
    page = visit("/verhaal/", width=1280).page
    for number in (0, 1):
        page.wait_for_timeout(STAY)
        page.locator(".step").nth(number).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
        expect(page.locator(".stage")).to_contain_text(f"Stap {number + 1} van 6")
        expect(page.locator(".stage__map")).to_have_count(6)
    page.evaluate(AT, 300)
    return page, page.evaluate(PLACES)[1]


def test_a_panel_left_at_one_step_and_entered_at_another_shows_one_map(visit: Open) -> None:
    page = visit("/verhaal/", width=360).page
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".stage__map.is-live")).to_have_count(3)
    expect(page.locator(HELD)).to_have_count(0)
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    expect(page.locator(".stage__map.is-live")).to_have_count(0)
    page.evaluate("location.hash = document.querySelectorAll('.step')[4].id")
    expect(page.locator(".stage")).to_contain_text("Stap 5 van 6")
    own = page.locator(".step").nth(4).locator("svg.vz-step").get_attribute("viewBox")
    expect(page.locator(".stage__map.is-shown svg")).to_have_count(1)
    expect(page.locator(".stage__map.is-shown svg")).to_have_attribute("viewBox", own)


def test_a_link_to_a_step_opens_that_step(visit: Open) -> None:
    page = visit("/verhaal/").page
    anchor = page.locator(".step").nth(3).get_attribute("id")
    page.goto(f"/verhaal/#{anchor}")
    page.reload()
    expect(page.locator(".stage")).to_contain_text("Stap 4 van 6")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_map_shows_the_step_that_can_be_read(visit: Open, width: int) -> None:
    """Also on a phone, where the text stands under the map: what is announced is what the first visible words say."""
    page = visit("/verhaal/", width=width, height=740, reduced_motion="reduce").page
    for number in (1, 3, 5):
        expect(page.locator(HELD)).to_have_count(0)
        page.locator(".step").nth(number).evaluate("step => step.scrollIntoView()")
        expect(page.locator(".stage")).to_contain_text(f"Stap {number + 1} van 6")
        title = page.locator(".step").nth(number).locator("h3")
        expect(title).to_be_in_viewport()
        below = page.locator(".stage").bounding_box()
        assert width > 960 or title.bounding_box()["y"] >= below["y"] + below["height"] - 1


def test_refresh_and_the_way_back_land_on_the_step(visit: Open) -> None:
    page = visit("/verhaal/", width=360, reduced_motion="reduce").page
    expect(page.locator(HELD)).to_have_count(0)
    page.locator(".step").nth(3).evaluate("step => step.scrollIntoView()")
    expect(page.locator(".stage")).to_contain_text("Stap 4 van 6")
    page.reload()
    expect(page.locator(".stage")).to_contain_text("Stap 4 van 6")
    page.goto("/opgaven/")
    page.go_back()
    expect(page.locator(".stage")).to_contain_text("Stap 4 van 6")
    # without scrolling to the button: where it stands, another step is the current one
    page.get_by_role("button", name="Per stap lezen").evaluate("button => button.click()")
    page.click(".stage >> text=Volgende")
    assert page.url.endswith("stap-5")
    page.reload()
    expect(page.locator(".stage")).to_contain_text("Stap 5 van 6")
    expect(page.locator(".step:visible")).to_have_count(1)


def test_the_step_that_was_read_comes_back_when_the_page_has_another_there(visit: Open) -> None:
    """As when a page is refreshed while it is laid out: the browser brings back a place, the history knows the step."""
    page = visit("/verhaal/", width=360, reduced_motion="reduce").page
    expect(page.locator(HELD)).to_have_count(0)
    page.wait_for_timeout(STAY)  # a page that is still looking where it is read, forgets it
    remembered = "history.replaceState({ step: document.querySelectorAll('.step')[3].id }, '')"
    with page.expect_navigation():
        page.evaluate(f"{remembered}; location.reload()")
    expect(page.locator(".stage")).to_contain_text("Stap 4 van 6")
    expect(page.locator(".step").nth(3).locator("h3")).to_be_in_viewport()
    page.mouse.wheel(0, -20_000)  # whoever scrolls is let go
    wait_until(page, "history.state.step === null")


@pytest.mark.parametrize(("late", "there"), [("slow.png", ".stage"), ("side-panel.*.js", ".chapter.is-near")])
def test_who_reads_on_while_the_page_is_loading_is_not_brought_back(visit: Open, late: str, there: str) -> None:
    page = visit("/verhaal/", width=360, reduced_motion="reduce").page
    page.evaluate("history.replaceState({ step: document.querySelectorAll('.step')[3].id }, '')")
    held: list[Route] = []

    def with_slow_image(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</main>", '<img src="/slow.png" alt=""></main>'))

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/verhaal/", with_slow_image)
    page.route(f"**/{late}", hold)  # the page is not complete before it is there
    page.reload(wait_until="commit")
    page.wait_for_selector(there, state="attached")
    page.mouse.wheel(0, 200)
    wait_until(page, "scrollY > 0")
    assert page.evaluate("document.readyState") == "interactive"
    held[0].continue_()
    page.wait_for_load_state("load")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("scrollY") < 400
    expect(page.locator(".step").nth(3).locator("h3")).not_to_be_in_viewport()


def test_motion_can_be_switched_off_and_on(visit: Open) -> None:
    page = visit("/verhaal/").page

    def moves_to(step: int) -> bool:
        page.locator(".step").nth(step).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
        expect(page.locator(".stage")).to_contain_text(f"Stap {step + 1} van 6")
        return bool(page.evaluate(MOVES))

    moves_to(0)
    assert moves_to(1)
    switch = page.get_by_role("button", name="Zonder beweging")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert not moves_to(2)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    switch.click()
    assert moves_to(1)
    still = visit("/verhaal/", reduced_motion="reduce").page
    expect(still.get_by_role("button", name="Zonder beweging")).to_have_count(0)


def test_steps_can_be_read_one_by_one(visit: Open) -> None:
    page = visit("/verhaal/", width=360).page
    page.click("text=Per stap lezen")
    assert page.locator(".step:visible").count() == 1
    page.click(".stage >> text=Volgende")
    assert page.locator(".step:visible .step__count").text_content() == "Stap 2 van 6"
    assert "stap-2" in page.url


def test_a_step_has_one_set_of_ways_on(visit: Open) -> None:
    page = visit("/verhaal/", width=360).page
    expect(page.locator(".stage").get_by_role("button", name="Volgende")).to_be_attached()
    assert page.locator(".step__links:visible").count() == 0
    plain = visit("/verhaal/", width=360, script=False).page
    assert plain.locator(".step__links:visible").count() == 6
    assert plain.locator(".stage").count() == 0


def test_sharing_leads_to_the_chapter_that_was_read(visit: Open) -> None:
    page = visit("/verhaal/#voelen-we-ons-veilig", width=360).page
    link = page.locator(".depth >> text=Delen")
    expect(link).to_have_attribute("href", re.compile(r"#deel-voelen-we-ons-veilig$"))
    link.evaluate("link => link.click()")
    expect(page.locator("#deel-voelen-we-ons-veilig")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_no_chapter_is_cut_off_in_the_bar_of_a_phone(visit: Open, script: bool) -> None:
    page = visit("/verhaal/#zijn-we-klaar-voor-hitte-en-regen", width=360, script=script).page
    if script:
        link = page.locator(".contents [aria-current]")
        expect(link).to_have_text("Zijn we klaar voor hitte en regen?")
        expect(link).to_be_in_viewport(ratio=1)
    else:
        bar = page.locator(".contents ol")
        assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")


def test_without_script_every_step_has_its_own_map_and_links(visit: Open) -> None:
    page = visit("/verhaal/", script=False).page
    assert page.locator(".step svg.vz-step").count() == 6
    page.locator(".step").nth(0).locator("text=Volgende stap").click()
    assert page.url.endswith("stap-2")


@pytest.mark.parametrize("script", [True, False])
def test_reading_depth_is_chosen_by_a_link_and_kept_by_links(visit: Open, script: bool) -> None:
    page = visit("/verhaal/", script=script).page
    page.click(".depth >> text=Kern")
    assert page.url.endswith("/verhaal/kern/")
    assert page.locator(".block--figure").count() == 0
    assert page.locator(".kern:visible").count() == 6
    page.click(".site-nav >> text=Het verhaal")
    assert page.url.endswith("/verhaal/kern/")
    page.click("text=Lees dit hoofdstuk helemaal >> nth=1")
    assert page.url.endswith("/verhaal/#is-er-plek-voor-elke-leeftijd")
    page.click(".depth >> text=Met alle cijfers")
    assert "/verhaal/cijfers/" in page.url
    assert page.locator(".block--figure details.figures:not([open])").count() == 0
    page.emulate_media(media="print")
    assert page.locator(".block--figure table:visible").count() == page.locator(".block--figure table").count()


def test_another_depth_begins_at_the_same_chapter(visit: Open) -> None:
    page = visit("/verhaal/kern/#voelen-we-ons-veilig").page
    there = re.compile(r"/verhaal/cijfers/#voelen-we-ons-veilig$")
    expect(page.locator(".depth a").nth(2)).to_have_attribute("href", there)


@pytest.mark.parametrize("width", [360, 1280])
def test_another_depth_begins_at_what_is_read(visit: Open, width: int) -> None:
    page = visit("/verhaal/#voelen-we-ons-veilig", width=width).page
    core, figures = page.locator(".depth a").nth(0), page.locator(".depth a").nth(2)
    expect(core).to_have_attribute("href", re.compile("/kern/#voelen-we-ons-veilig$"))
    step = page.locator(".step").nth(3)
    there = f"#{step.get_attribute('id')}"
    step.evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(figures).to_have_attribute("href", re.compile(f"/verhaal/cijfers/{there}$"))
    expect(core).to_have_attribute("href", re.compile("/kern/$"))
    figures.click()
    expect(page.locator(".stage")).to_contain_text("Stap 4 van 6")
    expect(page.locator(".step").nth(3)).to_be_in_viewport()
    figure = page.locator(".chapter .block--figure").nth(1)
    figure.evaluate("figure => figure.scrollIntoView({ behavior: 'instant' })")
    there = f"#{figure.get_attribute('id')}"
    expect(page.locator(".depth a").nth(1)).to_have_attribute("href", re.compile(f"/verhaal/{there}$"))
    chapter = page.locator(".chapter").nth(1).get_attribute("id")
    expect(page.locator(".depth a").nth(0)).to_have_attribute("href", re.compile(f"/kern/#{chapter}$"))


def test_reduced_motion_is_honoured(visit: Open) -> None:
    page = visit("/verhaal/", reduced_motion="reduce").page
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView()")
    expect(page.locator(".stage")).to_contain_text("Stap 2 van 6")
    assert page.evaluate(MOVES) == 0


def test_on_paper_each_step_has_its_map(visit: Open, tmp_path: Path) -> None:
    page = visit("/verhaal/").page
    page.emulate_media(media="print")
    assert page.locator(".step__map:visible").count() == 6
    assert page.locator(".stage:visible").count() == 0
    assert page.locator(".site-nav:visible").count() == 0
    fixed = """[...document.querySelectorAll("body *")].filter((one) =>
        getComputedStyle(one).position === "fixed" && one.getClientRects().length).map((one) => one.className)"""
    assert page.evaluate(fixed) == [], "it would stand over the text of every page"
    content = page.pdf(path=str(tmp_path / "verhaal.pdf"), tagged=True)
    assert len(content) > 50_000
    assert len(re.findall(rb"/Type ?/Page\b(?!s)", content)) > 1
    heights = "all => all.map(one => one.getBoundingClientRect().height)"
    drawn = page.locator(".chapter svg.vz-map:visible, .chapter .image img:visible").evaluate_all(heights)
    assert 0 < max(drawn) <= A_THIRD, "a drawing that is larger than it needs to be leaves half a page behind"
    signs = "all => all.map(one => getComputedStyle(one).printColorAdjust)"
    assert set(page.locator(".state__sign").evaluate_all(signs)) == {"exact"}


def test_a_table_has_a_shadow_where_there_is_more(visit: Open) -> None:
    """Half of what is drawn moves along with the table, and covers the shadow at its ends."""
    page = visit("/verhaal/cijfers/", width=320).page
    table = page.locator(".table-wrap:visible").first
    expect(table).to_have_css("background-attachment", "local, local, scroll, scroll")


def test_a_frame_elsewhere_gets_the_height_of_its_content(visit: Open, tmp_path: Path) -> None:
    page = visit("/delen/verhaal/").page
    (tmp_path / "index.html").write_text(f"<!doctype html>{page.locator('#code').input_value()}")
    with HTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path))) as guest:
        Thread(target=guest.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{guest.server_port}/")
        frame = page.frame_locator("iframe")
        expect(frame.locator("h1")).to_be_visible()
        expect(page.locator("iframe")).not_to_have_attribute("height", "700")
        before = page.locator("iframe").get_attribute("height")
        frame.get_by_role("link", name="Begin").click()
        expect(frame.locator(".kern")).to_be_visible()
        expect(page.locator("iframe")).not_to_have_attribute("height", str(before))
        assert frame.locator(":root").evaluate("root => root.scrollHeight <= innerHeight + 1")
        guest.shutdown()


def test_an_address_is_copied_by_a_click(visit: Open, site: RunningSite) -> None:
    page = visit("/delen/verhaal/", permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="Kopieer adres").nth(1).click()
    expect(page.locator("text=Gekopieerd")).to_be_visible()
    expect(page.get_by_role("button", name="Gekopieerd", exact=True)).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{site.url}/delen/verhaal/")
    page.goto("/verhaal/")
    heading = page.locator(".chapter h2").first
    heading.hover()
    heading.locator(".copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}/verhaal/#doen-we-mee"


def test_without_script_there_is_no_button_that_does_nothing(visit: Open) -> None:
    page = visit("/cijfers/voelt-zich-weleens-onveilig/", script=False).page
    expect(page.locator("button[data-indicator]").first).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_jump_past_the_panel_and_back_leaves_no_other_step_there(visit: Open, width: int) -> None:
    page = visit("/verhaal/", width=width).page
    steps = page.locator(".side-panel .step")
    jump = "(node, block) => node.scrollIntoView({ block, behavior: 'instant' })"
    page.locator(".site-footer").evaluate(jump, "end")
    expect(steps.last).to_have_class(re.compile("is-current"))
    page.locator(".side-panel").evaluate(
        "(panel) => scrollTo({ top: panel.offsetTop - innerHeight * 0.8, behavior: 'instant' })"
    )
    expect(steps.first).to_have_class(re.compile("is-current"))
    steps.nth(3).evaluate(jump, "center")
    expect(steps.nth(3)).to_have_class(re.compile("is-current"))
    page.locator("h1").evaluate(jump, "start")
    expect(steps.first).to_have_class(re.compile("is-current"))
    expect(page.locator(".stage__tools > span")).to_have_text("Stap 1 van 6")
    assert page.evaluate("history.state?.step") is None, "who does not read a step does not come back to one"
