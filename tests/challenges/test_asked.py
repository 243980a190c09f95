"""Who owns challenges begins with what is asked of them, and each line leads to where it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from tests.challenges.people import make_user

from vergezicht.challenges.attention.own import asked_of, own_roles
from vergezicht.challenges.models import Action, Challenge
from vergezicht.challenges.roles import Role, put_roles

pytestmark = pytest.mark.django_db

PANEL = "Wat er van u gevraagd wordt"


def _north(client: Client) -> Any:
    """A wijkmanager of Noord, who owns one challenge of the example."""
    Group.objects.create(name="Wijkmanager Noord")
    put_roles()
    user = make_user("noord")
    user.groups.set(Group.objects.filter(name="Wijkmanager Noord"))
    Challenge.objects.filter(code="O2").update(owner_role="Wijkmanager Noord")
    client.force_login(user)
    return user


def _soup(client: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_the_start_screen_tells_what_is_asked_and_where_it_is_done(client: Client) -> None:
    user = _north(client)
    challenge = Challenge.objects.get(code="O2")
    assert own_roles(user) == ["Wijkmanager Noord"]
    asked = asked_of(own_roles(user))
    assert {item.pk for item, _ in asked} == {challenge.pk}
    assert [concern.days for _, concern in asked] == sorted((concern.days for _, concern in asked), reverse=True)
    panel = _soup(client, "/beheer/").find(attrs={"aria-labelledby": "gevraagd"})
    lines = panel.find_all("li")
    assert len(lines) == min(5, len(asked))
    for line, (_, concern) in zip(lines, asked, strict=False):
        assert concern.text in line.get_text() and line.find("a").get_text() == concern.text
        assert client.get(line.find("a")["href"]).status_code == 200
    assert panel.find("a", href=reverse("work_list"))


def test_who_owns_nothing_is_asked_nothing_and_who_is_up_to_date_reads_that(client: Client) -> None:
    client.force_login(make_user("bestuurder", Role.BOARD))
    assert PANEL not in client.get("/beheer/").content.decode()
    _north(client)
    Challenge.objects.filter(code="O2").update(owner_role="Wijkmanager")
    assert PANEL not in client.get("/beheer/").content.decode()
    Challenge.objects.filter(code="N0").update(owner_role="Wijkmanager Noord")
    assert PANEL not in client.get("/beheer/").content.decode(), "what was carried over asks for nothing"
    assert asked_of(["Wijkmanager Noord"], today=date(2022, 6, 1)) == []


def test_nothing_that_waits_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _north(client)
    monkeypatch.setattr("vergezicht.challenges.wagtail_hooks.asked_of", lambda owners: [])
    assert "Niets dat wacht." in client.get("/beheer/").content.decode()


def test_the_list_begins_with_ones_own_and_says_so(client: Client) -> None:
    _north(client)
    page = _soup(client, "/beheer/werk/")
    assert page.find("option", value="mijn", selected=True).get_text() == "Van mij: Wijkmanager Noord"
    assert {link["href"] for link in page.select("h2 a")} == {reverse("work_desk", args=[_slug("O2")])}
    everybody = _soup(client, "/beheer/werk/?trekker=")
    assert reverse("work_desk", args=[_slug("M1")]) in {link["href"] for link in everybody.select(".work a")}
    others = _soup(client, "/beheer/werk/?trekker=Wijkmanager")
    assert reverse("work_desk", args=[_slug("O2")]) not in {link["href"] for link in others.select(".work a")}
    client.force_login(make_user("bestuurder", Role.BOARD))
    page = _soup(client, "/beheer/werk/")
    assert not page.find("option", value="mijn") and len(page.select(".work-card")) > 1


def _slug(code: str) -> str:
    return Challenge.objects.get(code=code).slug


def test_the_rest_of_what_waits_can_be_opened_and_each_line_leads_somewhere(client: Client) -> None:
    _north(client)
    challenge = Challenge.objects.get(code="O2")
    for number in range(6):
        Action.objects.create(challenge=challenge, title=f"Actie {number}", status="op-koers")
    path = f"/beheer/werk/opgaven/{challenge.slug}/"
    card = _soup(client, "/beheer/werk/").select_one(".work-card")
    assert card is not None
    rest = card.find("details").find_all("li")
    assert card.find("summary").get_text() == f"en nog {len(rest)}"
    told = _soup(client, path).select(".work-concerns li")
    assert len(told) == len(card.select(".work-concerns li")) == 4 + len(rest)
    assert all(line.find("a") for line in told)
    client.force_login(make_user("onderzoeker", Role.RESEARCHER))
    assert not _soup(client, path).select(".work-concerns a"), "who may not do it, is not sent there"
