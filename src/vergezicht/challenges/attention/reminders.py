"""Reminders by mail to the mailbox of a role: a check that is due, an action nothing was heard of, an open adjustment.

Each has a key in the outbox, so that nothing is sent twice, however often a day begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from vergezicht.challenges.attention.urgency import Urgent, next_check_on, urgent_challenges
from vergezicht.challenges.judging.evidence import is_stale
from vergezicht.challenges.models import Action, Challenge, RoleMailbox
from vergezicht.challenges.partner_links import address_of, working_links
from vergezicht.mailing.outbox import post

SOON = timedelta(days=7)
AGAIN = timedelta(days=28)  # a check that stays away is asked for once more


def remind(today: date | None = None) -> int:
    """Post what has to be reminded of; returns how many mails are new. Bounded queries, save those per mail."""
    today = today or timezone.localdate()
    mailboxes = dict(RoleMailbox.objects.values_list("role", "address"))
    stale: dict[int, list[Action]] = {}
    count = 0
    for urgent in urgent_challenges(today=today):
        challenge = urgent.challenge
        if not challenge.is_running:
            continue
        to = mailboxes.get(challenge.owner_role, "")
        count += _of_check(challenge, to, today)
        count += _of_adjustments(urgent, mailboxes, today)
        quiet = [action for action in challenge.actions.all() if is_stale(action, today=today)]
        count += _of_actions(challenge, quiet, to, today)
        for action in quiet:
            for partner in action.partners.all():
                stale.setdefault(partner.pk, []).append(action)
    return count + _to_partners(stale, today)


def address_for(user: Any, role: str) -> str:
    """Where mail about somebody's own work goes: to their account, else to the mailbox of the role; empty for none."""
    own = str(getattr(user, "email", "") or "")
    return own or RoleMailbox.objects.filter(role=role).values_list("address", flat=True).first() or ""


def roles_without_mailbox() -> list[str]:
    """Roles that own a running challenge and get no mail."""
    known = RoleMailbox.objects.values_list("role", flat=True)
    running = Challenge.objects.filter(state__in=["vastgesteld", "lopend"], carry_over__isnull=True)
    return list(
        running.exclude(owner_role__in=known).order_by("owner_role").values_list("owner_role", flat=True).distinct()
    )


def _of_check(challenge: Challenge, to: str, today: date) -> bool:
    due = next_check_on(challenge)
    if not to or due > today + SOON:
        return False
    turn = "nog-eens" if today >= due + AGAIN else "eerste"
    return post(
        f"koerscheck:{challenge.pk}:{due}:{turn}",
        to=to,
        subject=f"Koerscheck: {challenge.title}",
        body=_body(f"De koerscheck van “{challenge.title}” is gepland op {_day(due)}.", _desk(challenge)),
    )


def _of_adjustments(urgent: Urgent, mailboxes: dict[str, str], today: date) -> int:
    count = 0
    for item in urgent.open_adjustments:
        to = mailboxes.get(item.owner_role) or mailboxes.get(urgent.challenge.owner_role, "")
        if to and item.due is not None and item.due < today:
            text = f"Afgesproken bij “{urgent.challenge.title}”, uiterlijk {_day(item.due)}:\n\n{item.text}\n\n"
            count += post(
                f"bijsturing:{item.pk}",
                to=to,
                subject=f"Wat kwam ervan? {urgent.challenge.title}",
                body=_body(f"{text}De volgende koerscheck vraagt wat ervan is gekomen.", _desk(urgent.challenge)),
            )
    return count


def _of_actions(challenge: Challenge, quiet: Sequence[Action], to: str, today: date) -> bool:
    """At most one mail a month about one challenge, with all its quiet actions."""
    if not to or not quiet:
        return False
    return post(
        f"voortgang:{challenge.pk}:{today:%Y-%m}",
        to=to,
        subject=f"Niets gehoord: {challenge.title}",
        body=_body(f"Van deze acties hoorden we te lang niets:\n\n{_listed(quiet)}", _desk(challenge)),
    )


def _to_partners(stale: dict[int, list[Action]], today: date) -> int:
    count = 0
    for link in working_links() if stale else []:
        quiet = stale.get(link.partner_id, [])
        to = address_of(link)
        if quiet and to:
            made = date_format(timezone.localtime(link.made_at), "j F Y")
            count += post(
                f"voortgang-partner:{link.pk}:{today:%Y-%m}",
                to=to,
                subject="Hoe gaat het met uw acties?",
                body=_body(
                    f"Van deze acties van {link.partner.name} hoorden we te lang niets:\n\n{_listed(quiet)}\n\n"
                    f"Werkt u ze bij? Dat kan met de persoonlijke link uit onze mail van {made}.", "",
                ),
            )  # fmt: skip
    return count


def _listed(actions: Sequence[Action]) -> str:
    return "\n".join(f"- {action.title}" for action in actions)


def _desk(challenge: Challenge) -> str:
    return f"{settings.SITE_URL}{reverse('work_desk', args=[challenge.slug])}"


def _body(text: str, address: str) -> str:
    return f"{text}\n\n{address}\n\nDit bericht is automatisch verstuurd.\n" if address else f"{text}\n"


def _day(day: date) -> str:
    return str(date_format(day, "j F Y"))
