"""The way in: it counts what is there now, and shows the newest plans that go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from vergezicht.initiatives.models import Campaign, FundingScheme, Initiative, MeetingPlace
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import FINAL

pytestmark = pytest.mark.django_db


def front(client: Client, path: str = "/meedoen/") -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def words(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())


def test_it_shows_the_newest_plans_that_go_on_and_counts_all(client: Client) -> None:
    page = front(client)
    shown = [link["href"] for link in page.select("#anderen ~ .cards .card__title a")]
    going_on = list(public_initiatives().exclude(state__in=FINAL))
    assert public_initiatives().filter(state__in=FINAL).exists(), "a plan that ended is not among them"
    assert shown == [f"/initiatieven/{item.slug}/" for item in going_on[:4]]
    assert f"Alle {public_initiatives().count()} plannen van bewoners" in words(page)
    Initiative.objects.update(published_at=None)
    nobody = words(front(client))
    assert "Er zijn nog geen initiatieven. Begint u?" in nobody and "er al" not in nobody


def test_it_says_how_many_days_an_answer_takes_twice_alike(client: Client) -> None:
    said = words(front(client))
    assert f"u krijgt binnen {rules().answer_days} dagen antwoord" in said
    assert f"Binnen {rules().answer_days} dagen krijgt u antwoord" in said


def test_it_counts_places_that_exist_and_schemes_that_are_open(client: Client) -> None:
    places = sum(place.exists_now for place in MeetingPlace.objects.all())
    today = timezone.localdate()
    open_now = sum(scheme.is_open(today) for scheme in FundingScheme.objects.all())
    said = words(front(client))
    assert 0 < places < MeetingPlace.objects.count() and f"Er zijn nu {places} plekken" in said
    assert open_now and f"Nu zijn {open_now} regelingen open" in said
    FundingScheme.objects.update(open_until=today - timedelta(days=1))
    assert "regeling" not in words(front(client))


def test_the_next_campaign_is_named_and_not_one_that_is_over_or_hidden(client: Client) -> None:
    upcoming = Campaign.objects.filter(kind="dag", is_public=True, date__gte=timezone.localdate()).order_by("date")
    first = upcoming.first()
    assert first is not None and f"De volgende is {first.title}" in words(front(client))
    upcoming.update(is_public=False)
    assert "De volgende is" not in words(front(client))
