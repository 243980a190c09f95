"""Codes, hashes and form tokens: what stands in for an account and a cookie (docs/decisions/0011)."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from vergezicht.languages import say

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0, 1, I, L and O, which people mix up
_LENGTH = 8  # 31^8 is 8.5e11; guessing is limited per network (limits.py)
_SALT = "vergezicht.initiatives"
FORM_SECONDS = (2, 4 * 3600)  # sooner is a machine, later is a form somebody forgot
UNWORKED_SECONDS = 6  # for who has no script to do the sum
WORK_BITS = 14  # 16,000 tries on average: a third of a second on an old phone


def new_code() -> str:
    """A code of eight signs to open one initiative, as a person reads it: K7PX-4MQD."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return f"{text[:4]}-{text[4:]}"


def new_digits() -> str:
    """Six digits to confirm support within a quarter of an hour."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hashed(purpose: str, text: str) -> str:
    """A keyed hash (HMAC-SHA-256 with the site's secret): useless to who has the database and not the secret."""
    return salted_hmac(f"{_SALT}.{purpose}", text, algorithm="sha256").hexdigest()


def code_hash(typed: str) -> str:
    """The hash of a code as somebody typed it: capitals, spaces and dashes do not matter."""
    return hashed("code", re.sub(r"[^A-Z0-9]", "", typed.upper()))


def address_hash(address: str, *, within: str = "") -> str:
    """The hash of a mail address; ``within`` an initiative it differs from the same address elsewhere."""
    return hashed(f"address.{within}", address.strip().lower())


def one_person(address: str) -> str:
    """An address without what stands after a plus: for counting only, since it need not be the same mailbox."""
    name, _, host = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def same(one: str, other: str) -> bool:
    return constant_time_compare(one, other)


def form_token() -> str:
    """A token for a form: signed, dated and good for one use."""
    return signing.dumps(secrets.token_urlsafe(12), salt=f"{_SALT}.form")


class StaleForm(Exception):  # noqa: N818  # said aloud it is what it is
    """The form cannot be taken; the message says why, in the language of now."""


def check_form(token: str) -> str:
    """The nonce of a form's token; raises ``StaleForm`` when it is not ours, too old or filled in too fast."""
    try:
        nonce: str = signing.loads(token, salt=f"{_SALT}.form", max_age=FORM_SECONDS[1])
    except signing.SignatureExpired as error:
        raise StaleForm(say("Dit formulier stond te lang open. Kijk het na en verstuur het opnieuw.")) from error
    except signing.BadSignature as error:
        raise StaleForm(say("Dit formulier is niet compleet aangekomen. Verstuur het opnieuw.")) from error
    try:
        signing.loads(token, salt=f"{_SALT}.form", max_age=FORM_SECONDS[0])
    except signing.SignatureExpired:
        return nonce
    raise StaleForm(say("Dat ging heel snel. Kijk uw antwoorden nog eens na en verstuur opnieuw."))


def is_worked(token: str, work: str) -> bool:
    """Whether ``work`` solves the small sum of this token: SHA-256 of both begins with ``WORK_BITS`` zero bits.

    A script in the page does so in a moment (static/website/js/proof.js); who sends thousands of forms pays for each.
    """
    if not work.isascii() or not work.isdigit() or len(work) > 12:
        return False
    digest = hashlib.sha256(f"{token}:{work}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - WORK_BITS) == 0


def filled_in_slowly(token: str) -> bool:
    """Whether a form took as long as somebody without the script needs at least."""
    try:
        signing.loads(token, salt=f"{_SALT}.form", max_age=UNWORKED_SECONDS)
    except signing.SignatureExpired:
        return True
    except signing.BadSignature:
        return False
    return UNWORKED_SECONDS == 0


def sealed(values: dict[str, object], *, purpose: str) -> str:
    """Values that travel through somebody's own form, signed so that they come back unchanged."""
    return signing.dumps(values, salt=f"{_SALT}.{purpose}")


def opened(token: str, *, purpose: str, seconds: int) -> dict[str, object] | None:
    """What was sealed, or None when it is not ours or too old."""
    try:
        values: dict[str, object] = signing.loads(token, salt=f"{_SALT}.{purpose}", max_age=seconds)
    except signing.BadSignature:
        return None
    return values
