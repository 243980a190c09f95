"""Four eyes: proposing a change of what is public, and the decision about it by somebody else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q, QuerySet
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields, model_from_serializable_data

from vergezicht.challenges.models import (
    Action,
    Challenge,
    ChallengeState,
    Conversation,
    CouncilItem,
    Cycle,
    Proposal,
    ProposalDecision,
    ProposalOutcome,
)
from vergezicht.challenges.versions.history import checksum_of, content_of, sitting, with_content
from vergezicht.challenges.versions.text_history import record_text
from vergezicht.challenges.versions.wording import changes, whole, word_for

_OWN_PROPOSAL = {"actions"}  # an action of a public challenge is proposed by itself
_ADOPTED = "Vastgesteld."  # what readers see as the reason of a first version without one of its own
_NOT_CONTENT = {"pk", "id", "changed_at"} | _OWN_PROPOSAL


def values_of(instance: models.Model) -> dict[str, Any]:
    """Everything a form may change, with targets, partners, milestones and harvest: plain values."""
    clustered = isinstance(instance, ClusterableModel)
    found = instance.serializable_data() if clustered else get_serializable_data_for_fields(instance)  # type: ignore[union-attr]
    kept = {name: value for name, value in found.items() if name not in _NOT_CONTENT}
    values: dict[str, Any] = json.loads(json.dumps(kept, cls=DjangoJSONEncoder))
    return values


def is_public(instance: models.Model) -> bool:
    """Whether readers see it now, by what the database says: only then a change of it is a proposal."""
    if isinstance(instance, Action):
        return Challenge.objects.filter(pk=instance.challenge_id).exclude(state=ChallengeState.CONCEPT).exists()
    if isinstance(instance, Challenge):
        return Challenge.objects.filter(pk=instance.pk).exclude(state=ChallengeState.CONCEPT).exists()
    if isinstance(instance, Conversation | CouncilItem):
        return type(instance)._default_manager.filter(pk=instance.pk, is_public=True).exists()
    return isinstance(instance, Cycle)


def open_proposals() -> QuerySet[Proposal]:
    """What waits for a decision, oldest first."""
    return Proposal.objects.filter(decision__isnull=True).select_related("content_type").order_by("proposed_at", "pk")


def open_proposal(instance: models.Model) -> Proposal | None:
    """The proposal that waits for one subject; there is at most one."""
    if instance.pk is None:
        return None
    return open_proposals().filter(content_type=_type_of(type(instance)), object_id=instance.pk).first()


def new_actions() -> QuerySet[Proposal]:
    """The actions that wait to be adopted and are in no list yet, oldest first."""
    return open_proposals().filter(content_type=_type_of(Action), object_id=None)


def proposed_actions(challenge: Challenge) -> list[Proposal]:
    """What waits about the actions of one challenge: changes of them, and new ones."""
    own = Q(object_id=None, after__challenge=challenge.pk) | Q(
        object_id__in=Action.objects.filter(challenge=challenge).values("pk")
    )
    return list(open_proposals().filter(own, content_type=_type_of(Action)))


@transaction.atomic
def propose(instance: models.Model, *, user: Any, role: str, reason: str = "") -> Proposal | None:
    """Propose what ``instance`` (in memory, not saved) says; None when it says nothing new.

    A proposal that already waits for the same subject is replaced by this one, and its authors are kept: none of them
    may approve it.
    """
    live = type(instance)._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    before, after = (values_of(live) if live else {}), values_of(instance)
    waiting = open_proposal(instance)
    if before == after:
        if waiting:
            _decide(waiting, ProposalOutcome.WITHDRAWN, user=user, role=role, note="Er verandert niets.")
        return None
    return _put(instance, before, after, waiting, user=user, role=role, reason=reason)


@transaction.atomic
def propose_adoption(
    challenge: Challenge, *, user: Any, role: str, reason: str = "", state: ChallengeState = ChallengeState.ADOPTED
) -> Proposal:
    """Hand in a concept to be adopted as it is now, with its actions; ``state`` is what it becomes.

    Raises ``ValidationError`` when it is no concept, or not yet complete.
    """
    fresh = with_content().get(pk=challenge.pk)
    if fresh.is_public:
        raise ValidationError("Deze opgave is al vastgesteld.")
    if fresh.unwritten:
        raise ValidationError(fresh.unwritten)
    after = {"state": state.value}
    return _put(fresh, {"state": fresh.state}, after, open_proposal(fresh), user=user, role=role,
                reason=reason, basis=checksum_of(content_of(fresh)))  # fmt: skip


@transaction.atomic
def propose_publishing(text: Conversation | CouncilItem, *, user: Any, role: str, reason: str = "") -> Proposal:
    """Hand in the account of a conversation, or a motion or promise, to be made public as it is now."""
    fresh = type(text)._default_manager.get(pk=text.pk)
    if fresh.is_public:
        raise ValidationError("Dit is al openbaar.")
    return _put(fresh, {"is_public": False}, {"is_public": True}, open_proposal(fresh), user=user, role=role,
                reason=reason, basis=checksum_of(values_of(fresh)))  # fmt: skip


def _put(
    instance: models.Model, before: dict[str, Any], after: dict[str, Any], waiting: Proposal | None, *, user: Any,
    role: str, reason: str, basis: str = "",
) -> Proposal:  # fmt: skip
    authors = {user.pk, *(waiting.authors if waiting else [])}
    if waiting:
        _decide(waiting, ProposalOutcome.REPLACED, user=user, role=role)
    return Proposal.objects.create(
        content_type=_type_of(type(instance)), object_id=instance.pk, title=str(instance)[:200], before=before,
        after=after, basis=basis, reason=reason, role=role, proposer=user.pk, authors=sorted(authors),
    )  # fmt: skip


def proposed_instance(proposal: Proposal) -> models.Model:
    """The subject as it would be, not saved: what is there now with what is proposed.

    Raises ``ValidationError`` when a part that the proposal changes was changed in the meantime.
    """
    model = _model_of(proposal)
    live = model._default_manager.filter(pk=proposal.object_id).first() if proposal.object_id else None
    if proposal.object_id and live is None:
        raise ValidationError("Dit bestaat niet meer.")
    values = values_of(live) if live else {}
    stale = [name for name in proposal.changed if live and values.get(name) != proposal.before.get(name)]
    if stale:
        words = ", ".join(word_for(model, name) for name in stale)
        raise ValidationError(f"Intussen veranderde {words}. Leg het voorstel opnieuw voor.")
    values |= {name: proposal.after[name] for name in proposal.changed}
    values["pk"] = proposal.object_id
    found = model.from_serializable_data(values) if issubclass(model, ClusterableModel) else (  # type: ignore[attr-defined]
        model_from_serializable_data(model, values)
    )  # fmt: skip
    assert isinstance(found, models.Model)  # noqa: S101  # no cascading key is left dangling here
    return found


def may_decide(proposal: Proposal, user: Any) -> bool:
    """Whether somebody may approve or reject it: by role, and never one of who wrote it."""
    permission = "approve_challenge" if _model_of(proposal) is Challenge else "approve_text"
    return bool(user.has_perm(f"challenges.{permission}")) and user.pk not in {proposal.proposer, *proposal.authors}


def waiting_for(user: Any) -> list[Proposal]:
    """The proposals that wait for this person's decision."""
    return [item for item in open_proposals() if may_decide(item, user)]


@transaction.atomic
def approve(proposal: Proposal, *, user: Any, role: str) -> models.Model:
    """Make it so. The version that readers get is signed by who proposed and who approved."""
    _require(proposal, may_decide(proposal, user))
    instance = proposed_instance(proposal)
    _require_basis(proposal, instance)
    instance.full_clean()
    _decide(proposal, ProposalOutcome.APPROVED, user=user, role=role)
    signed = f"{proposal.role}, vastgesteld door {role}"[:80]
    reason = proposal.reason or (_ADOPTED if isinstance(instance, Challenge) and proposal.basis else "")
    with sitting(role=signed, reason=reason):
        instance.save()
    record_text(instance, role=signed, reason=reason)
    return instance


@transaction.atomic
def reject(proposal: Proposal, *, user: Any, role: str, note: str) -> None:
    """Not so, and why. Readers never saw it."""
    _require(proposal, may_decide(proposal, user))
    _decide(proposal, ProposalOutcome.REJECTED, user=user, role=role, note=note)


@transaction.atomic
def withdraw(proposal: Proposal, *, user: Any, role: str) -> None:
    """Taken back by who wrote it."""
    _require(proposal, user.pk in {proposal.proposer, *proposal.authors})
    _decide(proposal, ProposalOutcome.WITHDRAWN, user=user, role=role)


def differences(proposal: Proposal) -> list[tuple[str, str, str]]:
    """What changes, in words: name, as it is, as it would be."""
    return changes(_model_of(proposal), proposal.before, proposal.after, proposal.changed)


def concept_parts(proposal: Proposal) -> list[tuple[str, str]]:
    """All of a concept that is to become public, in words, as it is now; nothing for another proposal."""
    model = _model_of(proposal)
    concept = model._default_manager.filter(pk=proposal.object_id).first() if proposal.basis else None
    return whole(model, values_of(concept), without=("state", "is_public")) if concept is not None else []


def _require(proposal: Proposal, allowed: bool) -> None:
    if not proposal.is_open:
        raise ValidationError("Over dit voorstel is al besloten.")
    if not allowed:
        raise PermissionDenied


def _require_basis(proposal: Proposal, instance: models.Model) -> None:
    if not proposal.basis:
        return
    if isinstance(instance, Challenge):
        now = checksum_of(content_of(with_content().get(pk=instance.pk)))
    else:
        now = checksum_of(values_of(type(instance)._default_manager.get(pk=instance.pk)))
    if now != proposal.basis:
        raise ValidationError("De tekst is gewijzigd nadat zij werd voorgelegd. Leg haar opnieuw voor.")


def _decide(proposal: Proposal, outcome: ProposalOutcome, *, user: Any, role: str, note: str = "") -> None:
    entry = ProposalDecision(proposal=proposal, outcome=outcome, decider=user.pk, role=role, note=note)
    entry.full_clean()
    entry.save()


def _type_of(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _model_of(proposal: Proposal) -> type[models.Model]:
    model = proposal.content_type.model_class()
    if model not in {Action, Challenge, Conversation, CouncilItem, Cycle}:
        raise ValidationError("Hierover zijn geen voorstellen te doen.")
    return model  # type: ignore[return-value]  # one of the five


def subjects_waiting(instances: Iterable[models.Model]) -> set[int]:
    """Keys of the instances (of one model) for which a proposal waits, in one query."""
    found = list(instances)
    if not found:
        return set()
    rows = open_proposals().filter(content_type=_type_of(type(found[0])), object_id__in=[item.pk for item in found])
    return {int(key) for key in rows.values_list("object_id", flat=True) if key is not None}
