"""Cycle, challenge, action and course check; which release they stand on. Foreign keys point down only."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel


class AdoptedRelease(models.Model):
    """A release of figures that the municipality decided to use."""

    folder = models.CharField("map", max_length=120, unique=True)
    title = models.CharField("titel", max_length=200)
    checksum = models.CharField("controlegetal", max_length=64)
    role = models.CharField("vastgesteld door (rol)", max_length=80)
    note = models.TextField("toelichting", blank=True)
    adopted_at = models.DateTimeField("vastgesteld op", default=timezone.now)

    class Meta:
        verbose_name = "vastgestelde release"
        verbose_name_plural = "vastgestelde releases"
        ordering = ["-adopted_at"]

    def __str__(self) -> str:
        return self.title


class Cycle(models.Model):
    """One round: survey, conversations, challenges, actions, evaluation. Cycles overlap."""

    name = models.CharField("naam", max_length=80, unique=True)
    slug = models.SlugField(unique=True)
    starts = models.DateField("begint op")
    ends = models.DateField("eindigt op")
    description = models.TextField("omschrijving", blank=True)

    class Meta:
        verbose_name = "cyclus"
        verbose_name_plural = "cycli"
        ordering = ["starts"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": "Een cyclus eindigt later dan zij begint."})


class ChallengeKind(models.TextChoices):
    OPPORTUNITY = "kans", "Kansopgave"
    PROBLEM = "probleem", "Probleemopgave"
    PREVENTION = "preventie", "Preventieopgave"


class Course(models.TextChoices):
    """How a challenge or an action stands."""

    NOT_STARTED = "nog-niet-gestart", "Nog niet gestart"
    ON_COURSE = "op-koers", "Op koers"
    ADJUST = "bijsturen", "Bijsturen nodig"
    OFF_COURSE = "van-koers", "Van koers"
    FINISHED = "afgerond", "Afgerond"
    STOPPED = "gestopt", "Gestopt"


class Challenge(ClusterableModel):
    """A wijkopgave: an agreed task or opportunity for one or more areas in a cycle."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="challenges", verbose_name="cyclus")
    code = models.CharField("kenmerk", max_length=12)
    slug = models.SlugField(unique=True)
    title = models.CharField("titel", max_length=120)
    kind = models.CharField("soort", max_length=12, choices=ChallengeKind.choices)
    areas = models.JSONField("gebieden", default=list)
    themes = models.JSONField("thema's", default=list)
    indicators = models.JSONField("waaraan we het meten", default=list, blank=True)
    reason = models.TextField("aanleiding", help_text="Wat zien we in de cijfers en horen we van bewoners?")
    goal = models.TextField("doel", help_text="Wat merken bewoners als het lukt?")
    owner_role = models.CharField("trekker (rol)", max_length=80, default="Wijkmanager")
    is_example = models.BooleanField("voorbeeldinhoud", default=False)
    changed_at = models.DateTimeField("laatst bijgewerkt", auto_now=True)

    class Meta:
        verbose_name = "wijkopgave"
        verbose_name_plural = "wijkopgaven"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="one_code_per_cycle")]

    def __str__(self) -> str:
        return self.title

    @property
    def latest_check(self) -> CourseCheck | None:
        return max(self.checks.all(), key=lambda check: (check.date, check.pk or 0), default=None)

    @property
    def course(self) -> Course:
        """How it stands by its last course check."""
        check = self.latest_check
        return Course(check.verdict) if check else Course.NOT_STARTED

    @admin.display(description="stand")
    def course_label(self) -> str:
        return str(self.course.label)


class Action(models.Model):
    """A concrete effort by named kinds of parties."""

    challenge = ParentalKey(Challenge, related_name="actions", on_delete=models.CASCADE)
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField("wat", max_length=160)
    who = models.CharField("wie", max_length=160, blank=True)
    when = models.CharField("wanneer", max_length=80, blank=True)
    status = models.CharField("stand", max_length=20, choices=Course.choices, default=Course.NOT_STARTED)
    status_reason = models.TextField("reden", blank=True, help_text="Verplicht bij bijsturen, van koers en gestopt.")

    class Meta:
        verbose_name = "actie"
        verbose_name_plural = "acties"
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def course(self) -> Course:
        return Course(self.status)

    def clean(self) -> None:
        _require_reason(self.status, self.status_reason, "status_reason")


class CourseCheck(models.Model):
    """Koerscheck: a dated verdict, signed by role, with the story behind it. It is never changed afterwards."""

    challenge = ParentalKey(Challenge, related_name="checks", on_delete=models.CASCADE)
    date = models.DateField("datum")
    verdict = models.CharField("oordeel", max_length=20, choices=Course.choices)
    role = models.CharField("door (rol)", max_length=80)
    story = models.TextField("het verhaal erachter", blank=True)

    class Meta:
        verbose_name = "koerscheck"
        verbose_name_plural = "koerschecks"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.get_verdict_display()} ({self.date:%d-%m-%Y})"

    def clean(self) -> None:
        _require_reason(self.verdict, self.story, "story")
        if self.pk and CourseCheck.objects.filter(pk=self.pk).exclude(**self._content()).exists():
            raise ValidationError(
                "Een koerscheck staat vast. Maak een nieuwe koerscheck in plaats van deze te wijzigen."
            )

    @property
    def verdict_choice(self) -> Course:
        return Course(self.verdict)

    def _content(self) -> dict[str, object]:
        return {"date": self.date, "verdict": self.verdict, "role": self.role, "story": self.story}


def _require_reason(course: str, reason: str, field: str) -> None:
    if course in {Course.ADJUST, Course.OFF_COURSE, Course.STOPPED} and not reason.strip():
        raise ValidationError({field: f"Bij “{Course(course).label}” hoort een reden: niets verdwijnt stilletjes."})
