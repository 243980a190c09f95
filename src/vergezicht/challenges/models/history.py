"""History: every version of a challenge that was ever public."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from vergezicht.challenges.models.append_only import AppendOnly
from vergezicht.challenges.models.challenge import Challenge


class ChallengeVersion(AppendOnly):
    """A challenge with its targets, partners and actions as it stood from ``recorded_at`` until the next version.

    ``changed`` names the parts that differ from the version before; the first has none.
    """

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="versions", verbose_name="wijkopgave")
    number = models.PositiveIntegerField("nummer")
    recorded_at = models.DateTimeField("vanaf", default=timezone.now)
    role = models.CharField("door (rol)", max_length=80)
    reason = models.TextField("reden", blank=True)
    changed = models.JSONField("gewijzigd", default=list)
    content = models.JSONField("inhoud")
    checksum = models.CharField("controlegetal", max_length=64)

    class Meta:
        verbose_name = "versie van een opgave"
        verbose_name_plural = "versies van opgaven"
        ordering = ["challenge", "number"]
        constraints = [models.UniqueConstraint(fields=["challenge", "number"], name="versions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.challenge}, versie {self.number}"
