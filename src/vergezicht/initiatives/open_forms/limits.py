"""Limits per address and per network, kept in the database and so shared by all workers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from vergezicht.initiatives.models import Attempt, Turnstile
from vergezicht.initiatives.open_forms.codes import hashed

_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    count: int
    window: timedelta


_MINUTES, _HOUR, _DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
LIMITS = {
    "idee-netwerk": Limit(20, _DAY),
    "mail-netwerk": Limit(30, _HOUR),
    "mail-adres": Limit(5, _DAY),
    "code-netwerk": Limit(20, _HOUR),
    "formulier": Limit(1, _DAY),
    "zonder-werk": Limit(10, _HOUR),
    "bericht-netwerk": Limit(10, _HOUR),
    "bericht-indiener": Limit(10, _DAY),  # apart from "mail-adres": neighbours cannot use up what a lost code needs
    "opmerking-netwerk": Limit(60, _HOUR),
    "opmerking-link": Limit(200, _DAY),
    "inlog-hier": Limit(6, _MINUTES),  # one account from one network
    "inlog-account": Limit(200, _HOUR),  # one account from anywhere
    "inlog-netwerk": Limit(60, _HOUR),
    "inlog-cijfers": Limit(8, _MINUTES),  # codes of the second factor, per account
}


def allow(kind: str, who: str) -> bool:
    """Count an attempt and tell whether it is within its limit. ``who`` is kept as a hash only, for a day."""
    limit, now = LIMITS[kind], timezone.now()
    key = hashed(f"limit.{kind}", who)
    with transaction.atomic():
        _queue_for(key)
        Attempt.objects.filter(at__lt=now - _KEPT).delete()
        Attempt.objects.create(kind=kind, key=key, at=now)
        return Attempt.objects.filter(kind=kind, key=key, at__gt=now - limit.window).count() <= limit.count


def take_back(kind: str, who: str) -> None:
    """The last attempt does not count: it was no guess."""
    mine = Attempt.objects.filter(kind=kind, key=hashed(f"limit.{kind}", who)).order_by("-at", "-pk").first()
    if mine is not None:
        mine.delete()


def _queue_for(key: str) -> None:
    """Hold one of a fixed number of rows until the end of the transaction: under PostgreSQL two attempts at the same
    moment would not see each other. SQLite lets one writer in at a time."""
    lane = int(key[:2], 16)
    Turnstile.objects.get_or_create(lane=lane)
    Turnstile.objects.select_for_update().get(lane=lane)


def exhausted(kind: str, who: str) -> bool:
    """Whether the limit has been reached, without counting."""
    limit = LIMITS[kind]
    since = timezone.now() - limit.window
    return Attempt.objects.filter(kind=kind, key=hashed(f"limit.{kind}", who), at__gt=since).count() >= limit.count


def network(request: HttpRequest) -> str:
    """The network a request comes from: /24 or, for IPv6, /56: one home or one office, not one device.

    A proxy on this machine adds the reader's address at the end of X-Forwarded-For; what stood before it is hearsay.
    """
    given = request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(given)
        if address.is_loopback and (forwarded := request.META.get("HTTP_X_FORWARDED_FOR")):
            address = ip_address(forwarded.rpartition(",")[2].strip())
    except ValueError:
        return "onbekend"
    bits = 24 if isinstance(address, IPv4Address) else 56
    return str(ip_network(f"{address}/{bits}", strict=False))
