"""Who may open a screen: whoever has the permission, which follows from the role (roles.py)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def for_who_may(permission: str) -> Callable[[View], View]:
    """Refuse whoever lacks a permission on challenges, such as ``check_challenge``. Wagtail asked for a login."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **options: object) -> HttpResponse:
            if not request.user.has_perm(f"challenges.{permission}"):
                raise PermissionDenied
            return view(request, *args, **options)

        return guarded

    return decorate


for_workers = for_who_may("work_on_challenge")
