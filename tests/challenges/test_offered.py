"""What may not be done is not offered."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.challenges.people import make_user

from vergezicht.challenges.models import Action, Challenge, Conversation, Cycle
from vergezicht.challenges.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def concept() -> Challenge:
    return Challenge.objects.create(
        cycle=Cycle.objects.get(slug="2020-2022"), code="X1", slug="x1", title="Zonnebloem", kind="kans",
        areas=["SD1"], themes=["leefbaarheid"], reason="x", goal="x",
    )  # fmt: skip


def test_only_what_is_not_public_can_be_deleted_from_a_list(client: Client, concept: Challenge) -> None:
    client.force_login(make_user("manager", Role.DISTRICT_MANAGER))
    public = Challenge.objects.get(code="M1")
    mine = Action.objects.create(challenge=concept, title="Zonnebloem zaaien")
    kept = public.actions.first()
    hidden = Conversation.objects.create(cycle=concept.cycle, slug="zonnebloem", title="Zonnebloem", date="2022-01-01",
                                         method="muur", areas=["SD1"], summary="x")  # fmt: skip
    told = Conversation.objects.filter(is_public=True).first()
    assert kept is not None and told is not None
    rows: list[tuple[str, Any, Any]] = [
        ("acties", mine, kept), ("gesprekken", hidden, told),
    ]  # fmt: skip
    for path, free, fixed in rows:
        lists = "".join(
            client.get(f"/beheer/{path}/", {"q": item.title}).content.decode() for item in (free, fixed)
        )  # fmt: skip
        assert f"/beheer/{path}/delete/{free.pk}/" in lists, path
        assert f"/beheer/{path}/edit/{fixed.pk}/" in lists, path
        assert f"/beheer/{path}/delete/{fixed.pk}/" not in lists, path


@pytest.mark.parametrize(("role", "offered"), [(Role.RESEARCHER, False), (Role.DISTRICT_MANAGER, True)])
def test_a_cycle_is_carried_over_by_who_may(client: Client, role: Role, offered: bool) -> None:
    client.force_login(make_user("iemand", role))
    page = client.get("/beheer/cycli/").content.decode()
    assert "2020" in page
    assert ("Overdragen" in page) is offered


def phases(client: Client, challenge: Challenge) -> list[str]:
    page = client.get(f"/beheer/wijkopgaven/edit/{challenge.pk}/").content.decode()
    select = re.search(r'<select name="state".*?</select>', page, re.S)
    assert select is not None
    return re.findall(r'<option value="([^"]*)"', select[0])


def test_a_concept_can_only_be_adopted_and_what_is_public_is_no_concept(
    admin_client: Client, concept: Challenge
) -> None:
    assert phases(admin_client, concept) == ["concept", "vastgesteld"]
    assert "concept" not in phases(admin_client, Challenge.objects.get(code="M1"))
