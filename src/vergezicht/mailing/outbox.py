"""Putting a mail in the outbox: once per key, in the transaction of whoever puts it there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from vergezicht.mailing.models import OutgoingMail
from vergezicht.sealing import seal

PURPOSE = "mail"


def post(
    key: str, *, to: str, subject: str, body: str, headers: Mapping[str, str] | None = None,
    not_before: datetime | None = None, unless_after: datetime | None = None,
) -> bool:  # fmt: skip
    """Put a mail in the outbox; False when one with this ``key`` was ever put there: then nothing happens.

    ``key`` says what the mail is about ("koerscheck-12:2026-05-01:wijkmanager"), never an address. The mail belongs to
    the transaction that it is posted in: rolled back, it was never there. It is not sent before ``not_before``, and not
    at all once ``unless_after`` has passed (a code that no longer works).

    Raises ``ValueError`` for an address that is none, and for a line break in the subject or a header: the rest of such
    a line would be read as a header of its own.
    """
    try:
        validate_email(to)
    except ValidationError:
        raise ValueError("dit is geen mailadres") from None
    headers = dict(headers or {})
    if any("\n" in text or "\r" in text for text in (subject, *headers, *headers.values())):
        raise ValueError("een regeleinde in het onderwerp of een kopregel")
    content = json.dumps({"to": to, "subject": subject, "body": body, "headers": headers}, ensure_ascii=False)
    _, made = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "sealed": seal(content, purpose=PURPOSE),
            "message_id": make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]),
            "not_before": not_before or timezone.now(),
            "unless_after": unless_after,
        },
    )
    return made
