"""A postcode, street or name leads to its area, and is kept nowhere."""

from __future__ import annotations

import logging

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils.html import escape

from vergezicht.areas import AreaLevel
from vergezicht.areas.postcodes import Postcodes
from vergezicht.areas.streets import StreetPart, Streets
from vergezicht.challenges.ground import municipality
from vergezicht.publication.views import my_area
from vergezicht.stories.paths import area_path

pytestmark = pytest.mark.django_db
TABLE = Postcodes({"8011AB": ("BU01931000",), "8011AC": ("BU01931000", "BU01931010")})
LONG = StreetPart("BU01931000", 9, 6.1, 52.5, (range(1, 20, 2), range(2, 5, 2)))
SHORT = StreetPart("BU01931010", 9, 6.1, 52.5, (range(21, 40, 2),))
STREETS = Streets({"Lange Vértelstraat": (LONG, SHORT), "Korte Vertelstraat": (SHORT,)})
FORM = "/meedoen/mijn-buurt/"


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_area, "postcodes", lambda: TABLE)


@pytest.fixture
def named(table: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_area, "streets", lambda: STREETS)


def test_straight_to_the_buurt(table: None, client: Client) -> None:
    response = client.post(FORM, {"waar": "8011 ab"})
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/buurten/")
    assert "8011" not in response.headers["Location"]
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"


def test_two_buurten_are_a_choice(table: None, client: Client) -> None:
    text = client.post(FORM, {"waar": "8011AC"}).content.decode()
    assert "Welk gebied is het uwe?" in text
    assert text.count('<li><a href="/buurten/') == 2


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("9999ZZ", "Deze postcode kennen we niet"),
        ("Korte Vertelstraat", "Op straat zoeken kan hier niet. Schrijf uw postcode."),
        ("", "Deze buurt of wijk kennen we niet"),
        ("<b>1", "Deze buurt of wijk kennen we niet"),
        ("-- 12", "Deze buurt of wijk kennen we niet"),
    ],
)
def test_what_is_unknown_is_said(table: None, client: Client, written: str, told: str) -> None:
    response = client.post(FORM, {"waar": written})
    assert response.status_code == 422
    assert told in response.content.decode()
    assert "<b>1" not in response.content.decode()
    assert 'href="/zoeken/"' in response.content.decode(), "what was written is in no address"
    assert f'value="{escape(written)}"' in response.content.decode() or not written, "a slip is mended, not typed again"


@pytest.mark.parametrize("written", ["Korte Vertelstraat", "korte vertelstraat 12", "KORTE  VÉRTELSTRAAT 12-a"])
def test_a_street_leads_to_its_buurt_however_it_is_written(named: None, client: Client, written: str) -> None:
    response = client.post(FORM, {"waar": written})
    assert response.status_code == 303
    assert response.headers["Location"] == area_path(municipality().geography["BU01931010"])


def test_a_street_in_two_buurten_is_a_choice(named: None, client: Client) -> None:
    text = client.post(FORM, {"waar": "Lange Vertelstraat"}).content.decode()
    assert "Welk gebied is het uwe?" in text
    assert text.count("Lange Vértelstraat, ") == 2


@pytest.mark.parametrize(
    ("house", "codes"), [("7", ["BU01931000"]), ("23 B", ["BU01931010"]), ("6", ["BU01931000", "BU01931010"])]
)
def test_a_house_number_says_in_which_buurt(named: None, client: Client, house: str, codes: list[str]) -> None:
    """What the table does not know, number 6, is asked."""
    response = client.post(FORM, {"waar": f"Lange Vertelstraat {house}"})
    told = response.headers.get("Location", "") + response.content.decode()
    assert [code for code in ("BU01931000", "BU01931010") if area_path(municipality().geography[code]) in told] == codes


@pytest.mark.parametrize("written", ["vertelstraat", "Korte Vertelstraet", "korte vertel"])
def test_what_only_looks_like_a_street_is_asked_for(named: None, client: Client, written: str) -> None:
    response = client.post(FORM, {"waar": written})
    assert response.status_code == 200
    assert "Bedoelt u een van deze?" in response.content.decode()
    assert "Korte Vertelstraat, " in response.content.decode()


@pytest.mark.parametrize(
    ("written", "title"),
    [("Stads", "2 gebieden gevonden"), ("Lange Vertelstraat", "2 gebieden gevonden"), ("Verweg", "Niet gevonden")],
)
def test_what_came_of_it_is_in_the_title_and_is_heard_first(
    named: None, client: Client, written: str, title: str
) -> None:
    page = BeautifulSoup(client.post(FORM, {"waar": written}).content, "html.parser")
    assert page.title is not None and page.title.get_text().startswith(f"{title} · Mijn buurt")
    (focused,) = page.select("[autofocus]")
    assert page.h1 is not None and page.h1.find_next_sibling() is focused and focused["tabindex"] == "-1"
    field = page.select_one("#waar")
    assert field is not None and (field.get("aria-describedby") == focused.get("id") or not field.get("aria-invalid"))


def test_the_name_of_an_area_leads_there(table: None, client: Client) -> None:
    assert client.post(FORM, {"waar": "BERKUM"}).status_code == 200, "a wijk and a buurt of that name"
    assert client.post(FORM, {"waar": "noord"}).headers["Location"] == "/stadsdelen/noord/"


@pytest.mark.parametrize(
    ("written", "path"), [("holtenbroek 3", "/buurten/holtenbroek-iii/"), ("Holtenbroek 9", "/wijken/holtenbroek/")]
)
def test_a_number_may_be_a_roman_one(client: Client, written: str, path: str) -> None:
    assert client.post(FORM, {"waar": written}).headers["Location"] == path


def test_the_form_asks_for_what_the_municipality_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert my_area.finder() == {
        "label": "Naam van uw buurt of wijk", "example": "bijvoorbeeld Geren", "also": "namen die erop lijken"
    }  # fmt: skip
    monkeypatch.setattr(my_area, "streets", lambda: STREETS)
    assert (my_area.finder()["label"], my_area.finder()["also"]) == ("Uw straat of buurt", "straat")
    monkeypatch.setattr(my_area, "postcodes", lambda: TABLE)
    assert my_area.finder()["label"] == "Uw postcode, straat of buurt"
    assert my_area.finder()["also"] == "postcode en straat"


@pytest.mark.parametrize(
    ("written", "like"),
    [
        ("Vertelstraat bij Asendorp", ["Assendorp (wijk)", "Nieuw-Assendorp (buurt)", "Oud-Assendorp (buurt)"]),
        ("Verweg", []),
        ("9999ZZ", []),
    ],
)
def test_who_is_not_understood_can_go_on(table: None, client: Client, written: str, like: list[str]) -> None:
    """By what it may be, by the list of stadsdelen and wijken, and by mending what was written."""
    response = client.post(FORM, {"waar": written})
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert [item.get_text(" ", strip=True) for item in page.select(".lead ~ ul:not(.columns) li")] == like
    linked = {link["href"] for link in page.select("main .columns a")}
    geography = municipality().geography
    assert linked == {
        area_path(area) for level in (AreaLevel.STADSDEEL, AreaLevel.WIJK) for area in geography.at(level)
    }
    assert page.select_one("#waar")["value"] == written
    assert response.content.decode().count(written) == 1, "it stands in the field, and nowhere else"
    found = BeautifulSoup(client.post(FORM, {"waar": "Stads"}).content, "html.parser")
    assert not found.select(".columns"), "who was understood has a shorter way"


def test_without_tables_a_name_is_enough(client: Client) -> None:
    assert '<form class="finder"' in client.get(FORM).content.decode()
    assert client.post(FORM, {"waar": "noord"}).headers["Location"] == "/stadsdelen/noord/"
    assert "Schrijf de naam van uw buurt" in client.post(FORM, {"waar": "8011AB"}).content.decode()


def test_a_postcode_without_their_table_is_told_apart(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_area, "streets", lambda: STREETS)
    assert "Postcodes kennen we hier niet" in client.post(FORM, {"waar": "8011AB"}).content.decode()


def test_the_postcode_is_kept_nowhere(table: None, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(FORM, {"waar": "8011AB"})
    assert "8011" not in caplog.text
    assert not any("8011AB" in str(query) for query in connection.queries_log)
    assert client.get(f"{FORM}?waar=8011AB").status_code == 200, "an address with a postcode leads nowhere"


def test_another_site_cannot_send_the_form(table: None, client: Client) -> None:
    response = client.post(FORM, {"waar": "8011AB"}, headers={"Origin": "https://elders.example"})
    assert response.status_code == 403
