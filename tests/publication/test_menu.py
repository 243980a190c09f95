"""The menu says in which part of the site a page is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from vergezicht.challenges.ground import municipality
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

pytestmark = pytest.mark.django_db

PLACES = {
    "Mijn buurt": ("/gebieden/", "/gemeente/", "/stadsdelen/noord/"),
    "Wijkopgaven": ("/opgaven/", "/cycli/", "/gesprekken/", "/partners/", "/antwoorden/"),
    "Cijfers": ("/cijfers/", "/methode/", "/open-data/"),
    "Meedoen": ("/initiatieven/", "/ontmoetingsplekken/"),
    "": ("/", "/edities/"),
}


def _current(address: object) -> list[tuple[str, str]]:
    page = BeautifulSoup(render_address(address), "html.parser")
    return [(item.text, item["aria-current"]) for item in page.select(".site-nav a[aria-current]")]


def test_one_place_in_the_menu_is_current_on_its_own_page_and_on_all_that_stands_under_it() -> None:
    every = {item.path: item for item in public_addresses()}
    for name, (first, *below) in PLACES.items():
        assert _current(every[first]) == ([(name, "page")] if name else []), first
        for path in below:
            assert _current(every[path]) == ([(name, "true")] if name else []), path


def test_in_english_too(monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    every = {item.path: item for item in public_addresses()}
    assert _current(every["/en/stadsdelen/noord/"]) == [("My neighbourhood", "true")]
