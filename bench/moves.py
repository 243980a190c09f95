"""`python -m bench.moves`: the frames of a story on a slow phone, step by step and when a reader flings through it.

A reader who goes to a step and stays sees its map move: every frame of that second counts, forwards and backwards.
Who flings passes some ten thousand pixels a second. The floor, that has steps too, is measured beside it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.material import ROOT, Material, require_material
from bench.meter import STORY, meter_program
from bench.site import build_demo

RESULT = ROOT / "bench" / "results" / "moves.md"
FRAME = 1000 / 60
STAYS = 1000  # ms that a reader stays at a step: a move takes less
FLING = 160  # pixels a frame
STEPS = {"vergezicht": ".step", "floor-scrolly": ".st"}
TO_STEP = """([selector, place]) => {
  document.querySelectorAll(selector)[place].scrollIntoView({ block: "center", behavior: "instant" });
}"""


@dataclass(frozen=True)
class Missed:
    """Frames that should have been there and were not: at the steps one by one, and in a fling; shares in percent."""

    steps: tuple[int, ...]
    moves: float
    fling: float
    fling_steps: float

    @property
    def worst(self) -> int:
        return max(self.steps, default=0)


def main() -> int:
    """Measure in turn, report medians."""
    parser = argparse.ArgumentParser(prog="bench.moves", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--site", type=Path, help="a baked site; without it the demo is built")
    parser.add_argument("--runs", type=int, default=5, help="how often each page is loaded; medians count")
    parser.add_argument("--dry", action="store_true", help="print only, leave bench/results as it is")
    options = parser.parse_args()
    material = require_material()
    with tempfile.TemporaryDirectory(prefix="vergezicht-bench-") as name:
        site = options.site or build_demo(Path(name) / "var")
        found = _measure(material, site, options.runs)
    report = _report(found, options.runs)
    print(report)
    if not options.dry:
        RESULT.write_text(report, "utf-8")
    return 0


def _measure(material: Material, site: Path, runs: int) -> dict[str, list[Missed]]:
    from playwright.sync_api import sync_playwright

    program = meter_program(material)
    found: dict[str, list[Missed]] = {name: [] for name in STEPS}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = program.NginxServer({"vergezicht": str(site), "floor-scrolly": str(material.floor)}, folder)
        addresses = {"vergezicht": server.urls["vergezicht"] + STORY, "floor-scrolly": server.urls["floor-scrolly"]}
        try:
            with sync_playwright() as playwright:
                for run in range(runs):
                    for name, address in addresses.items():
                        print(f"{name}, beurt {run + 1} van {runs}", file=sys.stderr)
                        found[name].append(_visit(program, playwright, address, STEPS[name]))
        finally:
            server.close()
    return found


def _visit(program: Any, playwright: Any, address: str, selector: str) -> Missed:
    """One load on the phone of the meter: every step forwards and backwards, then a fling from the top."""
    with program.Browser(playwright, "mobile") as browser:
        program.go(browser, address)
        page = browser.page
        steps = page.locator(selector).count()
        frames = [
            page.evaluate(TO_STEP, [selector, place]) or page.evaluate(program.FRAMES_JS, STAYS)["d"]
            for place in _there_and_back(steps)
        ]
        fling = page.evaluate(program.SCROLL_JS, [FLING, 60_000])
    missed = tuple(_missed(each) for each in frames)
    shown = sum(len(each) for each in frames)
    return Missed(missed, _share(sum(missed), shown), fling["dropped_pct"], fling["dropped"] / max(1, steps))


def _there_and_back(steps: int) -> Iterator[int]:
    yield from range(steps)
    yield from reversed(range(steps - 1))


def _missed(frames: list[float]) -> int:
    return sum(max(0, round(each / FRAME) - 1) for each in frames)


def _share(missed: int, shown: int) -> float:
    return 100 * missed / max(1, missed + shown)


def _report(found: dict[str, list[Missed]], runs: int) -> str:
    rows = []
    for name, visits in found.items():
        moves, fling, worst, each = (
            statistics.median(values)
            for values in (
                [visit.moves for visit in visits],
                [visit.fling for visit in visits],
                [visit.worst for visit in visits],
                [visit.fling_steps for visit in visits],
            )
        )
        rows.append(
            f"| {name} | {len(visits[0].steps)} | {moves:.1f} | {worst:.0f} | "
            f"{max(visit.worst for visit in visits)} | {fling:.1f} | {each:.1f} |"
        )
    return "\n".join(
        [
            "# Beelden per stap",
            "",
            f"Gemeten op {datetime.now().astimezone():%Y-%m-%d}: {runs} beurten om en om, medianen; 412 px, "
            f"CPU 4× trager. Bij een stap telt een seconde van {round(STAYS / FRAME)} beelden, heen en terug; een veeg "
            f"gaat {FLING * 60} px per seconde.",
            "",
            "| pagina | stappen, heen en terug | gemist bij een stap, % | gemist bij de slechtste stap, beelden "
            "| idem, slechtste beurt | gemist in een veeg, % | idem, beelden per stap |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
