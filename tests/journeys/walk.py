"""The screenshots of docs/walk.md: ``python -m tests.journeys.walk FOLDER`` builds the demo and takes them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.built import build_empty_site
from tests.journeys.conftest import RunningSite, at_its_address, build_demo, launch, serve

STOPS = [
    ("home", "/", 1280, False),
    ("story", "/verhaal/", 1280, False),
    ("story", "/verhaal/", 360, True),
    ("area", "/stadsdelen/noord/", 1280, False),
    ("challenge", "/opgaven/assendorp-meer-groen-minder-steen/", 1280, False),
    ("indicator", "/cijfers/prettig-wonen-in-de-buurt/", 1280, False),
]


@contextmanager
def _page(browser: Browser, site: RunningSite, width: int, *, dark: bool = False) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 820}, color_scheme="dark" if dark else "light", base_url=site.url
    )
    with closing(context):
        yield context.new_page()


def take(browser: Browser, site: RunningSite, folder: Path) -> None:
    """Take every picture; the story is shown at its second step."""
    for name, path, width, dark in STOPS:
        with _page(browser, site, width, dark=dark) as page:
            page.goto(path)
            if name == "story":
                page.goto(f"{path}#{page.locator('.step').nth(1).get_attribute('id')}")
                page.wait_for_timeout(1500)
            page.screenshot(path=folder / f"{name}-{width}{'-dark' if dark else ''}.png")
    with _page(browser, site, 1280) as page:
        page.goto("/beheer/")
        page.fill("#id_username", "redacteur")
        page.fill("#id_password", site.password)
        page.click("button[type=submit]")
        page.wait_for_selector("text=De site")
        listed = page.request.get("/beheer/api/main/pages/?type=stories.StoryPage").json()["items"]
        number = next(item["id"] for item in listed if item["meta"]["type"] == "stories.StoryPage")
        page.goto(f"/beheer/pages/{number}/edit/")
        page.wait_for_selector("#id_lead")
        page.click("[data-side-panel-toggle=preview]")
        page.wait_for_timeout(4000)
        page.screenshot(path=folder / "editor-1280.png")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        empty, demo = Path(temporary, "empty"), Path(temporary, "demo")
        build_empty_site(empty)
        build_demo(demo, empty)
        sites = serve(at_its_address(demo))
        with closing(sites), sync_playwright() as playwright:
            browser = launch(playwright)
            take(browser, next(sites), folder)
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
