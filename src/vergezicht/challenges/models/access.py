"""How a partner comes in, and where the mail of a role goes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from vergezicht.challenges.models.partner import Partner


class PartnerAccount(models.Model):
    """An account that belongs to one partner, for a time: it sees and updates the actions of that partner only."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="partner_account", verbose_name="account"
    )
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="accounts", verbose_name="partner")
    until = models.DateField("tot en met", help_text="Daarna werkt het account niet meer voor deze partner.")

    class Meta:
        verbose_name = "account van een partner"
        verbose_name_plural = "accounts van partners"
        ordering = ["partner", "until"]

    def __str__(self) -> str:
        return f"{self.partner}, tot en met {self.until:%d-%m-%Y}"

    @property
    def is_valid(self) -> bool:
        return self.until >= timezone.localdate()


class PartnerLink(models.Model):
    """A personal link to the update page of one partner: kept as a hash, it expires and can be withdrawn.

    ``address`` is sealed, so that a copy of the database tells nothing; it goes when the link no longer works.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="links", verbose_name="partner")
    label = models.CharField("voor wie (rol)", max_length=80, help_text="Bijvoorbeeld: Sociaal werker. Geen naam.")
    hashed = models.CharField("hash van de link", max_length=64, unique=True)
    address = models.BinaryField("verzegeld mailadres", default=bytes)
    made_at = models.DateTimeField("gemaakt op", default=timezone.now)
    made_by_role = models.CharField("gemaakt door (rol)", max_length=80)
    expires_at = models.DateTimeField("werkt tot")
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    used_at = models.DateTimeField("laatst gebruikt op", null=True, blank=True)

    class Meta:
        verbose_name = "persoonlijke link van een partner"
        verbose_name_plural = "persoonlijke links van partners"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner}: {self.label}"

    def works_at(self, moment: datetime) -> bool:
        return self.revoked_at is None and moment < self.expires_at


class RoleMailbox(models.Model):
    """The mailbox of a role: a function mailbox, never that of a person."""

    role = models.CharField("rol", max_length=80, unique=True, help_text="Zoals bij een opgave staat, als trekker.")
    address = models.EmailField("mailadres", help_text="Een postbus van de functie, nooit die van een persoon.")

    class Meta:
        verbose_name = "postbus van een rol"
        verbose_name_plural = "postbussen van rollen"
        ordering = ["role"]

    def __str__(self) -> str:
        return self.role
