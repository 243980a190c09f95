"""The shared story, built by us, beside the hand-made floor: the same profile, the same run, as ratios.

``python -m bench.story [RUNS]`` prints a table and writes bench/results/story.md.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.material import ROOT, Material, find_shared
from bench.site import build_demo, build_story

RESULTS = ROOT / "bench" / "results" / "story.md"
AXE = ROOT / "src/vergezicht/website/static/vendor/axe/axe.min.js"
KILO = 1024


@dataclass(frozen=True)
class Budget:
    """One line of the budget: what is measured, in which unit, and what is allowed given the floor's value."""

    name: str
    measure: str
    unit: float
    allowed: Callable[[float], float]


BUDGETS = (
    Budget("kB zonder beelden, eerste bezoek", "bytes_noimg", KILO, lambda floor: 40),
    Budget("kB script", "bytes_js", KILO, lambda floor: 8),
    Budget("verzoeken voor het scrollen", "requests", 1, lambda floor: 8),
    Budget("LCP, ms", "lcp", 1, lambda floor: 1.25 * floor),
    Budget("TBT, ms", "tbt", 1, lambda floor: 0),
    Budget("klaar, ms", "settled", 1, lambda floor: 1.5 * floor),
    Budget("CLS", "cls", 1, lambda floor: 0),
    Budget("gemiste beelden bij scrollen, %", "scroll_dropped_pct", 1, lambda floor: 1),
)


def measure(material: Material, pages: dict[str, str], runs: int, folder: Path) -> dict[str, Any]:
    """Medians per page on the phone profile, all pages interleaved in one run."""
    out = folder / "measured.json"
    command = [sys.executable, str(material.meter), "--runs", str(runs), "--profiles", "mobile", "--no-audit"]
    command += ["--axe", str(AXE), "--out", str(out), *(f"{name}={target}" for name, target in pages.items())]
    subprocess.run(command, check=True, stdout=sys.stderr)
    targets = json.loads(out.read_text("utf-8"))["targets"]
    return {name: targets[name]["profiles"]["mobile"]["median"] for name in pages}


def table(medians: dict[str, Any], runs: int) -> str:
    """The medians beside the floor and the budget, in Markdown."""
    ours = [name for name in medians if name != "floor"]
    lines = [
        "# The story page beside its floor",
        "",
        f"Phone profile, median of {runs} interleaved runs, {datetime.now(tz=UTC):%Y-%m-%d}.",
        "`floor` is the hand-made page of the same story; `drawn` and `photo` are that story made with Vergezicht;",
        "`demo` is the story of the Zwolle example.",
        "",
        f"| | floor | {' | '.join(ours)} | budget | |",
        f"|---|---|{'---|' * len(ours)}---|---|",
    ]
    for budget in BUDGETS:
        floor = float(medians["floor"].get(budget.measure, 0)) / budget.unit
        values = [float(medians[name].get(budget.measure, 0)) / budget.unit for name in ours]
        allowed = budget.allowed(floor)
        verdict = "ok" if all(value <= allowed for value in values) else "**niet gehaald**"
        shown = " | ".join(f"{value:.1f}" for value in values)
        lines.append(f"| {budget.name} | {floor:.1f} | {shown} | ≤ {allowed:.1f} | {verdict} |")
    return "\n".join(lines) + "\n"


def main(runs: int) -> int:
    """Build, measure, print and write; 2 when something is missing."""
    shared = find_shared()
    if shared is None or shutil.which("nginx") is None:
        print("Nodig: de map `shared` naast de repository, en nginx met de brotli-module van Debian.")
        return 2
    material = Material(shared)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        drawn, photo = build_story(material, folder / "verhaal")
        demo = build_demo(folder / "demo")
        page = "verhaal/index.html"
        pages = {"floor": str(material.floor), "drawn": f"{drawn}::{page}", "photo": f"{photo}::{page}",
                 "demo": f"{demo}::{page}"}  # fmt: skip
        text = table(measure(material, pages, runs, folder), runs)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(text, "utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
