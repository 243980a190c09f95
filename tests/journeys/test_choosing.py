"""Choosing in the editor: a file to upload, and what a block is called in which nothing was chosen yet."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.acting import open_page
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.waiting import within

pytestmark = pytest.mark.journey

_MAKE = """
from vergezicht.stories.models import HomePage, StoryPage
story = StoryPage(title="Kiesproef", lead="Kort.", live=False)
blocks = [{"type": "swipe", "value": {"title": ""}}, {"type": "image", "value": {}}]
story.body = story.body.stream_block.to_python(blocks)
HomePage.objects.get().add_child(instance=story); story.save_revision()
"""


def test_nothing_is_called_by_what_was_not_chosen_and_an_upload_is_called_as_its_file(
    editor: Visit, site: RunningSite
) -> None:
    within(site, _MAKE)
    page = editor.page
    open_page(page, "StoryPage", "Kiesproef")
    names = page.locator(".w-minimap-item__text")
    expect(names.filter(has_text="Schuifvergelijking")).to_have_count(1)
    expect(names.filter(has_text="Kies een optie")).to_have_count(0)
    expect(names.filter(has_text="Nee")).to_have_count(0)
    chooser = page.locator("[data-contentpath=image]").get_by_role("button", name="Kies een afbeelding")
    chooser.locator("visible=true").first.click()
    page.get_by_role("tab", name="Uploaden").click()
    file, title = page.locator(".modal-body input[type=file]"), page.locator(".modal-body input[name$=title]")
    photo = io.BytesIO()
    Image.new("RGB", (600, 400)).save(photo, "PNG")
    file.set_input_files({"name": "nep.png", "mimeType": "image/png", "buffer": b"geen foto"})
    expect(title).to_have_value("nep")
    page.locator(".modal-body [type=submit]").locator("visible=true").last.click()
    expect(page.locator(".modal-body")).to_contain_text("Dit bestand is geen afbeelding, of het is beschadigd.")
    file.set_input_files({"name": "Ons park.png", "mimeType": "image/png", "buffer": photo.getvalue()})
    expect(title).to_have_value("Ons park")
    title.fill("Wat ik zelf typte")
    file.set_input_files({"name": "ander.png", "mimeType": "image/png", "buffer": photo.getvalue()})
    page.wait_for_timeout(500)
    expect(title).to_have_value("Wat ik zelf typte")
