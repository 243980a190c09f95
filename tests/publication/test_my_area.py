"""A postcode leads to its buurt, and is kept nowhere."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from vergezicht.areas.postcodes import Postcodes
from vergezicht.publication.views import areas, my_area

pytestmark = pytest.mark.django_db
TABLE = Postcodes({"8011AB": ("BU01931000",), "8011AC": ("BU01931000", "BU01931010")})
FORM = "/meedoen/mijn-buurt/"


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (areas, my_area):
        monkeypatch.setattr(module, "postcodes", lambda: TABLE)


def test_straight_to_the_buurt(table: None, client: Client) -> None:
    response = client.post(FORM, {"postcode": "8011 ab"})
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/buurten/")
    assert "8011" not in response.headers["Location"]
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"


def test_two_buurten_are_a_choice(table: None, client: Client) -> None:
    text = client.post(FORM, {"postcode": "8011AC"}).content.decode()
    assert "Welke is de uwe?" in text
    assert text.count('<li><a href="/buurten/') == 2


@pytest.mark.parametrize(
    ("written", "told"),
    [("9999ZZ", "kennen we niet"), ("x", "geen postcode"), ("", "geen postcode"), ("<b>1", "geen postcode")],
)
def test_what_is_unknown_is_said(table: None, client: Client, written: str, told: str) -> None:
    response = client.post(FORM, {"postcode": written})
    assert response.status_code == 422
    assert told in response.content.decode()
    assert "<b>1" not in response.content.decode()


def test_the_postcode_is_kept_nowhere(table: None, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(FORM, {"postcode": "8011AB"})
    assert "8011" not in caplog.text
    assert not any("8011AB" in str(query) for query in connection.queries_log)
    assert client.get(f"{FORM}?postcode=8011AB").status_code == 200, "an address with a postcode leads nowhere"


def test_another_site_cannot_send_the_form(table: None, client: Client) -> None:
    response = client.post(FORM, {"postcode": "8011AB"}, headers={"Origin": "https://elders.example"})
    assert response.status_code == 403


def test_without_a_table_there_is_no_form(client: Client, tmp_path: Path) -> None:
    assert client.get(FORM).status_code == 404
