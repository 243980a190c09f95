"""The pages that Django answers itself, under /en/meedoen/: the same view, in the language of its address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.publication.test_my_area import TABLE

from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.opening_hours import read_aloud
from vergezicht.languages import speaking
from vergezicht.publication.bake import write
from vergezicht.publication.views import areas, my_area
from vergezicht.website.open_pages import language_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def both(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that speaks Dutch and English, with a table of postcodes."""
    place = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: place)
    for module in (areas, my_area):
        monkeypatch.setattr(module, "postcodes", lambda: TABLE)


def test_the_language_stands_in_the_address_of_an_open_page() -> None:
    found = {path: one.code for path in ("/meedoen/", "/meedoen/x", "/en/meedoen/", "/en/meedoen/idee/")
             if (one := language_at(path))}  # fmt: skip
    assert found == {"/meedoen/": "nl", "/meedoen/x": "nl", "/en/meedoen/": "en", "/en/meedoen/idee/": "en"}
    for path in ("/en/", "/en/opgaven/meedoen/", "/fr/meedoen/", "/en/meedoen/partner/", "/meedoenaan/"):
        assert language_at(path) is None, path


def test_a_postcode_is_answered_in_the_language_of_its_form(client: Client, settings: object, tmp_path: Path) -> None:
    settings.EDITIONS_FOLDER = tmp_path  # type: ignore[attr-defined]
    wrong = client.post("/en/meedoen/mijn-buurt/", {"postcode": "9999ZZ"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "We do not know this postcode" in page and "default-src" in str(wrong.headers)
    assert '<html lang="en"' in page and 'action="/en/meedoen/mijn-buurt/"' in page
    assert '<a hreflang="nl" href="/gebieden/">' in page, "what is not online in English leads to the Dutch page"
    write(tmp_path / "current" / "site", "/en/gebieden/", b"")
    page = client.get("/en/meedoen/mijn-buurt/?x=1").content.decode()
    assert '<a href="/en/gebieden/">' in page
    links = BeautifulSoup(page, "html.parser").select("link[rel=alternate]")
    told = [str(link["href"]).partition("8000")[2] for link in links]
    assert told == ["/meedoen/mijn-buurt/?x=1", "/en/meedoen/mijn-buurt/?x=1"]
    dutch = client.post("/en/meedoen/mijn-buurt/", {"postcode": "8011AB"}).headers["Location"]
    write(tmp_path / "current" / "site", f"/en{dutch}", b"")
    assert client.post("/en/meedoen/mijn-buurt/", {"postcode": "8011AB"}).headers["Location"] == f"/en{dutch}"
    assert client.post("/meedoen/mijn-buurt/", {"postcode": "8011AB"}).headers["Location"] == dutch


def test_opening_hours_are_read_aloud_in_english() -> None:
    with speaking("en"):
        told = read_aloud("Mo-Fr 09:00-17:00; Sa,Su 10:00-12:00; PH off")
    assert told == ["Monday to Friday: 9:00–17:00", "Saturday and Sunday: 10:00–12:00", "public holidays: closed"]
