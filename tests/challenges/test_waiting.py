"""Who must decide sees it in the menu and on the start screen; who may not decide sees nothing of it."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.utils import timezone
from tests.challenges.people import make_user
from tests.initiatives.invented import brought_to

from vergezicht.challenges.models import Action, Challenge
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.proposals import propose, withdraw
from vergezicht.initiatives.models import Initiative, Letter, LetterKind, LetterState
from vergezicht.initiatives.states import InitiativeState

pytestmark = pytest.mark.django_db


def test_a_proposal_is_told_to_who_may_decide_and_to_nobody_else(client: Client) -> None:
    manager, board = make_user("manager", Role.DISTRICT_MANAGER), make_user("bestuurder", Role.BOARD)
    challenge = Challenge.objects.get(code="M1")
    challenge.goal = "Anders."
    proposal = propose(challenge, user=manager, role="Wijkmanager", reason="Zo.")
    assert proposal is not None
    client.force_login(manager)
    assert "Ter vaststelling (" not in client.get("/beheer/").content.decode()
    client.force_login(board)
    page = client.get("/beheer/").content.decode()
    assert "Ter vaststelling (1)" in page
    assert "Er wacht een voorstel op uw besluit." in page
    withdraw(proposal, user=manager, role="Wijkmanager")
    page = client.get("/beheer/").content.decode()
    assert "Ter vaststelling (" not in page and "op uw besluit" not in page


def test_what_waits_about_actions_is_told_where_it_was_made(client: Client) -> None:
    manager = make_user("manager", Role.DISTRICT_MANAGER)
    challenge, other = Challenge.objects.get(code="M1"), Challenge.objects.get(code="M2")
    changed = challenge.actions.first()
    assert changed is not None
    changed.title = "Een andere titel"
    new = [
        propose(item, user=manager, role="Wijkmanager", reason="Zo.")
        for item in (Action(challenge=challenge, title="Een nieuwe actie"), changed)
    ]
    client.force_login(manager)
    page = client.get(f"/beheer/werk/opgaven/{challenge.slug}/").content.decode()
    elsewhere = client.get(f"/beheer/werk/opgaven/{other.slug}/").content.decode()
    for item in new:
        assert item is not None
        link = f'href="/beheer/werk/ter-vaststelling/{item.pk}/">{item.title}</a>'
        assert link in page
        assert link not in elsewhere
    told = "Er wacht een nieuwe actie tot een ander die vaststelt."
    assert told in client.get("/beheer/acties/").content.decode()
    assert new[0] is not None
    withdraw(new[0], user=manager, role="Wijkmanager")
    assert told not in client.get("/beheer/acties/").content.decode()
    assert "Een nieuwe actie" not in client.get(f"/beheer/werk/opgaven/{challenge.slug}/").content.decode()


def test_the_menu_counts_what_residents_wait_for(admin_client: Client) -> None:
    Initiative.objects.update(response_due=None)
    Letter.objects.update(state=LetterState.REFUSED)
    page = html.unescape(admin_client.get("/beheer/").content.decode())
    assert "Wachtrij (" not in page and "Berichten (" not in page
    brought_to(InitiativeState.SUBMITTED)
    brought_to(InitiativeState.FEASIBILITY)
    Letter.objects.create(kind=LetterKind.QUESTION, text="Mag een hond mee?", expires_at=timezone.now())
    page = html.unescape(admin_client.get("/beheer/").content.decode())
    assert "Wachtrij (2)" in page and "Berichten (1)" in page
