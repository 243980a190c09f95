"""What every open form shares: no cookie, nothing kept in a cache, bounded, and only from our own pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vergezicht.initiatives.open_forms.codes import (
    WORK_BITS,
    StaleForm,
    check_form,
    filled_in_slowly,
    form_token,
    is_worked,
)
from vergezicht.initiatives.open_forms.fields import Trapped
from vergezicht.initiatives.open_forms.limits import allow, network
from vergezicht.initiatives.open_forms.photos import MOST_BYTES
from vergezicht.languages import say

View = Callable[..., HttpResponse]
_MOST_BODY = MOST_BYTES + 200_000


def open_form(view: View) -> View:
    """A view for everybody. It has no cookie to forge, so no CSRF token (docs/decisions/0011); GET changes nothing."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if request.method == "POST":
            if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BODY:
                return message(request, say("Dat is te groot"), say("Een foto mag hoogstens 8 MB zijn."), status=413)
            if is_foreign(request):
                return message(
                    request, say("Dat kan niet"), say("Dit formulier kwam niet van onze eigen pagina."), status=403
                )
        try:
            response = view(request, *args, **options)
        except Http404:
            response = message(
                request, say("Dit is er niet (meer)"),
                say("Misschien is het afgerond, of is het adres niet goed overgenomen."),
                status=404, back="/initiatieven/",
            )  # fmt: skip
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def is_foreign(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent this."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin not in {None, "null"} and urlsplit(str(origin)).netloc not in {
        urlsplit(settings.SITE_URL).netloc,
        request.get_host(),
    }


def fresh(form: Trapped, request: HttpRequest, *, uses: bool = True) -> bool:
    """Whether a form that is valid in itself may be taken: trap not sprung, token good and not used before.

    Adds what is wrong to the form. A token is used up only when everything else is well.
    """
    if not form.is_bound:  # a POST with nothing in it is an empty form, not a form that nobody filled in
        form.is_bound, form.data = True, request.POST
    if form.sprung:
        form.add_error(None, say("Een veld dat leeg moest blijven, is ingevuld. Probeer het opnieuw."))
        return False
    try:
        nonce = check_form(request.POST.get("token", ""))
    except StaleForm as error:
        form.add_error(None, str(error))
        return False
    if not form.is_valid():
        return False
    token = request.POST.get("token", "")
    if not is_worked(token, request.POST.get("work", "")):
        if not filled_in_slowly(token):
            form.add_error(None, say("Dat ging heel snel. Kijk uw antwoorden nog eens na en verstuur opnieuw."))
            return False
        if not allow("zonder-werk", network(request)):
            form.add_error(None, say("Er kwam veel van dit netwerk. Zet JavaScript aan, of probeer het over een uur."))
            return False
    if uses and not allow("formulier", nonce):
        form.add_error(None, say("Dit formulier is al verstuurd."))
        return False
    return True


def show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a form: with a new token; 422 when there is something to correct."""
    form = context.get("form")
    status = 422 if form is not None and form.is_bound and form.errors and request.method == "POST" else 200
    return render(
        request,
        f"initiatives/{template}.html",
        {"token": form_token(), "work_bits": WORK_BITS, **context},
        status=status,
    )


def message(request: HttpRequest, title: str, text: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """A page that only says something."""
    return render(request, "initiatives/message.html", {"heading": title, "text": text, **more}, status=status)
