"""Edition: one published state of the whole public site."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class EditionState(models.TextChoices):
    REQUESTED = "gevraagd", "Gevraagd"
    BAKING = "in-de-maak", "In de maak"
    PUBLISHED = "gepubliceerd", "Gepubliceerd"
    UNCHANGED = "ongewijzigd", "Niets veranderd"
    FAILED = "mislukt", "Mislukt"


class Edition(models.Model):
    """A request to publish, and what came of it. Numbers are given when the edition is baked."""

    number = models.PositiveIntegerField("nummer", unique=True, null=True, blank=True)
    state = models.CharField("stand", max_length=16, choices=EditionState.choices, default=EditionState.REQUESTED)
    reason = models.CharField("aanleiding", max_length=250)
    requested_at = models.DateTimeField("gevraagd op", default=timezone.now)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)
    release = models.CharField("release", max_length=120, blank=True)
    pages = models.PositiveIntegerField("pagina's", default=0)
    changed = models.JSONField("gewijzigde adressen", default=list, blank=True)
    error = models.TextField("fout", blank=True)

    class Meta:
        verbose_name = "editie"
        verbose_name_plural = "edities"
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"Editie {self.number}" if self.number else f"Editie ({self.get_state_display().lower()})"
