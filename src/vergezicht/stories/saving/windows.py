"""In which window a version was saved, and who had opened the page by then; kept in the log of the page.

One editor may have a page open twice, and Wagtail saves by itself in the version that it made before.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.http import HttpRequest
from wagtail.admin.models import EditingSession
from wagtail.models import Page, PageLogEntry, Revision

OWN, LOADED, LOADED_AT = "overwrite_revision_id", "loaded_revision_id", "loaded_revision_created_at"  # Wagtail's
_WINDOW = "venster"  # what keeps-saving.js calls the window of a form
_VISIT = "bezoek"
_MOST_NAME = 64


def keep_what_another_opened(request: HttpRequest, page: Page) -> None:
    """Let what is saved by itself be a version of its own, once somebody has opened the one that it would replace.

    Else what the other began with is gone, and nobody can tell any more who changed what.
    """
    newest = page.get_latest_revision()
    if request.method != "POST" or newest is None or request.POST.get(OWN) != str(newest.pk):
        return
    noted = PageLogEntry.objects.filter(page=page, revision=newest).order_by("-pk").first()
    if noted is not None and noted.data.get(_VISIT) == _last_visit(page):
        return
    posted = request.POST.copy()
    del posted[OWN]
    posted[LOADED], posted[LOADED_AT] = str(newest.pk), newest.created_at.isoformat()
    request.POST = posted


def note_window(request: HttpRequest, page: Page) -> None:
    """Keep in which window a version was saved, and until which visit: one editor may have the page open twice."""
    if window := request.POST.get(_WINDOW, ""):
        entry = PageLogEntry.objects.filter(page=page, revision=page.latest_revision_id).order_by("-pk").first()
        if entry is not None:
            entry.data = {**entry.data, _WINDOW: window[:_MOST_NAME], _VISIT: _last_visit(page)}
            entry.save(update_fields=["data"])


def is_of_this_window(request: HttpRequest, page: Page, newest: Revision) -> bool:
    """Whether all that was saved since was saved here: Wagtail saves by itself while somebody types on, at times again
    in the version that it made."""
    window, loaded = request.POST.get(_WINDOW, "")[:_MOST_NAME], request.POST.get(LOADED, "")
    if not window or not loaded.isdecimal():
        return False
    here = PageLogEntry.objects.filter(page=page, user=request.user, **{f"data__{_WINDOW}": window})
    since = page.revisions.filter(pk__gt=loaded).exclude(pk__in=here.values("revision"))
    return here.filter(revision=newest).exists() and not since.exists()


def _last_visit(page: Page) -> int:
    """The number of the latest window in which the page was opened; 0 for none."""
    pages = ContentType.objects.get_for_model(Page)
    opened = EditingSession.objects.filter(content_type=pages, object_id=str(page.pk))
    return int(opened.aggregate(latest=Max("pk", default=0))["latest"])
