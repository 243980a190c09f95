"""Submitting without an account: a draft with a code, confirmed, changed, withdrawn and erased by that same code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from vergezicht.challenges.models import Challenge
from vergezicht.initiatives.lifecycle import KEPT_WHILE_ALIVE, erase, free_slug, move
from vergezicht.initiatives.models import Contact, HandOver, Initiative, InitiativePicture, Support, SupportRequest
from vergezicht.initiatives.moderation import after_submission, forget_letters, write_to
from vergezicht.initiatives.open_forms.codes import address_hash, code_hash, new_code, new_digits, one_person
from vergezicht.initiatives.open_forms.photos import Photo
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import CHANGEABLE, FINAL, InitiativeState, Party
from vergezicht.languages import SOURCE, spoken

SUBMITTER = "Indiener"
UNTITLED = "Idee zonder titel"
SUPPORT_MINUTES = 15
MOST_FAILURES = 5
MOST_PICTURES = 3


@transaction.atomic
def start(values: dict[str, Any], photo: Photo | None, *, submits: bool) -> tuple[Initiative, str]:
    """Keep a new idea as a draft that nobody sees; returns it with the code that opens it."""
    code, now = new_code(), timezone.now()
    initiative = Initiative(slug=free_slug(values.get("title") or UNTITLED))
    write(initiative, values, photo)
    Contact.objects.create(
        initiative=initiative,
        address=values["address"],
        address_hash=address_hash(values["address"]),
        code_hash=code_hash(code),
        submits=submits,
        language=spoken().code,
        expires_at=now + timedelta(days=rules().unconfirmed_days),
    )
    return initiative, code


@transaction.atomic
def write(initiative: Initiative, values: dict[str, Any], photo: Photo | None) -> None:
    """Write the answers of the form into the initiative."""
    initiative.kind = values.get("kind") or ""  # a draft may leave it open
    for name in ("summary", "body", "category", "street", "precision", "needs", "name_mode", "public_name"):
        setattr(initiative, name, values.get(name) or type(initiative)._meta.get_field(name).get_default())
    initiative.title = values.get("title") or UNTITLED
    initiative.areas = [values["area"]] if values.get("area") else []
    initiative.point = values.get("point")
    initiative.save()
    initiative.challenges.set(Challenge.objects.filter(slug=values.get("challenge") or ""))
    if photo is not None and initiative.pictures.count() < MOST_PICTURES:
        InitiativePicture.objects.create(
            initiative=initiative, file=photo.file, alt=values["photo_alt"], width=photo.width, height=photo.height
        )


def by_code(typed: str) -> Contact | None:
    """What a code opens; None when there is no such code or its term is over."""
    return (
        Contact.objects.select_related("initiative")
        .filter(code_hash=code_hash(typed), expires_at__gt=timezone.now())
        .first()
    )


def unconfirmed(initiative: object) -> Contact | None:
    """Where the code of an idea went, as long as nobody has typed it."""
    waiting = Contact.objects.filter(confirmed_at__isnull=True, expires_at__gt=timezone.now())
    return waiting.filter(initiative=initiative).first()


def readdress(contact: Contact, address: str) -> str:
    """Another address takes the place of one that was never confirmed; returns the new code, the old opens nothing."""
    code = new_code()
    contact.address, contact.address_hash, contact.code_hash = address, address_hash(address), code_hash(code)
    contact.save()
    return code


def keep_language(contact: Contact) -> None:
    """Mail to whoever gave the code is from now on in the language of the page on which they did."""
    if contact.language != spoken().code:
        contact.language = spoken().code
        contact.save(update_fields=["language"])


def chosen_language(address: str) -> str:
    """The language in which whoever has this address last gave a code; Dutch when they never did."""
    known = Contact.objects.filter(address_hash=address_hash(address), confirmed_at__isnull=False)
    return known.order_by("-confirmed_at").values_list("language", flat=True).first() or SOURCE


@transaction.atomic
def confirm(contact: Contact) -> bool:
    """The address is theirs: keep it while the initiative lives, and submit what was sent. True when submitted now."""
    contact = Contact.objects.select_for_update().select_related("initiative").get(pk=contact.pk)
    if contact.confirmed_at is None:
        contact.confirmed_at = timezone.now()
        contact.expires_at = contact.confirmed_at + KEPT_WHILE_ALIVE
        contact.save(update_fields=["confirmed_at", "expires_at"])
    return contact.submits and submit(contact.initiative)


def submit(initiative: Initiative) -> bool:
    """Hand it in, when it is complete and not handed in yet."""
    if initiative.state != InitiativeState.CONCEPT or not is_complete(initiative):
        return False
    move(initiative, InitiativeState.SUBMITTED, party=Party.SUBMITTER, role=SUBMITTER)
    after_submission(initiative)
    return True


def is_complete(initiative: Initiative) -> bool:
    answered = (initiative.summary, initiative.kind, initiative.category, initiative.areas)
    return initiative.title != UNTITLED and all(answered)


def may_hand_over(initiative: Initiative) -> bool:
    """While it is going on: not before it was sent in, nor when it has ended or was erased."""
    return initiative.state not in FINAL | {InitiativeState.CONCEPT} and initiative.erased_at is None


@transaction.atomic
def hand_over(contact: Contact, address: str) -> str:
    """The one who has the code names somebody else; returns the code by which that other confirms within a week."""
    code = new_code()
    HandOver.objects.update_or_create(
        initiative=contact.initiative,
        defaults={
            "sealed_address": HandOver(address=address).sealed_address,
            "code_hash": code_hash(code),
            "expires_at": timezone.now() + timedelta(days=rules().unconfirmed_days),
        },
    )
    return code


@transaction.atomic
def take_over(typed: str) -> Contact | None:
    """The other confirms: from now on their code opens the initiative and the old one opens nothing."""
    found = HandOver.objects.select_for_update().filter(code_hash=code_hash(typed), expires_at__gt=timezone.now())
    waiting = found.first()
    contact = Contact.objects.filter(initiative=waiting.initiative).first() if waiting else None
    if waiting is None or contact is None:
        return None
    old, language = contact.address, contact.language
    contact.address, contact.address_hash = waiting.address, address_hash(waiting.address)
    contact.code_hash, contact.confirmed_at, contact.language = waiting.code_hash, timezone.now(), spoken().code
    contact.save()
    told = {"initiative": contact.initiative}
    write_to(old, f"overgedragen-{waiting.pk}", "handed_over", told, language=language)
    waiting.delete()
    return contact


def may_change(initiative: Initiative) -> bool:
    return initiative.state in CHANGEABLE and initiative.erased_at is None


@transaction.atomic
def renew_codes(address: str) -> dict[str, list[str]]:
    """New codes for everything that belongs to this address, by the address as it was confirmed: they go there and
    nowhere else. The old codes stop working."""
    codes: dict[str, list[str]] = {}
    known = Contact.objects.filter(address_hash=address_hash(address), expires_at__gt=timezone.now())
    for contact in known.select_for_update():
        code = new_code()
        codes.setdefault(contact.address, []).append(code)
        contact.code_hash = code_hash(code)
        contact.save(update_fields=["code_hash"])
    return codes


@transaction.atomic
def ask_support(initiative: Initiative, *, kind: str, address: str) -> tuple[SupportRequest, str]:
    """Support that waits for a code of six digits; asking again replaces the code."""
    code = new_digits()
    who = address_hash(one_person(address), within=str(initiative.pk))
    request, _ = SupportRequest.objects.update_or_create(
        initiative=initiative,
        address_hash=who,
        defaults={
            "kind": kind,
            "code_hash": code_hash(code + who),
            "failures": 0,
            "expires_at": timezone.now() + timedelta(minutes=SUPPORT_MINUTES),
        },
    )
    return request, code


@transaction.atomic
def confirm_support(initiative: Initiative, pk: int, typed: str) -> Support | None:
    """Count the support when the code is right; after five wrong codes or a quarter of an hour it is over."""
    waiting = SupportRequest.objects.select_for_update().filter(initiative=initiative, expires_at__gt=timezone.now())
    request = waiting.filter(pk=pk).first()
    if request is None:
        return None
    if code_hash(typed + request.address_hash) != request.code_hash:
        request.failures += 1
        if request.failures >= MOST_FAILURES:
            request.delete()
        else:
            request.save(update_fields=["failures"])
        return None
    support, _ = Support.objects.update_or_create(
        initiative=request.initiative, address_hash=request.address_hash, defaults={"kind": request.kind}
    )
    request.delete()
    return support


def forget() -> dict[str, int]:
    """Remove what has outlived its term; returns counts per kind. Run every day (the worker does)."""
    now = timezone.now()
    drafts = [
        contact.initiative
        for contact in Contact.objects.select_related("initiative").filter(expires_at__lte=now, confirmed_at=None)
    ]
    for initiative in drafts:
        erase(initiative)
    contacts, _ = Contact.objects.filter(expires_at__lte=now).delete()
    requests, _ = SupportRequest.objects.filter(expires_at__lte=now).delete()
    handed, _ = HandOver.objects.filter(expires_at__lte=now).delete()
    return {
        "concepten": len(drafts), "contactgegevens": contacts, "onbevestigde steun": requests, "overdrachten": handed,
        **forget_letters(),
    }  # fmt: skip
