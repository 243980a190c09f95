"""The command for accessibility: `vergezicht accessibility`."""

from __future__ import annotations

import argparse
import os
from typing import Any


def add_commands(subparsers: Any) -> None:
    """Register `accessibility`."""
    test = subparsers.add_parser(
        "accessibility", help="toets de toegankelijkheid van een editie (docs/howto/accessibility.md)"
    )
    test.add_argument("--edition", type=int, help="het nummer van de editie; zonder nummer die nu online staat")
    test.add_argument("--pages", type=_positive, default=1, help="hoeveel pagina's van elke soort (1)")
    test.set_defaults(run=_test)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is geen aantal; schrijf 1 of meer")
    return int(text)


def _test(options: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vergezicht.website.settings.production")
    import django

    django.setup()
    from vergezicht.publication.accessibility.criteria import named
    from vergezicht.publication.accessibility.running import record_run
    from vergezicht.publication.accessibility.summary import summed

    run = record_run(options.edition, options.pages, lambda text: print(f"· {text}", flush=True))
    found = summed(run.tried.all())
    print(
        f"\nEditie {run.edition}, {run.tool} {run.tool_version}, {run.browser}: {found.pages} pagina's van "
        f"{found.kinds} soorten, {found.views} keer bekeken, {found.rules} regels, {found.violations} afwijkingen"
    )
    for rule in found.broken:
        print(f"- {rule.rule} ({rule.impact}; {', '.join(map(named, rule.criteria))}): {rule.help}")
        for page in rule.pages:
            print(f"    {page.path} ({'; '.join(page.views)}): {', '.join(page.selectors[:3])}")
    if found.unclear:
        print(f"Kijk zelf: {', '.join(f'{rule} ({count})' for rule, count in found.unclear)}")
    return 1 if found.violations else 0
