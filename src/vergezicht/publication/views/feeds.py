"""News as Atom and JSON Feed, and an agenda as iCalendar: files of the edition, for who follows without mail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Conversation
from vergezicht.initiatives.models import Activity
from vergezicht.initiatives.queries import within
from vergezicht.publication.news import News
from vergezicht.stories.paths import conversation_path

MOST = 50
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def atom(request: HttpRequest, *, title: str, path: str, items: Sequence[News]) -> HttpResponse:
    """An Atom feed (RFC 4287) of at most fifty items; its moment is that of the newest, so an unchanged feed keeps
    its bytes."""
    link = f"{settings.SITE_URL}{path}"

    class Feed(Atom1Feed):
        def latest_post_date(self) -> datetime:
            return items[0].at if items else _LONG_AGO

    feed = Feed(title, link, "", language="nl", feed_url=f"{link}nieuws.atom", feed_guid=link)
    for item in items[:MOST]:
        feed.add_item(
            item.title, f"{settings.SITE_URL}{item.path}", item.text, updateddate=item.at, pubdate=item.at,
            unique_id=f"{settings.SITE_URL}/nieuws/{item.key}",
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


def json_feed(request: HttpRequest, *, title: str, path: str, items: Sequence[News]) -> HttpResponse:
    """The same as JSON Feed 1.1."""
    link = f"{settings.SITE_URL}{path}"
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": link,
        "feed_url": f"{link}nieuws.json",
        "language": "nl",
        "items": [
            {
                "id": f"{settings.SITE_URL}/nieuws/{item.key}",
                "url": f"{settings.SITE_URL}{item.path}",
                "title": item.title,
                "content_text": item.text,
                "date_published": item.at.isoformat(timespec="seconds"),
            }
            for item in items[:MOST]
        ],
    }
    return HttpResponse(json.dumps(found, ensure_ascii=False), content_type="application/feed+json")


def agenda(request: HttpRequest, *, area: Area | None = None) -> HttpResponse:
    """Public conversations and activities of campaigns as iCalendar (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Vergezicht//{municipality().name}//NL", "CALSCALE:GREGORIAN"]
    for talk in Conversation.objects.filter(is_public=True).order_by("date", "pk"):
        if area is None or any(within(code, area) for code in talk.areas):
            start = f"DTSTART;VALUE=DATE:{talk.date:%Y%m%d}"
            lines += _event(f"gesprek-{talk.pk}", [start], talk.title, talk.place, conversation_path(talk), talk.date)
    public = (
        Activity.objects.filter(campaign__is_public=True).select_related("campaign").order_by("campaign__date", "pk")
    )
    for item in public:
        if area is None or within(item.area, area):
            lines += _event(
                f"activiteit-{item.pk}", _times(item), item.title, item.place, f"/campagnes/{item.campaign.slug}/",
                item.campaign.date,
            )  # fmt: skip
    text = "\r\n".join(_folded([*lines, "END:VCALENDAR"])) + "\r\n"
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _times(item: Activity) -> list[str]:
    day = item.campaign.date
    if item.starts is None:
        return [f"DTSTART;VALUE=DATE:{day:%Y%m%d}"]
    found = [f"DTSTART:{_utc(datetime.combine(day, item.starts))}"]
    return [*found, f"DTEND:{_utc(datetime.combine(day, item.ends))}"] if item.ends else found


def _utc(local: datetime) -> str:
    return timezone.make_aware(local).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _event(key: str, times: list[str], title: str, place: str, path: str, day: date) -> list[str]:
    host = settings.SITE_URL.partition("://")[2]
    found = ["BEGIN:VEVENT", f"UID:{key}@{host}", f"DTSTAMP:{day:%Y%m%d}T000000Z", *times, f"SUMMARY:{_escaped(title)}"]
    if place:
        found.append(f"LOCATION:{_escaped(place)}")
    return [*found, f"URL:{settings.SITE_URL}{path}", "END:VEVENT"]


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(lines: Iterable[str]) -> Iterable[str]:
    """Lines of at most 75 bytes; what is longer goes on after a space, never in the middle of a letter."""
    for line in lines:
        part = ""
        for letter in line:
            if len((part + letter).encode()) > 74:
                yield part
                part = " "
            part += letter
        yield part
