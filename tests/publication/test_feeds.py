"""Feeds and agenda: well-formed, complete per area, and the same bytes when nothing changed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import time, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality, themes
from vergezicht.initiatives.models import Activity, Campaign
from vergezicht.publication.addresses import Address, public_addresses
from vergezicht.publication.baking.bake import render_address

pytestmark = pytest.mark.django_db
ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"


def addresses() -> dict[str, Address]:
    return {item.path: item for item in public_addresses()}


def test_the_news_of_an_area_as_atom_and_json_says_the_same() -> None:
    found = addresses()
    root = ET.fromstring(render_address(found["/gemeente/nieuws.atom"]))
    entries = root.findall(f"{ATOM}entry")
    told = json.loads(render_address(found["/gemeente/nieuws.json"]))
    assert entries
    assert [item.findtext(f"{ATOM}title") for item in entries] == [item["title"] for item in told["items"]]
    assert len({item["id"] for item in told["items"]}) == len(told["items"])
    assert render_address(found["/gemeente/nieuws.atom"]) == render_address(found["/gemeente/nieuws.atom"])
    for area in municipality().geography.at(AreaLevel.WIJK):
        path = next(path for path in found if path.endswith(f"/{area.slug}/nieuws.atom"))
        assert len(ET.fromstring(render_address(found[path])).findall(f"{ATOM}entry")) <= len(entries)


def test_a_feed_in_english_says_of_every_text_whether_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    monkeypatch.setattr("vergezicht.publication.news.KEPT", timedelta(days=10_000))  # the example's checks are old
    monkeypatch.setattr("vergezicht.publication.views.feeds.MOST", 1000)
    found = addresses()
    assert b"xml:lang" not in render_address(found["/gemeente/nieuws.atom"]).partition(b"<entry>")[2]
    root = ET.fromstring(render_address(found["/en/gemeente/nieuws.atom"]))
    assert (root.get(f"{XML}lang"), root.findtext(f"{ATOM}title")) == ("en", f"News from {both.name}")
    told = json.loads(render_address(found["/en/gemeente/nieuws.json"]))
    assert (told["language"], told["title"]) == ("en", f"News from {both.name}")
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(told["items"]) > 1
    for entry, item in zip(entries, told["items"], strict=True):
        summary = entry.find(f"{ATOM}summary")
        assert summary is not None and summary.text == item["content_text"]
        assert summary.get(f"{XML}lang", "en") == item["language"]
        assert urlsplit(item["url"]).path in found and "/en/" in item["url"]
    titles = {item["title"].partition(" ")[0]: item["language"] for item in told["items"]}
    assert titles["Course"] == "nl" and titles["Looking"] == "en"
    theme = next(path for path in found if path.startswith("/en/themas/") and path.endswith(".json"))
    assert json.loads(render_address(found[theme]))["title"] == f"News: {themes()[0].title}"
    assert b'href="/en/gemeente/nieuws.atom"' in render_address(found["/en/gemeente/"])


def test_the_agenda_is_calendar_text_that_folds_and_escapes() -> None:
    area = municipality().geography.at(AreaLevel.WIJK)[0]
    campaign = Campaign.objects.create(title="Burendag", slug="burendag-x", date=timezone.localdate(), is_public=True)
    title = "Soep; koffie, en een héél lange naam " + "é" * 60
    times = {"starts": time(14), "ends": time(16)}
    Activity.objects.create(campaign=campaign, area=area.code, title=title, place="Plein, bij de kerk", **times)
    hidden = Campaign.objects.create(title="Concept", slug="concept-x", date=timezone.localdate())
    Activity.objects.create(campaign=hidden, area=area.code, title="Nog geheim")
    text = render_address(addresses()["/agenda.ics"])
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
    unfolded = text.decode().replace("\r\n ", "")
    assert "SUMMARY:Soep\\; koffie\\, en" in unfolded
    assert "LOCATION:Plein\\, bij de kerk" in unfolded
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") > 1
    assert "Nog geheim" not in unfolded
