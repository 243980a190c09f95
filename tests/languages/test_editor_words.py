"""What is said in the editor, in our words: only texts that Wagtail, Django or allauth has, with the same parts."""

from __future__ import annotations

import json
import re
from gettext import GNUTranslations
from pathlib import Path

import allauth
import django
import pytest
import wagtail
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from tests.languages.catalogue import counted, entries

from vergezicht.languages.language import CATALOGUES

_FOLDER = CATALOGUES.with_name("editor") / "nl" / "LC_MESSAGES"
_PARTS = re.compile(r"%\(\w+\)s|</?\w+")


def _said_by_others() -> set[str]:
    """By Wagtail, by the Django under it, and by what signs in."""
    folders = [Path(one.__file__).parent for one in (wagtail, django, allauth)]
    found = [path for folder in folders for path in folder.rglob("locale/nl/*/django*.po")]
    return {text for path in found for text in entries(path)}


@pytest.mark.parametrize(("name", "most"), [("django", 500), ("djangojs", 50)])
def test_every_text_is_one_that_they_have_with_the_same_parts(name: str, most: int) -> None:
    said = entries(_FOLDER / f"{name}.po")
    assert 0 < len(said) < most
    assert said.keys() <= _said_by_others()
    for english, ours in said.items():
        assert sorted(_PARTS.findall(english)) == sorted(_PARTS.findall(ours)), english
        assert not re.search(r"\b([Jj]e|[Jj]ouw|slug|live)\b", ours), ours


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_they_are_compiled(name: str) -> None:
    said = entries(_FOLDER / f"{name}.po")
    with (_FOLDER / f"{name}.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    paired = {text for pair in counted(_FOLDER / f"{name}.po") for text in pair}
    assert {text: compiled.gettext(text) for text in said.keys() - paired} == {
        text: said[text] for text in said.keys() - paired
    }, "make messages"


@pytest.mark.django_db
def test_they_go_before_those_of_wagtail(client: Client, admin_user: User) -> None:
    said = entries(_FOLDER / "django.po")
    with override("nl"):
        assert gettext("Go-live:") == said["Go-live:"]
        assert gettext("show in menus") == "toon in de lijst onderaan elke pagina"
        assert gettext("You have signed out.") == "U bent uitgelogd."
        assert gettext("title tag") == "titel voor zoekmachines"
    client.force_login(admin_user)
    scripts = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert json.dumps(said["The minimum number of items is %(min_num)d"]) in scripts
