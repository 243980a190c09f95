"""Follow and stop following: nothing is sent before a mailbox confirmed, and one click is enough to stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from vergezicht.challenges.ground import municipality, themes
from vergezicht.challenges.keys import key_of
from vergezicht.challenges.queries import public_challenges
from vergezicht.initiatives.models import Consent, ConsentEvent, Frequency, Subscriber, Subscription, Topic
from vergezicht.initiatives.open_forms.codes import address_hash, hashed, opened, same, sealed
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.languages import say, spoken

TEXT_VERSION = "2026-11"  # of the words on the form and in the mail that asks
UNCONFIRMED = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Followed:
    """One thing to follow: an area, a theme (everywhere or in one area), a challenge or an initiative."""

    topic: str
    value: str
    area: str = ""

    @property
    def words(self) -> str:
        """How it is called on a form; empty when it does not exist (any more)."""
        geography = municipality().geography
        place = geography.get(self.area)
        if self.topic == Topic.AREA:
            found = geography.get(self.value)
            return say("Alles in {place}", place=found.name) if found else ""
        if self.topic == Topic.THEME:
            title = next((item.title for item in themes() if item.code == self.value), "")
            return say("{what} in {place}", what=title, place=place.name) if title and place else title
        if self.topic == Topic.CHALLENGE:
            return next(iter(public_challenges().filter(slug=self.value).values_list("title", flat=True)), "")
        return next(iter(public_initiatives().filter(slug=self.value).values_list("title", flat=True)), "")


@transaction.atomic
def ask(address: str, wanted: Iterable[Followed], *, frequency: str) -> str:
    """Keep what somebody asks to follow, unconfirmed; returns the token for the mail that asks to confirm."""
    who = address_hash(address, within="volgen")
    subscriber, _ = Subscriber.objects.get_or_create(
        address_hash=who,
        defaults={"sealed_address": Subscriber(address=address).sealed_address, "frequency": frequency},
    )
    asked = []
    for item in wanted:
        row, _ = Subscription.objects.get_or_create(
            subscriber=subscriber, topic=item.topic, value=item.value, area=item.area
        )
        asked.append(row.pk)
    _note(who, Consent.ASKED, wanted)
    return sealed({"who": who, "rows": asked, "frequency": frequency}, purpose="volgen")


@transaction.atomic
def follow_at_once(address: str, item: Followed) -> Subscriber | None:
    """Follow one thing for a mailbox that just proved to be theirs with a code: asked and confirmed in one go."""
    return confirm(ask(address, [item], frequency=Frequency.WEEKLY))


@transaction.atomic
def confirm(token: str) -> Subscriber | None:
    """The mailbox is theirs: what was asked counts from now on, and news comes in the language that is spoken now. A
    used link may be used again; None when it is over."""
    given = opened(token, purpose="volgen", seconds=int(UNCONFIRMED.total_seconds()))
    if given is None:
        return None
    subscriber = Subscriber.objects.select_for_update().filter(address_hash=given["who"]).first()
    rows = Subscription.objects.filter(subscriber=subscriber, pk__in=given["rows"])  # type: ignore[misc]  # ours
    if subscriber is None or not rows:
        return None
    now = timezone.now()
    fresh = rows.filter(confirmed_at=None)
    if fresh:
        _note(subscriber.address_hash, Consent.CONFIRMED, [_followed(row) for row in fresh])
        fresh.update(confirmed_at=now)
    if subscriber.confirmed_at is None:
        subscriber.confirmed_at = subscriber.sent_until = now
    subscriber.frequency, subscriber.language = str(given["frequency"]), spoken().code
    subscriber.save(update_fields=["confirmed_at", "sent_until", "frequency", "language"])
    return subscriber


def stop_token(subscriber: Subscriber) -> str:
    """What stands in every mail: it never expires, and it is good for this mailbox only. Short, since a header with a
    long address is folded, which not every mail program understands."""
    return f"{subscriber.pk}-{hashed('stop', subscriber.address_hash)[:32]}"


def by_stop_token(token: str) -> Subscriber | None:
    """Whose token it is; None when it is not ours or they stopped already."""
    subscriber = Subscriber.objects.filter(pk=key_of(token.partition("-")[0])).first()
    return subscriber if subscriber is not None and same(stop_token(subscriber), token) else None


@transaction.atomic
def stop(subscriber: Subscriber, *, only: Iterable[int] | None = None) -> None:
    """Stop following: everything, or only these subscriptions. With the last one the address goes too."""
    rows = subscriber.subscriptions.all() if only is None else subscriber.subscriptions.filter(pk__in=only)
    topics = [_followed(row) for row in rows]
    rows.delete()
    left = subscriber.subscriptions.filter(confirmed_at__isnull=False).exists()
    _note(subscriber.address_hash, Consent.CHANGED if left else Consent.WITHDRAWN, topics)
    if not left:
        subscriber.delete()


def forget_unconfirmed() -> int:
    """Remove what nobody confirmed within a week; returns how many mailboxes went."""
    long_ago = timezone.now() - UNCONFIRMED
    Subscription.objects.filter(confirmed_at=None, created_at__lte=long_ago).delete()
    return Subscriber.objects.filter(created_at__lte=long_ago, subscriptions=None).delete()[0]


def _followed(row: Subscription) -> Followed:
    return Followed(row.topic, row.value, row.area)


def _note(who: str, consent: Consent, wanted: Iterable[Followed]) -> None:
    topics = [f"{item.topic}:{item.value}{f'@{item.area}' if item.area else ''}" for item in wanted]
    ConsentEvent.objects.create(address_hash=who, consent=consent, topics=sorted(topics), text_version=TEXT_VERSION)
