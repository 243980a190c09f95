"""The texts of a cycle and of a public conversation, each as it was."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from vergezicht.challenges.models.append_only import AppendOnly


class TextVersion(AppendOnly):
    """A cycle or a public conversation as it stood from ``recorded_at`` until the next version."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="soort")
    object_id = models.PositiveBigIntegerField("nummer van wat het is")
    number = models.PositiveIntegerField("nummer")
    recorded_at = models.DateTimeField("vanaf", default=timezone.now)
    role = models.CharField("door (rol)", max_length=80)
    reason = models.TextField("reden", blank=True)
    changed = models.JSONField("gewijzigd", default=list)
    content = models.JSONField("inhoud")
    checksum = models.CharField("controlegetal", max_length=64)

    class Meta:
        verbose_name = "versie van een tekst"
        verbose_name_plural = "versies van teksten"
        ordering = ["content_type", "object_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="texts_are_numbered")
        ]

    def __str__(self) -> str:
        return f"versie {self.number}"
