"""Support: confirmed by mail, counted once, and kept as little as can be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.initiatives.filling_in import ADDRESS, handed_in, worked
from tests.initiatives.invented import brought_to

from vergezicht.initiatives.models import Initiative, Support, SupportRequest
from vergezicht.initiatives.states import InitiativeState, Party

pytestmark = pytest.mark.django_db
S = InitiativeState


def supported(client: Client, initiative: Initiative, **changed: Any) -> tuple[str, str]:
    """Ask to support; returns what travels in the form and the digits from the mail."""
    path = f"/meedoen/steun/{initiative.slug}/"
    fields = worked(client, path, kind="steun", offer="", address="buur@example.org")
    page = client.post(path, fields | changed).content.decode()
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    digits = re.search(r"^\s+(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert carried and digits, page
    return carried[1], digits[1]


def test_support_is_confirmed_counted_once_and_its_address_not_kept(client: Client) -> None:
    initiative = brought_to(S.SUPPORT)
    path = f"/meedoen/steun/{initiative.slug}/code/"
    carried, digits = supported(client, initiative)
    assert not initiative.supports.exists(), "not before it is confirmed"
    assert client.get(path).status_code == 200
    assert "telt mee" in client.post(path, {"carried": carried, "code": digits}).content.decode()
    assert "klopt niet" in client.post(path, {"carried": carried, "code": digits}).content.decode(), "a replay"
    carried, digits = supported(client, initiative, address="Buur+nogeens@Example.org", kind="doe-mee")
    client.post(path, {"carried": carried, "code": digits})
    (support,) = initiative.supports.all()
    assert support.kind == "doe-mee", "the same person, who changed their mind"
    kept = str(list(Support.objects.values())) + str(list(SupportRequest.objects.values()))
    assert "buur" not in kept
    other = brought_to(S.SUPPORT, "Iets anders")
    carried, digits = supported(client, other)
    client.post(f"/meedoen/steun/{other.slug}/code/", {"carried": carried, "code": digits})
    assert other.supports.get().address_hash != support.address_hash, "two supports cannot be linked"


def test_five_wrong_codes_or_a_quarter_of_an_hour_and_it_is_over(client: Client) -> None:
    initiative = brought_to(S.SUPPORT)
    path = f"/meedoen/steun/{initiative.slug}/code/"
    carried, digits = supported(client, initiative)
    wrong = "000000" if digits != "000000" else "111111"
    for _ in range(5):
        client.post(path, {"carried": carried, "code": wrong})
    assert "klopt niet" in client.post(path, {"carried": carried, "code": digits}).content.decode()
    carried, digits = supported(client, initiative)
    SupportRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "klopt niet" in client.post(path, {"carried": carried, "code": digits}).content.decode()
    assert not initiative.supports.exists()


def test_an_offer_is_passed_on_once_and_kept_nowhere(client: Client) -> None:
    from vergezicht.initiatives.lifecycle import move

    initiative, _ = handed_in(client)
    move(initiative, S.PUBLISHED, party=Party.MUNICIPALITY, role="Rol")
    carried, digits = supported(client, initiative, kind="help", offer="Ik heb een kruiwagen", share="on")
    path = f"/meedoen/steun/{initiative.slug}/code/"
    client.post(path, {"carried": carried, "code": digits})
    passed_on = mail.outbox[-1]
    assert passed_on.to == [ADDRESS]
    assert "kruiwagen" in passed_on.body
    assert "buur@example.org" in passed_on.body
    assert "kruiwagen" not in str(list(Support.objects.values()))
    tampered = carried[:-2] + ("aa" if carried[-2:] != "aa" else "bb")
    assert "klopt niet" in client.post(path, {"carried": tampered, "code": digits}).content.decode()


def test_a_code_for_one_initiative_supports_no_other(client: Client) -> None:
    one, other = brought_to(S.SUPPORT, "Het een"), brought_to(S.SUPPORT, "Het ander")
    carried, digits = supported(client, one)
    answer = client.post(f"/meedoen/steun/{other.slug}/code/", {"carried": carried, "code": digits})
    assert "klopt niet" in answer.content.decode()
    assert not Support.objects.filter(initiative__in=[one, other]).exists()


def test_a_new_code_goes_to_the_mailbox_that_was_confirmed_and_to_no_likeness(client: Client) -> None:
    handed_in(client)
    sent = len(mail.outbox)
    name, _, host = ADDRESS.partition("@")
    path = "/meedoen/nieuwe-code/"
    client.post(path, worked(client, path, address=f"{name}+dief@{host}"))
    assert len(mail.outbox) == sent
    client.post(path, worked(client, path, address=ADDRESS.upper()))
    assert mail.outbox[-1].to == [ADDRESS]


@pytest.mark.parametrize("state", [S.CONCEPT, S.SUBMITTED, S.WITHDRAWN, S.REJECTED, S.ENDED])
def test_what_is_not_open_cannot_be_supported_and_does_not_show(client: Client, state: InitiativeState) -> None:
    initiative = brought_to(state)
    for path in (f"/meedoen/steun/{initiative.slug}/", f"/meedoen/steun/{initiative.slug}/code/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {}).status_code == 404
