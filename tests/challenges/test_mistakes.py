"""A form of a work screen that is refused: everything at once, heard first, and each with the way to its field."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.judging.course_checks import open_adjustments
from vergezicht.challenges.models import Action, Challenge, Course
from vergezicht.challenges.roles import Role

pytestmark = pytest.mark.django_db

TOMORROW = f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"


@pytest.fixture
def worker(client: Client) -> Client:
    make_user("manager", Role.DISTRICT_MANAGER)
    client.login(username="manager", password="geheim")
    return client


def _banner(page: str) -> str:
    """The one place that has the focus."""
    (banner,) = re.findall(r'<div class="work-errors"[^>]* tabindex="-1" autofocus>.*?</div>', page, re.DOTALL)
    return banner


def _ways(page: str) -> list[tuple[str, str]]:
    """The fields of the banner, by name, each with where its link goes."""
    found = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', _banner(page))
    for target, _ in found:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', page), target
    return [(name, target) for target, name in found]


def test_a_report_on_an_action_says_everything_that_is_wrong_at_once(worker: Client) -> None:
    path = f"/beheer/werk/acties/{Action.objects.first().pk}/voortgang/"
    assert "autofocus" not in worker.get(path).content.decode()
    data = {"text": "Bel 06-12345678.", "status": Course.OFF_COURSE, "status_reason": "", "date": TOMORROW}
    page = worker.post(path, data).content.decode()
    assert [name for name, _ in _ways(page)] == ["Hoe gaat het?", "Reden", "Datum"]
    for words in ("telefoonnummer", "hoort een reden", "over wat geweest is"):
        assert words in _banner(page)


def test_no_two_fields_of_a_report_ask_the_same(worker: Client) -> None:
    page = worker.get(f"/beheer/werk/acties/{Action.objects.first().pk}/voortgang/").content.decode()
    assert page.lower().count("merken bewoners ervan?") == 1
    assert "Wat is er voor hen anders?" in page


def test_a_course_check_leads_from_its_banner_to_every_field(worker: Client) -> None:
    challenge = Challenge.objects.get(code="O2")
    key = open_adjustments(challenge)[0].pk
    data = {"date": "", "verdict": "bereikt", "story": "Het is klaar.", "confidence": "middel",
            f"antwoord-{key}-outcome": "gedaan", "bijsturing-1-text": "Half"}  # fmt: skip
    page = worker.post(f"/beheer/werk/opgaven/{challenge.slug}/koerscheck/", data).content.decode()
    ways = dict(_ways(page))
    targets = list(ways.values())
    assert targets == [f"id_antwoord-{key}-text", "id_date", "id_differs_because", "id_bijsturing-1-kind",
                       "id_bijsturing-1-owner_role"]  # fmt: skip
    assert "Bijsturing 2, soort" in ways
    assert _banner(page).count("anders dan wat de cijfers zeggen") == 1


def test_a_row_of_the_grid_is_one_link_away_with_all_that_is_wrong(worker: Client) -> None:
    path = "/beheer/werk/raster/"
    data = form_data(worker.get(path).content.decode())
    pk = Action.objects.get(title="Regenton-actie").pk
    data |= {f"{pk}-status": "gestopt", f"{pk}-reden": "", f"{pk}-merken": "Bel 06-12345678"}
    page = worker.post(path, data).content.decode()
    assert _ways(page) == [("Regenton-actie", f"{pk}-{place}") for place in ("reden", "merken", "bericht")]
    assert f'aria-describedby="{pk}-bericht-fout"' in page


def test_carrying_over_leads_to_what_is_not_decided(worker: Client) -> None:
    page = worker.post("/beheer/werk/cycli/2020-2022/overdracht/", {"to": ""}).content.decode()
    ways = _ways(page)
    assert ("Naar cyclus", "naar") in ways
    assert any(name.endswith(", besluit") for name, _ in ways)


def test_every_refused_form_of_a_work_screen_is_heard_first(worker: Client) -> None:
    slug = Challenge.objects.get(code="O2").slug
    for path in (
        f"/beheer/werk/opgaven/{slug}/terugblik/",
        "/beheer/werk/partnerlinks/",
        "/beheer/werk/raster/werkboek/",
    ):
        assert _ways(worker.post(path, {"role": ""}).content.decode()), path


def test_a_change_of_what_is_public_is_asked_why_together_with_the_rest(worker: Client) -> None:
    path = f"/beheer/wijkopgaven/edit/{Challenge.objects.get(code='M1').pk}/"
    data = form_data(worker.get(path).content.decode()) | {"goal": "Anders.", "title": ""}
    page = worker.post(path, data).content.decode()
    assert "Zeg waarom: een wijziging" in page
    assert "Dit is een verplicht veld" in page
