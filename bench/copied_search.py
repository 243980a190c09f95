"""The search of a copy without a server, in Chromium: from an index that was read to results that are shown."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import brotli

from vergezicht.publication.search.documents import Document
from vergezicht.publication.search.index import static_index

QUALITY = 6  # as the bake packs what is large
# Reading the index comes before, and is timed on its own: a browser does it once for a page.
WATCH = """
const { json } = Response.prototype;
Response.prototype.json = async function () {
  const text = await this.text();
  const start = performance.now();
  const found = JSON.parse(text);
  const read = performance.now();
  new MutationObserver((_, watching) => {
    if (!document.querySelector("[data-results] [role=status]")) return;
    watching.disconnect();
    window.took = { reading: read - start, answering: performance.now() - read };
  }).observe(document.querySelector("[data-results]"), { childList: true });
  return found;
};
"""


def row(site: Path, documents: Sequence[Document], queries: Sequence[str], runs: int) -> str:
    """A row of a table: how large the index is, and how long reading it and answering take, in ms at full speed."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="vergezicht-bench-") as name, sync_playwright() as playwright:
        packed = _copy(site, documents, Path(name))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(WATCH)
        reading, answering = list[float](), {query: list[float]() for query in queries}
        with _served(Path(name)) as address:
            for _ in range(runs):
                for query, times in answering.items():
                    page.goto(f"{address}/zoeken/?q={quote(query)}")
                    page.wait_for_function("window.took")
                    took = page.evaluate("window.took")
                    reading.append(took["reading"])
                    times.append(took["answering"])
        browser.close()
    medians = {query: statistics.median(times) for query, times in answering.items()}
    slowest = max(medians, key=lambda query: medians[query])
    return (
        f"| {len(documents)} | {packed / 1e6:.1f} | {statistics.median(reading):.0f} | "
        f"{statistics.median(medians.values()):.0f} | {medians[slowest]:.0f} | {slowest} |"
    )


def _copy(site: Path, documents: Sequence[Document], folder: Path) -> int:
    """What the search page of a copy needs; returns the bytes of its index on the wire."""
    shutil.copytree(site / "assets", folder / "assets")
    (folder / "zoeken").mkdir()
    shutil.copy(site / "zoeken" / "index.html", folder / "zoeken")
    index = static_index(documents)
    (folder / "zoeken" / "index.json").write_bytes(index)
    return len(brotli.compress(index, quality=QUALITY))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """A bench prints its table only."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
