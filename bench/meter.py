"""Running the measuring program, and the one thing it does not measure: the weight of a second page."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.material import AXE, Material

STORY = "verhaal/index.html"
SECOND_PAGES = ("", "gebieden/", "stadsdelen/noord/", "opgaven/", "cijfers/", "methode/")


def measure(material: Material, sites: Mapping[str, Path], *, runs: int, out: Path) -> dict[str, Any]:
    """Floor and sites side by side in one run, on a phone and on a desktop, and the audit; its own data."""
    targets = [f"floor-scrolly={material.floor}", *(f"{name}={site}::{STORY}" for name, site in sites.items())]
    command = [sys.executable, "-B", str(material.meter), "--runs", str(runs), "--axe", str(AXE), "--out", str(out)]
    subprocess.run([*command, *targets], check=True, stdout=sys.stderr)
    data: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return data


def second_pages(material: Material, site: Path) -> dict[str, float]:
    """kB on the wire, without images, of each page that a reader opens after the story (fonts and scripts cached)."""
    from playwright.sync_api import sync_playwright

    program = meter_program(material)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = program.NginxServer({"site": str(site)}, folder)
        try:
            with sync_playwright() as playwright:
                for path in (*SECOND_PAGES, *_heaviest_figure(site)):
                    if (site / path / "index.html").is_file():
                        found[f"/{path}"] = _second_page(program, playwright, server.urls["site"], path)
        finally:
            server.close()
    return found


def _heaviest_figure(site: Path) -> list[str]:
    """The page of a figure that weighs most: its tables hold every area, so it is among the heaviest of the site."""
    pages = sorted((site / "cijfers").glob("*/index.html.br"), key=lambda path: path.stat().st_size)
    return [f"{page.parent.relative_to(site).as_posix()}/" for page in pages[-1:]]


def _second_page(program: Any, playwright: Any, address: str, path: str) -> float:
    with program.Browser(playwright, "desktop", throttle=False) as browser:
        program.go(browser, address + STORY)
        before = sum(request["bytes"] for request in browser.net.req.values())
        images = _images(browser)
        browser.page.goto(address + path, wait_until="load")
        browser.net.quiet(browser.page, idle=0.5)
        after = sum(request["bytes"] for request in browser.net.req.values())
        return (after - before - (_images(browser) - images)) / 1024


def _images(browser: Any) -> int:
    return sum(request["bytes"] for request in browser.net.req.values() if request["type"] == "Image")


def meter_program(material: Material) -> Any:
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("webmeasure", material.meter)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
