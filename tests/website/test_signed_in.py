"""What the editor's screens ask before they send a form: who is signed in, and with what token."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now
from tests.challenges.people import make_user

from vergezicht.challenges.roles import Role

pytestmark = pytest.mark.django_db
STATE, AGAIN = "/beheer/aanmelden/stand/", "/beheer/aanmelden/weer/"


def test_nobody_is_told_to_be_nobody(client: Client) -> None:
    answer = client.get(STATE)
    assert answer.json()["user"] is None
    assert answer.json()["seconds"] == 0
    assert "no-store" in answer.headers["Cache-Control"]


def test_who_is_signed_in_hears_for_how_long(client: Client) -> None:
    make_user("manager", Role.DISTRICT_MANAGER)
    client.login(username="manager", password="geheim")
    said = client.get(STATE).json()
    assert said["user"] == get_user_model().objects.get(username="manager").pk
    assert 11 * 3600 < said["seconds"] <= 12 * 3600
    Session.objects.update(expire_date=now() + timedelta(minutes=2))
    assert 60 < client.get(STATE).json()["seconds"] <= 120, "what is left, not how long a new one lasts"


def test_the_token_is_one_that_a_form_may_carry_after_signing_in_again() -> None:
    make_user("manager", Role.DISTRICT_MANAGER)
    strict = Client(enforce_csrf_checks=True)
    before = strict.get(STATE).json()["token"]
    fields = {"login": "manager", "password": "geheim", "csrfmiddlewaretoken": before}
    assert strict.post("/beheer/aanmelden/login/", fields).status_code == 302
    assert strict.post("/beheer/logout/", {"csrfmiddlewaretoken": before}).status_code == 403, "it is made anew"
    now = strict.get(STATE).json()["token"]
    assert strict.post("/beheer/logout/", {"csrfmiddlewaretoken": now}).status_code == 302


def test_the_second_tab_leads_to_the_form_and_back(client: Client) -> None:
    assert client.get(AGAIN).headers["Location"] == f"/beheer/aanmelden/login/?next={AGAIN}"
    make_user("manager", Role.DISTRICT_MANAGER)
    client.login(username="manager", password="geheim")
    assert "Sluit dit tabblad" in client.get(AGAIN).content.decode()
