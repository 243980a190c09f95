"""A card for every page and chapter, parts of a story for other sites, and nothing else in a frame."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from PIL import Image

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.figures.days import written_day
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages.embedding import frame_code, parts_of
from vergezicht.publication.papers.cards import Card, all_cards, card_path, drawn_card, has_card
from vergezicht.publication.serving.headers import framed, security_headers
from vergezicht.stories.models import StoryPage
from vergezicht.stories.paths import indicator_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Callable[[str], BeautifulSoup]:
    """The page behind an address."""
    known = {item.path: item for item in public_addresses()}
    return lambda path: BeautifulSoup(render_address(known[path]), "html.parser")


def test_every_page_that_names_a_card_has_one_and_the_other_way_around(page: Callable[[str], BeautifulSoup]) -> None:
    known = {item.path for item in public_addresses()}
    cards = {path for path, _ in all_cards()}
    assert {card_path(path) for path in cards} <= known
    assert {path for path in known if has_card(path)} <= cards
    for path in ("/", "/verhaal/", "/verhaal/kern/", "/buurten/kamperpoort/", "/themas/veiligheid/"):
        named = page(path).select_one("meta[property='og:image']")["content"]
        assert named.startswith("http")
        assert named.removeprefix(settings.SITE_URL) in known
    assert page("/open-data/").select("meta[property='og:image']") == []


def test_a_card_is_a_picture_of_the_right_size_drawn_from_the_figures_of_the_page() -> None:
    made = dict(all_cards())
    map_of_a_chapter = made["/verhaal/#is-het-prettig-wonen"]()
    assert "data-area" in map_of_a_chapter.drawing
    assert re.search(r"\d,\d", map_of_a_chapter.sentence), "its living number is filled in"
    png = drawn_card(map_of_a_chapter)
    picture = Image.open(io.BytesIO(png))
    assert picture.size == (1200, 630)
    assert len(png) < 100_000
    assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 20
    assert drawn_card(map_of_a_chapter) == png
    without = drawn_card(Card(map_of_a_chapter.above, map_of_a_chapter.title, map_of_a_chapter.sentence))
    assert without != png


@pytest.mark.parametrize("length", [3, 60, 400])
def test_a_card_is_one_picture_whatever_the_words(length: int) -> None:
    words = "Woord " * length
    for shape in ("map", "wide"):
        drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h9v9z"/></svg>'
        made = drawn_card(Card(words, words, words, drawing, "een vlak", shape=shape))
        assert Image.open(io.BytesIO(made)).size == (1200, 630)


def test_a_chapter_has_an_address_that_carries_its_card_and_leads_on(page: Callable[[str], BeautifulSoup]) -> None:
    shown = page("/delen/verhaal/voelen-we-ons-veilig/")
    assert shown.select_one("meta[http-equiv=refresh]")["content"] == "0; url=/verhaal/#voelen-we-ons-veilig"
    assert shown.select_one("meta[property='og:image']")["content"].endswith("/delen/verhaal/voelen-we-ons-veilig.png")
    assert shown.select_one("main a.button")["href"] == "/verhaal/#voelen-we-ons-veilig"


def test_every_part_stands_by_itself_under_the_anchor_it_has_in_the_story(page: Callable[[str], BeautifulSoup]) -> None:
    story = page("/verhaal/")
    parts = list(parts_of(StoryPage.objects.get()))
    assert {part.block.block_type for part in parts} >= {"figure", "headline", "side_panel"}
    shared = page("/delen/verhaal/").get_text() + "".join(
        item.get("value", "") for item in page("/delen/verhaal/").select("input")
    )
    for part in parts:
        assert story.select_one(f"[id='{part.anchor}']") is not None
        shown = page(part.path)
        assert shown.select("svg[role=img]")
        assert [item.name for item in shown.select("h1")] == ["h1"]
        assert shown.select_one("footer a[target=_top]")["href"] == f"/verhaal/#{part.anchor}"
        assert "Voorbeeldinhoud" in shown.get_text()
        assert shown.h1.get_text() == f"{part.title}, {municipality().name}"
        assert shown.select_one("footer .source").get_text().startswith("Bron: ")
        assert not shown.select("nav.site-nav, .example-banner")
        assert frame_code(part.path, part.title) in shared


def test_the_story_in_a_frame_goes_from_step_to_step_by_links(page: Callable[[str], BeautifulSoup]) -> None:
    chapters = StoryPage.objects.get().chapters
    path, seen = "/ingesloten/verhaal/", []
    while path:
        shown = page(path)
        seen.append(shown.h1.get_text())
        onward = shown.select_one(".framed__steps .button--primary")
        path = onward["href"] if onward else ""
    assert seen == [StoryPage.objects.get().title, *(chapter.title for chapter in chapters)]


def test_a_title_cannot_break_out_of_the_code() -> None:
    code = frame_code("/x/", '"><script>alert(1)</script>')
    assert "<script>alert" not in code
    assert BeautifulSoup(code, "html.parser").iframe["title"] == '"><script>alert(1)</script>'


def test_only_what_is_meant_for_a_frame_may_be_in_one() -> None:
    strict = dict(security_headers("sha256-x", https=True))
    assert "frame-ancestors 'none'" in strict["Content-Security-Policy"]
    assert strict["X-Frame-Options"] == "DENY"
    loose = dict(framed(list(strict.items())))
    assert loose["Content-Security-Policy"] == strict["Content-Security-Policy"].replace(
        "ancestors 'none'", "ancestors *"
    )
    assert "X-Frame-Options" not in loose
    assert loose["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert strict.keys() - loose.keys() == {"X-Frame-Options"}


def test_no_part_has_the_name_of_another_and_each_stands_once_with_its_chapter(
    page: Callable[[str], BeautifulSoup],
) -> None:
    shared, parts = page("/delen/verhaal/"), list(parts_of(StoryPage.objects.get()))
    assert len({part.title for part in parts}) == len(parts)
    names = [heading.get_text() for heading in shared.select("main :is(h2, h3, h4)")]
    assert len(set(names)) == len(names)
    for part in parts:
        (heading,) = shared.select(f"[id='p-{part.anchor}']")
        chapter = heading.find_parent("section")
        assert chapter["aria-labelledby"] == (f"deel-{part.chapter}" if part.chapter else "link")
    assert len({item["id"] for item in shared.select("[id]")}) == len(shared.select("[id]"))


def test_sharing_from_a_chapter_leads_to_its_part_of_the_page(page: Callable[[str], BeautifulSoup]) -> None:
    shared = page("/delen/verhaal/")
    for path in ("/verhaal/", "/verhaal/kern/"):
        for chapter in page(path).select("section.chapter"):
            link = chapter.select_one(".chapter__share a")["href"]
            assert link == f"/delen/verhaal/#deel-{chapter['id']}"
            assert shared.select_one(f"[id='deel-{chapter['id']}']") is not None


def test_an_indicator_can_be_cited_and_stands_in_a_frame(page: Callable[[str], BeautifulSoup]) -> None:
    release = current_release()
    assert release is not None
    for indicator in release.indicators:
        path = indicator_path(indicator)
        shown = page(path)
        told = shown.select_one("textarea#verwijzing").get_text()
        facts = release.facts_of(indicator.code)
        stand = f"stand op {written_day(facts.date)}."
        assert facts.date not in stand
        assert facts.simulated and told.startswith(facts.publisher)  # what is invented is not the municipality's
        for part in (indicator.title, facts.title, stand, settings.SITE_URL + path):
            assert part in told
        code = BeautifulSoup(shown.select_one("textarea#code").get_text(), "html.parser")
        framed = page(code.iframe["src"].removeprefix(settings.SITE_URL))
        assert framed.h1.get_text() == f"{indicator.title}, {municipality().name}"
        assert framed.select_one("footer .source").get_text().startswith("Bron: ")
        assert framed.select("svg[role=img]")
        assert framed.select_one("footer a[target=_top]")["href"] == path


def test_open_data_says_how_to_cite_a_release_and_what_is_in_each_file(page: Callable[[str], BeautifulSoup]) -> None:
    release = current_release()
    assert release is not None
    shown = page("/open-data/")
    for one in release.releases:
        section = shown.select_one(f"section[aria-labelledby='{one.name}']")
        assert one.facts.title in section.textarea.get_text()
        assert all(row.select_one(".table__note") for row in section.select("tbody tr"))


def test_what_a_card_says_and_what_it_draws_are_about_one_figure_with_its_year() -> None:
    cards = dict(all_cards())
    card = cards["/verhaal/#zijn-we-klaar-voor-hitte-en-regen"]()
    assert card.caption.startswith("Hitte in en om huis per wijk, 20")
    assert "last van hitte" in card.sentence and "(tussen " in card.sentence
    for path, make in cards.items():
        made = make()
        assert not (made.drawing and "data-area" in made.drawing and made.shape != "wide") or made.caption, path
    noord = cards["/stadsdelen/noord/"]()
    assert noord.caption == "" and noord.above.startswith("Stadsdeel · 20")
