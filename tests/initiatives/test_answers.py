"""An official answer and what follows: "no" ends a plan in the same step, on the site and by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.initiatives.filling_in import handed_in
from tests.initiatives.invented import brought_to

from vergezicht.initiatives.lifecycle import answer
from vergezicht.initiatives.models import Initiative, Trust
from vergezicht.initiatives.moderation import decide
from vergezicht.initiatives.queries import may_be_supported
from vergezicht.initiatives.states import InitiativeState
from vergezicht.mailing.delivery import deliver
from vergezicht.publication.baking.bake import anonymous_request
from vergezicht.publication.views.initiatives import detail

pytestmark = pytest.mark.django_db
S = InitiativeState
NEW = "/beheer/initiatieven-antwoorden/new/"


def given(initiative: Initiative, outcome: str) -> dict[str, Any]:
    return {"initiative": initiative.pk, "outcome": outcome, "text": "Daar ligt een gasleiding.",
            "role": "Wijkbeheerder", "date": timezone.localdate().isoformat(),
            "next_step": "Kies een andere plek."}  # fmt: skip


def test_no_ends_a_plan_in_the_same_step_and_costs_no_trust(admin_client: Client, client: Client) -> None:
    initiative, _ = handed_in(client)
    for state in (S.PUBLISHED, S.FEASIBILITY):
        decide(initiative, state, role="Wijkbeheerder")
    deliver()
    sent = len(mail.outbox)
    assert "Kan niet doorgaan" in admin_client.get(NEW).content.decode(), "who answers knows it beforehand"
    assert admin_client.post(NEW, given(initiative, "nee")).status_code == 302
    initiative = Initiative.objects.get(pk=initiative.pk)
    assert initiative.state == S.REJECTED and initiative.term is None
    assert not may_be_supported(initiative)
    page = detail(anonymous_request("/x/"), slug=initiative.slug).content.decode()
    assert "Kan niet doorgaan" in page
    assert page.count("Daar ligt een gasleiding.") == 2, "in the answer, and once in the timeline"
    deliver()
    (told,) = mail.outbox[sent:]
    assert "Daar ligt een gasleiding." in told.body and "bezwaar" in told.body
    assert Trust.objects.get().is_trusted


@pytest.mark.parametrize("outcome", ["ja", "ja-mits", "nog-niet", "doorverwezen"])
def test_another_answer_leaves_the_state_and_is_seen_in_the_queue(admin_client: Client, outcome: str) -> None:
    initiative = brought_to(S.FEASIBILITY, "Een tuin met een hek")
    assert admin_client.post(NEW, given(initiative, outcome)).status_code == 302
    assert Initiative.objects.get(pk=initiative.pk).state == S.FEASIBILITY
    page = admin_client.get("/beheer/wachtrij/?stand=haalbaarheid").content.decode()
    row = page.partition("Een tuin met een hek")[2].partition("</tr>")[0]
    assert "(Wijkbeheerder)" in row and "Geef nog een antwoord" in row


def test_no_about_what_is_being_made_leaves_it_as_it_is(admin_client: Client) -> None:
    initiative = brought_to(S.UNDER_WAY)
    assert admin_client.post(NEW, given(initiative, "nee")).status_code == 302
    assert Initiative.objects.get(pk=initiative.pk).state == S.UNDER_WAY


def test_a_next_step_that_ends_in_a_full_stop_and_its_day_are_one_sentence() -> None:
    initiative = brought_to(S.FEASIBILITY)
    answer(initiative, outcome="ja", text="Het kan.", role="Rol", next_step="Kies een andere plek.",
           next_due=timezone.localdate() + timedelta(days=90))  # fmt: skip
    page = detail(anonymous_request("/x/"), slug=initiative.slug).content.decode()
    assert "andere plek, uiterlijk" in page
