"""Who was signed out while writing loses nothing: the editor's screens ask this before they send a form."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache


@never_cache
def signed_in(request: HttpRequest) -> JsonResponse:
    """Who is signed in (`user`: their key, or null), for how many seconds more, and the token that a form needs now."""
    user = request.user.pk
    return JsonResponse({"user": user, "seconds": _seconds_left(request) if user else 0, "token": get_token(request)})


def _seconds_left(request: HttpRequest) -> int:
    """Until the end of the session as it is kept; ``get_expiry_age`` says how long one lasts that begins now."""
    ends = Session.objects.filter(pk=request.session.session_key).values_list("expire_date", flat=True).first()
    return max(0, int((ends - now()).total_seconds())) if ends is not None else 0


@never_cache
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where who signed in again in a second tab is told to go back to the first; else the way to sign in."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    return render(request, "website/signed_in_again.html")
