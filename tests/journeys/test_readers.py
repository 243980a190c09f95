"""What is read is counted when a page is left: not who read it, and not of who asks not to be followed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route

from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]
ADDRESS = "**/meedoen/geteld/"


def messages_of(page: Page) -> list[dict[str, list[str]]]:
    """What the page tells from now on."""
    told: list[dict[str, list[str]]] = []

    def take(route: Route) -> None:
        told.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
        route.continue_()

    page.context.route(ADDRESS, take)
    return told


def leave(page: Page) -> None:
    with page.expect_response(ADDRESS):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")


def test_a_story_tells_once_that_it_was_opened_and_which_chapters_were_in_sight(visit: Open) -> None:
    page = visit("/verhaal/").page
    told = messages_of(page)
    chapter = page.locator("section.chapter").nth(1)
    anchor = chapter.get_attribute("id")
    chapter.evaluate("(section) => section.scrollIntoView({ behavior: 'instant' })")
    page.wait_for_timeout(1500)  # read for longer than a fling takes
    leave(page)
    assert told == [{"path": ["/verhaal/"], "parts": [anchor], "opened": [""]}]
    later = page.locator("section.chapter").nth(3)
    later.evaluate("(section) => section.scrollIntoView({ behavior: 'instant' })")
    page.wait_for_timeout(1500)
    leave(page)
    assert told[1] == {"path": ["/verhaal/"], "parts": [later.get_attribute("id")]}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_who_asks_not_to_be_followed_is_not_counted(visit: Open) -> None:
    opened = visit("about:blank")
    opened.context.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    told = messages_of(opened.page)
    opened.page.goto("/gebieden/")
    opened.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    opened.page.goto("/opgaven/")
    assert told == []
