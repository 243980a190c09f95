"""The list of what to look at once more, in the editor above the text."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from vergezicht.stories.reviewing.checks import Check, checks_of


class ChecksPanel(Panel):
    """Shows the checks of what was saved last; a new page has none yet."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]  # Wagtail has no annotations
        template_name = "stories/editor/checks.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"checks": self.found}

        @property
        def found(self) -> list[Check]:
            return checks_of(self.instance)
