"""A story on paper says what its page says, with its maps and charts, tagged, and the same bytes every time."""

from __future__ import annotations

import re

import pytest

from vergezicht.languages import speaking
from vergezicht.languages.marks import in_dutch
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages.depths import Depth
from vergezicht.publication.pages.reading_order import read_in_order
from vergezicht.publication.views.story_paper import paper_path
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db
PAGE = """<main><article class="story"><nav>weg</nav><h1>weg</h1><p class="eyebrow">weg</p><h2>Kop <em>een</em></h2>
<p>Een <strong>vet</strong> en <a href="/x/">een link</a>.</p><ul><li>een</li><li>twee</li></ul>
<ul class="legend"><li><span class="legend__sign vz-swatch vz-burden vz-k3">3</span><span>veel
<span>(4)</span></span></li>
<li><span class="legend__sign vz-swatch vz-none"></span><span>geen cijfer</span></li>
<li><span class="legend__sign">▲</span><span>hoger</span></li></ul>
<li class="step"><div class="step__map"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Kaart</title>
<desc>Een kaart &amp; meer</desc></svg></div><h3 class="step__title">Stap</h3></li>
<img src="/foto.webp" alt="Een bankje"><img src="/sier.webp" alt="">
<figure class="quote"><blockquote><p>Zeg het</p></blockquote>
<figcaption>een bewoner <span class="quote__note">voorbeeldcitaat</span></figcaption></figure>
<details><summary>weg</summary><table><caption>T</caption><thead><tr><th>a</th></tr></thead><tbody><tr>
<th>1 <span class="table__note">min of meer</span></th></tr>
</tbody></table></details>los<script>weg</script>
<p class="downloads chapter__share"><a href="/delen/">weg</a></p></article></main>"""


def test_everything_comes_in_its_order_and_what_is_for_a_screen_stays_there() -> None:
    photos = {"/foto.webp": b"<svg/>", "/sier.webp": b"<svg/>"}
    reading = read_in_order(PAGE, of="article.story", base="https://voorbeeld.nl/verhaal/", photos=photos)
    kinds = [part["kind"] for part in reading.parts]
    assert kinds == [
        "heading",
        "paragraph",
        "list",
        "legend",
        "heading",
        "picture",
        "picture",
        "quote",
        "paragraph",
        "paragraph",
    ]
    heading, paragraph, listed, legend, step, drawing, photo, quote, said_by, loose = reading.parts
    assert (heading["level"], "".join(run["text"] for run in heading["runs"])) == (1, "Kop een")
    assert [(run["text"], run["strong"], run["link"]) for run in paragraph["runs"]] == [
        ("Een ", False, ""), ("vet", True, ""), (" en ", False, ""),
        ("een link", False, "https://voorbeeld.nl/x/"), (".", False, ""),
    ]  # fmt: skip
    assert [item[0]["text"] for item in listed["items"]] == ["een", "twee"]
    assert legend["items"] == [
        {"colour": "#da9665", "sign": "3: ", "label": "veel (4)", "boxed": True},
        {"colour": "", "sign": "strepen: ", "label": "geen cijfer", "boxed": True},
        {"colour": "", "sign": "▲ ", "label": "hoger", "boxed": False},
    ]
    assert (step["runs"][0]["text"], drawing["alt"], photo["alt"]) == ("Stap", "Een kaart & meer", "Een bankje")
    assert set(reading.pictures) == {drawing["name"], photo["name"]}
    assert (quote["runs"][0]["text"], loose["runs"][0]["text"]) == ("Zeg het", "los")
    assert "".join(run["text"] for run in said_by["runs"]) == "— een bewoner (voorbeeldcitaat)"
    assert reading.tables == [{"caption": "T", "headings": ["a"], "rows": [["1 (min of meer)"]]}]


def test_the_source_of_two_tables_is_said_once() -> None:
    table = "<table><tbody><tr><td>{0}</td></tr></tbody></table>"
    source, words = '<p class="source">Bron: X</p>', "<p>Nee.</p>"
    html = f"<article>{table.format(1)}{source}{table.format(2)}{source}{words}{words}{source}</article>"
    reading = read_in_order(html, of="article", base="https://voorbeeld.nl/", photos={})
    assert [part["runs"][0]["text"] for part in reading.parts] == ["Bron: X", "Nee.", "Nee.", "Bron: X"]
    assert len(reading.tables) == 2


def test_a_dutch_word_says_so_in_a_cell_and_under_a_picture_too() -> None:
    dutch = in_dutch("Veilig")
    html = f"""<article class="story">
    <svg viewBox="0 0 9 9"><title>{dutch} by district</title><desc>{dutch}.</desc></svg>
    <ul class="legend"><li><span class="legend__sign">3</span>{dutch}</li></ul>
    <table><caption>{dutch}, by area</caption>
    <thead><tr><th>{dutch} now</th></tr></thead>
    <tbody><tr><td lang="nl">Een <b>straat</b></td></tr></tbody></table>
    <img src="/foto.webp" alt="{dutch}"></article>"""
    with speaking("en"):
        photos = {"/foto.webp": b"<svg/>"}
        reading = read_in_order(html, of="article.story", base="https://voorbeeld.nl/", photos=photos)
    picture, legend, photo = reading.parts
    assert (photo["alt"], photo["lang"]) == ("Veilig", "nl")
    assert (picture["title"], picture["alt"]) == (f"{dutch} by district", "Veilig."), "a text alternative has no pieces"
    assert legend["items"][0]["label"] == dutch
    table = {"caption": f"{dutch}, by area", "headings": [f"{dutch} now"], "rows": [[in_dutch("Een straat")]]}
    assert reading.tables == [table]
    assert dutch[0].encode() not in reading.pictures[picture["name"]]


def test_every_sentence_and_every_drawing_of_the_page_is_in_it() -> None:
    pages = {item.path: item for item in public_addresses()}
    html = render_address(pages["/verhaal/"]).decode()
    reading = read_in_order(html, of="article.story", base="https://voorbeeld.nl/", photos={})
    said = " ".join("".join(run["text"] for run in part["runs"]) for part in reading.parts if "runs" in part)
    for sentence in re.findall(r'<p class="picture__sentence">([^<]{40,})', html):
        assert sentence in said
    drawn = [part for part in reading.parts if part["kind"] == "picture"]
    assert len(drawn) == html.count('role="img"')
    assert all(part["alt"] for part in drawn)
    assert any(part["alt"].endswith(".") for part in drawn), "a step has its words in what describes its map"
    assert {part["name"] for part in drawn} == set(reading.pictures)


def test_it_is_tagged_and_repeatable_at_every_depth() -> None:
    """The compiler refuses a picture without a text and a heading out of its order: the standard is PDF/UA."""
    pages = {item.path: item for item in public_addresses()}
    story, made = StoryPage.objects.get(), {}
    for depth in Depth:
        address = pages[paper_path(story, depth)]
        made[depth] = render_address(address)
        assert made[depth].startswith(b"%PDF")
        assert b"/StructTreeRoot" in made[depth]
        assert b"pdfuaid" in made[depth]
        assert render_address(address) == made[depth]
    assert len(made[Depth.CORE]) < len(made[Depth.STORY]) < len(made[Depth.FIGURES])
