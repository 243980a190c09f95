"""Campaign: a yearly day or a survey wave, with what neighbours do. Date and amount are content, never code."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models

from vergezicht.initiatives.models.initiative import Initiative


class CampaignKind(models.TextChoices):
    DAY = "dag", "Een dag, elk jaar opnieuw"
    WAVE = "onderzoek", "Rond een onderzoek: dit deden we met uw antwoorden"


class Campaign(models.Model):
    """One edition of a campaign: that of a year is a new row, made from the one before."""

    title = models.CharField("titel", max_length=100)
    slug = models.SlugField("adres op de site", max_length=80, unique=True)
    kind = models.CharField("soort", max_length=10, choices=CampaignKind.choices, default=CampaignKind.DAY)
    date = models.DateField("datum")
    wave = models.CharField(
        "meting", max_length=20, blank=True,
        help_text="Bij een onderzoek: de meting waarop de opgaven rusten, bijvoorbeeld 2020.",
    )  # fmt: skip
    summary = models.CharField("in het kort", max_length=300)
    text = models.TextField("uitleg", blank=True)
    amount = models.CharField(
        "bijdrage", max_length=160, blank=True, help_text="Bijvoorbeeld: hoogstens € 350 per buurt."
    )
    amount_source = models.URLField("bron van de bijdrage", max_length=300, blank=True)
    results = models.TextField("wat het werd", blank=True, help_text="Na afloop: één regel per uitkomst.")
    is_public = models.BooleanField("openbaar", default=False)
    is_example = models.BooleanField("voorbeeldinhoud", default=False)

    class Meta:
        verbose_name = "campagne"
        verbose_name_plural = "campagnes"
        ordering = ["-date", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def result_lines(self) -> list[str]:
        return [line.strip() for line in self.results.splitlines() if line.strip()]

    def is_current(self, today: date) -> bool:
        """Whether it is still worth a poster: until the day itself, and for a survey a season longer."""
        return today <= self.date + (timedelta(days=90) if self.kind == CampaignKind.WAVE else timedelta())

    def days_left(self, today: date) -> int:
        """Days until it begins; below zero when it is over."""
        return (self.date - today).days


class Activity(models.Model):
    """What neighbours do on the day: where, when, and the initiative it belongs to when there is one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="activities", verbose_name="campagne")
    title = models.CharField("wat", max_length=100)
    area = models.CharField("gebied", max_length=20)
    place = models.CharField("plek", max_length=120, blank=True)
    starts = models.TimeField("van", null=True, blank=True)
    ends = models.TimeField("tot", null=True, blank=True)
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, related_name="activities", null=True, blank=True, verbose_name="initiatief"
    )

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        ordering = ["starts", "title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": "Het einde komt na het begin."})
