"""A running site for journeys: built by the ordinary command, copied, served by the ordinary server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.built import ROOT, built_once, run_folder, without_settings
from tests.journeys.acting import sign_in
from vergezicht.website.commands import server_command

# Without the background requests of a desktop browser, which a closed network refuses one by one.
_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-quic", "--no-first-run"]  # fmt: skip
COMMAND = [sys.executable, "-m", "vergezicht.cli"]


@dataclass(frozen=True)
class RunningSite:
    """Where it runs, and how an editor logs in."""

    url: str
    folder: Path

    @property
    def password(self) -> str:
        """Of every account of the demo."""
        return (self.folder / "demo-password").read_text().strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(site: RunningSite, *arguments: str) -> str:
    """What a command says that works on the site."""
    ran = subprocess.run([*COMMAND, *arguments], env=environment(site), cwd=ROOT, check=True,
                         stdout=subprocess.PIPE, text=True)  # fmt: skip
    return ran.stdout


def environment(site: RunningSite) -> dict[str, str]:
    """What a command is told of the site it works on, and nothing of this test run."""
    return without_settings() | {
        "VERGEZICHT_VAR": str(site.folder),
        "VERGEZICHT_URL": site.url,
        "VERGEZICHT_SECOND_FACTOR": "vrijwillig",
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
    }


def build_demo(folder: Path, empty: Path) -> None:
    """Build the demo in ``folder`` from an empty site, by the ordinary command, for an address that it keeps."""
    shutil.copytree(empty, folder, dirs_exist_ok=True)
    url = f"http://127.0.0.1:{free_port()}"
    command(RunningSite(url, folder), "demo", "--no-serve", "--bind", url.partition("//")[2])
    (folder / "address").write_text(url)


def at_its_address(folder: Path) -> RunningSite:
    """The site in ``folder``, where it was built for."""
    return RunningSite((folder / "address").read_text(), folder)


def serve(site: RunningSite, *, worker: bool = True) -> Iterator[RunningSite]:
    """Serve the site until the caller is done, with its worker or with the server alone."""
    bind = site.url.partition("//")[2]
    with _running(site, [*COMMAND, "serve", "--bind", bind] if worker else server_command(bind)):
        _wait_for(f"{site.url}/")
        yield site


@contextmanager
def working(site: RunningSite) -> Iterator[None]:
    """The worker beside a site that is served without it: it makes the editions that were asked for until now."""
    with _running(site, [*COMMAND, "work"]):
        yield


@contextmanager
def _running(site: RunningSite, started: list[str]) -> Iterator[None]:
    process = subprocess.Popen(started, env=environment(site), cwd=ROOT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


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
def demo(tmp_path_factory: pytest.TempPathFactory, empty_site: Path) -> Path:
    """The demo of this run, to copy."""
    return built_once(tmp_path_factory, "demo", partial(build_demo, empty=empty_site))


@pytest.fixture(scope="session")
def site(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The running demo. One worker has it at the address it was built for; another makes the edition for its own."""
    folder = Path(shutil.copytree(demo, tmp_path_factory.mktemp("var") / "demo", symlinks=True))
    copy = at_its_address(folder)
    try:
        (run_folder(tmp_path_factory) / "demo.served").touch(exist_ok=False)
    except FileExistsError:
        copy = replace(copy, url=f"http://127.0.0.1:{free_port()}")
        command(copy, "bake")
    yield from serve(copy)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop would keep Django from using its database in other tests of the same process.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=60_000)  # a screen of the editor takes its time on a busy machine
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium without its windows, which asks a third of the processor; the whole of it where that is not."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert chromium, "Chromium is needed: `make test` installs it"
    return playwright.chromium.launch(executable_path=chromium, args=_FLAGS)


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
        return _open(context, path)

    yield open_page
    for context in contexts:
        context.close()


def _open(context: BrowserContext, path: str) -> Visit:
    page = context.new_page()
    seen = Visit(page, context, [], [])
    page.on("console", lambda message: message.type == "error" and seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requested.append(request.url))
    page.goto(path)
    return seen


@pytest.fixture(scope="session")
def desk(browser: Browser, site: RunningSite) -> Iterator[BrowserContext]:
    """The browser of somebody of the editors, which has the scripts of the screens since the first time."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light", base_url=site.url)
    yield context
    context.close()


@pytest.fixture
def editor(desk: BrowserContext, site: RunningSite) -> Iterator[Visit]:
    """Somebody of the editors, signed in, on the start screen, in a tab of its own."""
    seen = _open(desk, "/beheer/")
    if "/login/" in seen.page.url:  # the first time, and after a journey that ended the session
        sign_in(seen.page, "redacteur", site.password)
    seen.page.evaluate("localStorage.clear()")
    yield seen
    desk.set_offline(False)
    desk.clear_permissions()
    for page in desk.pages:
        page.close()
