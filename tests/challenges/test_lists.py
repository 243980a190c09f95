"""Lists and steps of the work say in words what a table of the database says in codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from vergezicht.challenges.models import Challenge, Cycle
from vergezicht.initiatives.models import MeetingPlace

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["gesprekken", "raad", "campagnes"])
def test_whether_something_is_public_is_told_in_dutch(admin_client: Client, path: str) -> None:
    page = admin_client.get(f"/beheer/{path}/").content.decode()
    assert not re.search(r">\s*(True|False)\s*<", page)
    assert "Openbaar" in page


def test_the_list_of_places_names_the_area(admin_client: Client) -> None:
    place = MeetingPlace.objects.create(name="De Deel", slug="de-deel", area="WK019351")
    page = admin_client.get("/beheer/ontmoetingsplekken/?q=Deel").content.decode()
    assert place.area_name in page and "WK019351" not in page


def test_a_course_check_without_actions_says_so(admin_client: Client) -> None:
    challenge = Challenge.objects.create(
        cycle=Cycle.objects.get(slug="2020-2022"), code="X1", slug="x1", title="Zonder acties", kind="kans",
        areas=["SD1"], themes=["leefbaarheid"], reason="x", goal="x", state="lopend",
    )  # fmt: skip
    page = admin_client.get(f"/beheer/werk/opgaven/{challenge.slug}/koerscheck/").content.decode()
    assert "Er zijn nog geen acties bij deze opgave." in page


def test_no_list_to_choose_from_loses_its_arrow() -> None:
    """Wagtail draws the arrow as a picture in the background, which the short ``background`` takes away."""
    path = finders.find("website/css/work.css")
    assert isinstance(path, str)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", Path(path).read_text("utf-8"))
    assert [name for name, body in rules if re.search(r"\bselect\b", name) and "background:" in body] == []
