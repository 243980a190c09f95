"""FundingScheme: support that exists for residents' plans; amounts, rules and dates are content with validity."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from vergezicht.languages import noted


class InitiativeKind(models.TextChoices):
    ACTIVITY = "activiteit", noted("Een activiteit")
    PHYSICAL = "fysiek", noted("Iets in de straat of in het groen")
    PLACE = "ontmoetingsplek", noted("Een plek om elkaar te ontmoeten")
    DIGITAL = "digitaal", noted("Iets online")


class Applicant(models.TextChoices):
    ONE = "bewoner", noted("Ik alleen")
    GROUP = "groep", noted("Een groep buren")
    ORGANISATION = "organisatie", noted("Een vereniging, stichting of school")


class FundingScheme(models.Model):
    """A scheme with its rules in plain words. Empty lists of kinds, applicants or areas set no limit.

    ``max_amount`` is in euros; ``max_share`` is the largest part of the costs in percent.
    """

    name = models.CharField("naam", max_length=120)
    slug = models.SlugField("adres op de site", max_length=80, unique=True)
    provider = models.CharField("van wie", max_length=120)
    summary = models.CharField("in één zin", max_length=200)
    max_amount = models.PositiveIntegerField("hoogste bedrag (euro)", null=True, blank=True)
    max_share = models.PositiveSmallIntegerField("hoogste deel van de kosten (%)", null=True, blank=True)
    kinds = models.JSONField("waarvoor", default=list, blank=True)
    applicants = models.JSONField("voor wie", default=list, blank=True)
    areas = models.JSONField("gebieden", default=list, blank=True)
    needs_challenge = models.BooleanField("moet een wijkopgave helpen", default=False)
    conditions = models.TextField("voorwaarden", help_text="Eén per regel, in gewone woorden.")
    open_from = models.DateField("aanvragen vanaf", null=True, blank=True)
    open_until = models.DateField("aanvragen tot en met", null=True, blank=True)
    decision_days = models.PositiveSmallIntegerField("antwoord binnen (dagen)", null=True, blank=True)
    ask_role = models.CharField("vragen aan (rol)", max_length=80)
    website = models.URLField("website", max_length=300, blank=True)
    checked_on = models.DateField("bedragen en regels nagekeken op", null=True, blank=True)
    is_example = models.BooleanField("voorbeeldinhoud", default=False)

    class Meta:
        verbose_name = "regeling"
        verbose_name_plural = "regelingen"
        ordering = ["max_amount", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.open_from and self.open_until and self.open_until < self.open_from:
            raise ValidationError({"open_until": "De einddatum ligt voor de begindatum."})
        if self.max_share is not None and not 1 <= self.max_share <= 100:
            raise ValidationError({"max_share": "Een deel is een percentage van 1 tot en met 100."})

    @property
    def condition_list(self) -> list[str]:
        return [line.strip() for line in self.conditions.splitlines() if line.strip()]

    def is_open(self, today: date) -> bool:
        """Whether one can apply on this day."""
        return not self.is_over(today) and not self.opens_later(today)

    def is_over(self, today: date) -> bool:
        return self.open_until is not None and self.open_until < today

    def opens_later(self, today: date) -> bool:
        return self.open_from is not None and self.open_from > today
