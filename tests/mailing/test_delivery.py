"""Mail goes out once, over a real server on loopback that refuses, hangs up and crashes."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone
from tests.mailing.server import Mailbox

from vergezicht.mailing import delivery
from vergezicht.mailing.delivery import ATTEMPTS, LEASE, deliver, forget_old
from vergezicht.mailing.models import OutgoingMail
from vergezicht.mailing.outbox import post

pytestmark = pytest.mark.django_db


def put(key: str = "herinnering-1", to: str = "rol@example.org", **more: Any) -> bool:
    return post(key, to=to, subject="Koerscheck", body="Deze week is een koerscheck nodig.\n", **more)


def test_a_mail_goes_out_once_and_is_forgotten(mailbox: Mailbox, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "vergezicht"):
        assert put(headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})
        assert not put()
        assert b"rol@example.org" not in bytes(OutgoingMail.objects.get().sealed)
        assert deliver() == {"verstuurd": 1}
        assert deliver() == {}
        assert not put()
    (envelope,) = mailbox.taken
    assert envelope.rcpt_tos == ["rol@example.org"]
    assert b"Subject: Koerscheck" in envelope.content
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in envelope.content
    mail = OutgoingMail.objects.get()
    assert mail.message_id.encode() in envelope.content
    assert bytes(mail.sealed) == b""
    assert mail.ended_at is not None
    assert "example.org" not in caplog.text


def test_what_is_rolled_back_was_never_posted(mailbox: Mailbox) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        put()
        raise RuntimeError
    assert deliver() == {}
    assert put()


def test_a_server_that_is_busy_is_asked_again_later(mailbox: Mailbox) -> None:
    put()
    mailbox.answers = ["451 try again"]
    assert deliver() == {"later": 1}
    assert deliver() == {}
    OutgoingMail.objects.update(not_before=timezone.now())
    assert deliver() == {"verstuurd": 1}
    assert len(mailbox.taken) == 1


def test_one_bad_address_does_not_hold_up_the_rest(mailbox: Mailbox) -> None:
    for n, to in enumerate(["vol@example.org", "weg@example.org", "goed@example.org", "ook@example.org"]):
        put(f"nieuws-{n}", to)
    assert deliver() == {"later": 1, "mislukt": 1, "verstuurd": 2}
    refused = OutgoingMail.objects.get(key="nieuws-1")
    assert bytes(refused.sealed) == b""
    assert "SMTPRecipientsRefused" in refused.failure


def test_it_gives_up_in_the_end(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens there
    put()
    outcomes = []
    for _ in range(ATTEMPTS):
        OutgoingMail.objects.update(not_before=timezone.now())
        outcomes.extend(deliver())
    assert outcomes == ["later"] * (ATTEMPTS - 1) + ["mislukt"]
    assert bytes(OutgoingMail.objects.get().sealed) == b""


def test_a_crash_in_the_middle_sends_nothing_twice_and_loses_nothing(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(10):
        put(f"nieuws-{n}", f"lezer{n}@example.org")
    sent = EmailBackend.send_messages

    def crash_at_the_fifth(self: EmailBackend, messages: Any) -> Any:
        if len(mailbox.taken) == 4:
            raise SystemExit  # the process is killed while it talks to the server
        return sent(self, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", crash_at_the_fifth)
        with pytest.raises(SystemExit):
            deliver()
    assert deliver() == {"verstuurd": 5}  # the one in the crashed hand is left alone for as long as its lease
    OutgoingMail.objects.filter(claimed_at__isnull=False).update(claimed_at=timezone.now() - LEASE - timedelta(1))
    assert deliver() == {"verstuurd": 1}
    assert sorted(envelope.rcpt_tos[0] for envelope in mailbox.taken) == [f"lezer{n}@example.org" for n in range(10)]


def test_two_workers_do_not_send_the_same_mail(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    put()
    claim = delivery._claim

    def claim_after_the_other(mail: OutgoingMail) -> bool:
        monkeypatch.setattr(delivery, "_claim", claim)
        assert deliver() == {"verstuurd": 1}
        return claim(mail)

    monkeypatch.setattr(delivery, "_claim", claim_after_the_other)
    assert deliver() == {}
    assert len(mailbox.taken) == 1


def test_what_is_too_late_is_not_sent(mailbox: Mailbox) -> None:
    put(unless_after=timezone.now() - timedelta(seconds=1))
    put("morgen", not_before=timezone.now() + timedelta(days=1))
    assert deliver() == {"vervallen": 1}
    assert mailbox.taken == []


def test_another_secret_key_tells_nothing(mailbox: Mailbox, settings: Any) -> None:
    put("oud")
    first, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    put("nieuw")
    settings.SECRET_KEY_FALLBACKS = [first]
    assert deliver() == {"verstuurd": 2}
    put("verloren")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "third", []
    assert deliver() == {"mislukt": 1}


@pytest.mark.parametrize(
    ("to", "subject", "headers"),
    [
        ("geen adres", "Onderwerp", {}),
        ("a@example.org\nBcc: b@example.org", "Onderwerp", {}),
        ("a@example.org", "Onderwerp\r\nBcc: b@example.org", {}),
        ("a@example.org", "Onderwerp", {"X-A": "1\nBcc: b@example.org"}),
        ("a@example.org", "Onderwerp", {"X-A\nBcc": "b@example.org"}),
    ],
)
def test_a_line_break_never_becomes_a_header(to: str, subject: str, headers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"mailadres|regeleinde"):
        post("sluw", to=to, subject=subject, body="", headers=headers)
    assert not OutgoingMail.objects.exists()


def test_old_keys_go(mailbox: Mailbox) -> None:
    put()
    deliver()
    assert forget_old() == 0
    OutgoingMail.objects.update(ended_at=timezone.now() - delivery.KEPT - timedelta(days=1))
    assert forget_old() == 1
