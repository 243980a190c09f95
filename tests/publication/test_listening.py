"""The pages as somebody who listens to them has them: what they read on, what changes, what has a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.publication.listening import glued, twice, unsaid

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.queries import areas_of, public_challenges
from vergezicht.pictures import locator
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.stories.paths import challenge_path

pytestmark = pytest.mark.django_db
Read = Callable[[str], BeautifulSoup]


@pytest.fixture(scope="module")
def pages(baked: Path) -> dict[str, BeautifulSoup]:
    """The pages of a Dutch reader; the story has tests of its own."""
    site = baked / "site"
    found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    return {
        name: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for name, path in found.items()
        if not name.startswith(("en/", "verhaal/", "ingesloten/"))
    }


def test_a_status_has_words_that_can_be_read_back_and_an_empty_one_is_none(
    pages: dict[str, BeautifulSoup], client: Client
) -> None:
    assert {path: found for path, page in pages.items() if (found := unsaid(page))} == {}
    for path in ("/meedoen/mijn-buurt/", "/meedoen/idee/", "/meedoen/volgen/"):
        page = BeautifulSoup(client.get(path).content, "html.parser")
        assert not unsaid(page)
    finder = pages["gebieden/index.html"].select_one(".finder [aria-live=polite]")
    assert finder is not None and not finder.get_text(), "it is there before its words"


def test_no_word_runs_into_that_of_the_next_element(pages: dict[str, BeautifulSoup]) -> None:
    assert {path: found for path, page in pages.items() if (found := glued(page))} == {}


@pytest.mark.parametrize(
    "path",
    ["index.html", "gemeente/index.html", "stadsdelen/noord/index.html", "buurten/kamperpoort/index.html",
     "opgaven/assendorp-meer-groen-minder-steen/index.html"],
)  # fmt: skip
def test_a_heading_is_not_the_name_of_a_landmark_around_it_as_well(pages: dict[str, BeautifulSoup], path: str) -> None:
    assert len(pages[path].select("main section > h2, main section > div > h2")) > 2
    assert not twice(pages[path])


def test_what_runs_together_is_found() -> None:
    page = BeautifulSoup(
        "<body><p><span>3</span>Op koers</p><p>Een <b>woord</b>, en <b>nog</b> een</p><p>los</p><p>van dit</p>"
        '<p>28%<span aria-hidden="true"> ▲</span><span>tussen</span></p></body>',
        "html.parser",
    )
    assert glued(page) == ["3|Op koers", "28%|tussen"]


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


def test_several_areas_are_shown_and_named_together() -> None:
    release = current_release()
    assert release is not None
    one, other = (locator(release, code, id_prefix="plek") for code in ("BU01931400", "BU01931300"))
    both = locator(release, "BU01931400", "BU01931300", id_prefix="plek")
    names = [release.geography[code].name for code in ("BU01931400", "BU01931300")]
    assert both.title == f"Waar liggen {names[0]} en {names[1]}?"
    assert both.sentence == f"{names[0]} en {names[1]} op de schematische kaart van Zwolle."
    here = [re.search(r'vz-here" d="([^"]+)"', picture.svg) for picture in (one, other, both)]
    first, second, together = (str(found and found[1]) for found in here)
    assert together == first + second
    with pytest.raises(ValueError, match="area"):
        locator(release, id_prefix="plek")


def test_a_wijkopgave_shows_where_its_areas_lie(read: Read) -> None:
    seen = 0
    for challenge in public_challenges():
        named = [area.name for area in areas_of(challenge)]
        shown = read(challenge_path(challenge)).select_one(".area-head__map .source")
        assert shown is not None and all(name in shown.text for name in named), challenge.title
        seen += len(named) > 1
    assert seen, "one of them has more than one area"


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
        name = str(item.get("aria-label", item.text))
        assert name.startswith(item.text), "whoever speaks the words they see, gets it"
        assert ": " in name, "and it says of what"
    assert len({name for name in names if name.startswith("De kaart in woorden")}) == 6


@pytest.mark.parametrize("path", ["/cijfers/prettig-wonen-in-de-buurt/", "/verhaal/"])
def test_a_button_under_a_map_says_of_which_map_after_its_words(read: Read, path: str) -> None:
    buttons = read(path).select("button[data-indicator]")
    names = [str(button["aria-label"]) for button in buttons]
    assert len(set(names)) == len(names) > 1
    for button, name in zip(buttons, names, strict=True):
        title = button.find_parent("figure").select_one(".picture__title").get_text()
        assert name == f"{button.get_text()}: {title}"


@pytest.mark.parametrize("path", ["/cijfers/prettig-wonen-in-de-buurt/", "/verhaal/", "/gebieden/"])
def test_a_legend_is_a_list_that_says_what_it_is(read: Read, path: str) -> None:
    legends = read(path).select(".legend")
    assert legends
    # The role is said: a list without bullets is none in Safari.
    assert {(item.name, item["role"], item["aria-label"]) for item in legends} == {("ul", "list", "Legenda")}
