"""A run of the accessibility check as it would be recorded, without a browser."""

from __future__ import annotations

from typing import Any

from vergezicht.publication.models import AccessibilityRun, TriedPage

CONTRAST = {"rule": "color-contrast", "impact": "serious", "help": "Elements must meet contrast", "criteria": ["1.4.3"],
            "selectors": [".lead"], "count": 1}  # fmt: skip
ALT = {"rule": "image-alt", "impact": "critical", "help": "Images must have alternative text", "criteria": ["1.1.1"],
       "selectors": ["main > img"], "count": 1}  # fmt: skip


def view(path: str, width: int, scheme: str = "licht", violations: tuple[dict[str, Any], ...] = (), **told: Any) -> Any:
    """A page as it was tried, not saved."""
    told = {"kind": "areas.overview", "title": f"Pagina {path}", "passed": ["html-has-lang"]} | told
    return TriedPage(path=path, width=width, scheme=scheme, violations=list(violations), **told)


def recorded(*views: TriedPage, edition: int = 7) -> AccessibilityRun:
    """A run with these pages, kept."""
    run = AccessibilityRun.objects.create(
        edition=edition, tool="axe-core", tool_version="4.14.1", browser="Chromium 150", software="0.1.0"
    )
    for one in views:
        one.run = run
        one.save()
    return run
