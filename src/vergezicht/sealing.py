"""Personal data at rest: sealed with a key made from the secret key, so that a copy of the database tells nothing.

Fernet (AES-128-CBC with HMAC-SHA256) by ``cryptography``; the key by HKDF (RFC 5869), one per purpose. A replaced
secret key goes to Django's ``SECRET_KEY_FALLBACKS``: what was sealed with it still opens.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str, *, purpose: str) -> bytes:
    """``text`` as bytes that only this site opens again, for the same ``purpose``."""
    return _keys(purpose).encrypt(text.encode("utf-8"))


def unseal(sealed: bytes, *, purpose: str) -> str:
    """The text again. Raises ``ValueError`` when sealed with another key or for another purpose, or changed since."""
    try:
        return _keys(purpose).decrypt(bytes(sealed)).decode("utf-8")
    except InvalidToken:
        raise ValueError("verzegeld met een andere sleutel of beschadigd") from None


def _keys(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_derive(key, purpose)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derive(secret: str, purpose: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"vergezicht:{purpose}".encode()).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
