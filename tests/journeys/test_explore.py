"""The free map: from a page or a step and back, by area, postcode or street, and over a map of the municipality."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.basemap import base_map
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]


def test_explore_a_map_freely(visit: Open) -> None:
    seen = visit("/cijfers/voelt-zich-weleens-onveilig/", width=360)
    page = seen.page
    page.wait_for_load_state("networkidle")
    assert not any("maplibre" in url for url in seen.requested), "the map library came before it was asked for"
    button = page.locator("button[data-indicator]").first
    button.click()
    dialog = page.locator("dialog.explore")
    expect(dialog.get_by_role("heading")).to_be_focused()
    expect(dialog).to_have_attribute("data-ready", "true")
    page.get_by_label("Zoek een gebied").fill("kamperp")
    page.keyboard.press("Enter")
    row = page.locator("figure.picture tbody tr", has=page.locator("a", has_text="Kamperpoort"))
    value = row.locator("td").first.text_content()
    expect(dialog.locator("[role=status]")).to_contain_text(value)
    before = page.evaluate("scrollY")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate("scrollY") == before
    expect(button).to_be_focused()
    was, entries = page.url, page.evaluate("history.length")
    button.click()
    expect(dialog).to_have_attribute("data-ready", "true")
    page.go_back()
    expect(dialog).to_have_count(0)
    assert (page.url, page.evaluate("scrollY")) == (was, before)
    expect(button).to_be_focused()
    assert page.evaluate("history.length") == entries, "every opening takes the same place in the history"
    assert all(url.startswith((page.url[:20], "data:", "blob:")) for url in seen.requested)
    assert not [text for text in seen.complaints if "GL Driver" not in text]


@pytest.mark.parametrize("width", [360, 1280])
def test_where_no_map_can_be_drawn_the_list_takes_its_place(visit: Open, width: int) -> None:
    page = visit("/cijfers/voelt-zich-weleens-onveilig/", width=width).page
    page.route("**/maplibre-gl.mjs", lambda route: route.abort())
    page.locator("button[data-indicator]").first.click()
    dialog = page.locator("dialog.explore")
    expect(dialog.locator("[role=status]")).to_contain_text("De kaart kan nu niet worden geladen")
    panel = dialog.locator(".explore__panel").bounding_box()
    assert panel["width"] > 0.95 * width and panel["height"] > 500
    page.get_by_label("Zoek een gebied").fill("kamperp")
    page.keyboard.press("Enter")
    expect(dialog.locator("[role=status]")).to_contain_text("Kamperpoort")


def test_explore_from_a_step_and_come_back_to_it(visit: Open) -> None:
    """The list comes first: choosing an area and kinds says what goes on there; Escape returns to step and place."""
    page = visit("/verhaal/", reduced_motion="reduce").page
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView()")
    expect(page.locator(".stage")).to_contain_text("Stap 2 van 6")
    before = page.evaluate("scrollY")
    page.click(".stage >> text=Kaart verkennen")
    dialog = page.locator("dialog.explore")
    expect(dialog).to_have_attribute("data-ready", "true")
    assert "in stadsdeel Midden" in dialog.locator("h2").text_content()
    page.get_by_label("Zoek een gebied").fill("Kamperpoort")
    page.keyboard.press("Enter")
    expect(dialog.locator("[role=status]")).to_contain_text("Kamperpoort: ")
    assert "geen cijfer" not in dialog.locator("[role=status]").text_content()
    for kind in ("Wijkopgaven", "Acties", "Ontmoetingsplekken"):
        dialog.get_by_label(kind).check()
    expect(dialog.locator(".explore__list")).to_contain_text("Kamperpoort: samen één buurt")
    expect(dialog.locator(".explore__list h3")).to_have_count(3)
    shown = dialog.locator(".explore__mark").count()
    assert shown > 3
    dialog.get_by_label("Acties").uncheck()
    assert dialog.locator(".explore__mark").count() < shown
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate("scrollY") == before
    expect(page.locator(".stage")).to_contain_text("Stap 2 van 6")


def test_the_free_map_of_one_stadsdeel_is_about_that_stadsdeel(visit: Open) -> None:
    """Colours, legend and list agree, for the stadsdeel and, when asked, for all areas."""
    page = visit("/verhaal/", reduced_motion="reduce").page
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView()")
    expect(page.locator(".stage")).to_contain_text("Stap 2 van 6")
    page.click(".stage >> text=Kaart verkennen")
    dialog = page.locator("dialog.explore")
    expect(dialog).to_have_attribute("data-ready", "true")
    listed = dialog.locator(".explore__areas li")
    assert _agreed(dialog) == listed.filter(visible=True).count() == 13
    assert _share_of_the_first_class(dialog) < 0.08  # Kamperpoort alone; its neighbours in Noord had this colour too
    expect(dialog.get_by_text("Alle gebieden (13)")).to_be_visible()
    dialog.get_by_label("Kleur ook de 65 andere gebieden").check()
    page.wait_for_timeout(1000)
    assert _agreed(dialog) == listed.filter(visible=True).count() == 78
    assert _share_of_the_first_class(dialog) > 0.02
    dialog.get_by_label(re.compile("minder dan 7,4")).uncheck()
    page.wait_for_timeout(1000)
    assert listed.filter(visible=True).count() == 78 - 12
    assert _share_of_the_first_class(dialog) == 0


def _agreed(dialog: Locator) -> int:
    """How many areas the lines of the legend count together: those of a class and those without a figure."""
    dialog.locator(".explore__areas").evaluate("list => { list.open = true; }")
    told = dialog.locator(".legend li:visible").filter(has_not_text="weinig antwoorden").all_text_contents()
    return sum(int(re.search(r"\((\d+)\)", line).group(1)) for line in told)


def _share_of_the_first_class(dialog: Locator) -> float:
    picture = Image.open(BytesIO(dialog.locator(".explore__map").screenshot())).convert("RGB")
    found = {colour: number for number, colour in picture.getcolors(1 << 20)}
    return found.get((0xE6, 0xEC, 0xD4), 0) / (picture.width * picture.height)


def _free_map(page: Page) -> Locator:
    page.goto("/cijfers/voelt-zich-weleens-onveilig/")
    page.locator("button[data-indicator]").first.click()
    dialog = page.locator("dialog.explore")
    expect(dialog).to_have_attribute("data-ready", "true")
    return dialog


def test_who_types_half_a_name_is_asked_which_area_was_meant(visit: Open) -> None:
    """Nothing is chosen in silence: several that fit, or a typing error, are asked about; the list has them all."""
    page = visit("/").page
    dialog = _free_map(page)
    status, field = dialog.locator("[role=status]"), page.get_by_label("Zoek een gebied")
    field.fill("binnenstad")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Bedoelt u:")
    assert status.get_by_role("button").count() > 1
    assert all("Binnenstad" in name for name in status.get_by_role("button").all_text_contents())
    field.fill("kamperpoirt")
    page.keyboard.press("Enter")
    expect(status).to_have_text(re.compile("^Bedoelt u:Kamperpoort$"))
    status.get_by_role("button", name="Kamperpoort").press("Enter")
    expect(status).to_have_text(re.compile(r"^Kamperpoort: \d+%"))
    expect(field).to_be_focused()
    field.fill("qqqqq")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Niet gevonden")
    dialog.locator("summary").click()
    listed = dialog.locator(".explore__areas li:visible")
    every = listed.count()
    dialog.get_by_label(re.compile("geen cijfer")).uncheck()
    assert 0 < listed.count() < every
    assert not [line for line in listed.all_text_contents() if "geen cijfer" in line]
    dialog.locator(".explore__areas").get_by_role("button", name="Kamperpoort").click()
    expect(status).to_contain_text("Kamperpoort: ")


HEARD = """
    state => {
        window.heard = [];
        new MutationObserver((changes) => changes.forEach(({ addedNodes, target }) => {
            if (addedNodes.length) window.heard.push(target.textContent);
        })).observe(state, { childList: true, subtree: true });
    }
"""


def test_who_listens_hears_once_what_the_map_shows_after_a_choice(visit: Open) -> None:
    page = visit("/").page
    dialog = _free_map(page)
    expect(page.get_by_role("dialog", name="Kaart verkennen")).to_be_visible()
    status, field = dialog.get_by_role("status"), page.get_by_label("Zoek een gebied")
    expect(status).to_have_attribute("aria-atomic", "false")
    height = status.bounding_box()["height"]
    status.evaluate(HEARD)
    dialog.get_by_label(re.compile("geen cijfer")).uncheck()
    dialog.get_by_label("Ontmoetingsplekken").check()
    field.press_sequentially("kamperpoort")
    told = page.evaluate("heard")
    assert len(told) == 2, told
    assert re.fullmatch(r"De kaart toont \d+ van de 78 gebieden\.", told[0])
    assert re.fullmatch(r"Ook op de kaart: Ontmoetingsplekken \(\d+\)\.", told[1])
    assert status.bounding_box()["height"] == height, "what is under the pointer stays there"
    field.press("Enter")
    expect(status).to_contain_text(re.compile(r"Kamperpoort: \d+%"))
    more = page.evaluate("heard")[2:]
    assert sorted(line.split(":")[0] for line in more) == ["Kamperpoort", "Ook op de kaart"]
    assert told[1] not in more, "how much there is in this area"
    dialog.get_by_label("Ontmoetingsplekken").uncheck()
    assert page.evaluate("heard.length") == 4, "that it is off is told by the box itself"


def test_a_buurt_is_found_on_a_map_of_stadsdelen_in_the_one_that_holds_it(visit: Open) -> None:
    page = visit("/gebieden/").page
    page.locator("button[data-level=stadsdeel]").first.click()
    dialog = page.locator("dialog.explore")
    expect(dialog).to_have_attribute("data-ready", "true")
    expect(dialog.locator("[role=status]")).to_be_visible()  # not at once: first one hears that a window opened
    page.get_by_label("Zoek een gebied").fill("kamperpoort")
    page.keyboard.press("Enter")
    expect(dialog.locator("[role=status]")).to_have_text(re.compile(r"^Kamperpoort ligt in Midden\. Midden: \d"))


def test_a_postcode_on_the_free_map_asks_the_server_and_stands_in_no_address(visit: Open) -> None:
    """The example has no table of postcodes: here the answers of a municipality that has one are given."""
    seen = visit("/")

    def settings(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"postcode": "/meedoen/mijn-buurt/"})

    asked: list[str] = []

    def lookup(route: Route) -> None:
        asked.append(route.request.post_data or "")
        known = "8011" in asked[-1]
        route.fulfill(status=303, headers={"Location": "/buurten/kamperpoort/"}) if known else route.fulfill(status=422)

    page = seen.page
    page.route("**/verkennen/kaart.json", settings)
    page.route("**/meedoen/mijn-buurt/", lookup)
    dialog = _free_map(page)
    field = page.get_by_label("Zoek een gebied of postcode")
    field.fill("8011 AB")
    page.keyboard.press("Enter")
    expect(dialog.locator("[role=status]")).to_contain_text("Kamperpoort")
    field.fill("9999 ZZ")
    page.keyboard.press("Enter")
    expect(dialog.locator("[role=status]")).to_have_text("Dit gebied staat niet op deze kaart.")
    assert asked == ["waar=8011+ab", "waar=9999+zz"]
    assert not any("8011" in url for url in seen.requested)


def test_a_street_on_the_free_map_is_looked_up_in_the_browser(visit: Open) -> None:
    """The example has no table of streets: here the answers of a municipality that has one are given."""
    seen = visit("/")
    page = seen.page
    codes: dict[str, str] = {}

    def settings(route: Route) -> None:
        answer = route.fetch()
        given = answer.json() | {"streets": "/verkennen/straten.json", "schematic": False}
        codes.update({area["name"]: code for code, area in given["areas"].items()})
        route.fulfill(response=answer, json=given)

    def streets(route: Route) -> None:
        long = [[codes["Kamperpoort"], 0.04, -0.034, 1, 9], [codes["Binnenstad-Noord"], 6.09, 52.513, 11, 21, 2, 40]]
        route.fulfill(json={"Lange Kamp": long, "Kamperstraat": long[1:], "Verre Weg": [["BU99999999", 6, 52]]})

    page.route("**/verkennen/kaart.json", settings)
    page.route("**/verkennen/straten.json", streets)
    dialog = _free_map(page)
    field = page.get_by_label("Zoek een gebied of straat")
    status = dialog.locator("[role=status]")
    field.fill("lange kamp 12-a")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Lange Kamp ligt in Binnenstad-Noord. Binnenstad-Noord: ")
    expect(status.get_by_role("link")).to_have_count(1)
    field.fill("lange kamp 99")
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Lange Kamp ligt in Kamperpoort en ")
    expect(status.get_by_role("link")).to_have_count(2)
    expect(dialog.locator(".explore__pin")).to_have_count(1)
    field.fill("Kamperpoort")
    page.keyboard.press("Enter")
    expect(status).to_have_text(re.compile("^Kamperpoort: "))
    expect(dialog.locator(".explore__pin")).to_have_count(0)
    field.fill("Verre Weg 3")
    page.keyboard.press("Enter")
    expect(status).to_have_text("Dit gebied staat niet op deze kaart.")


def test_explore_over_a_base_map_of_the_municipality(visit: Open) -> None:
    """The archive is read in parts, through the library that is asked for only then; its credit is shown."""
    archive = base_map(png=visit("/").page.screenshot(clip={"x": 0, "y": 0, "width": 256, "height": 256}))
    seen = visit("/gebieden/")
    page = seen.page

    def with_base_map(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"schematic": False, "basemap": "/assets/basemap.pmtiles"})

    def part(route: Route) -> None:
        first, last = map(int, route.request.headers["range"].removeprefix("bytes=").split("-"))
        content = archive[first : last + 1]
        route.fulfill(status=206, body=content, headers={"Content-Length": str(len(content))})

    page.route("**/verkennen/kaart.json", with_base_map)
    page.route("**/assets/basemap.pmtiles", part)
    page.click("button[data-indicator]")
    expect(page.locator("dialog.explore")).to_have_attribute("data-ready", "true")
    expect(page.locator(".explore__credit")).to_have_text("© Voorbeeld & co")
    assert sum("basemap.pmtiles" in url for url in seen.requested) >= 3, "header, metadata and a tile"
    assert not [text for text in seen.complaints if "GL Driver" not in text]
