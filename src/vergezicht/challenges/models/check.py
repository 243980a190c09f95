"""Course check (koerscheck): a dated, signed verdict with its evidence, and the adjustments it caused."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from vergezicht.challenges.models.append_only import AppendOnly
from vergezicht.challenges.models.challenge import Challenge
from vergezicht.challenges.models.course import VERDICTS, Course, missing_reason
from vergezicht.languages import noted


class CourseSignal(models.TextChoices):
    """What the figures say by rule (targets.py), before a human says anything."""

    ON_COURSE = "op-koers", noted("Op koers")
    UNCLEAR = "onduidelijk", noted("Niet aantoonbaar")
    OFF_COURSE = "van-koers", noted("Van koers")
    NO_NEW_FIGURES = "geen-nieuwe-cijfers", noted("Geen nieuwe cijfers")
    NO_TARGETS = "geen-streefdoelen", noted("Geen streefdoelen")

    @property
    def agrees_with(self) -> set[Course]:
        """Verdicts that need no explanation beside this signal."""
        if self == CourseSignal.ON_COURSE:
            return {Course.ON_COURSE, Course.REACHED}
        if self == CourseSignal.OFF_COURSE:
            return {Course.ADJUST, Course.OFF_COURSE, Course.STALLED, Course.STOPPED}
        return set(Course) - {Course.REACHED}


class Confidence(models.TextChoices):
    LOW = "laag", noted("Laag")
    MEDIUM = "middel", noted("Middel")
    HIGH = "hoog", noted("Hoog")


class CourseCheck(AppendOnly):
    """A dated verdict, signed by role, with frozen evidence and the story behind it. It is never changed afterwards.

    ``evidence`` and ``trace`` are what ``evidence.gather_evidence`` found at that moment; ``release_checksum`` is the
    sha256 of the datapackage of the release, which lists the sha256 of each of its files.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="checks", verbose_name="wijkopgave")
    date = models.DateField("datum")
    verdict = models.CharField("oordeel", max_length=20, choices=VERDICTS)
    role = models.CharField("door (rol)", max_length=80)
    who = models.CharField("wie waren erbij", max_length=200, blank=True, help_text="Rollen en aantallen, geen namen.")
    story = models.TextField("het verhaal erachter", blank=True, help_text="In gewone taal: voor bewoners.")
    signal = models.CharField("wat de cijfers zeggen", max_length=20, choices=CourseSignal.choices, blank=True)
    trace = models.JSONField("rekenregels", default=list, blank=True)
    evidence = models.JSONField("bewijs", default=dict, blank=True)
    release_name = models.CharField("release", max_length=120, blank=True)
    release_checksum = models.CharField("controlegetal", max_length=64, blank=True)
    differs_because = models.TextField("waarom anders dan de cijfers", blank=True)
    confidence = models.CharField("zekerheid", max_length=8, choices=Confidence.choices, default=Confidence.MEDIUM)
    next_due = models.DateField("volgende koerscheck", null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True, verbose_name="verbetert"
    )
    correction_reason = models.TextField("reden van de verbetering", blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "koerscheck"
        verbose_name_plural = "koerschecks"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.get_verdict_display()} ({self.date:%d-%m-%Y})"

    @property
    def course(self) -> Course:
        return Course(self.verdict)

    @property
    def differs(self) -> bool:
        """Whether the human verdict needs a word beside what the figures say."""
        return bool(self.signal) and Course(self.verdict) not in CourseSignal(self.signal).agrees_with

    @property
    def weighs_otherwise(self) -> bool:
        """Whether the figures say something of their own that is not the verdict, an explanation needed or not."""
        told = {CourseSignal.ON_COURSE, CourseSignal.UNCLEAR, CourseSignal.OFF_COURSE}
        return self.signal in told and self.signal != self.verdict

    def clean(self) -> None:
        super().clean()
        problems = missing_reason(self.verdict, self.story, "story")
        if not problems and not self.story.strip():
            problems["story"] = (
                "Vertel in gewone taal wat er aan de hand is: zonder verhaal is een oordeel een stempel."
            )
        if not self.evidence:
            problems["verdict"] = "Een oordeel zonder bewijs wordt niet bewaard."
        if self.differs and not self.differs_because.strip():
            problems["differs_because"] = "Uw oordeel is anders dan wat de cijfers zeggen. Leg uit waarom."
        if self.supersedes_id and not self.correction_reason.strip():
            problems["correction_reason"] = "Een verbetering staat naast de oude koerscheck, met de reden."
        if problems:
            raise ValidationError(problems)


class AdjustmentKind(models.TextChoices):
    ACTION_ADDED = "actie-erbij", noted("Een actie erbij")
    ACTION_CHANGED = "actie-anders", noted("Een actie anders")
    ACTION_STOPPED = "actie-stoppen", noted("Een actie stoppen")
    GOAL_CHANGED = "doel", noted("Het doel bijstellen")
    MORE_TIME = "tijd", noted("Meer tijd")
    OTHER_PARTNER = "partner", noted("Een andere partner")


class Adjustment(AppendOnly):
    """Bijsturing: what we decided to do differently because of a course check. The next check must answer it."""

    caused_by = models.ForeignKey(CourseCheck, models.PROTECT, related_name="adjustments", verbose_name="koerscheck")
    kind = models.CharField("soort", max_length=16, choices=AdjustmentKind.choices)
    text = models.TextField("wat gaan we anders doen?")
    owner_role = models.CharField("wie (rol)", max_length=80)
    due = models.DateField("uiterlijk", null=True, blank=True)

    class Meta:
        verbose_name = "bijsturing"
        verbose_name_plural = "bijsturingen"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "answer")


class Outcome(models.TextChoices):
    DONE = "gedaan", noted("Gedaan")
    PARTLY = "deels", noted("Deels gedaan")
    NOT_DONE = "niet", noted("Niet gedaan")


class AdjustmentAnswer(AppendOnly):
    """What became of an adjustment, told at a later course check."""

    adjustment = models.OneToOneField(Adjustment, models.PROTECT, related_name="answer", verbose_name="bijsturing")
    answered_by = models.ForeignKey(CourseCheck, models.PROTECT, related_name="answers", verbose_name="koerscheck")
    outcome = models.CharField("uitkomst", max_length=8, choices=Outcome.choices)
    text = models.TextField("wat is ervan gekomen?")

    class Meta:
        verbose_name = "antwoord op een bijsturing"
        verbose_name_plural = "antwoorden op bijsturingen"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.text}"
