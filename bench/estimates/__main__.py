"""`python -m bench.estimates`: time task T and raking, whole processes, in one run, as ratios.

Needs the shared survey, `Rscript` with package survey (Debian: r-cran-survey), and in VERGEZICHT_BENCH_PEERS the Python
of an environment with svy and weightipy. What is missing is left out, and said.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bench.material import ROOT

RESULT = ROOT / "bench" / "results" / "estimates.md"
HERE = Path(__file__).parent
# Small matrices: one thread is faster and always the same; `vergezicht release build` sets it too.
ENVIRONMENT = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
PEERS = os.environ.get("VERGEZICHT_BENCH_PEERS", "")


@dataclass
class Timing:
    """Seconds of whole processes, seconds within the call that rakes, and the largest memory in MB."""

    name: str
    command: list[str]
    seconds: list[float] = field(default_factory=list)
    in_call: list[float] = field(default_factory=list)
    memory: float = 0.0
    shares: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="vergezicht-bench-") as name:
        # In a process of its own: a child's peak memory starts at what its parent holds.
        made = subprocess.run(
            [sys.executable, "-m", "bench.estimates.rows", name, str(options.rows)],
            check=True, capture_output=True, text=True, cwd=ROOT,
        )  # fmt: skip
        small, large = (int(part) for part in made.stdout.split())
        report = [
            "# Schatten en wegen, naast anderen",
            f"Gemeten op {datetime.now().astimezone():%Y-%m-%d}, {os.cpu_count()} kernen; hele processen, lezen erbij, "
            "om en om in één beurt, medianen. Taak T: elk antwoord op alle vragen voor 95 gebieden, met standaardfout.",
        ]
        ours = [sys.executable, "-m", "bench.estimates.ours", name]
        table = [Timing("Vergezicht, kent de weging", [*ours, f"{small}.parquet", "table"])]
        if PEERS:
            table.append(
                Timing("svy, vaste gewichten", [PEERS, str(HERE / "peers.py"), name, f"{small}.parquet", "svy"])
            )
        _time(table, options.runs)
        if shutil.which("Rscript"):
            for title, kind in (("vaste gewichten", "fixed"), ("kent de weging", "calibrated")):  # minutes: once each
                table.append(
                    Timing(f"R survey, {title}", ["Rscript", str(HERE / "peers.R"), name, f"{small}.csv", kind, "0"])
                )
                _time([table[0], table[-1]], 1)
        report += [f"## Taak T, {small} antwoorden", _table(table)]
        large_table = _time([Timing("Vergezicht, kent de weging", [*ours, f"{large}.parquet", "table"])], options.runs)
        report += [f"## Taak T, {large} antwoorden", _table(large_table)]
        for rows in (small, large):
            rake = [Timing("Vergezicht", [*ours, f"{rows}.parquet", "rake"])]
            if PEERS:
                rake.append(Timing("weightipy", [PEERS, str(HERE / "peers.py"), name, f"{rows}.parquet", "weightipy"]))
            report += [f"## Wegen naar vier marges, {rows} antwoorden", _table(_time(rake, options.runs))]
    if not PEERS or not shutil.which("Rscript"):
        report.append("Niet gemeten: wat hier niet staat was op deze machine niet aanwezig.")
    text = "\n\n".join(report) + "\n"
    print(text)
    if not options.dry:
        RESULT.write_text(text, "utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.estimates", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the large file")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--dry", action="store_true", help="print only")
    return parser.parse_args()


def _time(timings: list[Timing], runs: int) -> list[Timing]:
    """Run them in turn, ``runs`` times each."""
    for _ in range(runs):
        for timing in timings:
            start = time.perf_counter()
            with subprocess.Popen(
                timing.command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=ENVIRONMENT
            ) as process:
                assert process.stdout is not None
                output = process.stdout.read()
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                sys.exit(f"{timing.name} ended with {process.returncode}")
            timing.seconds.append(time.perf_counter() - start)
            told = json.loads(output.strip().splitlines()[-1])
            timing.in_call.append(float(told.get("rake", 0.0)))
            timing.shares = int(told.get("shares", 0))
            timing.memory = max(timing.memory, usage.ru_maxrss / 1024)
    return timings


def _table(timings: list[Timing]) -> str:
    first = timings[0]
    rows = ["| | seconden | verhouding | waarvan wegen | verhouding | geheugen, MB | aandelen |", "|---" * 7 + "|"]
    for timing in timings:
        call = statistics.median(timing.in_call)
        ratio = f"{call / statistics.median(first.in_call):.0f} ×" if call else ""
        rows.append(
            f"| {timing.name} | {timing.median:.2f} | {timing.median / first.median:.1f} × | "
            f"{f'{call:.4f}' if call else ''} | {ratio} | {timing.memory:.0f} | {timing.shares or ''} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    raise SystemExit(main())
