"""`python -m bench.story`: the story that every peer was measured with, built by us, beside its floor.

Builds the shared story and the demo of Zwolle in a temporary folder with the ordinary commands, measures their
story pages beside the hand-made floor in one run, prints the budgets and writes bench/results/story.md.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.budgets import FLOOR, Line, lines, table
from bench.material import ROOT, require_material
from bench.meter import measure, second_pages
from bench.site import build_demo, build_story

RESULT = ROOT / "bench" / "results" / "story.md"
TITLES = {
    "verhaal": "Het gedeelde verhaal, met de getekende horizon als omslag",
    "foto": "Hetzelfde verhaal, met een foto als omslag (ter vergelijking, geen budget)",
    "zwolle": "Het verhaal van Zwolle uit de demo",
}
COLUMNS = {
    "requests": ("verzoeken", 1, 0), "bytes": ("kB", 1024, 0), "bytes_noimg": ("kB zonder beeld", 1024, 1),
    "bytes_html": ("kB html", 1024, 1), "bytes_js": ("kB script", 1024, 1), "bytes_font": ("kB letter", 1024, 1),
    "nodes": ("elementen", 1, 0), "fcp": ("FCP", 1, 0), "lcp": ("LCP", 1, 0), "tbt": ("TBT", 1, 0),
    "settled": ("settled", 1, 0), "main_thread": ("hoofddraad", 1, 0), "cls": ("CLS", 1, 3),
    "scroll_dropped_pct": ("gemist %", 1, 1), "calib": ("ijklus", 1, 1),
}  # fmt: skip


def main() -> int:
    """Build, measure, report; 1 when a budget is not met."""
    options = _options()
    material = require_material()
    with tempfile.TemporaryDirectory(prefix="vergezicht-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        drawn, photo = build_story(material, folder / "verhaal")
        sites = {"verhaal": drawn, "foto": photo, "zwolle": build_demo(folder / "zwolle")}
        data = measure(material, sites, runs=options.runs, out=folder / "gemeten.json")
        second = {name: second_pages(material, site) for name, site in sites.items()}
    found = {name: lines(data, name, second[name]) for name in sites}
    report = _report(data, found, second)
    print(report)
    if not options.dry:
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(report, "utf-8")
    return 0 if all(line.ok for name in ("verhaal", "zwolle") for line in found[name]) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.story", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each page is loaded; medians count")
    parser.add_argument("--dry", action="store_true", help="print only, leave bench/results as it is")
    return parser.parse_args()


def _report(data: dict[str, Any], found: dict[str, list[Line]], second: dict[str, dict[str, float]]) -> str:
    meta = data["meta"]
    parts = [
        "# De verhaalpagina naast haar bodem",
        f"Gemeten op {datetime.now().astimezone():%Y-%m-%d}: {meta['runs']} beurten om en om, medianen; "
        f"{meta['chromium'].strip()}, HTTP/2, brotli 11, {meta['cpus']} kernen. "
        "Vergelijk alleen binnen deze meting, als verhouding. Wat er staat en hoe het is gemeten: docs/performance.md.",
    ]
    for name, rows in found.items():
        missed = sum(not line.ok for line in rows)
        state = "" if name == "foto" else f" ({'alle budgetten gehaald' if not missed else f'{missed} niet gehaald'})"
        parts += [f"## {TITLES[name]}{state}", table(rows)]
    for profile, title in (("mobile", "Mobiel: 412 px, CPU 4× trager, 1,6 Mbit/s, 150 ms"), ("desktop", "Desktop")):
        parts += [f"## {title}", _figures(data, profile)]
    parts += ["## Tweede pagina, kB zonder beeld (letter en script al in huis)", _second(second)]
    return "\n\n".join(parts) + "\n"


def _figures(data: dict[str, Any], profile: str) -> str:
    rows = [
        "| pagina | " + " | ".join(title for title, _, _ in COLUMNS.values()) + " |",
        "|---" * (len(COLUMNS) + 1) + "|",
    ]
    for name in (FLOOR, *TITLES):
        median = data["targets"][name]["profiles"][profile]["median"]
        cells = (f"{median.get(key, 0) / unit:.{digits}f}" for key, (_, unit, digits) in COLUMNS.items())
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _second(second: dict[str, dict[str, float]]) -> str:
    paths = list(dict.fromkeys(path for weights in second.values() for path in weights))
    rows = ["| site | " + " | ".join(paths) + " |", "|---" * (len(paths) + 1) + "|"]
    for name, weights in second.items():
        cells = (f"{weights[path]:.1f}" if path in weights else "–" for path in paths)
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    raise SystemExit(main())
