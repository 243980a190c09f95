"""Reading along before a page is public: the links that were given out, and what guests said."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page


class PreviewLink(models.Model):
    """A link to the last saved draft of one page: kept as a hash, it expires and can be withdrawn."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="preview_links", verbose_name="pagina")
    label = models.CharField(
        "voor wie", max_length=80, help_text="Bijvoorbeeld: partner corporatie. Liever geen naam van een persoon."
    )
    hashed = models.CharField("hash van de link", max_length=64, unique=True)
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gemaakt door"
    )
    made_by_role = models.CharField("gemaakt door (rol)", max_length=80, blank=True)
    expires_at = models.DateTimeField("werkt tot")
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "meeleeslink"
        verbose_name_plural = "meeleeslinks"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.label

    def works_at(self, moment: datetime) -> bool:
        return self.revoked_at is None and moment < self.expires_at

    @property
    def works(self) -> bool:
        return self.works_at(timezone.now())


class GuestComment(models.Model):
    """What a guest said about a block. Wagtail's own comments are of accounts; a guest has none.

    ``name`` is personal: it goes 90 days after the link stopped (``reading_along.links.forget_names``).
    """

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="comments", verbose_name="meeleeslink")
    block = models.CharField("blok", max_length=36, blank=True)  # empty: about the whole page
    where = models.CharField("bij", max_length=250)  # as the guest saw it; the block may be gone since
    name = models.CharField("naam of rol", max_length=80, blank=True)
    text = models.TextField("opmerking", max_length=2000)
    at = models.DateTimeField("gemaakt op", default=timezone.now)
    handled_at = models.DateTimeField("afgehandeld op", null=True, blank=True)

    class Meta:
        verbose_name = "opmerking van een meelezer"
        verbose_name_plural = "opmerkingen van meelezers"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.where
