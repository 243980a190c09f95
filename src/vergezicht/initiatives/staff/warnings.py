"""What an administrator should know on the start screen: mail that goes to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.components import Component

from vergezicht.initiatives.rules import rules


@dataclass(frozen=True)
class Mailbox:
    """A mailbox that the site writes to: whose it is, what goes wrong without it, and the name of its setting."""

    whose: str
    without: str
    setting: str


_MAILBOXES = (
    Mailbox(
        "het team dat ideeën van bewoners beantwoordt",
        "Het team krijgt geen bericht als een antwoord bijna klaar moet zijn, of te laat is.",
        "desk_mail",
    ),
    Mailbox(
        "wie toezicht houdt op dat team",
        "Niemand daarboven hoort het als een antwoord veel te laat is.",
        "escalation_mail",
    ),
)


class MissingMailboxes(Component):
    """A warning for each mailbox that ``initiatives.toml`` leaves empty."""

    order = 20

    def render_html(self, parent_context: Any = None) -> SafeString:
        return mark_safe(render_to_string("initiatives/editor/mailboxes.html", {"missing": missing_mailboxes()}))  # noqa: S308


def missing_mailboxes() -> list[Mailbox]:
    """The mailboxes that are not filled in."""
    return [mailbox for mailbox in _MAILBOXES if not getattr(rules(), mailbox.setting)]
