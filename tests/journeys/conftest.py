"""One running site for all journeys: built by the ordinary command, served by the ordinary server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "src/vergezicht/website/static/vendor/axe/axe.min.js"
# Without the background requests of a desktop browser, which a closed network refuses one by one.
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-quic", "--no-first-run"]  # fmt: skip


@dataclass(frozen=True)
class RunningSite:
    """Where it runs, and how an editor logs in."""

    url: str
    password: str
    folder: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_site(folder: Path) -> Iterator[RunningSite]:
    """Build the demo in ``folder`` and serve it until the caller is done."""
    bind = f"127.0.0.1:{free_port()}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("VERGEZICHT", "DJANGO"))}
    environment |= {"VERGEZICHT_VAR": str(folder), "VERGEZICHT_URL": f"http://{bind}",
                    "VERGEZICHT_SECOND_FACTOR": "vrijwillig"}  # fmt: skip
    command = [sys.executable, "-m", "vergezicht.cli"]
    subprocess.run([*command, "demo", "--no-serve", "--bind", bind], env=environment, check=True, capture_output=True)
    server = subprocess.Popen([*command, "serve", "--bind", bind], env=environment)
    try:
        _wait_for(f"http://{bind}/")
        yield RunningSite(f"http://{bind}", (folder / "demo-password").read_text().strip(), folder)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1)  # noqa: S310  # our own address on loopback
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    yield from run_site(tmp_path_factory.mktemp("var"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is needed: `make test` installs it"
    # Playwright's loop would keep Django from using its database in other tests of the same process.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@dataclass
class Visit:
    """A page with everything that went wrong on it."""

    page: Page
    context: BrowserContext
    complaints: list[str]
    requested: list[str]


@pytest.fixture
def visit(browser: Browser, site: RunningSite) -> Iterator[Callable[..., Visit]]:
    """Open a page of the site: ``visit("/verhaal/", width=360, dark=True, script=False, …)``."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, *, width: int = 1280, height: int = 800, dark: bool = False, script: bool = True,
                  **options: Any) -> Visit:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            base_url=site.url,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page, context, [], [])
        page.on("console", lambda message: message.type == "error" and seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("request", lambda request: seen.requested.append(request.url))
        page.goto(path)
        return seen

    yield open_page
    for context in contexts:
        context.close()
