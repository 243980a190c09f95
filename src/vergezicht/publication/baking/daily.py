"""What a new day asks: personal data whose term is over goes, and terms that readers see running are renewed."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.utils import timezone

from vergezicht.challenges.attention.reminders import remind
from vergezicht.challenges.models import Cycle, Milestone
from vergezicht.challenges.partner_links import forget_expired
from vergezicht.initiatives.following import forget_unconfirmed
from vergezicht.initiatives.models import Campaign, FundingScheme, Support
from vergezicht.initiatives.open_forms.submitting import forget
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.reminders import remind_residents
from vergezicht.languages import noted
from vergezicht.mailing.delivery import forget_old
from vergezicht.publication.baking.editions import request_edition
from vergezicht.publication.digest import send_digests
from vergezicht.publication.models import Edition, EditionState
from vergezicht.publication.readers.counting import forget_counts
from vergezicht.stories.reading_along.links import forget_names

log = logging.getLogger("vergezicht.publication")


def start_day() -> dict[str, int]:
    """Forget what must be forgotten and ask for an edition when yesterday's says something else than today's would.

    Returns the counts of what was forgotten. May run more than once a day.
    """
    remind()
    remind_residents()
    send_digests()
    counts = {**forget(), "mailkenmerken": forget_old(), "adressen van partners": forget_expired(),
              "onbevestigde volgers": forget_unconfirmed(), "namen van meelezers": forget_names(),
              "oude leestellingen": forget_counts()}  # fmt: skip
    if any(counts.values()):
        log.info("gewist: %s", ", ".join(f"{count} {kind}" for kind, count in counts.items() if count))
    online = _day_online()
    if online is not None and online < timezone.localdate() and _changes_since(online):
        request_edition(noted("Een nieuwe dag: termijnen en steun bijgewerkt"))
    return counts


def _day_online() -> date | None:
    """The day of which the site tells."""
    online = Edition.objects.filter(state__in=[EditionState.PUBLISHED, EditionState.UNCHANGED]).first()
    return timezone.localdate(online.finished_at) if online is not None and online.finished_at is not None else None


def _changes_since(online: date) -> bool:
    passed = (online, timezone.localdate() - timedelta(days=1))
    dated = FundingScheme.objects.filter(open_from__isnull=False) | FundingScheme.objects.filter(
        open_until__isnull=False
    )
    return (
        public_initiatives().filter(response_due__isnull=False).exists()
        or Campaign.objects.filter(is_public=True, date__gte=timezone.localdate() - timedelta(days=1)).exists()
        or dated.exists()
        or Milestone.objects.filter(done_on=None, due__range=passed).exists()
        or Cycle.objects.filter(ends__range=passed).exists()
        or Support.objects.exists()
    )
