"""A page before readers see it: read aloud, on paper, without script; colours; the question before publishing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from coloraide import Color
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.reviewing import contrast
from vergezicht.stories.reviewing.checks import checks_of
from vergezicht.stories.reviewing.contrast import faint_colours, ratio_of
from vergezicht.stories.reviewing.read_aloud import Spoken, counted, read_aloud

OUTLINES = Path(__file__).with_name("outlines.txt")
TOKENS = Path(__file__).resolve().parents[2] / "src/vergezicht/website/static/website/css/tokens.css"


def told(html: str) -> list[str]:
    return [f"{item.kind}: {item.words}" for item in read_aloud(html)]


def test_what_is_hidden_is_not_read() -> None:
    html = (
        '<p>Ja <b aria-hidden="true">nee</b></p><p hidden>nee</p><img src="a" alt=""><svg><path d=""/></svg><!--nee-->'
    )
    assert told(html) == ["tekst: Ja"]


def test_a_paragraph_of_which_nothing_is_shown_is_not_read() -> None:
    assert told("<p>Ja</p><p><button hidden>Pas als er een script is</button></p>") == ["tekst: Ja"]


def test_headings_pictures_and_landmarks_by_their_names() -> None:
    html = (
        "<main><section aria-labelledby=k><h2 id=k>Groen</h2>"
        '<svg role="img" aria-labelledby="t d"><title id="t">Kaart</title><desc id="d">Meer groen.</desc></svg>'
        "</section>"
        "<section><h4>Te diep</h4><img src=a></section></main>"
    )
    found = read_aloud(html)
    assert [(item.kind, item.words, item.depth) for item in found] == [
        ("hoofdinhoud", "", 0), ("gebied", "Groen", 1), ("kop van niveau 2", "Groen", 2),
        ("beeld", "Kaart Meer groen.", 2), ("kop van niveau 4", "Te diep", 1), ("beeld", "", 1),
    ]  # fmt: skip
    assert [item.wrong[:21] for item in found if item.wrong] == ["Deze kop slaat een ni", "Dit beeld heeft geen "]


def test_a_line_of_links_is_links_and_a_sentence_with_one_is_both() -> None:
    assert told("<p><a href=a>Vorige</a><a href=b>Volgende</a></p>") == ["link: Vorige", "link: Volgende"]
    assert read_aloud("<p>Lees <a href=a>meer</a>.</p>") == [
        Spoken("tekst", "Lees meer.", 0),
        Spoken("link", "meer", 1),
    ]


def test_what_folds_is_read_when_it_is_open() -> None:
    html = "<details{}><summary>Meer</summary><p>Erin</p></details>"
    assert told(html.format("")) == ["uitklapper: Meer (dicht)"]
    assert told(html.format(" open")) == ["uitklapper: Meer (open)", "tekst: Erin"]


def test_a_heading_that_folds_is_both_as_a_browser_hands_it_over() -> None:
    html = "<h2>Cijfers</h2><details><summary><h3>Groen</h3> <span>4 cijfers</span></summary><p>Erin</p></details>"
    assert told(html)[1:] == ["uitklapper: Groen 4 cijfers (dicht)", "kop van niveau 3: Groen"]


def test_fields_and_buttons_say_what_they_are_or_that_they_do_not() -> None:
    html = '<label for="a">Naam</label><input id="a"><input id="b"><button aria-label="Sluit">×</button>'
    found = read_aloud(html)
    assert [(item.kind, item.words) for item in found if item.kind != "tekst"] == [
        ("invulveld", "Naam"), ("invulveld", ""), ("knop", "Sluit"),
    ]  # fmt: skip
    assert found[-2].wrong


def test_a_table_is_its_caption_and_its_size() -> None:
    html = "<table><caption>Cijfers</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    assert told(html) == ["tabel: Cijfers (2 rijen, 2 kolommen)"]
    assert dict(counted(read_aloud(html + "<h2>x</h2><h3>y</h3>"))) == {"tabel": 1, "kop": 2}


@pytest.mark.django_db
def test_every_block_is_read_as_we_wrote_down() -> None:
    """The outlines were read one by one; a change in how a block sounds is a change in that file."""
    written: dict[str, list[str]] = {}
    for line in OUTLINES.read_text("utf-8").splitlines():
        if line.startswith("# "):
            written[line[2:]] = []
        elif line:
            written[list(written)[-1]].append(line)
    read = {name: _outline(block) for name, block in STORY_BLOCKS}
    assert read == written, "\n".join(f"# {name}\n" + "\n".join(lines) + "\n" for name, lines in read.items())


def _outline(block: Any) -> list[str]:
    html = str(block.render(block.get_preview_value(), {"prefix": "p"}))
    return [f"{'  ' * item.depth}{item.kind}: {item.words}".rstrip() for item in read_aloud(html) if not item.wrong] + [
        f"FOUT {item.kind}: {item.wrong}" for item in read_aloud(html) if item.wrong
    ]


@pytest.fixture
def story(db: None) -> StoryPage:
    page = StoryPage(title="Een proef", lead="Teneinde te beginnen.", live=False)
    page.body = [("text", "<p>Kort en goed.</p>")]
    HomePage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("redacteur"))
    return client


def preview(story: StoryPage, mode: str) -> str:
    return str(story.make_preview_request(None, mode).content.decode())


def test_a_page_can_be_looked_at_in_four_ways(story: StoryPage) -> None:
    site, paper, bare, aloud = (preview(story, mode) for mode, _ in story.preview_modes)
    assert "<script" in site and "@media print{" in site
    assert "<script" not in paper and "@media print{" not in paper and "@media all{" in paper
    assert "<script" not in bare and "(scripting:enabled)" not in bare and "@media print{" in bare
    assert "<script" not in aloud and "kop van niveau 1" in aloud and "Kort en goed." in aloud


def test_our_own_colours_can_be_read() -> None:
    assert not list(faint_colours(TOKENS.read_text("utf-8"), ""))
    assert ratio_of(Color("#000"), Color("#ffffff")) == pytest.approx(21)
    assert ratio_of(Color("#777777"), Color("#fff")) == pytest.approx(4.48, abs=0.005)  # the example of WebAIM
    seen_as_grey = ratio_of(Color("rgb(0 0 0 / 50%)"), Color("white"))  # 0.5 in sRGB
    assert seen_as_grey == pytest.approx(3.977, abs=0.001)


@pytest.mark.parametrize(
    "theme",
    [
        "--vergezicht-color-water:#8ac",
        "--vergezicht-color-water: hsl(210 50% 67%)",
        "--vergezicht-color-water: skyblue;",
        "--vergezicht-color-water:oklch(75% 0.1 230)",
        "--huisblauw:#8ac;--vergezicht-color-water:var(--huisblauw)",
        "--vergezicht-color-water:var(--onbekend, #8ac)",
        "--vergezicht-color-water: rgb(0 91 112 / 40%)",
        "/* --vergezicht-color-water:#000 */--vergezicht-color-water:#8ac/* zacht */",
    ],
)
def test_a_colour_is_read_however_it_is_written(theme: str) -> None:
    found = {faint.what for faint in faint_colours(TOKENS.read_text("utf-8"), f":root{{{theme}}}")}
    assert "links en knoppen" in found


@pytest.mark.parametrize("value", ["geen kleur", "var(--vergezicht-color-water)", "calc(1px)", ""])
def test_what_is_no_colour_says_nothing_about_contrast(value: str) -> None:
    theme = f":root{{--vergezicht-color-water:{value}}}"
    assert not any(faint.what == "links en knoppen" for faint in faint_colours(TOKENS.read_text("utf-8"), theme))


def test_a_theme_that_is_hard_to_read_is_told_in_its_scheme(
    story: StoryPage, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = (
        ":root{--vergezicht-color-water:#8ac}@media (prefers-color-scheme: dark){:root{--vergezicht-color-ink:#222}}"
    )
    found = {(faint.what, faint.scheme) for faint in faint_colours(TOKENS.read_text("utf-8"), theme)}
    assert ("links en knoppen", "licht") in found and ("gewone letters", "donker") in found
    (tmp_path / "theme.css").write_text(theme, "utf-8")
    monkeypatch.setattr(contrast.settings, "MUNICIPALITY_FOLDER", tmp_path, raising=False)
    assert any(check.where == "Huisstijl" and "theme.css" in check.advice for check in checks_of(story))


def posted(client: Client, story: StoryPage, **extra: str) -> Any:
    page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    fields |= {"title": story.title, "slug": story.slug, "lead": story.lead, "body-count": "0"}
    fields = {name: value for name, value in fields.items() if name.startswith(("title", "slug", "lead", "body-count"))}
    fields |= {"panorama_indicator": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[story.pk]), fields | extra)


def test_before_publishing_the_checks_are_shown_once_more(editor: Client, story: StoryPage) -> None:
    asked = posted(editor, story, **{"action-publish": "action-publish"})
    assert "Nog even nakijken" in asked.content.decode() and "zeg liever ‘om’" in asked.content.decode()
    assert not StoryPage.objects.get(pk=story.pk).live
    again = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', asked.content.decode())
    answer = {name: value for name, value in again if name != "csrfmiddlewaretoken"}
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert editor.post(address, answer).status_code == 302
    assert not StoryPage.objects.get(pk=story.pk).live  # kept as a draft
    editor.post(address, answer | {"action-publish": "ja"})
    assert StoryPage.objects.get(pk=story.pk).live


def test_nothing_to_check_is_no_question(editor: Client, story: StoryPage) -> None:
    story.lead = "Kort."
    story.save()
    story.save_revision()
    posted(editor, story, **{"action-publish": "action-publish"})
    assert StoryPage.objects.get(pk=story.pk).live


def test_how_much_there_is_to_check_is_told_beside_the_page(editor: Client, story: StoryPage) -> None:
    """A script puts it under the title and in the side panel, instead of Wagtail's words and English readability."""
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert re.search(r'id="nakijken" data-checks="[^"]+"><p data-told="1 punt om na te kijken">', html)
    assert "data-checks-copy" in html
    assert "data-checks-panel" in html  # Wagtail's own check of accessibility stays
    assert "data-content-word-count" not in html
