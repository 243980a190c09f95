"""Publishing several pages at one moment: all of them or none, once, in one edition (docs/decisions/0024)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from vergezicht.challenges.attention.reminders import address_for
from vergezicht.challenges.roles import roles_of
from vergezicht.mailing.outbox import post
from vergezicht.publication.models import (
    Edition,
    EditionState,
    MomentState,
    PlannedPage,
    PublicationMoment,
)
from vergezicht.stories.reviewing.fitness import unfit

# What publishing itself changes in a page.
_KEPT_BY_WAGTAIL = {
    "first_published_at", "has_unpublished_changes", "last_published_at", "latest_revision",
    "latest_revision_created_at", "live", "live_revision",
}  # fmt: skip
log = logging.getLogger("vergezicht.publication")


class MomentRefused(Exception):  # noqa: N818  # said aloud it is what it is
    """Why nothing of a moment is published, or why a page cannot be put in it; every problem in Dutch."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


def may_plan(user: Any) -> bool:
    """Whether somebody may publish at least one page."""
    return bool(page_permission_policy.user_has_permission(user, "publish"))


def pages_to_choose(user: Any, moment: PublicationMoment | None = None) -> list[Page]:
    """Pages with something that is not published, which this account may publish and no other open moment has."""
    elsewhere = PlannedPage.objects.filter(is_open=True, page__isnull=False)
    if moment is not None:
        elsewhere = elsewhere.exclude(moment=moment)
    waiting = Page.objects.filter(depth__gt=1, has_unpublished_changes=True, alias_of=None).exclude(
        pk__in=elsewhere.values("page_id")
    )
    own = set(moment.planned.values_list("page_id", flat=True)) if moment is not None and moment.pk else set()
    found = (waiting | Page.objects.filter(pk__in=own)).distinct().order_by("draft_title")
    return [page for page in found if page.permissions_for_user(user).can_publish()]


@transaction.atomic
def plan(moment: PublicationMoment, pages: Iterable[Page], *, user: Any) -> None:
    """Save a moment with exactly these pages. A page that is new in it goes out as it is now.

    Raises ``MomentRefused`` when a page cannot be published as it is, or is in another open moment; nothing is saved.
    """
    moment.state, moment.failure, moment.ended_at = MomentState.PLANNED, "", None
    if moment.pk is None:
        moment.made_by, moment.made_by_role = user, next(iter(roles_of(user)), "")
    moment.save()
    chosen = {page.pk: page for page in pages}
    moment.planned.exclude(page__in=chosen).delete()
    present = set(moment.planned.values_list("page_id", flat=True))
    problems = [problem for pk, page in chosen.items() if pk not in present for problem in _add(moment, page)]
    if problems:
        raise MomentRefused(problems)


def new_in(moment: PublicationMoment, pages: Iterable[Page]) -> list[Page]:
    """Those of the pages that a moment does not have yet."""
    present = set() if moment.pk is None else set(moment.planned.values_list("page_id", flat=True))
    return [page for page in pages if page.pk not in present]


def problems_with(pages: Iterable[Page], *, user: Any, moment: PublicationMoment) -> list[str]:
    """What would keep pages that are new in a moment from going out, when that moment cannot be saved itself."""
    stand_in = PublicationMoment(title="proef", at=timezone.now() + timedelta(days=1))
    with transaction.atomic():
        try:
            plan(stand_in, new_in(moment, pages), user=user)
        except MomentRefused as refused:
            return refused.problems
        finally:
            transaction.set_rollback(True)
    return []


def take_again(planned: PlannedPage) -> None:
    """Let the page go out as it is saved now. Raises ``MomentRefused`` when it cannot be published so."""
    with transaction.atomic():
        moment, page = planned.moment, planned.page
        planned.delete()
        problems = [f"{planned.title}: de pagina is verwijderd"] if page is None else _add(moment, page)
        if problems:
            raise MomentRefused(problems)


def _add(moment: PublicationMoment, page: Page) -> list[str]:
    """Freeze what was saved last in a version of nobody, which no editor's screen saves over."""
    draft = page.specific.get_latest_revision_as_object()
    try:
        with transaction.atomic():
            revision = draft.save_revision(changed=page.has_unpublished_changes)
            planned = PlannedPage.objects.create(moment=moment, page=page, title=draft.title, revision=revision)
    except ValidationError as error:
        return [f"{draft.title}: {' '.join(error.messages)}"]
    except IntegrityError:
        return [f"{draft.title}: zit al in een ander publicatiemoment"]
    return list(_problems_of(planned))


def cancel(moment: PublicationMoment) -> None:
    """Nothing is published; the pages stay drafts and may be put in another moment."""
    with transaction.atomic():
        held = PublicationMoment.objects.select_for_update().get(pk=moment.pk)
        if held.is_open:
            _end(held, MomentState.CANCELLED)


def moment_of(page: Page) -> PublicationMoment | None:
    """The open moment that a page is in."""
    return PublicationMoment.objects.filter(planned__page=page.pk, planned__is_open=True).first()


def publish_due(now: datetime | None = None) -> int:
    """Publish what is due, also what was missed; returns how many moments. Waits while an edition is in the making."""
    moment = now or timezone.now()
    due = PublicationMoment.objects.filter(state=MomentState.PLANNED, at__lte=moment).order_by("at", "pk")
    return sum(_publish(pk, moment) for pk in due.values_list("pk", flat=True))


def _publish(pk: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            moment = PublicationMoment.objects.select_for_update().get(pk=pk)
            baking = Edition.objects.filter(state=EditionState.BAKING).exists()  # it would show half of it
            if baking or moment.state != MomentState.PLANNED or moment.at > now:
                return False
            _publish_pages(moment)
            _end(moment, MomentState.PUBLISHED)
    except MomentRefused as refused:
        _fail(pk, refused.problems)
        return False
    except Exception as error:
        log.exception("publicatiemoment %s is niet gelukt", pk)
        _fail(pk, [f"Er ging iets mis ({type(error).__name__})."])
        return False
    log.info("publicatiemoment %s: gepubliceerd", pk)
    return True


def _publish_pages(moment: PublicationMoment) -> None:
    rows = list(moment.planned.select_related("page", "revision"))
    problems = [problem for planned in rows for problem in _problems_of(planned)]
    if moment.made_by is None:
        problems.append("Wie dit plande, heeft geen account meer.")
    elif not rows:
        problems.append("Er zit geen pagina meer in.")
    if problems:
        raise MomentRefused(problems)
    for planned in rows:
        if _is_published(planned):
            planned.was_online = True
            planned.save(update_fields=["was_online"])
        else:
            planned.revision.publish(user=moment.made_by, skip_permission_checks=True)  # asked in _problems_of


def _problems_of(planned: PlannedPage) -> Iterator[str]:
    """What keeps a page from being published as it was put in the moment."""
    page, revision, maker = planned.page, planned.revision, planned.moment.made_by
    if page is None or revision is None:
        yield f"{planned.title}: de pagina of de gekozen versie is verwijderd"
        return
    if page.get_lock() is not None:
        yield f"{planned.title}: de pagina is op slot gezet"
    if maker is not None and not page.permissions_for_user(maker).can_publish():
        yield f"{planned.title}: wie dit plande, mag deze pagina niet publiceren"
    newer = page.live_revision is not None and page.live_revision.created_at > revision.created_at
    if newer and not _is_published(planned):
        yield f"{planned.title}: er staat al een nieuwere versie op de site"
    if page.get_ancestors().filter(live=False, depth__gt=1).exists():
        yield f"{planned.title}: de pagina erboven staat niet op de site"
    draft = revision.as_object()
    yield from (f"{planned.title}: {problem}" for problem in (*_wrong_dates(draft), *unfit(draft)))


def _wrong_dates(draft: Page) -> Iterator[str]:
    if draft.go_live_at and draft.go_live_at > timezone.now():
        yield "heeft een eigen publicatiedatum; haal die eerst weg"
    if draft.expire_at and draft.expire_at <= timezone.now():
        yield "is volgens de eigen datum al verlopen"


def _is_published(planned: PlannedPage) -> bool:
    """Whether exactly what was approved is on the page already: a workflow may have been first."""
    page = planned.page
    if page is None or not page.live or page.live_revision is None or planned.revision is None:
        return False
    return _words(page.live_revision.content) == _words(planned.revision.content)


def _words(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in _KEPT_BY_WAGTAIL}


def _end(moment: PublicationMoment, state: MomentState) -> None:
    moment.state, moment.ended_at, moment.failure = state, timezone.now(), ""
    moment.save(update_fields=["state", "ended_at", "failure"])
    moment.planned.update(is_open=False)


def _fail(pk: int, problems: list[str]) -> None:
    """Nothing was published; whoever made it hears why. Its pages stay in it until it is planned anew or cancelled."""
    with transaction.atomic():
        moment = PublicationMoment.objects.select_for_update().get(pk=pk)
        if moment.state != MomentState.PLANNED:
            return
        moment.state, moment.failure, moment.ended_at = MomentState.FAILED, "\n".join(problems), timezone.now()
        moment.save(update_fields=["state", "failure", "ended_at"])
        address = address_for(moment.made_by, moment.made_by_role)
        if address:
            post(
                f"publicatiemoment:{pk}:{moment.at.isoformat()}:{moment.ended_at.isoformat()}",
                to=address,
                subject="Niet gepubliceerd: een publicatiemoment is mislukt",
                body=_BODY.format(
                    title=moment.title, at=when(moment.at), problems="\n".join(f"- {text}" for text in problems),
                    path=f"{settings.SITE_URL}{reverse('moment', args=[pk])}",
                ),
            )  # fmt: skip


def when(at: datetime) -> str:
    """The moment on the clock of the municipality: 3 december 2026, 9:00 uur."""
    return f"{date_format(timezone.localtime(at), 'j F Y, G:i')} uur"


_BODY = """‘{title}’ zou op {at} online gaan. Dat is niet gebeurd: van de pagina's is er niet één gepubliceerd.

{problems}

Los het op en kies een nieuw moment:

{path}

Dit bericht is automatisch verstuurd.
"""
