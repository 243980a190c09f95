"""History: each change of a public challenge is a version, with a date, a role and, where it matters, a reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from vergezicht.challenges.models import Action, Challenge, ChallengeState, ChallengeVersion
from vergezicht.languages import noted

# Every part of the content, with its name for readers. A test holds this list against the fields of the models.
PARTS = {
    "title": noted("titel"),
    "kind": noted("soort"),
    "state": noted("fase"),
    "state_reason": noted("reden van de fase"),
    "merged_into": noted("samengevoegd met"),
    "areas": noted("gebieden"),
    "themes": noted("thema's"),
    "indicators": noted("waaraan we het meten"),
    "figures": noted("cijfers achter de aanleiding"),
    "reason": noted("aanleiding"),
    "goal": noted("doel"),
    "criteria": noted("criteria"),
    "owner_role": noted("trekker"),
    "budget_note": noted("geld"),
    "decision_reference": noted("besluit"),
    "targets": noted("streefdoelen"),
    "partners": noted("partners"),
    "actions": noted("acties"),
}
NEEDS_REASON = {"goal", "targets", "criteria", "state", "merged_into", "areas"}
UNKNOWN_ROLE = noted("onbekend")
_FIRST = noted("Zoals de opgave was toen versies werden bijgehouden.")
_UNSEEN = noted("Gewijzigd buiten de schermen om; een reden is niet vastgelegd.")


@dataclass
class _Sitting:
    role: str
    reason: str
    at: datetime | None
    touched: set[int] = field(default_factory=set)


_sitting: ContextVar[_Sitting | None] = ContextVar("sitting", default=None)


def with_content() -> QuerySet[Challenge]:
    """Challenges with everything that belongs to a version, in a bounded number of queries."""
    return Challenge.objects.select_related("merged_into").prefetch_related(
        "targets", "involvements__partner", "actions__milestones", "actions__partners"
    )


def content_of(challenge: Challenge) -> dict[str, Any]:
    """The content of a version: plain values only, in a fixed order."""
    values: dict[str, Any] = {
        name: getattr(challenge, name)
        for name in PARTS
        if name not in {"merged_into", "targets", "partners", "actions"}
    }
    values["merged_into"] = challenge.merged_into.slug if challenge.merged_into else ""
    values["targets"] = [
        {name: getattr(target, name) for name in
         ("indicator", "area", "kind", "value", "baseline_period", "year", "because")}
        for target in challenge.targets.all()
    ]  # fmt: skip
    values["partners"] = [
        {"partner": item.partner.name, "role": item.get_role_display()} for item in challenge.involvements.all()
    ]
    values["actions"] = [_action(action) for action in challenge.actions.all()]
    return {name: values[name] for name in PARTS}


def _action(action: Action) -> dict[str, Any]:
    names = ("title", "who", "when", "phase", "status", "status_reason", "noticed")
    return {
        "id": action.pk,
        **{name: getattr(action, name) for name in names},
        "starts": _day(action.starts),
        "ends": _day(action.ends),
        "partners": sorted(partner.name for partner in action.partners.all()),
        "milestones": [
            {"title": item.title, "due": _day(item.due), "done_on": _day(item.done_on)}
            for item in action.milestones.all()
        ],
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def checksum_of(content: dict[str, Any]) -> str:
    """sha256 of the content as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def record_version(
    challenge: Challenge, *, role: str, reason: str = "", at: datetime | None = None
) -> ChallengeVersion | None:
    """A new version when the content differs from the last one; None when it does not, or when it is a concept.

    Reads the challenge afresh. Raises ``ValidationError`` when a change that needs a reason has none.
    """
    fresh = with_content().get(pk=challenge.pk)
    if not fresh.is_public:
        return None
    last = fresh.versions.order_by("-number").first()
    return _append(fresh, last, content_of(fresh), role=role, reason=reason, at=at)


def _append(
    challenge: Challenge, last: ChallengeVersion | None, content: dict[str, Any], *, role: str, reason: str,
    at: datetime | None,
) -> ChallengeVersion | None:  # fmt: skip
    content = json.loads(json.dumps(content, ensure_ascii=False))  # as the database will give it back
    changed = changed_parts(last.content if last else None, content)
    if last is not None and not changed:
        return None
    if NEEDS_REASON & set(changed) and not reason.strip():
        words = ", ".join(PARTS[name] for name in changed if name in NEEDS_REASON)
        raise ValidationError(f"Bij een wijziging van {words} hoort een reden.")
    moment = at or timezone.now()
    if last is not None and moment < last.recorded_at:
        raise ValidationError("Een versie is nooit ouder dan de versie ervoor.")
    return ChallengeVersion.objects.create(
        challenge=challenge,
        number=last.number + 1 if last else 1,
        recorded_at=moment,
        role=role,
        reason=reason,
        changed=changed,
        content=content,
        checksum=checksum_of(content),
    )


def changed_parts(before: dict[str, Any] | None, after: dict[str, Any]) -> list[str]:
    """The names of the parts that differ; none for a first version."""
    if before is None:
        return []
    return [name for name in PARTS if before.get(name) != after.get(name)]


@contextmanager
def sitting(*, role: str, reason: str = "", at: datetime | None = None) -> Iterator[None]:
    """Everything changed inside is one version per challenge, by this role and for this reason; all or nothing."""
    if _sitting.get() is not None:
        yield
        return
    current = _Sitting(role, reason, at)
    token = _sitting.set(current)
    try:
        with transaction.atomic():
            yield
            for key in sorted(current.touched):
                record_version(Challenge(pk=key), role=role, reason=reason, at=at)
    finally:
        _sitting.reset(token)


def note_change(challenge: Challenge) -> None:
    """Called after every save of a challenge or a part of it: now a version, or one at the end of the sitting."""
    current = _sitting.get()
    if current is not None:
        current.touched.add(challenge.pk)
    else:
        record_version(challenge, role=UNKNOWN_ROLE, reason=_UNSEEN)


def record_unseen_changes() -> int:
    """A version of every public challenge that was changed without one (raw SQL, a bulk update); returns how many.

    The bake calls it first, so that what is published is always a version: in a bounded number of queries.
    """
    latest = ChallengeVersion.objects.filter(challenge=OuterRef("pk")).order_by("-number")
    marked = with_content().exclude(state=ChallengeState.CONCEPT).annotate(last=Subquery(latest.values("checksum")[:1]))
    behind = [item for item in marked if checksum_of(json.loads(json.dumps(content_of(item)))) != item.last]
    for challenge in behind:
        record_version(challenge, role=UNKNOWN_ROLE, reason=_UNSEEN if challenge.last else _FIRST)
    return len(behind)


def version_at(challenge: Challenge, moment: datetime) -> ChallengeVersion | None:
    """The version that was public at a moment; None before the first."""
    return challenge.versions.filter(recorded_at__lte=moment).order_by("-number").first()


def versions_of(challenges: Iterable[Challenge]) -> dict[int, int]:
    """Challenge -> number of its last version, in one query."""
    keys = [item.pk for item in challenges]
    rows = ChallengeVersion.objects.filter(challenge__in=keys).values("challenge").annotate(last=Max("number"))
    return {row["challenge"]: row["last"] for row in rows}
