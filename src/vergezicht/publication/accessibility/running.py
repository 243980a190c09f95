"""One run: the pages of an edition tried in a browser, kept for good, and told on the site with the next edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction

import vergezicht
from vergezicht.languages import noted
from vergezicht.publication.accessibility.browser import TOOL, try_pages
from vergezicht.publication.accessibility.sample import edition_folder, sample
from vergezicht.publication.baking.editions import request_edition
from vergezicht.publication.models import AccessibilityRun, TriedPage

REASON = noted("Toegankelijkheid getoetst")


def record_run(number: int | None, per_kind: int, progress: Callable[[str], None]) -> AccessibilityRun:
    """Test an edition, the current one when no number is given, and record what came of it.

    Raises ``BadInput`` when there is no such edition or no browser; then nothing is recorded.
    """
    folder = edition_folder(number)
    tried = try_pages(folder, sample(folder, per_kind), progress)
    with transaction.atomic():
        run = AccessibilityRun.objects.create(
            edition=int(folder.name), tool=TOOL, tool_version=tried.tool_version, browser=tried.browser[:80],
            software=vergezicht.__version__,
        )  # fmt: skip
        TriedPage.objects.bulk_create([TriedPage(run=run, **asdict(trial)) for trial in tried.trials], batch_size=50)
        request_edition(REASON)
    return run
