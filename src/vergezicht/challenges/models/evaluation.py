"""Evaluation and carry-over: what came of a challenge at the end of a cycle, and what the next cycle does with it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from vergezicht.challenges.models.append_only import AppendOnly
from vergezicht.challenges.models.challenge import Challenge
from vergezicht.challenges.models.cycle import Cycle
from vergezicht.languages import noted


class Effect(models.TextChoices):
    """What the figures of the area show. Never a proof that the actions did it."""

    BETTER = "beter", noted("Aantoonbaar beter")
    WORSE = "slechter", noted("Aantoonbaar slechter")
    MIXED = "wisselend", noted("Wisselend: het ene cijfer beter, het andere slechter")
    NOT_DEMONSTRABLE = "niet-aantoonbaar", noted("Niet aantoonbaar")
    NO_FIGURES = "geen-cijfers", noted("Nog geen nieuwe cijfers")


class Evaluation(AppendOnly):
    """The account of one challenge at the end of its cycle: promised, done, not done and why, effect, lessons.

    ``evidence`` freezes what was promised (the actions of the first public version), how each ended and the figures.
    A correction is a new evaluation that ``supersedes`` the old one.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="evaluations", verbose_name="wijkopgave")
    date = models.DateField("datum", default=timezone.localdate)
    role = models.CharField("door (rol)", max_length=80)
    promised = models.TextField("wat hadden we beloofd?")
    done = models.TextField("wat is gedaan?")
    not_done = models.TextField("wat is niet gedaan, en waarom niet?", blank=True)
    effect = models.CharField("effect in de cijfers", max_length=20, choices=Effect.choices)
    effect_note = models.TextField("toelichting bij het effect", blank=True)
    unexpected = models.TextField("wat was onverwacht?", blank=True)
    lessons = models.TextField("wat leerden we?")
    evidence = models.JSONField("bewijs", default=dict, blank=True)
    release_name = models.CharField("release", max_length=120, blank=True)
    release_checksum = models.CharField("controlegetal", max_length=64, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True, verbose_name="verbetert"
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "evaluatie"
        verbose_name_plural = "evaluaties"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.get_effect_display()}"


class Decision(models.TextChoices):
    CONTINUE = "doorgaan", noted("Doorgaan")
    ADJUST = "aanpassen", noted("Aanpassen")
    FINISH = "afronden", noted("Afronden")
    STOP = "stoppen", noted("Stoppen")

    @property
    def goes_on(self) -> bool:
        return self in {Decision.CONTINUE, Decision.ADJUST}

    @property
    def outcome(self) -> str:
        """What came of the challenge by it, for readers."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Decision.CONTINUE: noted("voortgezet"),
    Decision.ADJUST: noted("aangepast"),
    Decision.FINISH: noted("afgerond"),
    Decision.STOP: noted("gestopt"),
}


class CarryOver(AppendOnly):
    """What was decided about a challenge when its cycle gave way to the next, with the reason."""

    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="carry_over", verbose_name="wijkopgave")
    to_cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="carried_over", verbose_name="naar cyclus")
    decision = models.CharField("besluit", max_length=12, choices=Decision.choices)
    reason = models.TextField("reden")
    role = models.CharField("door (rol)", max_length=80)
    successor = models.OneToOneField(
        Challenge, models.PROTECT, related_name="carried_from", null=True, blank=True, verbose_name="gaat verder als"
    )
    date = models.DateField("datum", default=timezone.localdate)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.get_decision_display().lower()}"

    @property
    def outcome(self) -> str:
        return Decision(self.decision).outcome

    def clean(self) -> None:
        super().clean()
        if not self.reason.strip():
            raise ValidationError({"reason": "Bij elk besluit hoort een reden."})
        if Decision(self.decision).goes_on != (self.successor_id is not None):
            raise ValidationError({"successor": "Wie doorgaat heeft een opvolger; wie afrondt of stopt niet."})
