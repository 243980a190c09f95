"""The mails of the open forms. Subjects hold no words of a stranger; links lead to a page that changes nothing."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

log = logging.getLogger("vergezicht.initiatives")


def send(kind: str, address: str, context: dict[str, object]) -> bool:
    """Send one of ``templates/initiatives/mail``; its first line is the subject. False when it could not be sent."""
    text = render_to_string(f"initiatives/mail/{kind}.txt", {"site_url": settings.SITE_URL, **context})
    subject, _, body = text.partition("\n")
    try:
        send_mail(subject.strip(), body.strip() + "\n", None, [address])
    except OSError as error:  # smtplib's errors are OSErrors too
        log.warning("mail %s niet verstuurd: %s", kind, type(error).__name__)  # never the address
        return False
    return True
