"""What a page shows stays: an image or a document is not deleted while a page that is online has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.documents.views import documents
from wagtail.documents.views import multiple as several_documents
from wagtail.images.views import images
from wagtail.images.views import multiple as several_images
from wagtail.models import Page, ReferenceIndex

from vergezicht.pictures.notation import enumerate_names


@dataclass(frozen=True)
class Use:
    """Something that shows an uploaded file: its title, where it is edited ("" if nowhere), whether readers see it."""

    title: str
    path: str
    is_online: bool


def uses_of(item: Model, user: Any = None) -> list[Use]:
    """Everything that shows an image or document, what is online first; paths for who may go there."""
    found, finder = [], AdminURLFinder(user)
    for source, _ in ReferenceIndex.get_grouped_references_to(item):
        is_page = isinstance(source, Page)
        title = source.get_admin_display_title() if is_page else str(source)
        found.append(Use(title, finder.get_edit_url(source) or "", is_page and source.live))
    return sorted(found, key=lambda use: not use.is_online)


def is_kept(uses: Iterable[Use]) -> bool:
    """Whether readers see it somewhere."""
    return any(use.is_online for use in uses)


class _KeptWhileOnline:
    request: HttpRequest
    object: Any
    template_name = "stories/editor/delete_upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uses = uses_of(self.object, self.request.user)
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"uses": uses, "is_online": is_kept(uses)}

    def form_valid(self, form: Any) -> HttpResponse:
        if is_kept(uses_of(self.object)):
            raise PermissionDenied
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer


class DeleteImageView(_KeptWhileOnline, images.DeleteView):
    """Asks before an image goes, or says which pages keep it."""


class DeleteDocumentView(_KeptWhileOnline, documents.DeleteView):
    """Asks before a document goes, or says which pages keep it."""


class _KeptInList:
    """The list of what was just uploaded has a button to delete as well, without a question first."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.get_model().objects.filter(pk=kwargs[self.pk_url_kwarg]).first()  # type: ignore[attr-defined]
        if found is not None and is_kept(uses_of(found)):
            raise PermissionDenied
        answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class DeleteListedImageView(_KeptInList, several_images.DeleteView):
    """Takes an image away from the list of uploads, unless readers see it."""


class DeleteListedDocumentView(_KeptInList, several_documents.DeleteView):
    """Takes a document away from the list of uploads, unless readers see it."""


def refuse_what_is_online(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Several at once: all stay when one of them is on a page that is online."""
    if action_type != "delete" or any(isinstance(item, Page) for item in objects):
        return None
    kept = [str(item) for item in objects if is_kept(uses_of(item))]
    if not kept:
        return None
    told = enumerate_names(kept, most=5)
    messages.error(request, f"Er is niets verwijderd. Op een pagina die online staat: {told}.")
    return redirect(request.get_full_path())
