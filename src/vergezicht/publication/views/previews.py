"""A page before it is published, for who has its link: not kept, not found by search engines, with its own pictures."""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vergezicht.initiatives.open_form import message
from vergezicht.stories.preview_links import PREVIEW, draft_of

_BODY = re.compile(r"<body[^>]*>")
_NOTE = (
    '<aside class="example-banner" aria-label="Concept"><strong>Concept</strong> – dit staat nog niet op de site. '
    "Stuur deze link niet door.</aside>"
)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The last saved draft as readers would see it, and a line that says that it is one."""
    html = _html(request, token)
    if html is None:
        response = message(
            request, "Deze link werkt niet (meer)", "Vraag wie hem stuurde om een nieuwe.", status=404
        )  # fmt: skip
    else:
        shown = html.replace(default_storage.url(""), f"{PREVIEW}{quote(token)}/beeld/")
        response = HttpResponse(_BODY.sub(lambda found: found[0] + _NOTE, shown, count=1))
    response.headers["Cache-Control"], response.headers["X-Robots-Tag"] = "no-store", "noindex"
    return response


@require_safe
def preview_media(request: HttpRequest, token: str, path: str) -> FileResponse:
    """A file that the draft shows, and no other."""
    html = _html(request, token)
    if html is None or default_storage.url(path) not in html or not default_storage.exists(path):
        raise Http404
    kind = mimetypes.guess_type(PurePosixPath(path).name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(path), content_type=kind)
    response.headers["Cache-Control"] = "no-store"
    return response


def _html(request: HttpRequest, token: str) -> str | None:
    draft = draft_of(token)
    if draft is None:
        return None
    response = draft.make_preview_request(request, draft.default_preview_mode)
    response.render()
    return str(response.content.decode())
