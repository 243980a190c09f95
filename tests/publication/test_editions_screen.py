"""Editions: the list says which one readers see, and an upgrade asks for one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from vergezicht.publication.assets import asset_files, asset_path
from vergezicht.publication.baking.editions import request_after_upgrade
from vergezicht.publication.models import Edition, EditionState

pytestmark = pytest.mark.django_db


def test_an_upgrade_asks_for_an_edition_when_a_style_of_now_is_not_online(tmp_path: Path, settings: Any) -> None:
    """Open forms ask for the styles of this version; an edition of another version does not have them."""
    settings.EDITIONS_FOLDER = tmp_path
    assert request_after_upgrade() is None, "nothing is online yet"
    site = tmp_path / "current" / "site"
    for address in asset_files():
        file = site / address.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert request_after_upgrade() is None
    (site / asset_path("initiatives.css").lstrip("/")).unlink()
    asked = request_after_upgrade()
    assert asked is not None and asked.reason == "Nieuwe versie van de software"
    assert request_after_upgrade() == asked, "twice asked is once"


def test_one_edition_is_online_and_the_list_says_which(client: Client) -> None:
    Edition.objects.all().delete()
    states = (EditionState.PUBLISHED, EditionState.PUBLISHED, EditionState.FAILED)
    made = [Edition.objects.create(number=n, state=state, reason="x") for n, state in enumerate(states, start=1)]
    assert [one.is_online for one in made] == [False, True, False]
    client.force_login(User.objects.create_superuser("baas", "baas@example.org", "geheim"))
    assert client.get(reverse("edities:index")).content.decode().count("ja, nu") == 1
