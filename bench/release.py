"""`python -m bench.release`: how long building the release of the demo takes, from answers to open data."""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bench.material import ROOT
from bench.site import run

RESULT = ROOT / "bench" / "results" / "release.md"
ZWOLLE = ROOT / "municipalities" / "zwolle"
TIMES = 3


def main() -> int:
    """Simulate the answers, build the release three times, report the median."""
    environment = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="vergezicht-bench-") as name:
        run(environment, "simulate", str(ZWOLLE))
        seconds = []
        for number in range(TIMES):
            start = time.perf_counter()
            run(environment, "release", "build", str(ZWOLLE / "survey" / "project.toml"), "--out", f"{name}/{number}")
            seconds.append(time.perf_counter() - start)
        answers = sum(
            sum(1 for _ in path.open("rb")) - 1 for path in (ZWOLLE / "survey" / "simulated").glob("answers_*.csv")
        )
        figures = sum(1 for _ in (Path(name) / "0" / "figures.csv").open("rb")) - 1
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    median = statistics.median(seconds)
    report = "\n".join(
        [
            "# Een release bouwen",
            "",
            f"De demo van Zwolle, gemeten op {datetime.now().astimezone():%Y-%m-%d}, "
            "de start van het programma meegeteld.",
            "",
            "| antwoorden | cijfers | seconden (mediaan van 3) | laagste – hoogste | geheugen, MB |",
            "|---|---|---|---|---|",
            f"| {answers} | {figures} | {median:.1f} | {min(seconds):.1f} – {max(seconds):.1f} | {memory:.0f} |",
            "",
        ]
    )
    print(report)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(report, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
