"""Who reads along, and what they said, in the editor below the text."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from wagtail.admin.panels import Panel

from vergezicht.stories.models.preview import GuestComment
from vergezicht.stories.reading_along.links import grouped


class PreviewLinkPanel(Panel):
    """The links of this page with their state, and the open comments by block; of a new page the way to its first."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail has no annotations
        template_name = "stories/editor/preview_link.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if not self.instance.pk:
                return context | {"page_id": None}
            comments = GuestComment.objects.filter(link__page=self.instance.pk, handled_at=None).select_related("link")
            return context | {
                "page_id": self.instance.pk,
                "links": self.instance.preview_links.select_related("made_by").annotate(count=Count("comments")),
                "groups": grouped(comments, self.instance),
                "open": len(comments),
            }
