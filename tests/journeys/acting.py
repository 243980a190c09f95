"""What every journey does: sign in, read the public site, wait until it says something."""

from __future__ import annotations

import time
import urllib.error
import urllib.request

from playwright.sync_api import Page, expect

from tests.journeys.conftest import AXE, RunningSite


def read_public(site: RunningSite, path: str) -> str | None:
    """The text of a public page; None when there is no such page."""
    try:
        with urllib.request.urlopen(site.url + path) as answer:  # noqa: S310  # our own address on loopback
            return str(answer.read().decode())
    except urllib.error.HTTPError:
        return None


def wait_for_public(site: RunningSite, path: str, words: str) -> str:
    """The public page, once it says these words: the worker bakes in the background, on a busy machine for minutes."""
    for _ in range(600):
        text = read_public(site, path)
        if text is not None and words in text:
            return text
        time.sleep(0.5)
    raise AssertionError(f"{path} never said: {words}")


def sign_in(page: Page, name: str, password: str) -> None:
    """From the page where the editor asks who you are to the start screen."""
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("button[type=submit]")
    expect(page.locator("text=De site").first).to_be_visible()


def violations(page: Page, within: str = "main") -> list[tuple[str, str]]:
    """What axe finds on a screen of the editor: the rule, and the element."""
    page.wait_for_selector(".work")
    page.evaluate(AXE.read_text("utf-8"))
    run = "within => axe.run(within, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    found = page.evaluate(run, within)
    return [(item["id"], item["nodes"][0]["html"][:140]) for item in found["violations"]]
