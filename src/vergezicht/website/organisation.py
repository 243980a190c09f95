"""Where the organisation signs people in: the policy of our sign-in page lets its form lead there, and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from requests import RequestException  # noqa: TID251  # what allauth's own session raises

_KEPT = 3600  # seconds
_found: dict[str, tuple[float, str]] = {}


class ProviderOriginMiddleware:
    """The page to sign in, with the authorize endpoint's origin in its form-action: it may be another host than that of
    the issuer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path == settings.LOGIN_URL and (origins := provider_origins(request)):
            response._csp_update = {"form-action": origins}  # type: ignore[attr-defined]  # read by django-csp
        return response


def provider_origins(request: HttpRequest) -> list[str]:
    """The origins where a sign-in with a provider begins: of each issuer, and of what it says to authorize."""
    origins: set[str] = set()
    for provider in get_adapter().list_providers(request):
        issuer = getattr(provider, "server_url", "")
        origins |= {_origin(url) for url in (issuer, _authorize_url(provider, issuer, request)) if url}
    return sorted(origins)


def _authorize_url(provider: Any, issuer: str, request: HttpRequest) -> str:
    """What the provider's own document says, kept for an hour. A provider that is away stops nobody's password."""
    at, url = _found.get(issuer, (0.0, ""))
    if url and time.monotonic() - at < _KEPT:
        return url
    try:
        url = str(provider.get_oauth2_adapter(request).authorize_url)
    except (RequestException, KeyError, ValueError):
        return url
    _found[issuer] = (time.monotonic(), url)
    return url


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
