"""Reminders of what waits: answer terms that end or ended, and once a year the question whether it is still there.

Each mail has a key of its own and is due from a day on, not on a day: a worker that stood still for a week misses none.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from vergezicht.initiatives.models import Contact, Initiative
from vergezicht.initiatives.moderation import tell, write_to
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import WITH_TERM, InitiativeState
from vergezicht.languages import SOURCE

_YEAR = timedelta(days=365)


def remind_residents(today: date | None = None) -> int:
    """Post every mail that is due on this day and was not posted before; returns how many were posted."""
    day = today or timezone.localdate()
    return _terms(day) + _still_there(day)


def _terms(day: date) -> int:
    """Before the end to the desk; after it to the desk again; later still to who is above the desk."""
    given, posted = rules(), 0
    soon = day + timedelta(days=given.warn_days)
    for initiative in Initiative.objects.filter(state__in=WITH_TERM, response_due__lte=soon, erased_at=None):
        due = initiative.response_due
        assert due is not None  # noqa: S101  # by the filter
        late = (day - due).days
        steps = [("herinnering", given.desk_mail, late <= 0), ("te-laat", given.desk_mail, late > 0)]
        steps.append(("escalatie", given.escalation_mail, late >= given.escalate_days))
        for name, mailbox, is_due in steps:
            if is_due and mailbox:
                context = {"initiative": initiative, "due": due, "late": max(0, late)}
                key = f"termijn-{initiative.pk}-{due}-{name}"
                posted += write_to(mailbox, key, "term", context, language=SOURCE)
    return posted


def _still_there(day: date) -> int:
    posted = 0
    made = [InitiativeState.REALISED, InitiativeState.MAINTAINED]
    contacts = Contact.objects.filter(initiative__state__in=made, confirmed_at__isnull=False)
    for contact in contacts.select_related("initiative"):
        initiative = contact.initiative
        last = initiative.still_there_on or timezone.localdate(initiative.state_since)
        if day - last >= _YEAR:
            posted += tell(contact, f"nog-daar-{initiative.pk}-{last}", "still_there", {})
    return posted
