"""Steps and stops that may have an image: what was stored and archived before reads the same, and nothing is lost."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from typing import Any

import pytest
from bs4 import BeautifulSoup
from wagtail.images import get_image_model

from vergezicht.publication.pages.reading_order import read_in_order
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.blocks.side_panel import StepBlock
from vergezicht.stories.blocks.tour import StopBlock
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.moving.arriving import read_archive
from vergezicht.stories.moving.leaving import MANIFEST, write_archive
from vergezicht.stories.story_block import IMAGE_FIELDS, CaptionedImage

pytestmark = pytest.mark.django_db

_IMAGE = {"alt": "Een bankje", "decorative": False}
# As it was stored when the fields of an image stood in the step and the stop themselves.
STEP = {"title": "Stap", "text": "<p>Tekst.</p>", "indicator": "lonely", "level": "wijk", "period": "", "within": "",
        "focus": ["SD1"], "layers": ["plek"], **_IMAGE, "caption": "In het park", "credit": "maker"}  # fmt: skip
STOP = {"title": "Plek", "place": "", "area": "SD1", "text": "<p>Tekst.</p>", **_IMAGE}


def _items(*values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def _body(image: int) -> list[dict[str, Any]]:
    panel = {"title": "", "layout": "vast", "steps": _items(STEP | {"image": image})}
    tour = {"title": "Rond", "layout": "wandeling", "stops": _items(STOP | {"image": image}, STOP | {"image": None})}
    values = {"side_panel": panel, "tour": tour}
    return [{"type": name, "value": value, "id": str(uuid.uuid4())} for name, value in values.items()]


def test_a_step_and_a_stop_have_the_same_image_and_it_is_closed() -> None:
    for block in (StepBlock(), StopBlock()):
        assert block.meta.form_layout.children[-1] is IMAGE_FIELDS
        assert set(CaptionedImage.base_blocks) <= block.child_blocks.keys()
        assert not block.child_blocks["image"].required
    assert "collapsed" in IMAGE_FIELDS.classname


@pytest.mark.parametrize(("block", "stored"), [(StepBlock(), STEP), (StopBlock(), STOP)])
def test_what_was_stored_before_is_read_and_kept(block: Any, stored: dict[str, Any]) -> None:
    image = get_image_model().objects.first().pk
    kept = block.get_prep_value(block.to_python(stored | {"image": image}))
    assert {name: kept[name] for name in (*stored, "image")} == stored | {"image": image}


@pytest.mark.parametrize("saved_again", [False, True])
def test_an_archive_of_before_and_of_now_comes_in(saved_again: bool) -> None:
    story, image = StoryPage.objects.get(slug="verhaal"), get_image_model().objects.first()
    story.body = story.body.stream_block.to_python(_body(image.pk))
    if saved_again:
        story.body = story.body.stream_block.clean(story.body)
    archive = write_archive(story)
    assert (_stop(archive).get("caption") is not None) == saved_again
    arrived = read_archive(archive, file="verhaal.zip", slug="terug").story
    step, stop = arrived.body[0].value["steps"][0], arrived.body[1].value["stops"][0]
    assert (step["image"], step["alt"], step["caption"], step["credit"]) == (
        image, "Een bankje", "In het park", "maker"
    )  # fmt: skip
    assert (step["focus"], step["layers"]) == (["SD1"], ["plek"])
    assert (stop["image"], stop["alt"], stop["caption"] or "") == (image, "Een bankje", "")


def test_an_archive_from_before_a_cover_named_its_maker_comes_in() -> None:
    story = StoryPage.objects.get(slug="verhaal")
    story.cover_credit = "Een fotograaf"
    archive = write_archive(story)
    assert read_archive(archive, file="verhaal.zip", slug="nu").story.cover_credit == "Een fotograaf"
    before = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as opened, zipfile.ZipFile(before, "w") as written:
        for name in opened.namelist():
            content = opened.read(name)
            if name == MANIFEST:
                manifest = json.loads(content)
                del manifest["story"]["cover_credit"]
                content = json.dumps(manifest).encode()
            written.writestr(name, content)
    assert read_archive(before.getvalue(), file="verhaal.zip", slug="toen").story.cover_credit == ""


def _stop(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        body = json.loads(opened.read(MANIFEST))["story"]["body"]
    return dict(body[1]["value"]["stops"][0]["value"])


def test_the_maker_of_a_photo_of_a_walk_is_named() -> None:
    image, tour = get_image_model().objects.first(), dict(STORY_BLOCKS)["tour"]
    stops = _items(STOP | {"image": image.pk, "credit": "Een fotograaf"}, STOP | {"image": None})
    shown = tour.render(tour.to_python({"title": "Rond", "layout": "verkenner", "stops": stops}))
    assert "Beeld: Een fotograaf" in shown
    assert shown.count("<img") == 1


def test_the_makers_of_a_cover_and_of_two_photos_are_named_on_the_page_and_on_paper() -> None:
    image = get_image_model().objects.first()
    story = StoryPage(title="Beelden", lead="Twee.", cover_image=image, cover_alt="Een bankje", cover_credit="Een")
    photos = {"image": image, "alt": "Toen", "caption": "In 1990", "credit": "Twee",
              "other_image": image, "other_alt": "Nu", "other_caption": "Nu", "other_credit": ""}  # fmt: skip
    story.body = [("swipe", photos)]
    HomePage.objects.get().add_child(instance=story)
    html = story.make_preview_request().content.decode()
    page = BeautifulSoup(html, "html.parser")
    assert [one.get_text() for one in page.select(".image__credit")] == ["Beeld: Een", "Beeld: Twee"]
    assert [one.get_text(" ", strip=True) for one in page.select("figcaption")] == ["In 1990 · Beeld: Twee", "Nu"]
    reading = read_in_order(html, of="article.story", base="https://voorbeeld.nl/", photos={})
    said = ["".join(run["text"] for run in part["runs"]) for part in reading.parts if part["kind"] == "paragraph"]
    assert said == ["Beeld: Een", "In 1990 · Beeld: Twee", "Nu"]
