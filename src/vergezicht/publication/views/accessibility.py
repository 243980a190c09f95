"""What the page about accessibility says of itself: when it was tested and by what, what was found, and the log.

Where an editor has a text page at this address, this comes under that text; where nobody made one, it stands alone.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from wagtail.models import Page

from vergezicht.publication.accessibility.log import earl, log_csv
from vergezicht.publication.accessibility.manual import manual_states
from vergezicht.publication.accessibility.summary import summed
from vergezicht.publication.models import AccessibilityRun, ManualOutcome, ManualResult
from vergezicht.stories.translating.translation import in_spoken_language

STATEMENT = "/toegankelijkheid/"
LOG_EARL, LOG_CSV = f"{STATEMENT}toetsing.jsonld", f"{STATEMENT}toetsing.csv"


def has_log() -> bool:
    """Whether anything was ever tested, by machine or by hand."""
    return AccessibilityRun.objects.exists() or ManualResult.objects.exists()


def with_page(request: HttpRequest, page: Page) -> HttpResponse:
    """An editor's page, and under it what was tested."""
    response: TemplateResponse = in_spoken_language(page).serve(request)
    response.template_name = "publication/accessibility_page.html"
    response.context_data = {**(response.context_data or {}), **_tested()}
    return response


def alone(request: HttpRequest) -> HttpResponse:
    return render(request, "publication/accessibility.html", _tested())


def log_earl(request: HttpRequest) -> HttpResponse:
    """The last run and every manual result as JSON-LD."""
    run = AccessibilityRun.objects.first()
    document = earl(run, run.tried.all() if run else (), manual_states())
    content = json.dumps(document, ensure_ascii=False, indent=1)
    return HttpResponse(content, content_type="application/ld+json; charset=utf-8")


def log_rows(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    run = AccessibilityRun.objects.first()
    content = log_csv(run, run.tried.all() if run else (), manual_states())
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


def _tested() -> dict[str, Any]:
    run, states = AccessibilityRun.objects.first(), manual_states()
    return {
        "run": run, "found": summed(run.tried.all()) if run else None, "states": states,
        "by_hand": sum(state.outcome != ManualOutcome.UNTESTED for state in states),
        "log": (LOG_EARL, LOG_CSV) if has_log() else None,
    }  # fmt: skip
