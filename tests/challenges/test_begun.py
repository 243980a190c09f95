"""Nothing is late of what was adopted today, and who chooses a cycle that is over sees that it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.challenges.people import make_user

from vergezicht.challenges.attention.urgency import next_check_on, urgency_of, with_work
from vergezicht.challenges.models import Action, Challenge, Cycle
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.proposals import approve, propose_adoption

pytestmark = pytest.mark.django_db


def test_what_is_adopted_today_is_not_years_late() -> None:
    cycle = Cycle.objects.get(slug="2020-2022")
    concept = Challenge.objects.create(
        cycle=cycle, code="X1", slug="x1", title="Een concept", kind="kans", areas=["SD1"], themes=["leefbaarheid"],
        reason="x", goal="x",
    )  # fmt: skip
    Action.objects.create(challenge=concept, title="Een actie", status="op-koers")
    manager, board = make_user("manager", Role.DISTRICT_MANAGER), make_user("bestuurder", Role.BOARD)
    approve(propose_adoption(concept, user=manager, role="Wijkmanager"), user=board, role="Bestuur")
    today = timezone.localdate()
    adopted = with_work().get(pk=concept.pk)
    assert next_check_on(adopted) == today + timedelta(days=91)
    assert next_check_on(Challenge.objects.get(pk=concept.pk)) == today + timedelta(days=91), "however it was read"
    concerns = urgency_of(adopted, today=today).concerns
    assert {concern.kind for concern in concerns} >= {"overdracht"}, "its cycle is over, and that is told"
    assert not [concern for concern in concerns if concern.is_late]
    late = urgency_of(adopted, today=today + timedelta(days=92)).concerns
    assert {concern.kind for concern in late if concern.is_late} >= {"koerscheck", "voortgang"}


def test_a_cycle_that_is_over_says_so_where_it_is_chosen(admin_client: Client) -> None:
    cycle = Cycle.objects.get(slug="2020-2022")
    words = "(voorbij sinds "
    assert words in cycle.choice
    assert cycle.choice in admin_client.get("/beheer/wijkopgaven/new/").content.decode()
    assert cycle.choice in admin_client.get("/beheer/werk/wat-valt-op/?gebied=WK019313").content.decode()
    Cycle.objects.filter(pk=cycle.pk).update(ends=timezone.localdate())
    assert words not in Cycle.objects.get(pk=cycle.pk).choice
