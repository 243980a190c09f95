"""Sending what waits in the outbox, each mail once, and forgetting it.

A mail is claimed before it is sent and ended after the server took it over. Who dies in between leaves a claim; after
``LEASE`` the mail is tried again with the same Message-ID. So none is lost, and none is sent twice, save in the moment
between the server's answer and our own note of it; a mailbox shows two mails with one Message-ID as one.
"""

from __future__ import annotations

import json
import logging
import smtplib
from collections import Counter
from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.utils import timezone

from vergezicht.mailing.models import OutgoingMail
from vergezicht.mailing.outbox import PURPOSE
from vergezicht.sealing import unseal

LEASE = timedelta(minutes=10)
ATTEMPTS = 8  # with a doubled wait from two minutes: a server may be away for eight hours
TOO_LATE = "te laat"
KEPT = timedelta(days=500)  # longer than a yearly mail needs its key

log = logging.getLogger("vergezicht.mailing")


def deliver(*, at_most: int = 200) -> Counter[str]:
    """Send what is due, oldest first; returns counts of ``verstuurd``, ``later``, ``mislukt`` and ``vervallen``."""
    counts: Counter[str] = Counter()
    connection = get_connection()
    try:
        for mail in list(_due()[:at_most]):
            if _claim(mail):
                counts[_handle(mail, connection)] += 1
    finally:
        connection.close()
    if counts:
        log.info("mail: %s", ", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    return counts


def waiting_mail() -> tuple[int, int]:
    """How many mails wait for their turn, and how many of the last seven days could not be sent."""
    week = timezone.now() - timedelta(days=7)
    failed = OutgoingMail.objects.filter(ended_at__gt=week).exclude(failure="").exclude(failure=TOO_LATE)
    return _due().count(), failed.count()


def forget_old() -> int:
    """Delete the keys of mails that ended long ago; returns how many."""
    return OutgoingMail.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()[0]


def _due() -> QuerySet[OutgoingMail]:
    now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
    return OutgoingMail.objects.filter(free, ended_at__isnull=True, not_before__lte=now)


def _claim(mail: OutgoingMail) -> bool:
    """True when nobody else took it in the meantime."""
    now = timezone.now()
    return bool(_due().filter(pk=mail.pk, claimed_at=mail.claimed_at).update(claimed_at=now))


def _handle(mail: OutgoingMail, connection: BaseEmailBackend) -> str:
    if mail.unless_after and mail.unless_after < timezone.now():
        return _end(mail, "vervallen", TOO_LATE)
    try:
        content = json.loads(unseal(mail.sealed, purpose=PURPOSE))
    except ValueError:
        return _end(mail, "mislukt", "verzegeld met een andere sleutel")
    message = EmailMessage(
        content["subject"], content["body"], None, [content["to"]],
        headers={**content["headers"], "Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )  # fmt: skip
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        connection.close()
        return _postpone(mail, error)
    return _end(mail, "verstuurd")


def _end(mail: OutgoingMail, outcome: str, failure: str = "") -> str:
    OutgoingMail.objects.filter(pk=mail.pk).update(
        sealed=b"", ended_at=timezone.now(), claimed_at=None, failure=failure, attempts=mail.attempts + 1
    )
    return outcome


def _postpone(mail: OutgoingMail, error: Exception) -> str:
    """Later again, or never: a refusal for good (5xx) is not repeated. The words of the server may hold an address."""
    attempts = mail.attempts + 1
    if attempts >= ATTEMPTS or _is_refusal(error):
        return _end(mail, "mislukt", f"{type(error).__name__} na {attempts} keer")
    wait = timedelta(minutes=2**attempts)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        claimed_at=None, attempts=attempts, not_before=timezone.now() + wait, failure=type(error).__name__
    )
    return "later"


def _is_refusal(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500 and not isinstance(
        error, smtplib.SMTPAuthenticationError
    )  # fmt: skip
