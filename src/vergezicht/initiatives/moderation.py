"""Moderation: trust in an address, the text as it was handed in, and the mail about each decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from vergezicht.initiatives.lifecycle import keep_term, move
from vergezicht.initiatives.mail import written
from vergezicht.initiatives.models import (
    Contact,
    Initiative,
    Letter,
    LetterKind,
    LetterState,
    OfficialResponse,
    Original,
    Outcome,
    Trust,
)
from vergezicht.initiatives.models import StateChange as Change
from vergezicht.initiatives.open_forms.codes import hashed
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party, next_states
from vergezicht.languages import SOURCE, spoken
from vergezicht.mailing.outbox import post

S = InitiativeState
BY_TRUST = "Op vertrouwen geplaatst"
_TRUST_DAYS = timedelta(days=2 * 365)
_REFUSALS = {(S.SUBMITTED, S.REJECTED), (S.PUBLISHED, S.REJECTED), (S.PUBLISHED, S.SUBMITTED)}


@transaction.atomic
def decide(initiative: Initiative, target: str, *, role: str, reason: str = "", note: str = "") -> Change:
    """A change of state by the municipality, with what follows: trust gained or lost, and a mail to the submitter."""
    change = move(initiative, target, party=Party.MUNICIPALITY, role=role, reason=reason, note=note)
    contact = _tell_of(change)
    if contact is not None:
        _learn(contact.address_hash, change)
    return change


@transaction.atomic
def settle_answer(response: OfficialResponse) -> Change | None:
    """What follows on an official answer: its term stops, and "no" to a plan that was still open ends it, by mail too.

    It says nothing about trust: a plan that cannot be done was written in good faith.
    """
    initiative = response.initiative
    keep_term(initiative)
    if response.outcome != Outcome.NO or S.REJECTED not in next_states(initiative.state, Party.MUNICIPALITY):
        return None
    change = move(
        initiative, S.REJECTED, party=Party.MUNICIPALITY, role=response.role, reason=response.text
    )  # fmt: skip
    _tell_of(change)
    return change


def _tell_of(change: Change) -> Contact | None:
    """Mail the submitter about a change of state; returns who that is, if anybody can be reached."""
    contact = Contact.objects.filter(initiative=change.initiative, confirmed_at__isnull=False).first()
    if contact is not None:
        told = {"state": change.get_target_display(), "note": change.note, "reason": change.reason}
        tell(contact, f"stand-{change.pk}", "decision", told | {"rejected": change.target == S.REJECTED})
    return contact


def _learn(address_hash: str, change: Change) -> None:
    if (change.source, change.target) in _REFUSALS:
        values: dict[str, Any] = {"is_trusted": False, "refused_at": change.at}
    elif (change.source, change.target) == (S.SUBMITTED, S.PUBLISHED):
        values = {"is_trusted": True}
    else:
        return
    Trust.objects.update_or_create(address_hash=address_hash, defaults=values | {"expires_at": change.at + _TRUST_DAYS})


def is_trusted(address_hash: str) -> bool:
    return Trust.objects.filter(address_hash=address_hash, is_trusted=True, expires_at__gt=timezone.now()).exists()


def after_submission(initiative: Initiative) -> bool:
    """Keep the text as it was handed in; publish at once what comes from a trusted address. True when published.

    A picture is always looked at by somebody first: words can be checked by rule, pictures cannot.
    """
    now = timezone.now()
    words = "\n".join((initiative.title, initiative.summary, initiative.body, initiative.street))
    Original.objects.create(
        initiative=initiative, text=words, at=now, expires_at=now + timedelta(days=rules().original_days)
    )
    contact = Contact.objects.filter(initiative=initiative, confirmed_at__isnull=False).first()
    if contact is None or initiative.pictures.exists() or not is_trusted(contact.address_hash):
        return False
    decide(initiative, S.PUBLISHED, role=BY_TRUST)
    return True


def tell(contact: Contact, key: str, kind: str, context: dict[str, object]) -> bool:
    """Put a mail to the submitter in the outbox, once per key; the first line of its template is the subject."""
    told = {"initiative": contact.initiative, **context}
    return write_to(contact.address, key, kind, told, language=contact.language)


def write_to(
    address: str, key: str, kind: str, context: dict[str, object], *, language: str, **options: Any
) -> bool:  # fmt: skip
    """Put one of ``templates/initiatives/mail`` in the outbox, once per key, in the ``language`` of who reads it."""
    subject, body = written(kind, context, language)
    return post(key, to=address, subject=subject, body=body, **options)


def relay(initiative: Initiative, *, text: str, address: str, once: str) -> bool:
    """Pass on a neighbour's message by mail, once per form; it is kept only until the mail has gone."""
    contact = Contact.objects.filter(initiative=initiative, confirmed_at__isnull=False, takes_messages=True).first()
    if contact is None:
        return False
    quoted = "\n".join(f"> {line}" for line in text.splitlines())  # no line of a stranger looks like one of ours
    return tell(contact, f"bericht-{hashed('relay', once)[:32]}", "neighbour", {"text": quoted, "address": address})


def may_appeal(initiative: Initiative) -> bool:
    """Against a rejection, once per rejection."""
    if initiative.state != S.REJECTED or initiative.erased_at is not None:
        return False
    return not Letter.objects.filter(
        initiative=initiative, kind=LetterKind.APPEAL, at__gte=initiative.state_since
    ).exists()


def send_letter(kind: str, **values: Any) -> Letter:
    """Keep a message from outside until somebody decides about it, and some time after.

    Beside an address stands the language of the page: the answer is in it.
    """
    language = spoken().code if values.get("address") else SOURCE
    expires_at = timezone.now() + timedelta(days=rules().letter_days)
    return Letter.objects.create(kind=kind, language=language, expires_at=expires_at, **values)


@transaction.atomic
def decide_letter(letter: Letter, *, accept: bool, role: str, answer: str) -> Letter | None:
    """Decide about a letter once; None when somebody else did. Whoever left an address gets the answer by mail.

    An appeal that is granted goes back to the queue; a question that is accepted stands on the page with its answer; a
    correction is written into the register.
    """
    kept = Letter.objects.select_for_update().filter(pk=letter.pk, state=LetterState.OPEN).first()
    if kept is None:
        return None
    kept.state = LetterState.ACCEPTED if accept else LetterState.REFUSED
    kept.answer, kept.role, kept.decided_at = answer.strip(), role, timezone.now()
    if accept and kept.kind == LetterKind.APPEAL and kept.initiative is not None:
        move(kept.initiative, S.SUBMITTED, party=Party.MUNICIPALITY, role=role, reason="Bezwaar gegrond")
    if accept and kept.kind == LetterKind.GONE and kept.initiative is not None:
        move(kept.initiative, S.ENDED, party=Party.MUNICIPALITY, role=role, reason=answer or "Het is er niet meer.")
    if accept and kept.kind == LetterKind.QUESTION:
        kept.public_text = kept.text
    if accept and kept.place is not None and kept.fields:
        for name, value in kept.fields.items():
            setattr(kept.place, name, value)
        kept.place.verified_on, kept.place.verified_by_role = timezone.localdate(), role
        kept.place.full_clean()
        kept.place.save()
    kept.save()
    reader = kept if kept.address else _submitter(kept)
    if reader is not None:
        write_to(reader.address, f"bericht-{kept.pk}", "letter", {"letter": kept}, language=reader.language)
    return kept


def _submitter(letter: Letter) -> Contact | None:
    if letter.kind not in {LetterKind.APPEAL, LetterKind.GONE} or letter.initiative is None:
        return None
    return Contact.objects.filter(initiative=letter.initiative, confirmed_at__isnull=False).first()


def forget_letters() -> dict[str, int]:
    """Remove what has outlived its term: what is sealed goes, an answered question on a page stays."""
    now = timezone.now()
    old = Letter.objects.filter(expires_at__lte=now).exclude(state=LetterState.OPEN)
    kept = old.exclude(public_text="").exclude(sealed_text=b"", sealed_address=b"")
    bare = kept.update(sealed_text=b"", sealed_address=b"", language=SOURCE)
    gone, _ = old.filter(public_text="").delete()
    originals, _ = Original.objects.filter(expires_at__lte=now).delete()
    trust, _ = Trust.objects.filter(expires_at__lte=now).delete()
    return {"berichten": bare + gone, "oorspronkelijke teksten": originals, "vertrouwen": trust}
