"""Which release of figures the site stands on."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from vergezicht.challenges.models.append_only import AppendOnly


class AdoptedRelease(AppendOnly):
    """A release of figures that the municipality decided to use. ``adopter`` is None when a command adopted it."""

    folder = models.CharField("map", max_length=120, unique=True)
    series = models.CharField(
        "reeks", max_length=80, blank=True, help_text="Van een reeks geldt de release die het laatst is vastgesteld."
    )
    title = models.CharField("titel", max_length=200)
    checksum = models.CharField("controlegetal", max_length=64)
    role = models.CharField("vastgesteld door (rol)", max_length=80)
    adopter = models.PositiveBigIntegerField("vastgesteld door (nummer van het account)", null=True, blank=True)
    note = models.TextField("toelichting", blank=True)
    adopted_at = models.DateTimeField("vastgesteld op", default=timezone.now)

    class Meta:
        verbose_name = "vastgestelde release"
        verbose_name_plural = "vastgestelde releases"
        ordering = ["-adopted_at"]

    def __str__(self) -> str:
        return self.title


class HeldRelease(AppendOnly):
    """An adopted release that the site does not use yet: sentences in stories change with it, and nobody read them."""

    adopted = models.OneToOneField(AdoptedRelease, models.PROTECT, related_name="held", verbose_name="release")
    sentences = models.PositiveIntegerField("zinnen die veranderen")
    broken = models.PositiveIntegerField("beweringen die niet meer kloppen")
    held_at = models.DateTimeField("aangehouden op", default=timezone.now)

    class Meta:
        verbose_name = "aangehouden release"
        verbose_name_plural = "aangehouden releases"

    def __str__(self) -> str:
        return f"{self.adopted}, aangehouden"


class LiftedHold(AppendOnly):
    """Somebody read what changes: from here on the site uses the release."""

    held = models.OneToOneField(HeldRelease, models.PROTECT, related_name="lifted", verbose_name="aangehouden release")
    role = models.CharField("gelezen door (rol)", max_length=80)
    lifted_at = models.DateTimeField("vrijgegeven op", default=timezone.now)

    class Meta:
        verbose_name = "vrijgave van een release"
        verbose_name_plural = "vrijgaven van releases"

    def __str__(self) -> str:
        return f"{self.held.adopted}, vrijgegeven"
