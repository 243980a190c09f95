"""A private link to a page that is not published: who has it reads the last saved draft, until it expires."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils import timezone
from wagtail.admin.panels import Panel
from wagtail.models import Page

VALID_FOR = timedelta(days=14)
PREVIEW = "/meedoen/voorproef/"
_SALT = "vergezicht.preview"


def preview_path(page: Page) -> str:
    """/meedoen/voorproef/…/; valid for ``VALID_FOR`` from now."""
    return f"{PREVIEW}{signing.dumps(page.pk, salt=_SALT)}/"


def draft_of(token: str) -> Any | None:
    """The last saved draft behind a link; None when the link is not ours, too old, or the page is gone."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except signing.BadSignature:  # an expired one too
        return None
    page = Page.objects.filter(pk=pk).first()
    return page.get_latest_revision_as_object() if page is not None else None


class PreviewLinkPanel(Panel):
    """Gives the editor a link to hand to somebody without an account."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail has no annotations
        template_name = "stories/editor/preview_link.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            until: datetime = timezone.now() + VALID_FOR
            return context | {"link": self.request.build_absolute_uri(preview_path(self.instance)), "until": until}
