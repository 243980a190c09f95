"""Readers: on a phone, at a desk, without script, with the keyboard, with a screen reader, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import violations, violations_of_all_rules, width_of
from tests.journeys.conftest import RunningSite, Visit
from tests.pictures.test_stylesheet import contrast

pytestmark = pytest.mark.journey

# The colours of the shadow at a side of a table, on the paper, and of the numbers that it lies under.
SHADE = """table => {
    const canvas = document.createElement("canvas").getContext("2d");
    const { color, backgroundImage } = getComputedStyle(table);
    const shadow = backgroundImage.split("linear-gradient").at(-1).match(/(rgba?|color)\\([^)]+\\)/)[0];
    return [[getComputedStyle(document.body).backgroundColor, shadow], [color]].map((layers) => {
        for (const layer of layers) {
            canvas.fillStyle = layer;
            canvas.fillRect(0, 0, 1, 1);
        }
        const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    });
}"""

PAGE_TYPES = {
    "home": "/",
    "story": "/verhaal/",
    "kern of a story": "/verhaal/kern/",
    "story for a room": "/verhaal/presenteren/",
    "sharing a story": "/delen/verhaal/",
    "part of a story in a frame": "/ingesloten/verhaal/3/",
    "areas": "/gebieden/",
    "municipality": "/gemeente/",
    "stadsdeel": "/stadsdelen/noord/",
    "wijk": "/wijken/assendorp/",
    "buurt": "/buurten/kamperpoort/",
    "buurt without figures": "/buurten/bedrijventerrein-voorst-b/",
    "challenges": "/opgaven/",
    "challenge": "/opgaven/assendorp-meer-groen-minder-steen/",
    "challenges by course": "/opgaven/stand/op-koers/",
    "challenge that stopped": "/opgaven/zwolle-zuid-een-wijkblad-op-papier/",
    "versions": "/opgaven/assendorp-meer-groen-minder-steen/versies/",
    "version": "/opgaven/assendorp-meer-groen-minder-steen/versies/1/",
    "conversations": "/gesprekken/",
    "conversation": "/gesprekken/met-de-bus-door-noord/",
    "answers": "/antwoorden/",
    "cycles": "/cycli/",
    "cycle": "/cycli/2018-2020/",
    "partners": "/partners/",
    "council": "/raad/",
    "versions of a text": "/gesprekken/met-de-bus-door-noord/versies/",
    "theme": "/themas/veiligheid/",
    "indicators": "/cijfers/",
    "indicator": "/cijfers/voelt-zich-weleens-onveilig/",
    "meeting places": "/ontmoetingsplekken/",
    "meeting places of a wijk": "/ontmoetingsplekken/wijken/assendorp/",
    "initiatives": "/initiatieven/",
    "initiatives of a wijk": "/initiatieven/wijken/assendorp/",
    "initiative": "/initiatieven/bankje-met-boekenkast/",
    "begin": "/begin/wijken/assendorp/",
    "schemes": "/regelingen/",
    "taking part": "/meedoen/",
    "an idea": "/meedoen/idee/",
    "a code": "/meedoen/code/",
    "a new code": "/meedoen/nieuwe-code/",
    "scheme finder": "/meedoen/regelingen/?soort=activiteit&bedrag=800&wie=groep&opgave=weet-niet",
    "support": "/meedoen/steun/bankje-met-boekenkast/",
    "follow": "/meedoen/volgen/",
    "follow one thing": "/meedoen/volgen/?initiatief=bankje-met-boekenkast",
    "confirm to follow": "/meedoen/volgen/bevestig/een-link-uit-een-mail/",
    "stop following": "/meedoen/volgen/stop/1-een-link-uit-een-mail/",
    "a notice": "/meedoen/melden/?pagina=/initiatieven/bankje-met-boekenkast/",
    "a question": "/meedoen/vraag/bankje-met-boekenkast/",
    "a correction": "/meedoen/verbeter/voorbeeld-buurttuin/",
    "take over": "/meedoen/overnemen/",
    "campaigns": "/campagnes/",
    "campaign of a day": "/campagnes/burendag-2027/",
    "campaign that is over": "/campagnes/burendag-2026/",
    "campaign of a wave": "/campagnes/buurt-voor-buurt-2020-dit-deden-we-met-uw-antwoorden/",
    "initiatives for the council": "/raad/initiatieven/",
    "method": "/methode/",
    "open data": "/open-data/",
    "editions": "/edities/",
    "text": "/over/",
    "search": "/zoeken/?q=veiligheid",
    "search, before anything is asked": "/zoeken/",
    "search, narrowed": "/zoeken/?q=veiligheid&stadsdeel=noord",
    "not found": "/bestaat-niet/",
}
every_page = pytest.mark.parametrize("path", PAGE_TYPES.values(), ids=PAGE_TYPES.keys())

Open = Callable[..., Visit]


@every_page
@pytest.mark.parametrize("width", [1280, 360], ids=["desk", "phone"])
def test_axe_finds_nothing(visit: Open, path: str, width: int) -> None:
    """Light and dark on the same page: only the colours change."""
    page = visit(path, width=width, bypass_csp=True).page
    expect(page.locator(".chapter:not(.is-near)")).to_have_count(0)  # laid out, so that it has a size to judge
    page.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true })")
    assert violations_of_all_rules(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, rules=["color-contrast"]) == []


@every_page
def test_nothing_sticks_out_at_320_pixels(visit: Open, path: str) -> None:
    page = visit(path, width=320).page
    assert width_of(page) <= 320
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert width_of(page) <= 320


@every_page
def test_a_visit_is_clean_and_needs_no_script(visit: Open, site: RunningSite, path: str) -> None:
    """No error, no cookie, nothing kept, nobody else asked; and without the script there is as much to read."""
    seen = visit(path)
    seen.page.wait_for_load_state("networkidle")
    complaints = [text for text in seen.complaints if "404" not in text or path != "/bestaat-niet/"]
    assert complaints == []
    assert seen.context.cookies() == []
    assert seen.page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert all(url.startswith((site.url, "data:")) for url in seen.requested)
    seen.page.evaluate("document.querySelectorAll('.stage').forEach((copies) => copies.remove())")
    without = visit(path, script=False).page
    assert len(without.text_content("main").split()) >= len(seen.page.text_content("main").split()) * 0.97
    assert without.locator("main h1").count() == 1


def test_from_home_to_my_neighbourhood_on_a_phone_without_script(visit: Open) -> None:
    page = visit("/", width=360, script=False).page
    page.click("text=Zoek mijn buurt")
    page.click("main >> text=Kamperpoort")
    assert page.text_content("h1") == "Kamperpoort"
    page.click("text=Kamperpoort: samen één buurt")
    assert "Waarom deze opgave?" in page.text_content("main")
    page.click(".key-figure a >> nth=0")
    assert "De vraag" in page.text_content("main")
    page.click("main >> text=Kamperpoort: samen één buurt")
    assert page.text_content("h1").startswith("Kamperpoort")


def test_from_a_challenge_to_figures_actions_and_check_is_one_step(visit: Open) -> None:
    page = visit("/opgaven/assendorp-meer-groen-minder-steen/").page
    assert page.locator(".action").count() == 3
    assert page.locator("section:has(> #koers) .timeline > li").count() == 2
    hrefs = page.eval_on_selector_all("main a", "links => links.map((link) => link.getAttribute('href'))")
    assert "/wijken/assendorp/" in hrefs
    assert any(href.startswith("/cijfers/") for href in hrefs)


def test_typing_a_name_finds_the_neighbourhood(visit: Open) -> None:
    page = visit("/gebieden/").page
    page.fill("#waar", "holtenb")
    assert page.text_content(".finder__count > p") == "5 gebieden gevonden", "its wijk too"
    assert page.locator(".area-tree li:visible").count() == 4
    assert page.locator("[data-areas] li:visible").all_text_contents() == ["Holtenbroek"]
    page.fill("#waar", "aalanden")
    assert page.locator("[data-areas] li:visible").all_text_contents() == ["Aa-landen"]
    page.fill("#waar", "midden")
    assert page.locator(".area-tree h2:visible").all_text_contents() == ["Midden", "Noord"], "Aa-landen-Midden is in it"
    page.fill("#waar", "holtenbroek 3, of zo")
    told = page.locator(".finder__count p")
    said = "Geen gebied heet zo. Met de knop “Naar mijn buurt” zoekt u ook op namen die erop lijken."
    assert told.all_text_contents() == [said, "Zoek op een woord in de hele site"]
    assert told.get_by_role("link").get_attribute("href") == "/zoeken/", "what was typed may be an address"
    assert page.locator(".area-tree li:visible").count() == 78, "what is no name leaves the list whole"
    page.fill("#waar", "Stadshagen")
    page.press("#waar", "Enter")
    assert page.get_by_role("heading", level=1).text_content() == "Stadshagen"


@pytest.mark.parametrize("path", ["/", "/verhaal/", "/gebieden/", "/cijfers/voelt-zich-weleens-onveilig/"])
def test_the_keyboard_reaches_everything_visibly(visit: Open, path: str) -> None:
    page = visit(path, width=1280, reduced_motion="reduce").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    assert page.locator(":focus").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    places = []
    for _ in range(25):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """async () => { const frame = () => new Promise(requestAnimationFrame);
            await frame(); await frame();  // the page may scroll to where the focus goes
            const item = document.activeElement; const box = item.getBoundingClientRect();
            const style = getComputedStyle(item);
            // the middle of what is seen of it: a browser brings a high field into view only in part
            const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
            const top = document.elementFromPoint(box.left + Math.min(box.width, 20) / 2, middle);
            return {tag: item.tagName, outline: style.outlineStyle, width: style.outlineWidth,
                    clear: !!top && (item.contains(top) || top.contains(item)), text: item.textContent} }"""
        )
        if place["tag"] == "BODY":
            break
        places.append(place)
    assert len(places) > 5
    assert [place for place in places if place["outline"] == "none" or place["width"] == "0px"] == []
    assert [place for place in places if not place["clear"]] == []


def test_a_trap_or_a_page_key_does_not_exist(visit: Open) -> None:
    page = visit("/verhaal/").page
    page.mouse.move(300, 400)
    for key in ("ArrowRight", "p", "Escape"):
        page.keyboard.press(key)
    assert page.url.endswith("/verhaal/")
    assert "Stap 1 van 6" in page.locator(".stage").text_content()


def test_a_figure_can_be_downloaded_with_its_margins(visit: Open) -> None:
    page = visit("/cijfers/voelt-zich-weleens-onveilig/").page
    with page.expect_download() as waiting:
        page.click("text=Download dit cijfer")
    text = Path(waiting.value.path()).read_text("utf-8")
    assert text.startswith("indicator,titel,eenheid,gebiedscode")
    assert "ondergrens" in text.splitlines()[0]
    assert len(text.splitlines()) > 100


def test_search_by_plain_form_and_without_a_server(visit: Open) -> None:
    page = visit("/zoeken/", width=360, script=False).page
    page.get_by_role("searchbox").fill("kamperport")
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_role("status")).to_contain_text("kamperpoort")
    expect(page.get_by_role("link", name="Kamperpoort (buurt)", exact=True)).to_be_visible()
    # A copy of the site on a plain file server: the page comes without an answer, and the script finds one.
    copy = visit("/zoeken/").page
    copy.route("**/zoeken/?q=*", lambda route: route.fulfill(response=route.fetch(url=route.request.url.split("?")[0])))
    copy.goto(copy.url + "?q=onveilig")
    expect(copy.get_by_role("status")).to_contain_text("resultaten voor")
    expect(copy.locator(".results a").first).to_be_visible()
    copy.goto(copy.url.split("?")[0] + "?q=kmperpoort")
    expect(copy.get_by_role("status")).to_contain_text("kamperpoort")


@pytest.mark.parametrize("served", [True, False], ids=["by the server", "in a copy without one"])
def test_hits_are_narrowed_by_links_and_each_choice_can_be_taken_away(visit: Open, served: bool) -> None:
    """With the keyboard, on a phone: by the server without a script, and by the script in a copy without a server."""
    page = visit("/zoeken/", width=360, script=not served).page
    if not served:
        bare = page.url
        page.route("**/zoeken/?*", lambda route: route.fulfill(response=route.fetch(url=bare)))
    page.get_by_role("link", name="Noord", exact=True).press("Enter")
    chosen, status = page.get_by_role("list", name="Gekozen"), page.get_by_role("status")
    expect(status).to_contain_text("resultaten")
    everything = int(status.inner_text().split()[0])
    expect(chosen.get_by_role("link")).to_have_text(["Stadsdeel: Noord", "Alles wissen"])
    kind = page.locator("summary", has_text="Soort")
    first = page.locator(".results a").first.bounding_box()
    assert first["y"] < 800, "the hits stay on the first screen"
    kind.press("Enter")
    kinds = page.get_by_role("list", name="Soort")
    listed = kinds.get_by_role("listitem").filter(has_text=re.compile("^Wijkopgaven")).inner_text()
    kinds.get_by_role("link", name="Wijkopgaven", exact=True).press("Enter")
    page.wait_for_url("**/zoeken/?soort=wijkopgaven&stadsdeel=noord")
    expect(status).to_contain_text("resultaten")
    assert listed == f"Wijkopgaven ({status.inner_text().split()[0]})"
    assert all("/opgaven/" in link.get_attribute("href") for link in page.locator(".results a").all())
    page.get_by_role("searchbox").fill("schone buurt")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/zoeken/?q=schone+buurt&soort=wijkopgaven&stadsdeel=noord")
    expect(page.locator(".results a").first).to_be_visible()
    chosen.get_by_role("link", name="Stadsdeel: Noord, haal deze keuze weg").press("Enter")
    page.wait_for_url("**/zoeken/?q=schone+buurt&soort=wijkopgaven")
    page.get_by_role("link", name="Alles wissen").press("Enter")
    page.wait_for_url("**/zoeken/?q=schone+buurt")
    expect(status).to_contain_text("resulta")
    expect(chosen).to_have_count(0)
    page.goto(page.url.partition("?")[0] + "?stadsdeel=noord&thema=%3Cimg%20src=x%3E&jaar=1200")
    expect(chosen.get_by_role("link")).to_have_count(2)
    assert int(status.inner_text().split()[0]) == everything
    assert width_of(page) <= 360


@pytest.mark.parametrize("path", ["/verhaal/", "/gebieden/", "/cijfers/", "/opgaven/"])
def test_a_page_that_is_read_from_right_to_left_fits_a_phone(visit: Open, path: str) -> None:
    """The style runs with the language: nothing sticks out, and what began at the left begins at the right."""
    page = visit(path, width=320).page
    page.evaluate("document.documentElement.dir = 'rtl'")
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1], wide
    heading = page.locator("h1").first.bounding_box()
    assert page.locator("h1").first.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert heading["x"] >= 0 and heading["x"] + heading["width"] <= 320
    assert page.locator("main svg").first.evaluate("one => getComputedStyle(one).direction") == "ltr"


def test_on_paper_the_first_picture_of_an_indicator_stands_below_its_title(visit: Open) -> None:
    page = visit("/cijfers/prettig-wonen-in-de-buurt/").page
    page.emulate_media(media="print")
    picture = page.locator(".picture").first
    expect(picture).to_have_css("break-inside", "auto")
    for part in ("figcaption", ".picture__drawing"):
        expect(picture.locator(part)).to_have_css("break-after", "avoid")
    expect(page.locator(".figures summary:visible")).to_have_count(0)
    wrap = page.locator(".table-wrap").nth(1)
    assert wrap.evaluate("wrap => wrap.style.width = '178mm' && wrap.scrollWidth <= wrap.clientWidth"), "cut off"


@pytest.mark.parametrize("dark", [False, True])
def test_a_number_on_the_shadow_of_a_table_can_be_read(visit: Open, dark: bool) -> None:
    page = visit("/cijfers/prettig-wonen-in-de-buurt/", dark=dark).page
    shade, text = page.locator(".table-wrap").first.evaluate(SHADE)
    assert contrast(shade, text) >= 4.5
