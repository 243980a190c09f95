"""Pages that Django answers for everybody get the headers of the public site instead of the editor's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vergezicht.publication.headers import security_headers
from vergezicht.publication.stylesheet import stylesheet_hashes

OPEN = "/meedoen/"


class OpenPagesMiddleware:
    """Stands inside the editor's policy, which leaves a policy that is already there alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(OPEN):
            https = settings.SITE_URL.startswith("https://")
            for name, value in security_headers(stylesheet_hashes(), https=https, locates=True):
                response.headers[name] = value
        return response
