"""What every journey does: sign in, read the public site, wait until it says something."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.built import ROOT

if TYPE_CHECKING:
    from tests.journeys.conftest import RunningSite

_AXE = ROOT / "src/vergezicht/website/static/vendor/axe/axe.min.js"
_WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Only what is wrong is looked up and handed over: of what is right there is a hundred times as much.
_FOUND = """([within, rules]) => axe.run(within || document, {runOnly: rules, resultTypes: ['violations']}).then(
    (found) => found.violations.map((item) => [item.id, item.nodes[0].html.slice(0, 140)]))"""

SAVED = re.compile("is gewijzigd|Alles is bewaard")  # what is said after the button, also when all was saved already
FIRST_LOOK = 2_500  # ms: what Wagtail finds in a form by then is what was there, and saves nothing by itself


def read_public(site: RunningSite, path: str, *, seconds: float = 60) -> str | None:
    """The text of a public page; None when there is no such page. Raises TimeoutError when it takes longer."""
    try:
        with urllib.request.urlopen(site.url + path, timeout=seconds) as answer:  # noqa: S310  # our own address on loopback
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


def open_page(page: Page, kind: str, title: str) -> None:
    """From anywhere in the editor to the editing screen of the page of this type with this title."""
    asked = {"type": f"stories.{kind}", "title": title}  # of all pages it lists the first twenty
    listed = page.request.get("/beheer/api/main/pages/", params=asked).json()["items"]
    number = next(item["id"] for item in listed if (item["meta"]["type"], item["title"]) == (f"stories.{kind}", title))
    page.goto(f"/beheer/pages/{number}/edit/")
    page.wait_for_selector("#id_lead")


def width_of(page: Page) -> int:
    """How wide the page is, in px, once its style is there: after a click its words may come first."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth"))


def violations(page: Page, within: str = "", *, rules: Sequence[str] = _WCAG) -> list[tuple[str, str]]:
    """What axe finds on the page, or in one element of it: the rule, and the first element that breaks it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE.read_text("utf-8"))
    return [(rule, html) for rule, html in page.evaluate(_FOUND, [within, list(rules)])]


def violations_of_all_rules(page: Page) -> list[tuple[str, str]]:
    """Also against what is no demand of WCAG 2.2 A and AA but good practice."""
    return violations(page, rules=(*_WCAG, "best-practice"))


def violations_at_work(page: Page, within: str = "main") -> list[tuple[str, str]]:
    """On a screen of the editor, once it is there; what Wagtail draws around it is not ours."""
    page.wait_for_selector(".work")
    return violations(page, within)
