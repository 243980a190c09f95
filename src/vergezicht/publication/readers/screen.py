"""The screen of the editor: which pages are read, and how far a story is read."""

from __future__ import annotations

import csv
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vergezicht.challenges.ground import municipality
from vergezicht.publication.readers.counting import PageReads, reads_since

TERMS = {"week": (7, "7 dagen"), "maand": (30, "30 dagen"), "jaar": (365, "een jaar")}
_SHOWN = 50


@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    """What was read in the chosen term; with ``vorm=csv`` as a file."""
    chosen = request.GET.get("termijn", "")
    chosen = chosen if chosen in TERMS else "maand"
    first = timezone.localdate() - timedelta(days=TERMS[chosen][0] - 1)
    found = reads_since(first)
    if request.GET.get("vorm") == "csv":
        return _file(found, first)
    context = {
        "pages": found[:_SHOWN], "rest": max(0, len(found) - _SHOWN), "total": sum(page.count for page in found),
        "chosen": chosen, "terms": [(code, name) for code, (_, name) in TERMS.items()], "first": first,
        "is_on": municipality().counts_readers, "most": max((page.count for page in found), default=1) or 1,
    }  # fmt: skip
    return render(request, "publication/editor/readers.html", context)


def _file(found: list[PageReads], first: date) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="gelezen-vanaf-{first:%Y-%m-%d}.csv"'
    response.write("\ufeff")
    rows = csv.writer(response)
    rows.writerow(["adres", "titel", "hoofdstuk", "aantal"])
    for page in found:
        rows.writerow([page.path, page.title, "", page.count])
        rows.writerows([page.path, page.title, chapter.title, chapter.count] for chapter in page.chapters)
    return response
