"""Reminders: to the mailbox of a role, each once, whatever crashes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from vergezicht.challenges.attention.reminders import AGAIN, remind, roles_without_mailbox
from vergezicht.challenges.attention.urgency import next_check_on, with_work
from vergezicht.challenges.judging.evidence import is_stale
from vergezicht.challenges.models import Adjustment, Challenge, RoleMailbox
from vergezicht.challenges.partner_links import invite
from vergezicht.mailing.delivery import deliver
from vergezicht.mailing.models import OutgoingMail

pytestmark = pytest.mark.django_db

TODAY = date(2022, 6, 1)


@pytest.fixture(autouse=True)
def mailboxes() -> None:
    for number, role in enumerate(sorted(set(Challenge.objects.values_list("owner_role", flat=True)))):
        RoleMailbox.objects.create(role=role, address=f"rol-{number}@gemeente.example")


def test_each_reminder_goes_to_its_role_and_goes_once() -> None:
    count = remind(TODAY)
    assert count == OutgoingMail.objects.count() > 5
    assert remind(TODAY) == 0
    assert remind(TODAY + timedelta(days=1)) <= 2, "only what fell due that day"
    deliver()
    addresses = {message.to[0] for message in mail.outbox}
    assert addresses <= set(RoleMailbox.objects.values_list("address", flat=True))
    challenge = Challenge.objects.get(code="O2")
    box = RoleMailbox.objects.get(role=challenge.owner_role).address
    subjects = [
        message.subject for message in mail.outbox if message.to == [box] and challenge.title in message.subject
    ]
    assert {subject.split(":")[0].split("?")[0] for subject in subjects} >= {"Koerscheck", "Wat kwam ervan"}
    mail.outbox.clear()
    remind(TODAY)
    deliver()
    assert mail.outbox == []


@pytest.mark.parametrize(("days", "sent"), [(-8, False), (-7, True), (0, True), (27, True)])
def test_a_check_is_asked_for_a_week_ahead_and_once_more_when_it_stays_away(days: int, sent: bool) -> None:
    challenge = with_work().get(code="O1")
    due = next_check_on(challenge)
    remind(due + timedelta(days=days))
    keys = set(OutgoingMail.objects.filter(key__startswith=f"koerscheck:{challenge.pk}:").values_list("key", flat=True))
    assert bool(keys) is sent
    remind(due + AGAIN)
    remind(due + AGAIN * 3)
    keys = set(OutgoingMail.objects.filter(key__startswith=f"koerscheck:{challenge.pk}:").values_list("key", flat=True))
    assert keys == {f"koerscheck:{challenge.pk}:{due}:{turn}" for turn in (["eerste"] if sent else []) + ["nog-eens"]}


def test_a_reminder_belongs_to_its_transaction() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert remind(TODAY) > 0
        raise ZeroDivisionError
    assert not OutgoingMail.objects.exists()
    assert remind(TODAY) > 0, "a crash loses none"


def test_a_partner_with_a_link_is_asked_for_its_own_quiet_actions_once_a_month() -> None:
    quiet = [action for challenge in with_work().filter(state="lopend") for action in challenge.actions.all()
             if is_stale(action, today=TODAY) and action.partners.all()]  # fmt: skip
    partner = quiet[0].partners.all()[0]
    link = invite(partner, address="werk@partner.example", label="x", days=30, role="Wijkmanager")
    remind(TODAY)
    remind(TODAY + timedelta(days=5))
    deliver()
    [message] = [item for item in mail.outbox if item.subject == "Hoe gaat het met uw acties?"]
    assert message.to == ["werk@partner.example"] and quiet[0].title in message.body
    assert "/meedoen/partner/" not in message.body, "the link itself is kept nowhere"
    assert OutgoingMail.objects.filter(key=f"voortgang-partner:{link.pk}:2022-06").exists()


def test_without_a_mailbox_nothing_is_sent_and_it_is_told() -> None:
    RoleMailbox.objects.all().delete()
    assert remind(TODAY) == 0
    assert roles_without_mailbox() == ["Wijkmanager"]
    assert Adjustment.objects.exists()


def test_nothing_personal_stands_in_a_key(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(400):
        remind(TODAY)
    assert not OutgoingMail.objects.filter(key__contains="@").exists()
