"""The pages that Django answers itself, under /en/meedoen/: the same view, in the language of its address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.mail import EmailMessage
from django.test import Client
from tests.initiatives.filling_in import ADDRESS, answers, mailed_code, worked
from tests.languages.leftovers import EveryWord, dutch_on
from tests.publication.test_my_area import TABLE

from vergezicht.challenges.ground import municipality
from vergezicht.challenges.queries import all_challenges
from vergezicht.initiatives.open_forms import codes
from vergezicht.initiatives.places.opening_hours import read_aloud
from vergezicht.languages import speaking
from vergezicht.publication.baking.bake import write
from vergezicht.publication.views import my_area
from vergezicht.website.open_pages import language_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def both(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that speaks Dutch and English, with a table of postcodes; forms may be filled in at once."""
    place = replace(municipality(), languages=("nl", "en"))
    for module in ("vergezicht.publication.translated", "vergezicht.initiatives.mail"):
        monkeypatch.setattr(f"{module}.municipality", lambda: place)
    monkeypatch.setattr(codes, "FORM_SECONDS", (0, 4 * 3600))
    monkeypatch.setattr(codes, "WORK_BITS", 6)
    monkeypatch.setattr(my_area, "postcodes", lambda: TABLE)


def test_the_language_stands_in_the_address_of_an_open_page() -> None:
    found = {path: one.code for path in ("/meedoen/", "/meedoen/x", "/en/meedoen/", "/en/meedoen/idee/")
             if (one := language_at(path))}  # fmt: skip
    assert found == {"/meedoen/": "nl", "/meedoen/x": "nl", "/en/meedoen/": "en", "/en/meedoen/idee/": "en"}
    for path in ("/en/", "/en/opgaven/meedoen/", "/fr/meedoen/", "/en/meedoen/partner/", "/meedoenaan/"):
        assert language_at(path) is None, path


def test_a_postcode_is_answered_in_the_language_of_its_form(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.EDITIONS_FOLDER = tmp_path
    wrong = client.post("/en/meedoen/mijn-buurt/", {"waar": "9999ZZ"})
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
    dutch = client.post("/en/meedoen/mijn-buurt/", {"waar": "8011AB"}).headers["Location"]
    write(tmp_path / "current" / "site", f"/en{dutch}", b"")
    assert client.post("/en/meedoen/mijn-buurt/", {"waar": "8011AB"}).headers["Location"] == f"/en{dutch}"
    assert client.post("/meedoen/mijn-buurt/", {"waar": "8011AB"}).headers["Location"] == dutch


def test_opening_hours_are_read_aloud_in_english() -> None:
    with speaking("en"):
        told = read_aloud("Mo-Fr 09:00-17:00; Sa,Su 10:00-12:00; PH off")
    assert told == ["Monday to Friday: 9:00–17:00", "Saturday and Sunday: 10:00–12:00", "public holidays: closed"]


_PAGES = [
    "", "idee/", "code/", "nieuwe-code/", "regelingen/", "regelingen/?soort=activiteit&wie=groep&opgave=nee", "volgen/",
    "steun/bankje-met-boekenkast/", "vraag/bankje-met-boekenkast/", "melden/?pagina=/", "overnemen/",
    "volgen/bevestig/x/", "volgen/stop/x/", "bestaat-niet/",
]  # fmt: skip


@pytest.mark.parametrize("path", _PAGES)
def test_a_form_says_nothing_in_dutch(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place = replace(municipality(), languages=("nl", "en"), words={"en": EveryWord()})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: place)
    names = [area.name for area in municipality().geography] + [item.title for item in all_challenges()]
    for page in (client.get(f"/en/meedoen/{path}"), client.post(f"/en/meedoen/{path}", {"x": "x"})):
        assert not dutch_on(page.content.decode(), names), path
        assert page.headers["Content-Length"] == str(len(page.content))


def test_an_idea_told_in_english_is_kept_and_its_code_is_mailed_in_english(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    refused = client.post("/en/meedoen/idee/", answers(client, title="See www.example.org", kind="x"))
    assert refused.status_code == 422 and "No links here, please" in refused.content.decode()
    sent = client.post("/en/meedoen/idee/", answers(client))
    assert sent.status_code == 302 and sent.headers["Location"].startswith("/en/meedoen/code/?ingevuld=")
    assert mailoutbox[0].subject.startswith("Your code for ")
    assert "You told us an idea" in str(mailoutbox[0].body) and "8000/en/meedoen/code/ " in str(mailoutbox[0].body)
    opened = client.post("/en/meedoen/code/", {"code": mailed_code()}).content.decode()
    assert "your idea has been handed in" in opened and "Withdraw the idea" in opened
    assert not dutch_on(opened, ["Een bank bij de vijver", "Om te zitten."]), "the name of the site is marked"


def test_what_is_followed_is_mailed_in_english(client: Client, mailoutbox: list[EmailMessage]) -> None:
    form = worked(client, "/en/meedoen/volgen/", gebied="", frequency="week", address=ADDRESS)
    assert "One more step" in client.post("/en/meedoen/volgen/", form).content.decode()
    assert "- Everything in " in str(mailoutbox[0].body)
