"""What changed when: the editions of this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.publication.models import Edition, EditionState


def overview(request: HttpRequest) -> HttpResponse:
    """The editions up to now, newest first."""
    published = Edition.objects.filter(state=EditionState.PUBLISHED)
    return render(request, "publication/editions.html", {"editions": published})
