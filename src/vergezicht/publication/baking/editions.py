"""Editions: asked for, baked in the background, swapped in atomically; a failed bake changes nothing for readers."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from vergezicht.challenges.ground import current_release
from vergezicht.languages import noted
from vergezicht.mailing.delivery import deliver
from vergezicht.publication.assets import asset_files
from vergezicht.publication.baking import bake
from vergezicht.publication.baking.erasure import purge_erased
from vergezicht.publication.models import Edition, EditionState
from vergezicht.publication.moments.planning import publish_due

log = logging.getLogger("vergezicht.publication")


def request_edition(reason: str) -> Edition:
    """Ask for a new edition. Requests that nobody has begun on are joined into one."""
    waiting = Edition.objects.filter(state=EditionState.REQUESTED).first()
    if waiting is None:
        return Edition.objects.create(reason=reason[:250])
    if reason not in waiting.reason and len(waiting.reason) + len(reason) < 240:
        waiting.reason = f"{waiting.reason}; {reason}"
        waiting.save(update_fields=["reason"])
    return waiting


def request_after_upgrade() -> Edition | None:
    """Ask for an edition when the one online lacks a style or script of this version: pages that are not in an edition,
    such as the open forms, ask for those of now. None when it has them all, and before the first edition."""
    site = Path(settings.EDITIONS_FOLDER) / bake.CURRENT / "site"
    if not site.is_dir() or all((site / path.lstrip("/")).is_file() for path in asset_files()):
        return None
    return request_edition(noted("Nieuwe versie van de software"))


def bake_waiting(progress: Callable[[str], None] = lambda text: None) -> Edition | None:
    """Bake the edition that was asked for, if any and if nobody else bakes; its outcome is recorded, also a failure."""
    with _alone() as alone:
        edition = _taken() if alone else None
        return None if edition is None else _baked(edition, progress)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process bakes in this folder; a process that is killed lets go of it."""
    editions = Path(settings.EDITIONS_FOLDER)
    editions.mkdir(parents=True, exist_ok=True)
    folder = os.open(editions, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(folder)


def _taken() -> Edition | None:
    """The edition to make now; one that was begun and never finished comes first, so that a crash loses none."""
    with transaction.atomic():
        waiting = Edition.objects.select_for_update().filter(state__in=[EditionState.BAKING, EditionState.REQUESTED])
        edition = waiting.order_by("pk").first()
        if edition is not None:
            edition.state, edition.begun_at = EditionState.BAKING, timezone.now()
            edition.save(update_fields=["state", "begun_at"])
        return edition


def _baked(edition: Edition, progress: Callable[[str], None]) -> Edition:
    _purge()  # first, so that the new edition's own list of changes names nothing erased
    release = current_release()
    number = _next_number()
    try:
        baked = bake.bake(number, reason=edition.reason, progress=progress)
    except Exception as error:
        log.exception("editie %s is niet gemaakt", number)
        edition.state = EditionState.FAILED
        edition.error = describe(error)
        edition.finished_at = timezone.now()
        edition.save()
        return edition
    edition.pages = baked.pages
    edition.changed = list(baked.changed)
    edition.release = ", ".join(one.name for one in release.releases)[:120] if release else ""
    edition.finished_at = timezone.now()
    if baked.folder is None:
        edition.state = EditionState.UNCHANGED
    else:
        edition.state = EditionState.PUBLISHED
        edition.number = number
    edition.save()
    _purge()
    return edition


def _next_number() -> int:
    """One more than any edition had, also one that is a folder and was never recorded."""
    known = Edition.objects.aggregate(highest=Max("number"))["highest"] or 0
    folders = Path(settings.EDITIONS_FOLDER).glob("[0-9]*")
    return max([known, *(int(path.name) for path in folders if path.name.isdecimal())]) + 1


def _purge() -> None:
    """An earlier edition that cannot be read must not keep the next one from coming."""
    try:
        purge_erased()
    except Exception:
        log.exception("eerdere edities zijn niet opgeschoond")


def describe(error: Exception) -> str:
    """What went wrong, in words for the administrator; never the content of a page."""
    if isinstance(error, OSError) and error.errno is not None:
        words = {28: "de schijf is vol", 13: "geen schrijfrechten", 122: "de schijfruimte voor deze gebruiker is op"}
        cause = words.get(error.errno, error.strerror or "onbekende fout")
        return f"De editie is niet gemaakt: {cause}. De vorige editie staat nog steeds online."
    return f"De editie is niet gemaakt ({type(error).__name__}). De vorige editie staat nog steeds online."


def work(*, seconds: float = 1.0, until: Callable[[], bool] = lambda: False) -> None:
    """Bake what is asked for and send what waits, until told to stop; beside the web server (``vergezicht serve``)."""
    day = None
    while not until():
        if day != timezone.localdate():
            _start_day()
            day = timezone.localdate()
        _send_mail()
        _publish_due()
        edition = bake_waiting()
        if edition is None:
            time.sleep(seconds)
        else:
            log.info("%s: %s", edition, edition.get_state_display())


def _send_mail() -> None:
    """What cannot be sent waits; it must not keep the worker from baking."""
    try:
        deliver()
    except Exception:
        log.exception("mail versturen is niet gelukt")


def _publish_due() -> None:
    """A publication moment that fails is told to its maker; nothing about it, nor about the page that has a date of
    its own, may keep the worker from baking."""
    try:
        publish_due()
    except Exception:
        log.exception("publicatiemomenten zijn niet nagekeken")
    try:
        call_command("publish_scheduled")
    except Exception:
        log.exception("ingeplande pagina's zijn niet nagekeken")


def _start_day() -> None:
    """A failure here must not keep the worker from baking."""
    from vergezicht.publication.baking.daily import start_day  # it asks for editions itself

    try:
        start_day()
    except Exception:
        log.exception("het dagelijkse opruimen is niet gelukt")
