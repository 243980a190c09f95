"""Who signs sees beforehand as what, also when there is nothing to choose."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.models import Challenge
from vergezicht.challenges.roles import Role

pytestmark = pytest.mark.django_db
OWN = "U hebt zelf geen rol en tekent daarom als Beheerder."


def screens() -> list[str]:
    challenge = Challenge.objects.get(code="M1")
    return [f"/beheer/wijkopgaven/edit/{challenge.pk}/", f"/beheer/werk/opgaven/{challenge.slug}/koerscheck/",
            "/beheer/werk/raster/"]  # fmt: skip


def test_the_only_role_stands_under_its_label_and_signs(client: Client) -> None:
    client.force_login(make_user("manager", Role.DISTRICT_MANAGER))
    for path in screens():
        page = client.get(path).content.decode()
        assert re.search(r"Ondertekend als.*?<strong>Wijkmanager</strong>", page, re.S), path
        assert OWN not in page
        given = form_data(page)
        assert "Wijkmanager" in (given.get("change_role"), given.get("role")), path


def test_a_superuser_without_a_role_hears_why_it_says_beheerder(admin_client: Client) -> None:
    for path in screens()[:2]:
        page = admin_client.get(path).content.decode()
        assert "<strong>Beheerder</strong>" in page and OWN in page, path


def test_who_has_two_roles_chooses(client: Client) -> None:
    client.force_login(make_user("beide", Role.DISTRICT_MANAGER, Role.ADMINISTRATOR))
    page = client.get(screens()[0]).content.decode()
    assert re.search(r'<select name="change_role"', page)
    assert "Deze rol komt op de site te staan." in page
