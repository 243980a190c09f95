"""A register of meeting places on the screen of staff: first shown, then kept, and never in part."""

from __future__ import annotations

import csv
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.challenges.people import make_user

from vergezicht.challenges.roles import Role
from vergezicht.initiatives.models import MeetingPlace, PlaceState

pytestmark = pytest.mark.django_db
SCREEN = "/beheer/ontmoetingsplekken/bestand/"
FILE = 'naam,soort,stand,kosten\nBank,bankje,open,"twee\nregels"\nTuin,tuin,open,\nZaal,school,open,\n'


@pytest.fixture(autouse=True)
def places() -> None:
    MeetingPlace.objects.all().delete()
    MeetingPlace.objects.create(name="Tuin", slug="tuin", kind="tuin", state=PlaceState.WISH, address="hoek")
    MeetingPlace.objects.create(name="Zaal", slug="zaal", kind="school", kind_note="", state=PlaceState.OPEN)


def sent(client: Client, text: str | bytes) -> str:
    content = text.encode() if isinstance(text, str) else text
    return client.post(SCREEN, {"file": SimpleUploadedFile("plekken.csv", content)}).content.decode()


def hidden(page: str) -> dict[str, str]:
    """What the form to agree sends, with the line breaks of a browser."""
    found = {name: unescape(value) for name, value in re.findall(r'name="(tekst|gezien)" value="([^"]*)"', page)}
    return found | {"tekst": found["tekst"].replace("\n", "\r\n")}


def test_a_file_is_shown_first_and_kept_when_somebody_agrees(admin_client: Client) -> None:
    page = sent(admin_client, FILE.replace("Zaal,school", "Zaal,SCHOOL"))
    assert MeetingPlace.objects.count() == 2, "looking keeps nothing"
    assert "Nieuw: 1" in page and "Verandert: 1" in page and "Blijft hetzelfde: 1" in page
    assert "Stand: Wens → <strong>Open</strong>" in page
    before = MeetingPlace.objects.get(slug="zaal").changed_at
    told = admin_client.post(SCREEN, hidden(page), follow=True).content.decode()
    assert "1 nieuw, 1 bijgewerkt, 1 hetzelfde" in told
    assert set(MeetingPlace.objects.values_list("name", "state", "address")) == {
        ("Bank", "open", ""), ("Tuin", "open", "hoek"), ("Zaal", "open", ""),
    }  # fmt: skip
    assert MeetingPlace.objects.get(slug="zaal").changed_at == before
    again = sent(admin_client, FILE)
    assert "In dit bestand staat niets nieuws" in again


def test_every_wrong_row_is_told_and_nothing_is_kept(admin_client: Client) -> None:
    page = sent(admin_client, "naam,soort,stand,breedtegraad,lengtegraad\nA,bank,opne,,\nB,bank,open,6.09,52.51\n")
    page = re.sub(r"\s+", " ", page)
    assert "Rij 2, stand: onbekende waarde. Er staat: “opne”. Verwacht: wens" in page
    assert "Rij 3, breedtegraad: Deze plek ligt niet in of bij" in page
    assert "Verwissel de twee getallen" in page and 'name="tekst"' not in page
    assert "geen UTF-8-tekst" in sent(admin_client, "naam,soort\nCafé,cafe\n".encode("cp1252"))
    assert "leeg" in sent(admin_client, b"")
    assert MeetingPlace.objects.count() == 2


def test_what_changed_since_it_was_shown_is_shown_again(admin_client: Client) -> None:
    agreed = hidden(sent(admin_client, FILE))
    MeetingPlace.objects.filter(slug="tuin").update(state=PlaceState.GONE)
    page = admin_client.post(SCREEN, agreed).content.decode()
    assert "veranderden intussen" in page and "Stand: Verdwenen → <strong>Open</strong>" in page
    assert not MeetingPlace.objects.filter(name="Bank").exists()
    admin_client.post(SCREEN, hidden(page))
    assert MeetingPlace.objects.filter(name="Bank").exists()


def test_the_example_can_be_taken_in(admin_client: Client) -> None:
    text = admin_client.get(f"{SCREEN}voorbeeld.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(text.splitlines())
    assert row["naam"] == "Voorbeeld: buurtkamer"
    assert "Nieuw: 1" in sent(admin_client, text)


@pytest.mark.parametrize(("role", "status"), [(Role.DISTRICT_MANAGER, 200), (Role.BOARD, 302)])
def test_who_manages_places_may_take_in_a_file(client: Client, role: Role, status: int) -> None:
    client.force_login(make_user("iemand", role))
    assert client.get(SCREEN).status_code == status
    listed = client.get("/beheer/ontmoetingsplekken/")
    assert (SCREEN in listed.content.decode()) is (status == 200)
