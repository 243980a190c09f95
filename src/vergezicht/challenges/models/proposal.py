"""Proposal: a change of what is public waits here for a second pair of eyes; readers keep what was approved."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from vergezicht.challenges.models.append_only import AppendOnly


class Proposal(AppendOnly):
    """One proposed change: what stood there (``before``) and what is to stand there (``after``), field by field.

    Without ``object_id`` something new is proposed. ``basis`` is the checksum of a whole concept that is to become
    public: when the concept changes, the proposal no longer stands for it. Accounts are kept as numbers: a number
    stays when an account goes, a name does not belong in what is kept for ever.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="soort")
    object_id = models.PositiveBigIntegerField("nummer", null=True, blank=True)
    title = models.CharField("over", max_length=200)
    before = models.JSONField("zoals het er staat", default=dict)
    after = models.JSONField("voorstel", default=dict)
    basis = models.CharField("controlegetal van het concept", max_length=64, blank=True)
    reason = models.TextField("reden", blank=True)
    role = models.CharField("voorgesteld door (rol)", max_length=80)
    proposer = models.PositiveBigIntegerField("voorgesteld door (nummer van het account)")
    authors = models.JSONField("nummers van wie eraan schreven", default=list)
    proposed_at = models.DateTimeField("voorgesteld op", default=timezone.now)

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        ordering = ["proposed_at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="proposals_by_subject")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return not ProposalDecision.objects.filter(proposal=self.pk).exists()

    @property
    def changed(self) -> list[str]:
        return [name for name in self.after if self.before.get(name) != self.after[name]]


class ProposalOutcome(models.TextChoices):
    APPROVED = "vastgesteld", "Vastgesteld"
    REJECTED = "afgewezen", "Afgewezen"
    REPLACED = "vervangen", "Vervangen door een nieuw voorstel"
    WITHDRAWN = "ingetrokken", "Ingetrokken"


class ProposalDecision(AppendOnly):
    """What became of a proposal. The database refuses an approval by the proposer too (guards.py)."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision", verbose_name="voorstel")
    outcome = models.CharField("besluit", max_length=12, choices=ProposalOutcome.choices)
    decider = models.PositiveBigIntegerField("besloten door (nummer van het account)")
    role = models.CharField("besloten door (rol)", max_length=80)
    note = models.TextField("toelichting", blank=True)
    decided_at = models.DateTimeField("besloten op", default=timezone.now)

    class Meta:
        verbose_name = "besluit over een voorstel"
        verbose_name_plural = "besluiten over voorstellen"
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_outcome_display().lower()}"

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        if self.outcome == ProposalOutcome.APPROVED and self.decider in {
            self.proposal.proposer,
            *self.proposal.authors,
        }:
            problems["outcome"] = "Wie een voorstel schreef, stelt het niet zelf vast: dat doet een ander."
        if self.outcome == ProposalOutcome.REJECTED and not self.note.strip():
            problems["note"] = "Zeg waarom het niet wordt vastgesteld."
        if problems:
            raise ValidationError(problems)
