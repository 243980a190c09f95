"""Translated texts: the words of a page in another language, beside the Dutch words that they were made from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page


class TranslatedText(models.Model):
    """One text of a page in one language. ``place`` is a field of the page, or ids of blocks and a field.

    Only words are kept; what the Dutch text refers to is not. When the Dutch changes, the next translation is another
    row, so a page that is online keeps its words while its new draft is translated. ``was_online`` is whether readers
    have seen that Dutch text: if not, no reader sees its translation either.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name="pagina")
    language = models.CharField("taal", max_length=12)
    place = models.CharField("plaats", max_length=250)
    source = models.TextField("Nederlandse tekst")
    text = models.TextField("vertaling")
    was_online = models.BooleanField("stond online", default=False)
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="gemaakt door"
    )

    class Meta:
        verbose_name = "vertaalde tekst"
        verbose_name_plural = "vertaalde teksten"
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["page", "language"])]

    def __str__(self) -> str:
        return f"{self.page}: {self.place} ({self.language})"
