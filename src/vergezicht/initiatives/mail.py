"""The mails of the open forms. Subjects hold no words of a stranger; links lead to a page that changes nothing.

They are in Dutch, in whatever language the page speaks that has them sent.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import override

from vergezicht.languages import SOURCE, speaking

log = logging.getLogger("vergezicht.initiatives")


def send(kind: str, address: str, context: dict[str, object]) -> bool:
    """Send one of ``templates/initiatives/mail``; its first line is the subject. False when it could not be sent."""
    subject, body = written(kind, context)
    try:
        send_mail(subject, body, None, [address])
    except OSError as error:  # smtplib's errors are OSErrors too
        log.warning("mail %s niet verstuurd: %s", kind, type(error).__name__)  # never the address
        return False
    return True


def written(kind: str, context: dict[str, object]) -> tuple[str, str]:
    """The subject and the text of a mail."""
    with override(SOURCE), speaking(SOURCE):
        text = render_to_string(f"initiatives/mail/{kind}.txt", {"site_url": settings.SITE_URL, **context})
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"
