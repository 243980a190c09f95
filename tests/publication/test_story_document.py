"""A story as a document that can be edited says what its page says, with the same pictures, at each depth."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, date, datetime
from functools import cache

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from odfdo import Document
from PIL import Image
from wagtail.rich_text import RichText

from vergezicht.challenges.ground import municipality
from vergezicht.paper.document import MEDIA_TYPE
from vergezicht.publication.addresses import Address, public_addresses
from vergezicht.publication.baking import bake as baking
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages.depths import Depth
from vergezicht.publication.pages.reading_order import read_in_order
from vergezicht.publication.views.stories import share_path
from vergezicht.publication.views.story_paper import document_path, paper_path
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db


def page_at(path: str) -> Address:
    return next(item for item in public_addresses() if item.path == path)


@cache
def made(depth: Depth) -> bytes:
    return render_address(page_at(document_path(StoryPage.objects.get(), depth)))


def opened(depth: Depth) -> Document:
    return Document(io.BytesIO(made(depth)))


def said(text: Document) -> str:
    return " ".join(
        "".join(map(str, item.xpath(".//text()"))) for item in text.body.get_elements("//text:p | //text:h")
    )


def test_its_words_headings_and_pictures_are_those_of_the_page_in_the_same_order() -> None:
    html = render_address(page_at("/verhaal/")).decode()
    reading = read_in_order(html, of="article.story", base=f"{settings.SITE_URL}/verhaal/", photos={})
    text = opened(Depth.STORY)
    words = said(text)
    for sentence in re.findall(r'<p class="picture__sentence">([^<]{40,})', html):
        assert sentence in words
    told = ["".join(run["text"] for run in part["runs"]) for part in reading.parts if part["kind"] == "heading"]
    headings = ["".join(map(str, item.xpath(".//text()"))) for item in text.body.headers]
    assert headings == told and len(headings) > 10
    frames = text.body.get_elements("//draw:frame")
    drawn = [part["alt"] for part in reading.parts if part["kind"] == "picture"]
    assert [frame.svg_description for frame in frames if frame.svg_description in drawn] == drawn
    assert all(frame.svg_description for frame in frames)
    links = {str(item) for item in text.content.root.xpath("//text:a/@xlink:href")}
    assert links and all(link.startswith(("http", "mailto")) for link in links)


@pytest.mark.parametrize("depth", Depth)
def test_a_story_without_a_picture_on_its_cover_loses_nothing_before_its_first_map(depth: Depth) -> None:
    story = StoryPage.objects.get()
    story.panorama_indicator = ""
    kern, words = "Wie hier woont, kent elkaar.", "Op het plein komt iedereen langs."
    figure = {"indicator": "liveability_mark", "kind": "kaart", "level": "wijk"}
    story.body = [
        ("chapter", {"title": "Kennen we elkaar?", "theme": "", "kern": kern}),
        ("text", RichText(f"<p>{words}</p>")),
        ("figure", figure),
    ]
    story.save_revision().publish()
    text = Document(io.BytesIO(render_address(page_at(document_path(story, depth)))))
    told = said(text)
    assert [told.count(once) for once in (story.title, story.lead, "Kennen we elkaar?", kern)] == [1, 1, 1, 1]
    assert told.count(words) == (0 if depth == Depth.CORE else 1)


def test_its_pictures_are_sharp_on_paper_and_a_photograph_is_a_jpeg() -> None:
    text = opened(Depth.STORY)
    kinds = set()
    for frame in text.body.get_elements("//draw:frame"):
        path = frame.get_elements("draw:image")[0].url
        image = Image.open(io.BytesIO(text.get_part(path)))
        kinds.add(image.format)
        if image.format == "PNG":
            width, height = (float(size.removesuffix("mm")) / 25.4 for size in frame.size)
            assert image.width / width > 195
            assert image.width / image.height == pytest.approx(width / height, rel=0.01)
    assert kinds == {"PNG", "JPEG"}


def test_it_says_whose_it_is_and_of_which_day() -> None:
    StoryPage.objects.update(last_published_at=datetime(2026, 11, 29, 23, 30, tzinfo=UTC))
    page, text = StoryPage.objects.get(), Document(io.BytesIO(made.__wrapped__(Depth.CORE)))
    day = date(2026, 11, 30)
    assert text.meta.title == f"{page.title}: de kern" and text.meta.creator == municipality().publisher
    assert text.meta.creation_date.date() == day
    (header,), (footer,) = (text.styles.root.get_elements(f"//style:{place}/text:p") for place in ("header", "footer"))
    assert municipality().publisher in header.text_recursive and page.title in header.text_recursive
    assert f"stand op {day.day} " in footer.text_recursive
    assert "Voorbeeldinhoud" in said(text), "a simulated figure says so here too"


def test_only_with_all_figures_there_are_tables_and_they_are_whole() -> None:
    assert not opened(Depth.CORE).body.tables and not opened(Depth.STORY).body.tables
    text = opened(Depth.FIGURES)
    html = render_address(page_at(Depth.FIGURES.path("/verhaal/"))).decode()
    reading = read_in_order(html, of="article.story", base=settings.SITE_URL, photos={})
    cells = [
        [["".join(map(str, cell.xpath(".//text()"))) for cell in row.children]
         for row in table.get_elements(".//table:table-row")]
        for table in text.body.tables
    ]  # fmt: skip
    assert len(cells) > 3
    assert cells == [[table["headings"], *table["rows"]] for table in reading.tables]


def test_every_depth_has_one_that_is_the_same_every_time_and_the_page_for_sharing_leads_to_it() -> None:
    page = StoryPage.objects.get()
    html = BeautifulSoup(render_address(page_at(share_path(page))), "html.parser")
    links = {link["href"]: link.get_text() for link in html.select("main a")}
    for depth in Depth:
        address = page_at(document_path(page, depth))
        assert not address.listed and render_address(address) == made(depth)
        assert links[address.path] == f"{depth.label} als bewerkbaar document (ODT)"
        assert links[paper_path(page, depth)] == f"{depth.label} op papier (PDF)"
    assert len(made(Depth.CORE)) < len(made(Depth.STORY)) < len(made(Depth.FIGURES))


def test_it_is_served_as_what_it_is(monkeypatch: pytest.MonkeyPatch, editions: object) -> None:
    path = "/verhaal/kern/kern.odt"
    monkeypatch.setattr(
        baking, "public_addresses", lambda: [one for one in public_addresses() if one.path in {path, "/edities/"}]
    )
    folder = baking.bake(1, reason="eerste").folder
    assert folder is not None
    files = json.loads((folder / "edition.json").read_text("utf-8"))["files"]
    assert files[path.lstrip("/")]["type"] == MEDIA_TYPE and not files[path.lstrip("/")]["encodings"]
