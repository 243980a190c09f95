"""Searching a copy of the site that has no server behind it: what a script finds is what the server would answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect

from tests.journeys.served import serve
from vergezicht.challenges.ground import municipality
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.search.documents import Document
from vergezicht.publication.search.index import FILE, build_index, static_index
from vergezicht.publication.search.page import results
from vergezicht.publication.search.query import search

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def two_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("policies", ["A policy"]),
        ("meeting", ["People"]),
        ("cars", ["A policy"]),
        ("of the policies", ["A policy"]),
        ("poilcy", ["A policy"]),
    ],
)
def test_a_copy_without_a_server_finds_english_by_its_stems(browser: Browser, typed: str, found: list[str]) -> None:
    documents = [
        Document("/en/a/", "Cijfers", "People", "", "Who meet and care"),
        Document("/en/b/", "Cijfers", "A policy", "", "What it says of cars"),
    ]
    search = next(one for one in public_addresses() if one.path == "/en/zoeken/")
    files = {"/en/zoeken/": render_address(search), "/en/zoeken/index.json": static_index(documents, language="en")}
    page = browser.new_page()
    serve(page, files)
    page.goto(f"http://localhost/en/zoeken/?q={typed}")
    expect(page.locator(".results a")).to_have_text(found)
    page.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("veiligheidsgevoel", ["Veilig"]),
        ("groenplek", ["Groen"]),
        ("veiligheidspark", []),
        ("groen", ["Groen"]),
        ("kerkstraat", ["Naar de kerk"]),
        ("poep", []),
        ("sope", ["Kampvuur"]),
        ("gevoel", ["Veilig", "Onveilig"]),
        ("jeugt", ["Jongeren"]),
        ("trijn", ["Jongeren"]),
        ("hart", []),
    ],
)
def test_a_copy_without_a_server_takes_a_dutch_compound_apart(browser: Browser, typed: str, found: list[str]) -> None:
    documents = [
        Document("/a/", "Cijfers", "Veilig", "", "Over veiligheid en gevoel"),
        Document("/b/", "Cijfers", "Groen", "", "Een groene plek, groen"),
        Document("/c/", "Cijfers", "Kampvuur", "", "Met soep"),
        Document("/d/", "Cijfers", "Onveilig", "", "Wat u merkt"),
        Document("/j/", "Opgaven", "Jongeren", "", "Een jeugdbudget, een trein en hard rijden"),
        Document("/k/", "Cijfers", "Naar de kerk", "", "Een straat met een kerk"),
        *(Document(f"/{n}/", "Gebieden", "Een buurt", "", "Een kerk en een straat") for n in range(30)),
    ]
    synonyms = [["gevoel", "merkt"], ["jongeren", "jeugd"]]
    search = next(one for one in public_addresses() if one.path == "/zoeken/")
    page = browser.new_page()
    serve(page, {"/zoeken/": render_address(search), "/zoeken/index.json": static_index(documents, synonyms)})
    page.goto(f"http://localhost/zoeken/?q={typed}")
    expect(page.locator("[data-results] [role=status]")).to_be_visible()
    expect(page.locator(".results a")).to_have_text(found)
    page.close()


def test_a_copy_tells_of_its_hits_what_the_server_does(browser: Browser, tmp_path: Path) -> None:
    """In the same order and under the same headings, why each is there, and the rest in a fold."""
    documents = [
        *(Document(f"/b/{n}/", "Gebieden", f"Buurt {n}", f"Buurt {n}, met jeugd.", "Jeugd.") for n in range(1, 12)),
        Document("/c/", "Cijfers", "Wat de jeugd vindt", "Een cijfer.", "Tekst."),
        Document("/d/", "Verhaal", "Samen", "Wat jongeren <b>zeggen</b>.", "Jongeren."),
        Document("/e/", "Verhaal", "Bomen", "Niets ervan.", "Bomen."),
    ]
    alike = [["jeugd", "jongeren"]]
    build_index(tmp_path / FILE, documents, alike)
    asked = next(one for one in public_addresses() if one.path == "/zoeken/")
    page = browser.new_page()
    serve(page, {"/zoeken/": render_address(asked), "/zoeken/index.json": static_index(documents, alike)})
    page.goto("http://localhost/zoeken/?q=jeugd")
    fold = page.locator("[data-results] details", has_text="Nog 3 resultaten")
    expect(fold.locator("h3")).to_have_count(0)  # nothing is drawn before it is asked for
    fold.locator("summary").click()
    expect(fold.locator("h3")).to_have_count(3)
    copied = _told(BeautifulSoup(page.locator("[data-results]").inner_html(), "html.parser"))
    assert copied == _told(BeautifulSoup(results(search(tmp_path / FILE, "jeugd")), "html.parser"))
    assert copied[:2] == ["h2 Cijfers (1)", "h3 Wat de jeugd vindt"]
    assert copied[-1] == "p Gevonden via “jongeren”. Wat **jongeren** <b>zeggen</b>."
    page.close()


def _told(read: BeautifulSoup) -> list[str]:
    """Headings and what stands under them, with what is bold between stars."""
    for bold in read.select("p.source b"):
        bold.string = f"**{bold.get_text()}**"
    return [
        f"{item.name} {item.get_text()}" for item in read.select("section h2, h3, section .source, section summary")
    ]
