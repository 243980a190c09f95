"""Following by mail: who wants to hear about what, and the consent for it, which is written once."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from vergezicht.challenges.models import AppendOnly
from vergezicht.initiatives.models.sealed import opened_from
from vergezicht.languages import SOURCE, noted


class Frequency(models.TextChoices):
    WEEKLY = "week", noted("Elke week")
    MONTHLY = "maand", noted("Elke maand")
    DAILY = "dag", noted("Zodra er nieuws is, hoogstens één keer per dag")


class Topic(models.TextChoices):
    AREA = "gebied", "Gebied"
    THEME = "thema", "Thema"
    CHALLENGE = "opgave", "Wijkopgave"
    INITIATIVE = "initiatief", "Initiatief"


class Subscriber(models.Model):
    """A mailbox that follows something; the address is sealed and looked up by a keyed hash.

    News up to ``sent_until`` has been put in the outbox, in the same transaction that moved it.
    """

    sealed_address = models.BinaryField(default=bytes)
    address = opened_from("sealed_address", purpose="subscriber")
    address_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField("taal van onze mail", max_length=8, default=SOURCE)
    frequency = models.CharField("hoe vaak", max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY)
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)
    sent_until = models.DateTimeField("nieuws tot", default=timezone.now, db_index=True)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)

    class Meta:
        verbose_name = "volger"
        verbose_name_plural = "volgers"

    def __str__(self) -> str:
        return f"volger {self.pk}"  # never the address: this text may reach a log


class Subscription(models.Model):
    """One thing that is followed. With an area, a theme is followed in that area only. It counts once confirmed."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    topic = models.CharField("wat", max_length=12, choices=Topic.choices)
    value = models.CharField("welk", max_length=120)
    area = models.CharField("in gebied", max_length=20, blank=True)
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)
    created_at = models.DateTimeField("gevraagd op", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "wat gevolgd wordt"
        verbose_name_plural = "wat gevolgd wordt"
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "topic", "value", "area"], name="followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} {self.value}"


class Consent(models.TextChoices):
    ASKED = "gevraagd", "Gevraagd"
    CONFIRMED = "bevestigd", "Bevestigd"
    CHANGED = "gewijzigd", "Gewijzigd"
    WITHDRAWN = "gestopt", "Gestopt"


class ConsentEvent(AppendOnly):
    """Consent as it was given or taken back, by a keyed hash of the mailbox and the version of the words."""

    address_hash = models.CharField(max_length=64, db_index=True)
    consent = models.CharField("wat er gebeurde", max_length=10, choices=Consent.choices)
    topics = models.JSONField("waarover", default=list)
    text_version = models.CharField("versie van de tekst", max_length=20)
    at = models.DateTimeField("wanneer", default=timezone.now)

    class Meta:
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_consent_display()} {self.at:%d-%m-%Y}"
