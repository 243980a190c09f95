"""A StoryMap becomes a draft with a report; whatever is in it, there is a whole story or none, and never a traceback.

The example is invented (tests/stories/storymap); its shapes are those of a published story of Esri (2020), whose
outline was brought in by hand once.
"""

from __future__ import annotations

import copy
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PIL import Image

from vergezicht.problems import BadInput
from vergezicht.stories.arcgis.bringing import bring_story
from vergezicht.stories.arcgis.item import read_item, read_upload
from vergezicht.stories.arcgis.outcome import Outcome
from vergezicht.stories.models import StoryPage
from vergezicht.stories.reading import texts_in
from vergezicht.stories.reviewing.checks import checks_of

MANGLED = 40  # each is a whole import
pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "storymap"
STORY = json.loads((FOLDER / "published_data.json").read_text("utf-8"))


def test_text_images_order_and_sidecars_come_along() -> None:
    brought = bring_story(read_item(FOLDER), file="storymap")
    story = StoryPage.objects.get(pk=brought.arrival.story.pk).get_latest_revision_as_object()
    assert not story.live
    assert story.title == "Voorbeeldinhoud: wonen aan het water"
    assert story.cover_image is not None
    assert story.cover_alt == "Een bankje aan het water."
    assert [block.block_type for block in story.body] == [
        "text", "chapter", "text", "image", "text", "quote", "figure", "side_panel", "image", "image", "text",
        "gallery", "swipe", "timeline", "tour", "button", "text", "table", "text", "sources",
    ]  # fmt: skip
    opening = story.body[0].value.source
    assert "<strong>verzonnen</strong>" in opening
    assert 'href="https://example.org/a?b=1&amp;c=2"' in opening
    assert [part for part in ("<script", "javascript", "style", "onclick", "{") if part in opening] == []
    image = next(block.value for block in story.body if block.block_type == "image")
    assert (image["alt"], image["caption"], image["credit"]) == ("Een bankje.", "Het bankje", "tekening Vergezicht")
    panel = next(block.value for block in story.body if block.block_type == "side_panel")
    assert panel["layout"] == "zwevend"
    assert [step["title"] for step in panel["steps"]] == ["Eerste stap", "Stap 2"]
    assert "tweede stap" in panel["steps"][1]["text"].source
    shown = panel["steps"][0]
    assert (shown["alt"], shown["caption"]) == ("Een bankje, nu bij de stap.", "Beeld in de stap. tekening Vergezicht")
    assert shown["image"] is not None
    for kept in ("Bijschrift in de stap zonder beeld", "Film in de stap"):
        assert kept in panel["steps"][0]["text"].source
    said = " ".join(texts_in([block.value for block in story.body]))
    for kept in ("Tekst in iets onbekends", "Bijschrift zonder beeld", "Kaart van de kade", "Film over de kade"):
        assert kept in said


def test_the_report_names_every_node_that_was_not_kept_as_it_was() -> None:
    report = bring_story(read_item(FOLDER), file="storymap").as_json()
    left = {line["node"]: line["what"] for line in report[Outcome.LEFT]}
    assert "weg.jpg" in left["n-gone"]
    assert {"n-bad", "n-vid", "n-odd", "n-loose", "n-s1gone", "n-s1vid"} <= left.keys()
    assert any("thema en logo" in line["what"] for line in report[Outcome.LEFT])
    assert {"n-nav", "n-sep"} <= left.keys()
    changed = {line["node"] for line in report[Outcome.CHANGED]}
    assert {"n-map", "n-quote", "n-h", "n-emb", "n-tour"} <= changed
    assert "n-img" in {line["node"] for line in report[Outcome.KEPT]}
    json.dumps(report)


def test_what_waits_for_an_indicator_is_on_the_list_of_what_to_look_at() -> None:
    story = bring_story(read_item(FOLDER), file="storymap").arrival.story
    told = [check for check in checks_of(story) if "ingevuld" in check.advice]
    asked = [check.text for check in told]
    assert asked.count("Kaart of grafiek: indicator") == 1
    (panel,) = [check.advice for check in told if check.text == "Zijpaneel met kaart: indicator"]
    assert re.search(r"stappen \d en \d\.$", panel)
    assert "Hoofdstuk: kern" in asked


def test_the_description_of_the_item_may_stand_around_its_data() -> None:
    wrapped = read_upload(json.dumps({"item": {"type": "StoryMap"}, "data": STORY}).encode(), "item.json")
    assert wrapped.nodes.keys() == read_item(FOLDER).nodes.keys()


def test_what_is_no_storymap_is_refused_in_dutch(tmp_path: Path) -> None:
    for content in (b"", b"{}", b"[1]", b"PK\x03\x04kapot", b'{"nodes": {}, "root": "x"}', b"[" * 200_000):
        with pytest.raises(BadInput):
            read_upload(content, "x.zip")
    with pytest.raises(BadInput, match="niet gevonden"):
        read_item(tmp_path / "weg")


@pytest.mark.parametrize(
    ("content", "name", "parts"),
    [
        (b"%PDF-1.7", "verhaal.json", ["verhaal.json: hier zit geen StoryMap in", "gevonden: een PDF", "‘resources’"]),
        (b"PK\x03\x04kapot", "map.zip", ["map.zip: geen leesbaar zip-bestand", "verwacht: een zip-bestand", "tip: "]),
        (
            b'{"nodes": {}, "root": "x"}',
            "x.json",
            ["x.json: het begin van het verhaal ontbreekt", "niet heel", "ArcGIS"],
        ),
        (b'{"root": "n-1",\n"nodes": {"n-1', "half.json", ["half.json: het bestand houdt te vroeg op", "in regel 2"]),
        (b'{"root": "n-1", "nodes": {}', "half.json", ["half.json: het bestand houdt te vroeg op, in regel 1"]),
        (b'{"name": "iets"}', "iets.json", ["gevonden: gegevens van iets anders"]),
        (b"", "leeg.json", ["gevonden: een leeg bestand"]),
    ],
)
def test_what_cannot_be_read_is_told_in_words_with_what_to_do(content: bytes, name: str, parts: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        read_upload(content, name)
    told = str(caught.value)
    assert [part for part in parts if part not in told] == []
    assert not re.search(r"\bnodes?\b|\bitem\b|kolom", told)


def test_a_storymap_that_was_zipped_in_a_folder_is_read_the_same() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for path in sorted(FOLDER.rglob("*")):
            if path.is_file():
                made.writestr(f"storymap/{path.relative_to(FOLDER).as_posix()}", path.read_bytes())
        made.writestr("__MACOSX/storymap/._published_data.json", b"x")
    zipped, folder = read_upload(buffer.getvalue(), "storymap.zip"), read_item(FOLDER)
    assert (zipped.nodes, zipped.files) == (folder.nodes, folder.files)


def test_the_report_calls_parts_what_who_made_the_storymap_calls_them() -> None:
    brought = bring_story(read_item(FOLDER), file="storymap")
    called = {line.called for line in brought.lines}
    assert {"omslag", "tekst", "beeld", "kaart"} <= called
    assert not [line.told for line in brought.lines if line.told.startswith(f"{line.called}: {line.called}")]
    assert not called & {"storycover", "immersive", "webmap", "image", "text"}


def test_a_cover_without_an_image_is_not_told_to_have_kept_one(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "storymap")
    kept = [line.told for line in bring_story(read_item(tmp_path / "storymap"), file="storymap").lines]
    assert any("beeld van de omslag" in told for told in kept)
    story = copy.deepcopy(STORY)
    cover = next(node for node in story["nodes"].values() if node.get("type") == "storycover")
    cover["data"].pop("image", None)
    cover["children"] = []
    (tmp_path / "storymap/published_data.json").write_text(json.dumps(story), "utf-8")
    kept = [
        line.told for line in bring_story(read_item(tmp_path / "storymap"), file="storymap", slug="zonder-beeld").lines
    ]
    assert any("titel en inleiding van de omslag" in told for told in kept)
    assert not any("beeld van de omslag" in told for told in kept)


def _small() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()


_odd = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False)
    | some.sampled_from(["", "n-root", "n-cover", "r-img", "<script>alert(1)</script>", "javascript:x", "https://[",
                         "{social_cohesion}", "{x@y:z}", "\ud800", "\x00", "&#123;x&#125;", "a" * 5000,
                         "</p><p onclick=x>",
                         "<a href='https://x\"y'>", "<li><ul>", "image", "text", "immersive", "h2"])
    | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
_places = some.lists(
    some.tuples(some.sampled_from(sorted(STORY["nodes"])), some.sampled_from(["type", "data", "children", "-", "text"])
                | some.sampled_from(["image", "contents", "places", "cells", "link", "url", "title"]), _odd),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=MANGLED, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(_places)
def test_a_mangled_storymap_gives_a_whole_story_or_none(places: list[tuple[str, str, Any]]) -> None:
    story = copy.deepcopy(STORY)
    for key, name, value in places:
        if name == "-":
            story["nodes"].pop(key, None)
        elif key in story["nodes"] and isinstance(story["nodes"][key], dict):
            node = story["nodes"][key]
            if name in {"type", "data", "children"}:
                node[name] = value
            elif isinstance(node.setdefault("data", {}), dict):
                node["data"][name] = value
    before = StoryPage.objects.count()
    with transaction.atomic():
        try:
            item = read_upload(json.dumps(story).encode(), "storymap.json")
            item.files["bankje.webp"] = _small()
            brought = bring_story(item, file="storymap.json", slug="gemangeld")
        except BadInput as error:
            assert "root" in str(error), error
            assert StoryPage.objects.count() == before
        else:
            assert StoryPage.objects.count() == before + 1
            assert brought.lines
            html = " ".join(texts_in([block.value for block in brought.arrival.story.body]))
            assert "<script" not in html
            assert "onclick=x>" not in html.replace("&gt;", "")
        transaction.set_rollback(True)
