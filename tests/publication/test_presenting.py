"""A story for a room: everything of it is on a slide or in the notes, and every slide leads to the next."""

from __future__ import annotations

import itertools

import pytest
from bs4 import BeautifulSoup

from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages.slides import slides_of
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown() -> BeautifulSoup:
    found = next(item for item in public_addresses() if item.path == "/verhaal/presenteren/")
    assert not found.listed
    return BeautifulSoup(render_address(found), "html.parser")


def test_every_slide_leads_to_the_next_and_the_last_to_the_story(shown: BeautifulSoup) -> None:
    slides = shown.select("section.slide")
    assert [item["id"] for item in slides] == [f"dia-{number}" for number in range(1, len(slides) + 1)]
    for number, slide in enumerate(slides, start=1):
        links = [item["href"] for item in slide.select(".slide__links a")]
        wanted = [f"#dia-{other}" for other in (number - 1, number + 1) if 1 <= other <= len(slides)]
        assert links == wanted
    assert slides[-1].select(".slide__code svg[viewbox]")
    assert shown.select_one(".present-bar a")["href"] == "/verhaal/"


def test_everything_of_the_story_is_shown_or_in_the_notes(shown: BeautifulSoup) -> None:
    story = next(item for item in public_addresses() if item.path == "/verhaal/")
    told = BeautifulSoup(render_address(story), "html.parser")
    said = " ".join(shown.get_text(" ").split())
    left_out = []
    for item in told.select("article .kern p, article .step__title, article .prose p, article .picture__sentence, "
                            "article .card__title, article blockquote p"):  # fmt: skip
        if " ".join(item.get_text(" ").split()) not in said:
            left_out.append(item.get_text())
    assert not left_out
    assert len(shown.select(".slide--step svg.vz-step")) == len(told.select("svg.vz-step"))


def test_headings_are_in_order_and_drawings_find_their_shapes(shown: BeautifulSoup) -> None:
    levels = [int(item.name[1]) for item in shown.select("main h1, main h2, main h3, main h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    known = {item["id"] for item in shown.select("[id]")}
    used = {item["href"].lstrip("#") for item in shown.select("svg use")}
    assert used <= known
    ids = [item["id"] for item in shown.select("[id]")]
    assert len(ids) == len(set(ids))


def test_texts_between_are_notes_of_what_came_before() -> None:
    story = StoryPage.objects.get()
    slides, base = slides_of(story)
    assert base.count("<svg") >= 1
    assert [slide.kind for slide in slides[:2]] == ["cover", "step"]
    texts = sum(block.block_type in {"text", "callout", "sources"} for block in story.body)
    notes = [note for slide in slides for note in slide.notes if "<" in note]
    assert len(notes) == texts


def test_a_drawing_with_many_rows_is_told_in_parts_that_a_room_can_read(shown: BeautifulSoup) -> None:
    parts = [item for item in shown.select(".slide--block") if item.select(".picture--intervals, .picture--answers")]
    rows = [len(item.select(".picture--intervals g[data-area]")) for item in parts]
    told = [item.select_one(".eyebrow").get_text() for item in parts]
    assert max(rows) <= 8
    assert rows.count(8) == 2  # the sixteen wijken
    assert sum(item.endswith(" · 1 van 2") for item in told) == sum(item.endswith(" · 2 van 2") for item in told) >= 2
    names = [item.get_text() for item in shown.select(".picture--intervals g[data-area] > text:first-of-type")]
    assert len(names) == len(set(names))
