"""Papers, posters, cards, agendas and files in another language: what the software says in it, what is Dutch marked."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone
from odfdo import Document
from tests.languages.catalogue import entries
from tests.languages.leftovers import EveryWord, Untranslated, dutch_on

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.models import Conversation, CouncilItem
from vergezicht.figures.dictionary import COLUMNS
from vergezicht.initiatives.models import Campaign, CampaignKind
from vergezicht.languages import CATALOGUES, speaking
from vergezicht.languages.marks import in_dutch, shown
from vergezicht.publication.addresses import Address, public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.papers import prints, sheets
from vergezicht.publication.views import campaigns
from vergezicht.publication.views.paper import steps_path
from vergezicht.stories.paths import indicator_path

pytestmark = pytest.mark.django_db
FORMS = (".pdf", ".ics", "kaart.png")


@pytest.fixture(autouse=True)
def two_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example with a second language and its own words translated; the day of its campaign is near."""
    both = replace(municipality(), languages=("nl", "en"), words={"en": EveryWord()})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    Campaign.objects.filter(kind=CampaignKind.DAY).update(date=timezone.localdate() + timedelta(days=9))


def _papers(root: str = "/en") -> dict[str, Address]:
    """All of them but those of stories, which are there when the story is."""
    other = re.compile(rf"{root}/verhaal/")
    found = {one.path: one for one in public_addresses()}
    return {
        path: one
        for path, one in found.items()
        if path.startswith(f"{root}/") and path.endswith(FORMS) and not other.match(path)
    }


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def test_every_paper_is_there_in_english_and_the_english_page_leads_to_it() -> None:
    english, dutch = _papers(), {path: one for path, one in _papers("").items() if not path.startswith("/en/")}
    assert set(english) == {f"/en{path}" for path in dutch}
    area, campaign = municipality().geography.gemeente, Campaign.objects.filter(kind=CampaignKind.DAY)[0]
    pages = {
        "/en/raad/": sheets.COUNCIL_NOTE,
        "/en/raad/initiatieven/": "/raad/initiatieven.pdf",
        "/en/begin/gemeente/": steps_path(area),
        f"/en{campaigns.campaign_path(campaign)}": campaigns.card_path(campaign, area),
        "/en/campagnes/": "/agenda.ics",
        "/en/stadsdelen/noord/": "/stadsdelen/noord/wijkopgaven.pdf",
        "/en/wijken/assendorp/": "/wijken/assendorp/poster-a4.pdf",
    }
    known = {one.path: one for one in public_addresses()}
    for page, paper in pages.items():
        links = BeautifulSoup(render_address(known[page]), "html.parser").select("a[href]")
        assert f"/en{paper}" in {link["href"] for link in links}, page
        assert not [link["href"] for link in links if link["href"] in dutch], page


def test_no_word_of_the_software_on_them_stays_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, list[str]] = {"printed": [], "drawn": []}
    monkeypatch.setattr(
        prints, "_printed", lambda name, content, day, map_svg: made["printed"].append(content) or b"%PDF"
    )
    monkeypatch.setattr(prints, "_drawn", lambda name, content: made["drawn"].append(content) or b"")
    said = Untranslated(entries(CATALOGUES / "en/LC_MESSAGES/django.po"))
    names = [*(area.name for area in municipality().geography), settings.SITE_URL]
    papers = {path: one for path, one in _papers().items() if not path.endswith(".ics")}
    for path, address in papers.items():
        count = len(made["printed"])
        render_address(address)
        for content in made["printed"][count:]:
            paper = json.loads(content)
            assert paper.pop("lang") == "en" and paper["address"].startswith(f"{settings.SITE_URL}/en/"), path
            with speaking("en"):
                html = "".join(f"<p>{shown(text)}</p>" for text in _texts(paper))
            assert not said.on(html) and not dutch_on(html.replace(paper["address"], ""), names), path
    assert len(made["printed"]) + len(made["drawn"]) == len(papers)
    assert made["drawn"] and not any("\ue000" in content for content in made["drawn"]), "a picture has no language"
    titles = {item.title for item in Campaign.objects.filter(kind=CampaignKind.DAY)}
    assert {json.loads(content)["title"] for content in made["drawn"]} == titles
    assert all(any(in_dutch(title) in content for content in made["printed"]) for title in titles)


def test_a_paper_says_piece_by_piece_what_is_dutch() -> None:
    with speaking("en"):
        english = sheets.area_sheet(municipality().geography["SD1"])
    dutch = sheets.area_sheet(municipality().geography["SD1"])
    assert b"/Lang(en)" in english and b"/Lang(nl)" in english and b"pdfuaid" in english
    assert b"/Lang(en)" not in dutch


def test_a_document_says_piece_by_piece_what_is_dutch() -> None:
    known = {one.path: one for one in public_addresses()}
    made = Document(io.BytesIO(render_address(known["/en/stadsdelen/noord/wijkopgaven.odt"])))
    assert made.meta.language == "en"
    dutch = {str(text) for text in made.body.xpath('.//text:span[@text:style-name="Language_nl"]//text()')}
    headings = [str(text) for text in made.body.xpath(".//text:h//text()")]
    assert headings and set(headings) <= dutch, "what people wrote stays Dutch and says so"
    columns = [str(text) for text in made.body.xpath(".//table:table-header-rows//text:p/text()")]
    assert columns and not {"Actie", "Wie", "Stand", "Laatste bericht"} & set(columns)


def test_the_state_of_a_motion_and_the_day_are_in_english_and_its_text_is_not() -> None:
    item = CouncilItem.objects.filter(is_public=True).exclude(steps=None).first()
    assert item is not None
    with speaking("en"):
        assert sheets.named(item).endswith(f" {item.code}: {in_dutch(item.title)}")
        assert sheets.named(item).startswith(("Motion", "Promise"))
    assert sheets.named(item) == str(item)


def test_an_agenda_has_every_event_once_whatever_its_language() -> None:
    known = {one.path: one for one in public_addresses()}
    dutch, english = (render_address(known[f"{root}/agenda.ics"]).decode() for root in ("", "/en"))
    talk = Conversation.objects.filter(is_public=True).first()
    assert talk is not None
    assert "LANGUAGE" not in dutch and f"SUMMARY;LANGUAGE=nl:{talk.title[:30]}" in english
    assert "//NL\r\n" in dutch and "//EN\r\n" in english
    events = [re.findall(r"UID:(.*)\r", text.replace("\r\n ", "")) for text in (dutch, english)]
    assert events[0] and events[0] == events[1]
    pages = re.findall(r"URL:(.*)\r", english.replace("\r\n ", ""))
    assert {page.removeprefix(settings.SITE_URL) for page in pages} <= set(known)
    assert all(page.startswith(f"{settings.SITE_URL}/en/") for page in pages)


def test_open_data_is_dutch_and_the_english_page_says_what_its_columns_mean() -> None:
    known = {one.path: one for one in public_addresses()}
    release = current_release()
    assert release is not None
    file = render_address(known["/stadsdelen/noord/noord.csv"]).decode()
    page = BeautifulSoup(render_address(known["/en/open-data/"]), "html.parser")
    rows = {row.code.get_text(): row.td for row in page.select("section[aria-labelledby=kolommen] tbody tr")}
    assert set(file.split("\r\n")[0].split(",")) <= set(rows) == set(COLUMNS)
    assert all(row.select_one("code [lang=nl]") for row in page.select("section[aria-labelledby=kolommen] tbody tr"))
    assert [word.get_text() for word in rows["beter_is"].select("[lang=nl]")] == ["hoger", "lager", "geen"]
    csv, files = ("In the CSV the columns and the words are", "The columns and the words in the files are")
    told = {"/stadsdelen/noord/": csv, indicator_path(release.indicators[0]): csv}
    for path, said in {**told, "/ontmoetingsplekken/": files, "/initiatieven/": files}.items():
        english, dutch = (render_address(known[f"{root}{path}"]).decode() for root in ("/en", ""))
        assert said in english and said not in dutch and "in het Nederlands" not in dutch, path
    assert 'href="/en/open-data/#kolommen"' in render_address(known["/en/stadsdelen/noord/"]).decode()
