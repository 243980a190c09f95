"""Who is signed in and has no way into the editor is told so, instead of being sent round."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.website.sign_in import in_editor


class WithoutRoleMiddleware:
    """A page that says whom to ask, with the way to sign out, for an account that no role lets in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if in_editor(request) and request.user.is_authenticated and not _may_enter(request):
            return render(request, "website/without_role.html", status=403)
        return self.get_response(request)


def _may_enter(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("wagtailadmin.access_admin"))
