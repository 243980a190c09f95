"""Who may work on challenges. Roles of their own come later; until then Django's permission to change them decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def for_workers(view: View) -> View:
    """Refuse whoever may not change challenges. Wagtail has already asked for a login."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not request.user.has_perm("challenges.change_challenge"):
            raise PermissionDenied
        return view(request, *args, **options)

    return guarded
