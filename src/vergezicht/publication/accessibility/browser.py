"""A real browser looks at pages: axe-core tries the rules of WCAG 2.2 A and AA, and at 320 px nothing sticks out.

The only module that knows Playwright, which is an extra of the package (``pip install "vergezicht[accessibility]"``).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles import finders

from vergezicht.problems import BadInput, Problem
from vergezicht.publication.accessibility.criteria import criteria_of
from vergezicht.publication.accessibility.sample import Chosen
from vergezicht.publication.accessibility.summary import Trial
from vergezicht.publication.baking.bake import CURRENT
from vergezicht.publication.models import Scheme
from vergezicht.publication.serving.files import EditionServer

TOOL, REFLOW = "axe-core", "reflow-320"
NARROW, WIDE = 320, 1280  # px; 320 is 1280 at a zoom of 400 %
_HEIGHTS = {NARROW: 640, WIDE: 800}
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_MOST_SELECTORS = 20
_PATIENCE = 60_000  # ms, for a page with large maps on a busy machine
_FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
# Everything that is folded is opened; in the dark only what is about colours can be different.
_TRY = """async ([tags, colours]) => {
  document.querySelectorAll('details').forEach((fold) => { fold.open = true; });
  const rules = axe.getRules(tags).filter((rule) => rule.tags.includes('cat.color')).map((rule) => rule.ruleId);
  const runOnly = colours ? { type: 'rule', values: rules } : { type: 'tag', values: tags };
  const found = await axe.run(document, { runOnly, resultTypes: ['violations'] });
  const names = (items) => items.map((item) => item.id);
  return {
    passed: names(found.passes), inapplicable: names(found.inapplicable), unclear: names(found.incomplete),
    violations: found.violations.map((item) => ({
      rule: item.id, impact: item.impact || '', help: item.help, tags: item.tags, count: item.nodes.length,
      selectors: item.nodes.map((node) => node.target.flat().join(' ')),
    })),
  };
}"""
# What a page lays out only when it comes near has no size before that, and what has no size is not judged.
_LAY_OUT = "document.querySelectorAll('.chapter, .step').forEach((part) => part.classList.add('is-near'))"
_STICKS_OUT = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return null;
  const scrolls = (element) => element && element !== document.body
    && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
  const wide = [...document.body.querySelectorAll('*')].filter((element) =>
    element.getBoundingClientRect().right > room + 1 && !scrolls(element.parentElement));
  const name = (element) => element.tagName.toLowerCase() + (element.id ? `#${element.id}` : '')
    + [...element.classList].map((one) => `.${one}`).join('');
  return wide.map(name);
}"""


@dataclass(frozen=True)
class TrialRun:
    """All trials, with the versions of axe-core and of the browser."""

    tool_version: str
    browser: str
    trials: list[Trial]


def try_pages(folder: Path, pages: Sequence[Chosen], progress: Callable[[str], None]) -> TrialRun:
    """Every page of the edition in ``folder`` at both widths, light and dark.

    Raises ``BadInput`` when the browser or axe-core is not there, or a page does not come.
    """
    axe = _axe()
    answers = {page.path: page.answer for page in pages if page.answer is not None}
    with _served(folder, answers) as url, _browser() as browser:
        trials, version = [], ""
        for count, page in enumerate(pages, start=1):
            of_page = []
            for width in (NARROW, WIDE):
                context = browser.new_context(viewport={"width": width, "height": _HEIGHTS[width]}, bypass_csp=True)
                context.set_default_timeout(_PATIENCE)
                opened = context.new_page()
                _open(opened, url, page.path)
                opened.evaluate(axe)
                version = version or opened.evaluate("axe.version")
                of_page += list(_tried(opened, page, width))
                context.close()
            found = {item["rule"] for trial in of_page for item in trial.violations}
            progress(f"{count} van {len(pages)}: {page.path} {', '.join(sorted(found))}".rstrip())
            trials += of_page
        return TrialRun(version, f"Chromium {browser.version}", trials)


def _axe() -> str:
    found = finders.find("vendor/axe/axe.min.js")
    if found is None:
        raise BadInput([Problem("axe-core is er niet", hint="haal het op met: vergezicht setup --files-only --tests")])
    return Path(str(found)).read_text("utf-8")


def _open(opened: Any, url: str, path: str) -> None:
    from playwright.sync_api import Error

    try:
        answer = opened.goto(f"{url}{path}")
        opened.evaluate(_LAY_OUT)
    except Error as error:
        reason = str(error).partition("\n")[0]
        raise BadInput([Problem(f"{path} opent niet in de browser", got=reason[:200])]) from error
    if answer is None or answer.status >= 400:
        raise BadInput([Problem(f"{path} opent niet", got=str(answer.status if answer else "geen antwoord"))])


def _tried(opened: Any, page: Chosen, width: int) -> Iterator[Trial]:
    stuck = opened.evaluate(_STICKS_OUT) if width == NARROW else None
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        opened.emulate_media(color_scheme="dark" if scheme == Scheme.DARK else "light")
        found = opened.evaluate(_TRY, [list(_TAGS), scheme == Scheme.DARK])
        violations = [_violation(item) for item in found["violations"]]
        if width == NARROW and scheme == Scheme.LIGHT:
            stuck = stuck if stuck is not None else opened.evaluate(_STICKS_OUT)  # now with what was folded
            if stuck is None:
                found["passed"].append(REFLOW)
            else:
                violations.append(_reflow(stuck))
        yield Trial(
            page.path, opened.title()[:250], page.kind, width, scheme.value, sorted(found["passed"]),
            sorted(found["inapplicable"]), sorted(found["unclear"]), violations,
        )  # fmt: skip


def _violation(item: dict[str, Any]) -> dict[str, Any]:
    return {"rule": item["rule"], "impact": item["impact"], "help": item["help"],
            "criteria": criteria_of(item["tags"]), "selectors": item["selectors"][:_MOST_SELECTORS],
            "count": item["count"]}  # fmt: skip


def _reflow(selectors: list[str]) -> dict[str, Any]:
    return {"rule": REFLOW, "impact": "serious", "help": "The page fits in 320 px without scrolling sideways",
            "criteria": ["1.4.10"], "selectors": selectors[:_MOST_SELECTORS], "count": len(selectors)}  # fmt: skip


@contextmanager
def _browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        hint = 'installeer het: pip install "vergezicht[accessibility]"'
        raise BadInput([Problem("Playwright is niet geïnstalleerd", hint=hint)]) from error
    chromium = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        except Error as error:
            hint = "installeer Chromium: apt install chromium-headless-shell, of: playwright install chromium"
            raise BadInput([Problem("er start geen browser", hint=hint)]) from error
        try:
            yield browser
        finally:
            browser.close()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name that the library gives it
        """Nothing is written about a request."""


@contextmanager
def _served(folder: Path, answers: Mapping[str, tuple[str, list[tuple[str, str]], bytes]]) -> Iterator[str]:
    """The edition on loopback, at a port that is free, with the answers of Django beside its files."""
    with tempfile.TemporaryDirectory() as editions:
        (Path(editions) / CURRENT).symlink_to(folder)
        edition = EditionServer(Path(editions), https=False)

        def answer(environ: dict[str, Any], start_response: Any) -> Any:
            asked = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else "")
            if asked not in answers:
                return edition(environ, start_response)
            status, headers, content = answers[asked]
            start_response(status, headers)
            return [content]

        with make_server("127.0.0.1", 0, answer, _Server, _Silent) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
