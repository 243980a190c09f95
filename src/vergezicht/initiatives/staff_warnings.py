"""What an administrator should know on the start screen: mail that goes to nobody."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.components import Component

from vergezicht.initiatives.rules import rules

_MISSING = {
    "desk_mail": "Niemand krijgt een herinnering als een antwoordtermijn afloopt.",
    "escalation_mail": "Niemand hoort het als een antwoord te lang uitblijft.",
}


class MissingMailboxes(Component):
    """A warning for each mailbox that ``initiatives.toml`` leaves empty."""

    order = 20

    def render_html(self, parent_context: Any = None) -> SafeString:
        found = [(name, text) for name, text in _MISSING.items() if not getattr(rules(), name)]
        return mark_safe(render_to_string("initiatives/editor/mailboxes.html", {"missing": found}))  # noqa: S308


def is_missing_mailboxes() -> bool:
    return any(not getattr(rules(), name) for name in _MISSING)
