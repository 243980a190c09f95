"""`python -m bench.bake`: how long an edition of the demo takes: the first, with one page changed, with none."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from bench.material import ROOT
from bench.site import build_demo, environment_of

RESULT = ROOT / "bench" / "results" / "bake.md"


def main() -> int:
    """Build the demo, throw its editions away, and bake three times in one process, as the worker does."""
    with tempfile.TemporaryDirectory(prefix="vergezicht-bench-") as name:
        var = Path(name)
        build_demo(var)
        os.environ |= environment_of(var, ROOT / "municipalities" / "zwolle")
        import django

        django.setup()
        report = _report(var)
    print(report)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(report, "utf-8")
    return 0


def _report(var: Path) -> str:
    import shutil

    from vergezicht.publication.bake import bake
    from vergezicht.stories.models import TextPage

    shutil.rmtree(var / "editions")
    rows = []
    for number, what in enumerate(("eerste editie", "één tekstpagina gewijzigd", "niets gewijzigd"), start=1):
        if number == 2:
            page = TextPage.objects.live().first()
            page.lead = "Een andere inleiding."
            page.save_revision().publish()
        start = time.perf_counter()
        made = bake(number, reason=what, progress=lambda text: print(text, file=sys.stderr))
        seconds = time.perf_counter() - start
        rows.append(f"| {what} | {made.pages} | {len(made.changed)} | {seconds:.1f} | {made.pages / seconds:.0f} |")
    size = sum(path.stat().st_size for path in (var / "editions" / "0001" / "site").rglob("*") if path.is_file())
    return "\n".join(
        [
            "# Bakken",
            "",
            f"De demo van Zwolle, gemeten op {datetime.now().astimezone():%Y-%m-%d}, {os.cpu_count()} kernen; "
            f"de eerste editie is {size / 1e6:.0f} MB met de gecomprimeerde bestanden erbij.",
            "",
            "| | adressen | gewijzigd | seconden | adressen/s |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
