"""What changed when: the editions of this site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.languages import say
from vergezicht.languages.marks import kept, own_words
from vergezicht.publication.models import Edition, EditionState


def overview(request: HttpRequest) -> HttpResponse:
    """The editions up to now, newest first."""
    published = Edition.objects.filter(state=EditionState.PUBLISHED)
    return render(request, "publication/editions.html", {"editions": [(item, _why(item)) for item in published]})


def _why(edition: Edition) -> str:
    """Its reasons, which were kept in Dutch: the words of the software are said, what they are about is not."""
    return "; ".join(_reason(part) for part in edition.reason.split("; "))


def _reason(part: str) -> str:
    kind, colon, what = part.partition(": ")
    if (told := say(kind)) == kind:
        return own_words(part)
    return f"{told}{colon}{kept(what)}"
