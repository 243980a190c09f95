"""A page before it is published, for who has its link: not kept, not found by search engines, with its own pictures.

The code of the link travels in forms and nowhere else (docs/decisions/0011): every step here is a form that holds it.
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from django import forms
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from vergezicht.initiatives.open_forms.codes import opened, sealed
from vergezicht.initiatives.open_forms.endpoint import fresh, message, open_form, show
from vergezicht.initiatives.open_forms.fields import Trapped, clean_text
from vergezicht.initiatives.open_forms.limits import allow, network
from vergezicht.publication.moments.planning import moment_of, when
from vergezicht.stories.models import PreviewLink
from vergezicht.stories.reading_along.links import (
    PREVIEW,
    WHOLE_PAGE,
    comment,
    draft_of,
    find_link,
    is_kept,
    places_in,
    words_at,
)

_BODY = re.compile(r"<body[^>]*>")
_PICTURES = "voorproef.beeld"
_PICTURE_SECONDS = 4 * 3600  # a page that is read longer loads its pictures again with the page


class CommentForm(Trapped):
    """What a guest wants to say."""

    text = forms.CharField(label="Uw opmerking", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    name = forms.CharField(
        label="Uw naam of rol", max_length=80, required=False,
        help_text="Alleen voor wie de pagina maakt. Wij wissen dit 90 dagen nadat de link stopt.",
    )  # fmt: skip

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])


@open_form
def preview(request: HttpRequest) -> HttpResponse:
    """GET asks for the link. POST with its code: the last saved draft, the form of a comment, or keeping one."""
    if request.method != "POST":
        return _unlisted(show(request, "read_along", {}))
    link = find_link(request.POST.get("code", ""))
    if link is None:
        return no_preview(request)
    draft = draft_of(link)
    if "blok" in request.POST:
        return _unlisted(_comment(request, link, draft))
    return _unlisted(_draft(request, link, draft))


def no_preview(request: HttpRequest, unknown: str = "") -> HttpResponse:
    """The same page for a link that expired, was withdrawn or never was."""
    text = "Vraag wie hem stuurde om een nieuwe."
    return _unlisted(message(request, "Deze link werkt niet (meer)", text, status=404, back=PREVIEW))


@require_safe
def preview_media(request: HttpRequest, sealed_file: str) -> FileResponse:
    """A file that a draft shows, as long as the link works and a few hours at most."""
    given = opened(sealed_file, purpose=_PICTURES, seconds=_PICTURE_SECONDS) or {}
    link = PreviewLink.objects.filter(pk=given.get("link")).first()
    path = str(given.get("file", ""))
    if link is None or not link.works or not default_storage.exists(path):
        raise Http404
    kind = mimetypes.guess_type(PurePosixPath(path).name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(path), content_type=kind)
    response.headers["Cache-Control"] = "no-store"
    return response


def _draft(request: HttpRequest, link: PreviewLink, draft: Any) -> HttpResponse:
    rendered = draft.make_preview_request(request, draft.default_preview_mode, {"reads_along": places_in(draft)})
    rendered.render()
    html = _with_own_pictures(str(rendered.content.decode()), link)
    note = render_to_string(
        "publication/preview_note.html",
        {
            **_embargo(link), "code": request.POST["code"], "action": PREVIEW, "changed": link.page.live,
            "online": link.page.live and not link.page.has_unpublished_changes,
        },
    )  # fmt: skip
    return HttpResponse(_BODY.sub(lambda found: found[0] + note, html, count=1))


def _embargo(link: PreviewLink) -> dict[str, str]:
    moment = moment_of(link.page)
    return {"embargo": when(moment.at), "embargo_note": moment.embargo_note} if moment is not None else {}


def _with_own_pictures(html: str, link: PreviewLink) -> str:
    """Addresses of the editor's files become addresses that open that one file."""

    def one(found: re.Match[str]) -> str:
        return f"{PREVIEW}beeld/{sealed({'link': link.pk, 'file': unquote(found[1])}, purpose=_PICTURES)}/"

    return re.sub(rf"{re.escape(default_storage.url(''))}([^\s\"'<>,)]+)", one, html)


def _comment(request: HttpRequest, link: PreviewLink, draft: Any) -> HttpResponse:
    places = places_in(draft)
    block = request.POST["blok"] if request.POST["blok"] in places else ""
    where, code = places.get(block, WHOLE_PAGE), request.POST["code"]
    context = {"where": where, "quoted": words_at(draft, block), "spot": block, "code": code, "action": PREVIEW}
    form = CommentForm(request.POST if "token" in request.POST else None)
    if form.is_valid() and is_kept(link, block=block, **{name: form.cleaned_data[name] for name in ("name", "text")}):
        return show(request, "guest_comment_kept", context)
    if "token" not in request.POST or not fresh(form, request):
        fields = [field for field in form if field.name != "website"]
        return show(request, "guest_comment", {**context, "form": form, "fields": fields})
    if not (allow("opmerking-netwerk", network(request)) and allow("opmerking-link", str(link.pk))):
        return message(request, "Even geduld", "Er kwam veel binnen. Probeer het over een uur opnieuw.", status=429)
    values = form.cleaned_data
    comment(link, block=block, where=where, name=values["name"], text=values["text"])
    return show(request, "guest_comment_kept", context)


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"], response.headers["X-Robots-Tag"] = "no-store", "noindex"
    return response
