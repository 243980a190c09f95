"""The digest: what a follower has not heard yet, in one mail, put in the outbox once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from vergezicht.initiatives.following import Followed, stop_token
from vergezicht.initiatives.mail import speaking_to
from vergezicht.initiatives.models import Frequency, Subscriber
from vergezicht.initiatives.moderation import write_to
from vergezicht.publication.news import News, matching, recent_news

_EVERY = {
    Frequency.DAILY: timedelta(days=1),
    Frequency.WEEKLY: timedelta(days=7),
    Frequency.MONTHLY: timedelta(days=28),
}
_SLACK = timedelta(hours=1)  # the worker begins its day a little earlier or later
MOST = 20


def send_digests(now: datetime | None = None) -> int:
    """Put a mail in the outbox for everybody who is due and has news; returns how many.

    The news is counted from the last success, not over a fixed window: a worker that stood still misses nothing. Mail
    and mark are one transaction, and the mail's key names the mark: whatever crashes, nothing is told twice.
    """
    moment = now or timezone.now()
    due = [item for item in Subscriber.objects.filter(confirmed_at__isnull=False) if _is_due(item, moment)]
    if not due:
        return 0
    since = min(item.sent_until for item in due)
    news = {code: _said_in(code, since) for code in {item.language for item in due}}
    return sum(_send(item, news[item.language], moment) for item in due)


def _said_in(code: str, since: datetime) -> list[News]:
    with speaking_to(code):
        return recent_news(since)


def _is_due(subscriber: Subscriber, moment: datetime) -> bool:
    return moment - subscriber.sent_until >= _EVERY[Frequency(subscriber.frequency)] - _SLACK


@transaction.atomic
def _send(subscriber: Subscriber, news: list[News], moment: datetime) -> bool:
    held = Subscriber.objects.select_for_update().filter(pk=subscriber.pk, sent_until=subscriber.sent_until).first()
    if held is None:  # stopped, or another worker was first
        return False
    rows = held.subscriptions.filter(confirmed_at__isnull=False)
    followed = [Followed(row.topic, row.value, row.area) for row in rows]
    told = matching([item for item in news if held.sent_until < item.at <= moment], followed)[:MOST]
    key = f"volgen-{held.pk}-{held.sent_until.isoformat(timespec='seconds')}"
    held.sent_until = moment
    held.save(update_fields=["sent_until"])
    if not told:
        return False
    stop = stop_token(held)
    headers = {  # for a program: at the address that every language of the site has
        "List-Unsubscribe": f"<{settings.SITE_URL}/meedoen/volgen/stop/{stop}/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    given = {"news": told, "stop": stop}
    return write_to(held.address, key, "digest", given, language=subscriber.language, headers=headers)
