"""A resident who reads English: by telephone, with script, with the keys, and nothing in Dutch that does not say so."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.acting import violations_of_all_rules, width_of
from tests.journeys.hands import Keys
from tests.languages.catalogue import entries
from tests.languages.leftovers import Untranslated, dutch_on
from tests.languages.test_example_words import WORDS
from vergezicht.challenges.ground import municipality
from vergezicht.facts import read_toml
from vergezicht.languages import CATALOGUES
from vergezicht.problems import Problems
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.assets import asset_files, compact_script
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.translated import has_open_form

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@pytest.fixture
def phone(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A telephone on the example with its own words in English; a page is made when it is asked for."""
    both = replace(municipality(), languages=("nl", "en"), words={"en": read_toml(WORDS, Problems(WORDS))["words"]})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    addresses = {one.path: one for one in public_addresses()}
    files, visitor = asset_files(), Client()

    def answer(route: Route) -> None:
        path, status = urlsplit(route.request.url).path, 200
        if path in files:
            content = files[path].read_bytes()
            content = compact_script(content) if path.endswith(".js") else content
        elif has_open_form(path.removeprefix("/en")):
            content = visitor.get(path).content
        else:
            status = 200 if path in addresses else 404
            content = render_address(addresses.get(path, addresses["/en/404.html"]))
        route.fulfill(status=status, body=content, content_type=mimetypes.guess_type(path)[0] or "text/html")

    context = browser.new_context(viewport={"width": 360, "height": 800}, base_url="http://localhost")
    context.route("**/*", answer)
    yield context.new_page()
    context.close()


class Looks:
    """What holds on every page on the way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.untranslated = Untranslated(entries(CATALOGUES / "en" / "LC_MESSAGES" / "django.po"))
        self.names = [area.name for area in municipality().geography]

    def at(self, heading: str, *, dark: bool = False) -> None:
        """It is this page, it fits, all of it is in English or says that it is Dutch, and axe finds nothing."""
        page = self.page
        expect(page.locator("h1")).to_have_text(heading)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert width_of(page) <= 360
        told = page.content()
        assert self.untranslated.on(told) == []
        assert dutch_on(told, self.names) == []
        page.evaluate("document.querySelectorAll('details').forEach((item) => { item.open = true })")
        page.emulate_media(color_scheme="dark" if dark else "light")
        assert violations_of_all_rules(page) == [], heading


def test_a_resident_who_reads_english_finds_everything_in_it(phone: Page) -> None:
    hands, looks = Keys(phone), Looks(phone)
    phone.goto("/en/")
    looks.at("Van getallen naar vergezichten")
    hands.press(phone.get_by_role("link", name="Find my neighbourhood"))
    hands.write(phone.get_by_label("Name of your neighbourhood or district"), "kamperpoort")
    expect(phone.locator(".finder__count > p")).to_have_text("2 areas found")
    hands.press(phone.get_by_role("button", name="Explore the map"))
    explored = phone.get_by_role("dialog")
    hands.tick(explored.get_by_label("District challenges ("))
    listed = explored.get_by_role("link", name="Kamperpoort: samen één buurt")
    expect(listed).to_have_attribute("href", "/en/opgaven/kamperpoort-samen-een-buurt/")
    looks.at("My neighbourhood")
    hands.press(explored.get_by_role("button", name="Close the map"))
    hands.press(phone.locator(".area-tree").get_by_role("link", name="Kamperpoort"))
    looks.at("Kamperpoort")
    phone.locator("main").get_by_role("link", name="Kamperpoort: samen één buurt").first.click()
    looks.at("Kamperpoort: samen één buurt")
    phone.locator("main").get_by_role("link", name="version ").first.click()
    looks.at("What has changed?")
    phone.get_by_role("link", name="Version 1").click()
    looks.at("Kamperpoort: samen één buurt")
    expect(phone.locator(".notice")).to_contain_text("This text held until")
    phone.get_by_role("link", name="District challenges").last.click()
    phone.get_by_role("link", name="Promised and done").click()
    phone.get_by_role("link", name="Cyclus 2018").click()
    looks.at("Cyclus 2018–2020")
    phone.get_by_role("link", name="versions").click()
    looks.at("What has changed?")
    phone.goto("/en/raad/")
    looks.at("For the council")
    paper = phone.get_by_role("link", name="on paper (PDF)")
    expect(paper).to_have_attribute("href", "/en/raad/wijkopgaven.pdf")
    phone.get_by_role("link", name="What residents started themselves").first.click()
    looks.at("Residents start something")
    phone.get_by_role("link", name="3 campaigns").click()
    phone.get_by_role("link", name="Burendag 2027").first.click()
    looks.at("Burendag 2027")
    hands.press(phone.get_by_role("link", name="Do something too"))
    looks.at("Tell us your idea")
    phone.goto("/en/edities/")
    looks.at("What has changed?", dark=True)
    assert phone.goto("/en/wat-er-niet-is/").status == 404
    looks.at("This page is not here")
    hands.press(phone.get_by_role("link", name="Nederlands"))
    expect(phone.locator("html")).to_have_attribute("lang", "nl")
    assert urlsplit(phone.url).path == "/"
