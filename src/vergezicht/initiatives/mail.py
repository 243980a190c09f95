"""The mails to residents, each in the language of who reads it. Subjects hold no words of a stranger; links lead to a
page that changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import override

from vergezicht.challenges.ground import municipality
from vergezicht.languages import SOURCE, Language, in_words, speaking, spoken
from vergezicht.languages.marks import unmarked

log = logging.getLogger("vergezicht.initiatives")


def send(kind: str, address: str, context: dict[str, object], *, language: str | None = None) -> bool:
    """Send one of ``templates/initiatives/mail``; its first line is the subject. False when it could not be sent.

    It is in the language of the page that has it sent, unless somebody else reads it: then in their ``language``.
    """
    subject, body = written(kind, context, spoken().code if language is None else language)
    try:
        send_mail(subject, body, None, [address])
    except OSError as error:  # smtplib's errors are OSErrors too
        log.warning("mail %s niet verstuurd: %s", kind, type(error).__name__)  # never the address
        return False
    return True


def written(kind: str, context: dict[str, object], code: str) -> tuple[str, str]:
    """The subject and the text of a mail in the language with this code; its links go on in that language."""
    with speaking_to(code) as language:
        given = {
            "site_url": f"{settings.SITE_URL}{language.root}",
            "site_name": in_words(municipality().site_title),
            "language": language,
        }
        text = unmarked(render_to_string(f"initiatives/mail/{kind}.txt", {**given, **context}))
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"


@contextmanager
def speaking_to(code: str) -> Iterator[Language]:
    """Everything inside is said in the language that a reader chose; in Dutch when the site speaks it no longer."""
    place = municipality()
    known = code if code in place.languages else SOURCE
    with override(known), speaking(known, place.words.get(known)) as language:
        yield language
