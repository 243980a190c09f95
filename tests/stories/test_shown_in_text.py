"""Rich text in the editor: figures and claims are shown as what they say, and kept as the letters that they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.challenges.ground import current_release
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.living.living_numbers import fill_in_plain
from vergezicht.stories.picking import shown as showing
from vergezicht.stories.picking.in_text import (
    StoryTextArea,
    for_browser,
    from_browser,
    show_references,
    write_references,
)
from vergezicht.stories.picking.shown import Shown, shown
from vergezicht.stories.picking.text import FIGURES

MARK = "{liveability_mark@stadsdeel/noord}"


def raw_of(widget: StoryTextArea, html: str) -> Any:
    return json.loads(widget.format_value(html))


def kept(widget: StoryTextArea, html: str) -> str:
    """What is kept when the editor changes nothing, without the keys of Draftail."""
    return str(widget.value_from_datadict({"text": widget.format_value(html)}, {}, "text"))


@pytest.fixture
def widget() -> StoryTextArea:
    return StoryTextArea(features=["bold", "italic", "link", "ul", *FIGURES])


@pytest.mark.django_db
def test_the_editor_sees_what_readers_see(widget: StoryTextArea) -> None:
    release = current_release()
    assert release is not None
    raw = raw_of(widget, f"<p>Noord geeft <b>een {MARK}</b> nu.</p>")
    number = fill_in_plain(MARK, release)
    assert raw["blocks"][0]["text"] == f"Noord geeft een {number} nu."
    (entity,) = raw["entityMap"].values()
    assert entity["mutability"] == "IMMUTABLE"
    assert entity["data"]["written"] == MARK
    assert "Noord" in entity["data"]["about"] and release.latest_of("liveability_mark") in entity["data"]["about"]
    (bold,) = raw["blocks"][0]["inlineStyleRanges"]
    assert (bold["offset"], bold["length"]) == (12, len(f"een {number}"))


@pytest.mark.django_db
def test_a_claim_says_whether_it_holds() -> None:
    holds, broken = shown("{liveability_mark:minstens=2}"), shown("{liveability_mark:minstens=9.5}")
    assert holds is not None and broken is not None
    assert (holds.kind, broken.kind) == ("holds", "broken")
    assert holds.text == "✓ controle klopt: Prettig wonen in de buurt, minstens 2,0"
    assert broken.text == "✗ controle klopt niet: Prettig wonen in de buurt, minstens 9,5"
    assert "Lezers zien dit niet" in holds.about


@pytest.mark.django_db
@pytest.mark.parametrize(
    "letters",
    [
        "{onzin}",
        "{liveability_mark@stadsdeel/nergens}",
        "{liveability_mark#1900}",
        "{geen cijfer",
        "{liveability_mark:onzin}",
        "{liveability_mark:minstens}",
        "{liveability_mark:hoger=2}",
    ],
)
def test_what_points_to_nothing_stays_letters(widget: StoryTextArea, letters: str) -> None:
    raw = raw_of(widget, f"<p>Hier {letters} dus.</p>")
    assert raw["blocks"][0]["text"] == f"Hier {letters} dus."
    assert raw["entityMap"] == {}


@pytest.mark.django_db
def test_without_figures_everything_stays_letters(widget: StoryTextArea, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "current_release", lambda: None)
    assert raw_of(widget, f"<p>{MARK}</p>")["blocks"][0]["text"] == MARK


@pytest.mark.django_db
@pytest.mark.parametrize(
    "html",
    [
        f'<p data-block-key="a">Een {MARK}, en {{lonely}} &amp; {{lonely@stadsdeel/noord:minstens=1}} zo.</p>',
        f'<p data-block-key="a"><b>Vet {MARK}</b> en <i>{{lonely}}</i><b>{{lonely}}</b></p>',
        f'<p data-block-key="a">Zie <a href="/x/">de {MARK}</a> en {MARK}<br/>{MARK}</p>',
        f'<ul><li data-block-key="a">{MARK}</li><li data-block-key="b">zonder</li></ul>',
        f'<p data-block-key="a">{MARK}</p><p data-block-key="b"></p><p data-block-key="c">{{onzin}}{MARK}{MARK}</p>',
    ],
)
def test_what_is_kept_is_what_was_there(widget: StoryTextArea, html: str) -> None:
    assert kept(widget, html) == html


def test_an_empty_text_is_kept_empty(widget: StoryTextArea) -> None:
    assert widget.value_from_datadict({"text": "null"}, {}, "text") == ""
    assert widget.value_from_datadict({}, {}, "text") is None
    assert kept(widget, "<p></p>") == kept(widget, "<p> </p><p></p>") == ""


def test_what_a_browser_sends_is_only_letters(widget: StoryTextArea) -> None:
    raw = {
        "blocks": [{"key": "a", "type": "unstyled", "depth": 0, "text": "Nu 7,4!", "inlineStyleRanges": [],
                    "entityRanges": [{"key": 0, "offset": 3, "length": 3}]}],
        "entityMap": {"0": {"type": "FIGURE", "mutability": "IMMUTABLE", "data": {"written": "<script>{lonely}"}}},
    }  # fmt: skip
    html = widget.value_from_datadict({"text": json.dumps(raw)}, {}, "text")
    assert html == '<p data-block-key="a">Nu &lt;script&gt;{lonely}!</p>'


_PIECES = st.lists(st.sampled_from(["a ", "{x}", "{een}", "tekst", "✓", "{y:z}"]), max_size=8)


@given(_PIECES, st.integers(0, 30), st.integers(1, 30))
def test_there_and_back_is_the_same_whatever_the_styles(pieces: list[str], offset: int, length: int) -> None:
    text = "".join(pieces)
    edges = [sum(len(piece) for piece in pieces[:number]) for number in range(len(pieces) + 1)]
    start, end = edges[offset % len(edges)], edges[(offset + length) % len(edges)]
    style = {"style": "BOLD", "offset": min(start, end), "length": abs(end - start)}
    block = {"text": text, "inlineStyleRanges": [style], "entityRanges": []}
    raw = {"blocks": [block], "entityMap": {}}
    seen = show_references(raw, lambda written: Shown(written, f"«{len(written)}»", "", "number"))
    assert "{" not in seen["blocks"][0]["text"]
    assert write_references(seen) == raw


def test_every_text_with_figures_is_shown_so() -> None:
    """Every rich text of a block is edited with our widget."""
    text = dict(STORY_BLOCKS)["text"]
    assert isinstance(text.field.widget, StoryTextArea)


@pytest.mark.django_db
def test_a_smiley_moves_no_figure_and_no_style(widget: StoryTextArea) -> None:
    """A browser counts a smiley as two; who saves a text unchanged gets the same text back."""
    release = current_release()
    html = f"<p>😀👍 <b>Noord</b> geeft {MARK} en <i>de stad 🎉 meer</i> {{liveability_mark}}.</p>"
    (block,) = raw_of(widget, html)["blocks"]
    units = block["text"].encode("utf-16-le")
    seen = [units[2 * item["offset"] : 2 * (item["offset"] + item["length"])].decode("utf-16-le")
            for item in block["entityRanges"]]  # fmt: skip
    assert seen == [fill_in_plain(mark, release) for mark in (MARK, "{liveability_mark}")]
    stored = kept(widget, html)
    for part in (f"geeft {MARK} en", "<b>Noord</b>", "<i>de stad 🎉 meer</i>", " {liveability_mark}."):
        assert part in stored


@given(st.text(min_size=1), st.data())
def test_places_come_back_from_the_browser(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    item = {"offset": start, "length": data.draw(st.integers(0, len(text) - start)), "style": "BOLD"}
    raw = {"blocks": [{"text": text, "inlineStyleRanges": [item], "entityRanges": []}], "entityMap": {}}
    assert from_browser(for_browser(raw)) == raw
