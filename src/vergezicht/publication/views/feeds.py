"""News as Atom and JSON Feed, and an agenda as iCalendar: files of the edition, for who follows without mail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality, themes
from vergezicht.challenges.models import Conversation
from vergezicht.initiatives.models import Activity
from vergezicht.initiatives.queries import shares_ground, within
from vergezicht.languages import SOURCE, say, spoken
from vergezicht.languages.marks import unmarked
from vergezicht.publication.news import News
from vergezicht.stories.paths import area_path, conversation_path, theme_path

MOST = 50
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Channel:
    """The news about one thing: what it is called, the page it belongs to, and what is new, newest first."""

    title: str
    path: str
    items: list[News]

    @property
    def link(self) -> str:
        return _address(self.path)


def of_area(area: Area, news: Callable[[], list[News]]) -> Channel:
    found = [item for item in news() if item.is_in(area)]
    return Channel(say("Nieuws uit {area}", area=area.name), area_path(area), found)


def of_theme(code: str, news: Callable[[], list[News]]) -> Channel:
    theme = next(item for item in themes() if item.code == code)
    found = [item for item in news() if code in item.themes]
    return Channel(say("Nieuws: {theme}", theme=unmarked(theme.title)), theme_path(theme), found)


def _address(path: str) -> str:
    """In the language of now: everything there is news about has a page in every language."""
    return f"{settings.SITE_URL}{spoken().root}{path}"


def _language_of(item: News) -> str:
    """In which language its text is."""
    return spoken().code if item.is_said else SOURCE


def atom(request: HttpRequest, *, channel: Callable[[], Channel]) -> HttpResponse:
    """An Atom feed (RFC 4287) of at most fifty items; its moment is that of the newest, so an unchanged feed keeps
    its bytes. What somebody wrote is in Dutch, and says so where the title is in another language."""
    told = channel()

    class Feed(Atom1Feed):
        def latest_post_date(self) -> datetime:
            return told.items[0].at if told.items else _LONG_AGO

        def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
            super().add_item_elements(handler, item)
            language = {"xml:lang": item["language"]} if item["language"] != spoken().code else {}
            handler.addQuickElement("summary", item["text"], {"type": "html", **language})

    link = told.link
    feed = Feed(told.title, link, "", language=spoken().code, feed_url=f"{link}nieuws.atom", feed_guid=link)
    for item in told.items[:MOST]:
        feed.add_item(
            item.title, _address(item.path), None, updateddate=item.at, pubdate=item.at,
            unique_id=_address(f"/nieuws/{item.key}"), text=item.text, language=_language_of(item),
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml")


def json_feed(request: HttpRequest, *, channel: Callable[[], Channel]) -> HttpResponse:
    """The same as JSON Feed 1.1."""
    told = channel()
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": told.title,
        "home_page_url": told.link,
        "feed_url": f"{told.link}nieuws.json",
        "language": spoken().code,
        "items": [
            {
                "id": _address(f"/nieuws/{item.key}"),
                "url": _address(item.path),
                "title": item.title,
                "content_text": item.text,
                "language": _language_of(item),
                "date_published": item.at.isoformat(timespec="seconds"),
            }
            for item in told.items[:MOST]
        ],
    }
    return HttpResponse(json.dumps(found, ensure_ascii=False), content_type="application/feed+json")


def agenda(request: HttpRequest, *, area: Area | None = None) -> HttpResponse:
    """Public conversations and activities of campaigns as iCalendar (RFC 5545); who follows it in two languages has
    every event once."""
    maker = f"-//Vergezicht//{municipality().name}//{spoken().code.upper()}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{maker}", "CALSCALE:GREGORIAN"]
    for talk in Conversation.objects.filter(is_public=True).order_by("date", "pk"):
        if area is None or shares_ground(talk.areas, area):
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
    dutch = "" if spoken().is_source else f";LANGUAGE={SOURCE}"  # somebody wrote it
    found = ["BEGIN:VEVENT", f"UID:{key}@{host}", f"DTSTAMP:{day:%Y%m%d}T000000Z", *times]
    found.append(f"SUMMARY{dutch}:{_escaped(title)}")
    if place:
        found.append(f"LOCATION{dutch}:{_escaped(place)}")
    return [*found, f"URL:{_address(path)}", "END:VEVENT"]


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
