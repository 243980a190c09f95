"""Who only looks is answered from one state of the site: what many parts of a page stand on is read once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from vergezicht.challenges.still import held_still


class HeldStillMiddleware:
    """Around the answer to a request that changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with held_still():
            return self.get_response(request)
