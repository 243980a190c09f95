"""The buttons under a page in the editor: to keep it and to publish it, in sight, and what is still needed first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem, SaveDraftMenuItem


class KeepOrPublish(ActionMenuItem):  # type: ignore[misc]  # Wagtail has no annotations
    """Both as they are by themselves, beside each other; whoever may not publish has the first alone."""

    order = 0
    template_name = "stories/editor/keep_or_publish.html"

    def __init__(self, keep: ActionMenuItem, publish: ActionMenuItem) -> None:
        super().__init__()
        self.keep, self.publish = keep, publish

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"buttons": [part.render_html(parent_context) for part in (self.keep, self.publish)]}


def put_side_by_side(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take publishing out of the menu that is folded, when the first button is that of keeping."""
    keep = next((item for item in items[:1] if isinstance(item, SaveDraftMenuItem)), None)
    publish = next((item for item in items if isinstance(item, PublishMenuItem)), None)
    if keep is not None and publish is not None:
        items.remove(publish)
        items[0] = KeepOrPublish(keep, publish)
