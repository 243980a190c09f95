"""`python -m bench.bake`: how long an edition takes: the first, with one page changed, with none.

Of the demo as it is, and with invented initiatives until there are as many addresses as asked.
"""

from __future__ import annotations

import argparse
import os
import resource
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, nargs="*", default=[15_000])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vergezicht-bench-") as name:
        var = Path(name)
        build_demo(var)
        os.environ |= environment_of(var, ROOT / "municipalities" / "zwolle")
        import django

        django.setup()
        report = _report(var, options.addresses)
    print(report)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(report, "utf-8")
    return 0


def _report(var: Path, sizes: list[int]) -> str:
    rows = _three(var, 1)
    for size in sizes:
        _invent(size)
        rows += _three(var, 1 + len(rows))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return "\n".join(
        [
            "# Bakken",
            "",
            f"De demo van Zwolle, en aangevuld met verzonnen initiatieven, gemeten op "
            f"{datetime.now().astimezone():%Y-%m-%d}, {os.cpu_count()} kernen; hoogste geheugen {memory:.0f} MB.",
            "",
            "| | adressen | gewijzigd | seconden | adressen/s | editie, MB |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _three(var: Path, number: int) -> list[str]:
    """Bake what there is without an earlier edition, then with one text page changed, then with nothing changed."""
    import shutil

    from vergezicht.publication.baking.bake import bake
    from vergezicht.stories.models import TextPage

    shutil.rmtree(var / "editions")
    rows = []
    for place, what in enumerate(("eerste editie", "één tekstpagina gewijzigd", "niets gewijzigd")):
        if place == 1:
            page = TextPage.objects.live().first()
            page.lead = f"Een andere inleiding, de {number}e."
            page.save_revision().publish()
        start = time.perf_counter()
        made = bake(number + place, reason=what, progress=lambda text: print(text, file=sys.stderr))
        seconds = time.perf_counter() - start
        size = sum(path.stat().st_size for path in made.folder.rglob("*") if path.is_file()) / 1e6 if made.folder else 0
        rows.append(
            f"| {what} | {made.pages} | {len(made.changed)} | {seconds:.1f} | {made.pages / seconds:.0f} | "
            f"{f'{size:.0f}' if made.folder else '–'} |"
        )
    return rows


def _invent(addresses: int) -> None:
    """Add initiatives, each public and with its log, until about as many addresses as asked are baked."""
    from django.utils import timezone

    from vergezicht.areas import AreaLevel
    from vergezicht.challenges.ground import municipality
    from vergezicht.initiatives.models import Initiative, StateChange
    from vergezicht.initiatives.rules import rules
    from vergezicht.initiatives.states import InitiativeState
    from vergezicht.publication.addresses import public_addresses as known

    before = len(list(known()))
    wijken, categories, now = municipality().geography.at(AreaLevel.WIJK), rules().categories, timezone.now()
    today = now.date()

    def add(numbers: range) -> None:
        plans = [
            Initiative(title=f"Verzonnen plan {n}", slug=f"verzonnen-{n}", summary="Samen iets doen in de buurt.",
                       areas=[wijken[n % len(wijken)].code], category=categories[n % len(categories)].code,
                       published_at=now, term_start=today, response_due=today)
            for n in numbers
        ]  # fmt: skip
        Initiative.objects.bulk_create(plans, batch_size=1000)
        StateChange.objects.bulk_create(
            [
                StateChange(initiative=plan, source=InitiativeState.CONCEPT, target=InitiativeState.PUBLISHED,
                            role="Moderator", at=now)
                for plan in plans
            ],
            batch_size=1000,
        )  # fmt: skip
        titles = [plan.title for plan in plans]
        Initiative.objects.filter(title__in=titles).update(state=InitiativeState.PUBLISHED)

    plans, baked = 0, before
    while baked < addresses:  # what the first plans bring along (a page of their category) does not come again
        more = 100 if not plans else max(10, int((addresses - baked) * plans / (baked - before)))
        add(range(plans, plans + more))
        plans += more
        baked = len(list(known()))


if __name__ == "__main__":
    raise SystemExit(main())
