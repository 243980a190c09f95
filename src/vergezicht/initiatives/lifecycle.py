"""From idea to place: the only code that changes the state of an initiative."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from vergezicht.areas.folder import slugify
from vergezicht.initiatives.answer_terms import running_term
from vergezicht.initiatives.models import (
    Contact,
    HandOver,
    Initiative,
    InitiativePicture,
    OfficialResponse,
    StateChange,
)
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import FINAL, InitiativeState, Party, next_states
from vergezicht.initiatives.states import transition as allowed

KEPT_WHILE_ALIVE = timedelta(days=3 * 365)
ERASED = "Gewist op verzoek van de indiener"
RESERVED = frozenset({"categorie", "stand", "stadsdelen", "wijken", "buurten", "gemeente"})


@transaction.atomic
def move(
    initiative: Initiative, target: str, *, party: Party, role: str, reason: str = "", note: str = "", at: Any = None
) -> StateChange:
    """Bring an initiative into another state and write it down; raises ``ValidationError`` and changes nothing.

    ``reason`` is for the file, ``note`` is for readers. ``at`` is the moment, now unless told.
    """
    locked = Initiative.objects.select_for_update().get(pk=initiative.pk)
    change = allowed(locked.state, target)
    if change is None or party not in change.parties:
        names = ", ".join(str(state.label) for state in next_states(locked.state, party)) or "niets"
        wanted = InitiativeState(target).label if target in InitiativeState.values else target
        raise ValidationError(f"Van ‘{locked.get_state_display()}’ naar ‘{wanted}’ kan niet. Wel mogelijk: {names}.")
    if change.needs_reason and not reason.strip():
        raise ValidationError(f"Geef een reden voor ‘{change.target.label}’: niets verdwijnt stilletjes.")
    if not role.strip():
        raise ValidationError("Zeg in welke rol u dit doet.")
    moment = at or timezone.now()
    written = StateChange.objects.create(
        initiative=locked, source=locked.state, target=target, at=moment, role=role, reason=reason.strip(),
        note=note.strip(), answer_days=rules().answer_days if change.starts_term else None,
    )  # fmt: skip
    if locked.state in FINAL:  # an appeal that was granted: the address is kept as long as the initiative lives
        Contact.objects.filter(initiative=locked).update(expires_at=moment + KEPT_WHILE_ALIVE)
    locked.state, locked.state_since = target, moment
    if target == InitiativeState.SUBMITTED:
        locked.published_at = None  # back to moderation: out of sight until it is published again
    elif locked.published_at is None and target == InitiativeState.PUBLISHED:
        locked.published_at = moment
    if target in FINAL:
        Contact.objects.filter(initiative=locked).update(expires_at=moment + timedelta(days=rules().contact_days))
    locked.save()
    keep_term(locked)
    initiative.refresh_from_db()
    return written


@transaction.atomic
def answer(initiative: Initiative, **values: Any) -> OfficialResponse:
    """Record the official answer; a term that runs stops with it. Values as the fields of ``OfficialResponse``."""
    response = OfficialResponse(initiative=initiative, **values)
    response.full_clean()
    response.save()
    keep_term(initiative)
    return response


def keep_term(initiative: Initiative) -> None:
    """Keep with the initiative from when until when its answer term runs, as its log says."""
    own = {"initiative": initiative}
    term = running_term(StateChange.objects.filter(**own), OfficialResponse.objects.filter(**own))
    initiative.term_start, initiative.response_due = (term.opened, term.due) if term else (None, None)
    Initiative.objects.filter(pk=initiative.pk).update(
        term_start=initiative.term_start, response_due=initiative.response_due
    )


@transaction.atomic
def erase(initiative: Initiative) -> None:
    """Remove everything the submitter gave. A draft is gone; of what was submitted the bare log of states remains."""
    for picture in InitiativePicture.objects.filter(initiative=initiative):
        picture.file.delete(save=False)
        picture.delete()
    if not StateChange.objects.filter(initiative=initiative).exists():
        ModelLogEntry.objects.for_instance(initiative).delete()
        initiative.delete()
        return
    if InitiativeState.WITHDRAWN in next_states(initiative.state, Party.SUBMITTER):
        move(initiative, InitiativeState.WITHDRAWN, party=Party.SUBMITTER, role="Indiener", reason=ERASED)
    Contact.objects.filter(initiative=initiative).delete()
    for owned in (initiative.support_requests, initiative.letters, initiative.originals):
        owned.all().delete()
    HandOver.objects.filter(initiative=initiative).delete()
    if initiative.agreement_file:
        initiative.agreement_file.delete(save=False)
    initiative.supports.all().delete()
    # The editor's own log keeps the title of what was edited.
    ModelLogEntry.objects.for_instance(initiative).update(label=ERASED)
    initiative.refresh_from_db()
    initiative.title, initiative.slug = "Gewist", f"gewist-{initiative.pk}"
    initiative.summary = initiative.body = initiative.street = initiative.public_name = ""
    initiative.agreement_text = initiative.source_url = ""
    initiative.latitude = initiative.longitude = None
    initiative.name_mode = "alias"
    initiative.erased_at = timezone.now()
    initiative.save()


def free_slug(title: str) -> str:
    """An address of its own for an initiative with this title."""
    base = slugify(title)[:80].strip("-") or "initiatief"
    taken = set(Initiative.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
