"""What readers are told of a publication of a story after the first."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class StoryChange(models.Model):
    """One publication that changed something: which parts, and the editor's own words. No screen alters or removes it.

    ``parts`` name a block and its chapter, never what stood there: what was taken away may not come back here.
    """

    story = models.ForeignKey("stories.StoryPage", models.CASCADE, related_name="changes", verbose_name="verhaal")
    at = models.DateTimeField("op", default=timezone.now)
    why = models.CharField("wat er veranderde", max_length=250, blank=True)
    mends_error = models.BooleanField("herstelt een fout", default=False)
    parts = models.JSONField("onderdelen", default=list)

    class Meta:
        verbose_name = "wijziging van een verhaal"
        verbose_name_plural = "wijzigingen van verhalen"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.story}, {self.at:%Y-%m-%d}"
