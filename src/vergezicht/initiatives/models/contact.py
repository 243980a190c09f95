"""What is personal, apart from everything else and with a term of its own; and what guards the open forms."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from vergezicht.initiatives.models.initiative import Initiative
from vergezicht.initiatives.models.sealed import opened_from
from vergezicht.languages import SOURCE, noted


class Contact(models.Model):
    """The mail address behind an initiative, the hash of the code that opens it, and the language of mail to it.

    The only personal data of an initiative; gone after ``expires_at``. ``address`` is sealed where it is kept, and
    looked up by ``address_hash``.
    """

    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="contact")
    sealed_address = models.BinaryField("verzegeld mailadres", default=bytes)
    address = opened_from("sealed_address", purpose="contact")
    address_hash = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField("taal van onze mail", max_length=8, default=SOURCE)
    submits = models.BooleanField("indienen zodra bevestigd", default=False)
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)
    takes_messages = models.BooleanField("wil berichten van buren", default=True)
    expires_at = models.DateTimeField("wissen na", db_index=True)

    class Meta:
        verbose_name = "contactgegeven"
        verbose_name_plural = "contactgegevens"

    def __str__(self) -> str:
        return f"contact bij {self.initiative_id}"  # never the address: this text may reach a log


class SupportKind(models.TextChoices):
    SUPPORT = "steun", noted("Ik steun dit")
    JOIN = "doe-mee", noted("Ik doe mee")
    HELP = "help", noted("Ik kan helpen")


class Support(models.Model):
    """One person's support, confirmed. The address itself is not kept: a hash that differs per initiative is."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="supports")
    kind = models.CharField("hoe", max_length=8, choices=SupportKind.choices)
    address_hash = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField("bevestigd op", default=timezone.now)

    class Meta:
        verbose_name = "steun"
        verbose_name_plural = "steun"
        constraints = [models.UniqueConstraint(fields=["initiative", "address_hash"], name="one_support_per_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.initiative_id})"


class SupportRequest(models.Model):
    """Support that waits for its code; gone when confirmed, after five wrong codes, or after its term."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="support_requests")
    kind = models.CharField(max_length=8, choices=SupportKind.choices)
    address_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    failures = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "steun die op een code wacht"
        verbose_name_plural = "steun die op een code wacht"
        constraints = [models.UniqueConstraint(fields=["initiative", "address_hash"], name="one_request_per_person")]

    def __str__(self) -> str:
        return f"wacht op code ({self.initiative_id})"


class HandOver(models.Model):
    """An initiative on its way to another contact, who still has to confirm with a code."""

    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="hand_over")
    sealed_address = models.BinaryField("verzegeld mailadres", default=bytes)
    address = opened_from("sealed_address", purpose="contact")
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "overdracht aan een ander"
        verbose_name_plural = "overdrachten aan een ander"

    def __str__(self) -> str:
        return f"overdracht ({self.initiative_id})"


class Trust(models.Model):
    """Whether what comes from an address may be published at once: after one good post, until a refusal."""

    address_hash = models.CharField(max_length=64, unique=True)
    is_trusted = models.BooleanField("vertrouwd", default=False)
    refused_at = models.DateTimeField("geweigerd op", null=True, blank=True)
    expires_at = models.DateTimeField("wissen na", db_index=True)

    class Meta:
        verbose_name = "vertrouwen"
        verbose_name_plural = "vertrouwen"

    def __str__(self) -> str:
        return "vertrouwd" if self.is_trusted else "eerst bekijken"


class Turnstile(models.Model):
    """A row to queue for: who counts an attempt holds it, so that two at once do not both come through."""

    lane = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        verbose_name = "tourniquet"
        verbose_name_plural = "tourniquets"

    def __str__(self) -> str:
        return str(self.lane)


class Attempt(models.Model):
    """Something that is counted against a limit: what, and a hash of who. Shared by all workers; kept for a day."""

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "poging"
        verbose_name_plural = "pogingen"
        indexes = [models.Index(fields=["kind", "key", "at"], name="attempts_by_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%H:%M}"
