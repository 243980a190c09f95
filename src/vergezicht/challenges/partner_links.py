"""A personal link for a partner: signed, kept as a hash, for one partner, until a day or until it is withdrawn."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format

from vergezicht.challenges.models import Partner, PartnerLink
from vergezicht.mailing.outbox import post
from vergezicht.sealing import seal, unseal

LONGEST_DAYS = 183
_SALT = "vergezicht.partner"
_PURPOSE = "partnerlink"
ROOT = "/meedoen/partner/"


@transaction.atomic
def invite(partner: Partner, *, address: str, label: str, days: int, role: str) -> PartnerLink:
    """Make a link and mail it. The link itself is kept nowhere; whoever loses it gets a new one.

    Raises ``ValueError`` for an address that is none or for more days than a link may live.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise ValueError(f"een link werkt een tot {LONGEST_DAYS} dagen")
    token = _signer().sign(secrets.token_urlsafe(24))
    link = PartnerLink.objects.create(
        partner=partner, label=label, hashed=_hashed(token), address=seal(address, purpose=_PURPOSE),
        made_by_role=role, expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    post(
        f"partnerlink-{link.pk}",
        to=address,
        subject="Uw link om acties bij te werken",
        body=_BODY.format(
            partner=partner.name, label=label, path=f"{settings.SITE_URL}{ROOT}{token}/", role=role,
            until=date_format(timezone.localtime(link.expires_at), "j F Y"),
        ),
        unless_after=link.expires_at,
    )  # fmt: skip
    return link


def find_link(token: str) -> PartnerLink | None:
    """The link behind a token, when it is ours, was not withdrawn and has not expired."""
    try:
        _signer().unsign(token)
    except signing.BadSignature:
        return None
    link = PartnerLink.objects.select_related("partner").filter(hashed=_hashed(token)).first()
    return link if link is not None and link.works_at(timezone.now()) else None


def revoke(link: PartnerLink) -> None:
    """From now on it opens nothing; the mail address goes with it."""
    PartnerLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now(), address=b"")


def address_of(link: PartnerLink) -> str:
    """The mail address of a link that works; empty when it was forgotten or cannot be opened."""
    try:
        return unseal(link.address, purpose=_PURPOSE) if link.address else ""
    except ValueError:
        return ""


def working_links() -> list[PartnerLink]:
    return list(
        PartnerLink.objects.filter(revoked_at__isnull=True, expires_at__gt=timezone.now()).select_related("partner")
    )


def forget_expired() -> int:
    """Wipe the addresses of links that no longer work; returns how many."""
    expired = PartnerLink.objects.filter(expires_at__lte=timezone.now()).exclude(address=b"")
    return expired.update(address=b"")


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep=".")


def _hashed(token: str) -> str:
    return salted_hmac(_SALT, token, algorithm="sha256").hexdigest()


_BODY = """Beste {label},

Met deze link werkt u de acties van {partner} bij, zonder wachtwoord:

{path}

De link is persoonlijk: geef hem niet door. Hij werkt tot {until}. Wat u schrijft, komt op de site.
Klikken alleen verandert niets.

Met vriendelijke groet,
{role}
"""
