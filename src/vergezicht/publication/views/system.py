"""Not found, search form, robots, security contact and site map."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_FOUND = "/404.html"


def not_found(request: HttpRequest) -> HttpResponse:
    """What is not there is in no other language either: the way to a language leads to its first page."""
    alternates = getattr(request, "alternates", ())
    request.alternates = [(language, f"{language.root}/") for language, _ in alternates]  # type: ignore[attr-defined]
    return render(request, "publication/not_found.html", status=404)


def search(request: HttpRequest) -> HttpResponse:
    """The form; the server, or a script where there is none, puts the answer in it."""
    return render(request, "publication/search.html")


def robots(request: HttpRequest) -> HttpResponse:
    text = f"User-agent: *\nDisallow: /beheer/\nDisallow: /meedoen/\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain")


def security(request: HttpRequest) -> HttpResponse:
    """security.txt (RFC 9116): the municipality fills in its contact when it publishes."""
    return HttpResponse(f"Contact: {settings.SITE_URL}/\nPreferred-Languages: nl, en\n", content_type="text/plain")


def site_map(paths: Iterable[str]) -> bytes:
    """The site map (sitemaps.org) of these paths."""
    locations = "".join(f"<url><loc>{escape(settings.SITE_URL + path)}</loc></url>" for path in paths)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'
    ).encode()
