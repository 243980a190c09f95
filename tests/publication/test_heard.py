"""What a real screen reader made of the pages: said, said once, and told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from vergezicht.challenges.ground import current_release
from vergezicht.pictures import locator
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.bake import render_address

pytestmark = pytest.mark.django_db
Read = Callable[[str], BeautifulSoup]


@pytest.fixture
def read() -> Read:
    return lambda path: BeautifulSoup(
        render_address(next(item for item in public_addresses() if item.path == path)), "html.parser"
    )


@pytest.mark.parametrize("path", ["/", "/verhaal/", "/stadsdelen/noord/", "/cijfers/prettig-wonen-in-de-buurt/"])
def test_a_drawing_is_named_and_its_sentence_is_read_once(read: Read, path: str) -> None:
    drawings = [svg for svg in read(path).select("svg[role=img]") if "vz-step" not in svg["class"]]
    assert drawings
    for svg in drawings:
        (name,) = str(svg["aria-labelledby"]).split()
        assert svg.find(id=name).name == "title"
        assert svg.find("desc") is None


def test_away_from_its_sentence_a_drawing_keeps_its_description() -> None:
    release = current_release()
    assert release is not None
    picture = locator(release, "BU01931400", id_prefix="plek")
    assert picture.alt in picture.svg
    assert picture.alt not in picture.beside_words
    assert picture.sentence.endswith("Kamperpoort hoort bij de wijk Kamperpoort-Veerallee en stadsdeel Midden.")


def test_the_warning_that_figures_are_invented_is_a_paragraph(read: Read) -> None:
    """Loose text in a landmark with a name is not read on by."""
    banner = read("/").select_one("aside.example-banner")
    assert "gesimuleerd" in banner.p.text
    assert not banner.has_attr("aria-label")


def test_home_and_every_depth_of_a_story_have_titles_of_their_own(read: Read) -> None:
    titles = [read(path).title.text for path in ("/", "/verhaal/", "/verhaal/kern/", "/verhaal/cijfers/")]
    assert len(set(titles)) == 4
    assert [title.split(":")[0] for title in titles[1:]] == ["Verhaal", "Kern", "Met alle cijfers"]


def test_what_opens_or_shares_says_of_what(read: Read) -> None:
    story = read("/verhaal/")
    names = [str(item["aria-label"]) for item in story.select("summary[aria-label], .chapter__share a")]
    assert len(names) > 12
    for item in story.select("summary, .chapter__share a"):
        assert str(item["aria-label"]).startswith(item.text), "whoever speaks the words they see, gets it"
    assert len({name for name in names if name.startswith("De kaart in woorden")}) == 6
