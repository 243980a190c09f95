"""A large municipality: 500 challenges and 5,000 actions, and still a handful of queries for every screen."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from vergezicht.challenges.models import (
    Action,
    Challenge,
    ChallengeState,
    CourseCheck,
    Cycle,
    Milestone,
    ProgressUpdate,
)
from vergezicht.challenges.versions.history import record_unseen_changes
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

pytestmark = pytest.mark.django_db

_SECONDS = 20.0  # of the processor, for a screen of everything; what it guards against is a query per row


@pytest.fixture
def large() -> Cycle:
    """Without the signals of a save: as an import would bring them in."""
    example = Challenge.objects.get(code="M2")
    cycle = Cycle.objects.create(name="Groot", slug="groot", starts=date(2021, 1, 1), ends=date(2999, 1, 1))
    Challenge.objects.bulk_create(
        Challenge(
            cycle=cycle, code=f"G{number}", slug=f"groot-{number}", title=f"Opgave {number}", kind="kans",
            state=ChallengeState.RUNNING, areas=["WK019313"], themes=example.themes, indicators=example.indicators,
            figures=example.figures, reason="x", goal="x",
        )
        for number in range(500)
    )  # fmt: skip
    challenges = list(Challenge.objects.filter(cycle=cycle))
    Action.objects.bulk_create(
        Action(challenge=item, title=f"Actie {number}", status="op-koers")
        for item in challenges
        for number in range(10)
    )
    actions = list(Action.objects.filter(challenge__cycle=cycle))
    Milestone.objects.bulk_create(Milestone(action=item, title="x", due=date(2021, 6, 1)) for item in actions)
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(action=item, status="op-koers", text="x", role="x", date=date(2021, 3, 1)) for item in actions
    )
    CourseCheck.objects.bulk_create(
        CourseCheck(
            challenge=item, date=date(2021, 4, 1) + timedelta(days=number), verdict="op-koers", role="x", story="x",
            evidence={"x": 1},
        )
        for item in challenges
        for number in range(3)
    )  # fmt: skip
    return cycle


def test_work_screens_with_everything(large: Cycle, client: Client, django_assert_max_num_queries: Any) -> None:
    get_user_model().objects.create_superuser("baas", "", "geheim")
    client.login(username="baas", password="geheim")
    slug = Challenge.objects.filter(cycle=large).first().slug
    paths = [
        "werk/", "werk/?gebied=SD1", f"werk/opgaven/{slug}/", f"werk/opgaven/{slug}/koerscheck/",
        "werk/cycli/groot/overdracht/", "werk/briefing/WK019313/", "wijkopgaven/", "acties/", "werk/raster/",
        "werk/raster/?pagina=3", "werk/raster/acties.xlsx", "werk/wie-waar/", "werk/ter-vaststelling/",
        "werk/partnerlinks/",
    ]  # fmt: skip
    for path in paths:
        began = time.process_time()
        with django_assert_max_num_queries(60):
            assert client.get(f"/beheer/{path}").status_code == 200
        assert time.process_time() - began < _SECONDS, path


def test_public_lists_with_everything(large: Cycle, django_assert_max_num_queries: Any) -> None:
    addresses = {item.path: item for item in public_addresses()}
    for path in ("/opgaven/", "/opgaven/stand/op-koers/", "/antwoorden/", "/cycli/groot/", "/partners/"):
        began = time.process_time()
        with django_assert_max_num_queries(60):
            render_address(addresses[path])
        assert time.process_time() - began < _SECONDS, path


def test_what_was_brought_in_without_versions_gets_them_once(large: Cycle, django_assert_max_num_queries: Any) -> None:
    assert record_unseen_changes() == 500
    with django_assert_max_num_queries(8):
        assert record_unseen_changes() == 0
