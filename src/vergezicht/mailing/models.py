"""One mail that must go out once."""

from __future__ import annotations

from django.db import models


class OutgoingMail(models.Model):
    """A mail by its key; address and text are sealed until it is sent, and then gone. The key remains."""

    key = models.CharField("kenmerk", max_length=200, unique=True)  # says what it is about, never who it is to
    sealed = models.BinaryField("verzegelde inhoud", default=bytes)
    message_id = models.CharField("Message-ID", max_length=200)
    created_at = models.DateTimeField("klaargezet op", auto_now_add=True)
    not_before = models.DateTimeField("niet voor", db_index=True)
    unless_after = models.DateTimeField("niet meer na", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    claimed_at = models.DateTimeField("in behandeling sinds", null=True, blank=True)
    ended_at = models.DateTimeField("afgehandeld op", null=True, blank=True, db_index=True)
    failure = models.CharField("waarom niet verstuurd", max_length=80, blank=True)

    class Meta:
        verbose_name = "uitgaande mail"
        verbose_name_plural = "uitgaande mail"
        ordering = ["not_before", "pk"]

    def __str__(self) -> str:
        return self.key
