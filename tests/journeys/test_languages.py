"""A translator works with nothing but the keys and no script; what is read from right to left fits a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acting import width_of
from tests.journeys.hands import Keys
from tests.journeys.served import serve
from vergezicht.challenges.ground import municipality
from vergezicht.languages import known_languages
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.stories.models import StoryPage, TranslatedText
from vergezicht.stories.translating.words import texts_of
from vergezicht.stories.translating.writing import save_texts

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch, db: None) -> StoryPage:
    """The example on a site with a second language."""
    both = replace(municipality(), languages=("nl", "en"))
    for module in ("publication.translated", "stories.translating.screens", "stories.reviewing.previews",
                   "stories.wagtail_hooks"):  # fmt: skip
        monkeypatch.setattr(f"vergezicht.{module}.municipality", lambda: both)
    return StoryPage.objects.get(slug="verhaal")


@pytest.fixture
def editor(browser: Browser, story: StoryPage) -> Iterator[Page]:
    """Signed in, without script, on the database of this test."""
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    client = Client()
    client.force_login(User.objects.create_superuser("vertaler"))
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", java_script_enabled=False,
                                  viewport={"width": 360, "height": 800})  # fmt: skip
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "domain": "127.0.0.1", "path": "/"}])
    yield context.new_page()
    context.close()
    server.terminate()
    connection.dec_thread_sharing()


def test_a_translator_by_keyboard_without_script(editor: Page, story: StoryPage) -> None:
    hands = Keys(editor)
    editor.goto(reverse("translate", args=[story.pk, "en"]))
    expect(editor.locator(".work-lead")).to_contain_text("0 van")
    assert width_of(editor) <= 360
    step = next(text for text in texts_of(story) if text.rich and "{liveability_mark}" in text.words)
    field = editor.locator(f'[id="t-{step.place}"]')
    hands.write(editor.locator("#t-title"), "From numbers to views")
    hands.write(field, "Every tile is a neighbourhood.")
    hands.press(editor.get_by_role("button", name="Bewaar"))
    expect(editor.get_by_role("alert")).to_contain_text("1 bewaard. 1 nog niet")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(editor.locator("main")).to_contain_text("Dit cijfer ontbreekt: {liveability_mark}")
    hands.write(field, "Every tile is a neighbourhood: {liveability_mark}.")
    hands.press(editor.get_by_role("button", name="Bewaar"))
    expect(editor.locator(".work-lead")).to_contain_text("2 van")
    with editor.expect_popup() as opened:
        hands.press(editor.get_by_role("link", name="Bekijk de vertaling"))
    seen = opened.value
    expect(seen.locator("html")).to_have_attribute("lang", "en")
    expect(seen.locator("h1")).to_have_text("From numbers to views")
    expect(seen.locator("main")).to_contain_text("This part has not been fully translated yet.")
    assert width_of(seen) <= 360
    seen.close()
    row = TranslatedText.objects.get(place=step.place)
    row.source = row.source.replace("tegel", "stip", 1)
    row.save()
    editor.goto(editor.url)
    expect(editor.locator("ins")).to_have_text("tegel")
    work = editor.get_by_role("link", name="Verder waar werk ligt")
    expect(editor.locator(work.get_attribute("href") or "")).to_have_class(re.compile("translate--"))
    hands.press(editor.get_by_role("button", name="Klopt nog"))
    expect(editor.locator(".work-lead")).to_contain_text("2 van")
    expect(editor.locator(".work-lead")).to_contain_text("0 verouderd")


def test_a_story_that_is_read_from_right_to_left_fits_a_phone(
    browser: Browser, story: StoryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = known_languages() | {"en": replace(known_languages()["en"], direction="rtl")}
    monkeypatch.setattr("vergezicht.languages.speech.known_languages", lambda: known)
    title, lead, *_ = texts_of(story)
    save_texts(story, "en", {title.place: "من الأرقام إلى الآفاق", lead.place: "قصة عن الأحياء"}, {})
    address = next(one for one in public_addresses() if one.path == "/en/verhaal/")
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.set_content(render_address(address).decode(), wait_until="domcontentloaded")
    assert width_of(page) <= 320
    assert page.locator("h1").evaluate("one => getComputedStyle(one).direction") == "rtl"
    dutch = page.locator("h2 [lang=nl]").first
    assert dutch.evaluate("one => getComputedStyle(one).direction") == "ltr"
    page.close()


def test_a_translated_story_is_presented_and_shared_in_its_language(browser: Browser, story: StoryPage) -> None:
    save_texts(story, "en", {"title": "From numbers to views"}, {})
    paths = ("/en/verhaal/presenteren/", "/en/delen/verhaal/")
    page = browser.new_page(viewport={"width": 360, "height": 800})
    serve(page, {one.path: render_address(one) for one in public_addresses() if one.path in paths})
    page.goto(f"http://localhost{paths[0]}")
    expect(page.locator("h1")).to_have_text("From numbers to views")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"1 of \d+"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"2 of \d+"))
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".slide.is-current")).to_have_attribute("aria-label", re.compile(r"Slide 3 of \d+"))
    expect(page.get_by_role("link", name="Back to the story")).to_have_attribute("href", "/en/verhaal/")
    page.goto(f"http://localhost{paths[1]}")
    expect(page.get_by_role("button", name="Copy address").first).to_be_visible()
    assert width_of(page) <= 360
    page.close()
