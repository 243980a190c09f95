"""Action: a concrete effort, with its milestones and its dated progress.

Its status is reported by whoever does it. No indicator of a whole area ever colours it: what a neighbourhood thinks
is not the work of one action, and the work of one action does not show in what a neighbourhood thinks.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from vergezicht.challenges.models.append_only import AppendOnly
from vergezicht.challenges.models.challenge import Challenge
from vergezicht.challenges.models.course import ACTION_STATES, Course, require_reason
from vergezicht.challenges.models.partner import Partner
from vergezicht.languages import noted


class Phase(models.TextChoices):
    """How far it is; how it goes is its status."""

    EXPLORING = "verkenning", noted("Verkenning")
    PREPARING = "voorbereiding", noted("Voorbereiding")
    DOING = "uitvoering", noted("Uitvoering")
    DONE = "afgerond", noted("Afgerond")


class Action(ClusterableModel):
    """A concrete effort by named kinds of parties."""

    challenge = ParentalKey(Challenge, related_name="actions", on_delete=models.CASCADE, verbose_name="wijkopgave")
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField("wat", max_length=160)
    who = models.CharField("wie", max_length=160, blank=True)
    partners = ParentalManyToManyField(Partner, related_name="actions", blank=True, verbose_name="partners")
    when = models.CharField("wanneer", max_length=80, blank=True)
    starts = models.DateField("begint op", null=True, blank=True)
    ends = models.DateField("klaar op", null=True, blank=True)
    phase = models.CharField("fase", max_length=15, choices=Phase.choices, default=Phase.PREPARING)
    status = models.CharField("stand", max_length=20, choices=ACTION_STATES, default=Course.NOT_STARTED)
    status_reason = models.TextField("reden", blank=True, help_text="Verplicht bij bijsturen, van koers en gestopt.")
    noticed = models.TextField("wat merken bewoners ervan?", blank=True)
    update_interval_days = models.PositiveIntegerField("bijwerken om de (dagen)", default=91)

    class Meta:
        verbose_name = "actie"
        verbose_name_plural = "acties"
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def course(self) -> Course:
        return Course(self.status)

    @property
    def is_over(self) -> bool:
        return self.status in {Course.FINISHED, Course.STOPPED}

    @property
    def last_update(self) -> ProgressUpdate | None:
        return max(self.updates.all(), key=lambda update: (update.date, update.pk), default=None)

    def clean(self) -> None:
        require_reason(self.status, self.status_reason, "status_reason")
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": "Een actie is niet klaar voordat zij begint."})

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        if self.challenge.is_public:
            raise ValidationError("Een actie van een openbare opgave verdwijnt niet: stop haar, met de reden.")
        deleted: tuple[int, dict[str, int]] = super().delete(*args, **options)
        return deleted


class Milestone(models.Model):
    """A dated step of an action."""

    action = ParentalKey(Action, related_name="milestones", on_delete=models.CASCADE)
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField("stap", max_length=160)
    due = models.DateField("gepland", null=True, blank=True)
    done_on = models.DateField("gedaan op", null=True, blank=True)

    class Meta:
        verbose_name = "mijlpaal"
        verbose_name_plural = "mijlpalen"
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: date | None = None) -> bool:
        return self.done_on is None and self.due is not None and self.due < (today or timezone.localdate())


class ProgressUpdate(AppendOnly):
    """A dated report of how an action goes, signed by role; never changed afterwards."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates", verbose_name="actie")
    date = models.DateField("datum", default=timezone.localdate)
    status = models.CharField("stand", max_length=20, choices=ACTION_STATES)
    text = models.TextField("hoe gaat het?", help_text="Wat is er gedaan, en wat merken bewoners ervan?")
    role = models.CharField("door (rol)", max_length=80)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "voortgangsbericht"
        verbose_name_plural = "voortgangsberichten"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.date:%d-%m-%Y}"

    @property
    def course(self) -> Course:
        return Course(self.status)
