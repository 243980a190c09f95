"""A story has three depths, each with its own address; links stay at the depth that was chosen."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory

from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages.depths import Depth, keep_depth
from vergezicht.stories.models import StoryPage
from vergezicht.stories.reading import WORDS_PER_MINUTE, words_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def read() -> dict[str, BeautifulSoup]:
    """The story at every depth."""
    found = {item.path: item for item in public_addresses() if item.path.startswith("/verhaal/")}
    paths = {depth: depth.path("/verhaal/") for depth in Depth}
    assert set(paths.values()) <= set(found)
    assert [found[path].listed for path in paths.values()] == [False, True, False]
    return {depth.value: BeautifulSoup(render_address(found[path]), "html.parser") for depth, path in paths.items()}


def test_the_kern_has_its_sentences_and_what_we_do(read: dict[str, BeautifulSoup]) -> None:
    assert len(read["kern"].select(".kern p")) == len(read["verhaal"].select(".kern p")) > 6
    assert len(read["kern"].select(".card--challenge")) == len(read["verhaal"].select(".card--challenge")) > 0
    assert not read["kern"].select("figure.picture, .side-panel, .quote, script[src*=side-panel]")
    assert read["verhaal"].select("figure.picture, .side-panel")


def test_with_all_figures_every_table_is_open(read: dict[str, BeautifulSoup]) -> None:
    assert not read["cijfers"].select("main details.figures:not([open])")
    assert len(read["cijfers"].select("main table")) == len(read["verhaal"].select("main table")) > 3
    assert not read["verhaal"].select("main details.figures[open]")


def test_each_says_where_it_is_and_which_is_the_whole(read: dict[str, BeautifulSoup]) -> None:
    for depth, page in read.items():
        assert [item.text for item in page.select(".depth [aria-current=page]")] == [Depth(depth).label]
        assert [item["href"] for item in page.select(".depth a[data-depth]")] == [
            "/verhaal/kern/",
            "/verhaal/",
            "/verhaal/cijfers/",
        ]
    assert not read["verhaal"].select("link[rel=canonical]")
    assert all(
        str(read[depth].select_one("link[rel=canonical]")["href"]).endswith("/verhaal/")
        for depth in ("kern", "cijfers")
    )
    assert read["kern"].select_one(".site-nav a[aria-current]")["href"] == "/verhaal/kern/"


def test_links_to_stories_keep_the_depth_and_other_links_stay() -> None:
    page = (
        '<a href="/verhaal/">a</a><a class="x" href="/verhaal/#deel">b</a><a data-depth href="/verhaal/">c</a>'
        '<a href="/verhaal/a.pdf">d</a><a href="/opgaven/">e</a><link href="/verhaal/">'
    )
    kept = keep_depth(page, Depth.CORE, pages=["/verhaal/"])
    assert kept == page.replace('<a href="/verhaal/">', '<a href="/verhaal/kern/">').replace(
        'href="/verhaal/#', 'href="/verhaal/kern/#'
    )
    assert keep_depth(page, Depth.STORY, pages=["/verhaal/"]) == page
    assert keep_depth(page, Depth.CORE, pages=[]) == page


def test_each_depth_says_how_long_it_takes_itself(read: dict[str, BeautifulSoup]) -> None:
    minutes = []
    for depth in Depth:
        found = re.search(r"(\d+) minu(?:ut|ten) lezen", read[depth.value].select_one(".cover .eyebrow").get_text())
        assert found
        minutes.append(int(found[1]))
        kern = sum(len(item.get_text().split()) for item in read[depth.value].select(".kern p"))
        assert minutes[-1] >= round(kern / WORDS_PER_MINUTE)
    assert minutes == sorted(set(minutes)), "the kern is the shortest, all figures the longest"


def test_only_what_stands_open_is_counted() -> None:
    folded, drawn = "<details><summary>Meer</summary> niet geteld</details>", "<svg><text>niet</text></svg>"
    assert words_shown(f"<p>Twee woorden,</p>{folded}{drawn}<nav>een twee</nav><button>Hierbij</button>") == 2
    assert words_shown("<details class=x open><p>7,6 &amp; drie</p></details>") == 2


def test_the_preview_takes_as_long_as_the_page(read: dict[str, BeautifulSoup], rf: RequestFactory) -> None:
    draft = StoryPage.objects.get().get_latest_revision_as_object()
    said = []
    for mode in ("", "papier", "zonder-script"):
        shown = draft.make_preview_request(rf.get("/"), mode)
        shown.render()
        said.append(re.search(r"\d+ minuten lezen", shown.content.decode()))
    assert {found[0] for found in said if found} == {
        re.search(r"\d+ minuten lezen", read["verhaal"].select_one(".cover .eyebrow").get_text())[0]
    }
    assert all(said)


def test_with_several_stories_the_menu_leads_to_all_of_them() -> None:
    """With one it leads to that one, and there is no page with all."""
    menu = ".site-nav li:first-child a"
    every = {item.path: item for item in public_addresses()}
    assert "/verhalen/" not in every
    alone = BeautifulSoup(render_address(every["/opgaven/"]), "html.parser").select_one(menu)
    assert (alone.text, alone["href"]) == ("Het verhaal", "/verhaal/")
    home = StoryPage.objects.get(slug="verhaal").get_parent()
    home.add_child(instance=StoryPage(title="Water in de wijk", slug="water", lead="Waar blijft de regen?"))
    every = {item.path: item for item in public_addresses()}
    page = BeautifulSoup(render_address(every["/verhalen/"]), "html.parser")
    assert {link["href"] for link in page.select("main h2 a")} == {"/verhaal/", "/water/"}
    assert "Waar blijft de regen?" in page.select_one("main").text
    chapters = StoryPage.objects.get(slug="verhaal").chapters
    assert [link["href"] for link in page.select(".story-list__chapters a")] == [
        f"/verhaal/#{chapter.anchor}" for chapter in chapters
    ]
    for path, current in (("/verhalen/", "page"), ("/water/", "true")):
        link = BeautifulSoup(render_address(every[path]), "html.parser").select_one(menu)
        assert (link.text, link["href"], link["aria-current"]) == ("Verhalen", "/verhalen/", current)
