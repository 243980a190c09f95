"""What a browser says when a page is left: that it was opened, and which chapters were reached; not whose it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.open_forms.endpoint import is_foreign
from vergezicht.publication.readers.counting import record

_MOST_BYTES = 8_000


@csrf_exempt  # there is no account and no cookie: nothing to forge but a count
@require_POST
def count_read(request: HttpRequest) -> HttpResponse:
    """POST of ``path``, ``opened`` and ``parts`` (anchors, with a space between); the answer tells nothing."""
    is_ours = municipality().counts_readers and not is_foreign(request)
    if is_ours and int(request.META.get("CONTENT_LENGTH") or 0) <= _MOST_BYTES:
        record(request.POST.get("path", ""), request.POST.get("parts", "").split(), opened="opened" in request.POST)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
