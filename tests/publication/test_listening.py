"""The pages as somebody who listens to them has them: what they read on, what changes, what has a name."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.publication.listening import glued, twice, unsaid

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(html: dict[str, str]) -> dict[str, BeautifulSoup]:
    """The pages of a Dutch reader; the story has tests of its own."""
    return {
        path: BeautifulSoup(text, "html.parser")
        for path, text in html.items()
        if not path.startswith(("en/", "verhaal/", "ingesloten/"))
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
