"""Conversation: residents and partners talk about the figures; what they said is kept without who said it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from vergezicht.challenges.anonymity import traces_of_persons
from vergezicht.challenges.models.challenge import Challenge
from vergezicht.challenges.models.cycle import Cycle
from vergezicht.languages import noted


class Method(models.TextChoices):
    APPRECIATIVE = "waarderende-dialoog", noted("Waarderende dialoog")
    EVENING = "wijkavond", noted("Wijkavond")
    BUS_TOUR = "bustour", noted("Bustour")
    WALK = "wandeling", noted("Wandeling door de buurt")
    DOORS = "huis-aan-huis", noted("Langs de deuren")
    IDEA_BOX = "ideeenbus", noted("Ideeënbus")
    CARD = "antwoordkaart", noted("Antwoordkaart")
    WALL = "muur", noted("Ideeënmuur")
    DRAWINGS = "tekeningen", noted("Kindertekeningen")
    ONLINE = "online", noted("Online gesprek")
    PARTNERS = "partneroverleg", noted("Gesprek met partners")
    OTHER = "anders", noted("Anders")


class Conversation(ClusterableModel):
    """Any talk with residents or partners. Roles and numbers, never names."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="conversations", verbose_name="cyclus")
    slug = models.SlugField("adres op de site", unique=True)
    title = models.CharField("titel", max_length=120)
    date = models.DateField("datum")
    method = models.CharField("vorm", max_length=24, choices=Method.choices)
    areas = models.JSONField("gebieden", default=list)
    place = models.CharField("plek", max_length=120, blank=True, help_text="Bijvoorbeeld: het wijkcentrum.")
    participants = models.PositiveIntegerField("aantal deelnemers", null=True, blank=True)
    organisers = models.TextField("organisatie", blank=True, help_text="Rollen, één per regel. Geen namen.")
    summary = models.TextField("waar ging het over?")
    recognised = models.PositiveIntegerField("herkent dit", default=0)
    partly_recognised = models.PositiveIntegerField("herkent dit deels", default=0)
    not_recognised = models.PositiveIntegerField("herkent dit niet", default=0)
    is_public = models.BooleanField("openbaar", default=False)
    is_example = models.BooleanField("voorbeeldinhoud", default=False)

    class Meta:
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.date:%d-%m-%Y})"

    @property
    def answers(self) -> int:
        """How many answered "herkent u dit?"."""
        return self.recognised + self.partly_recognised + self.not_recognised

    @property
    def organiser_list(self) -> list[str]:
        return [line.strip() for line in self.organisers.splitlines() if line.strip()]

    def clean(self) -> None:
        super().clean()
        problems = {}
        for field in ("title", "summary", "organisers", "place"):
            if found := traces_of_persons(getattr(self, field)):
                problems[field] = f"Hier staat {', '.join(found)}. Een verslag is niet tot een persoon te herleiden."
        if self.participants is not None and self.answers > self.participants:
            problems["participants"] = "Er zijn meer antwoorden op “herkent u dit?” dan deelnemers."
        if problems:
            raise ValidationError(problems)


class HarvestKind(models.TextChoices):
    STRENGTH = "kracht", noted("Dit gaat goed")
    WORRY = "zorg", noted("Dit kan beter")
    WISH = "wens", noted("Dit willen we")
    OFFER = "aanbod", noted("Dit doen we zelf")


class HarvestItem(ClusterableModel):
    """One point from a conversation (oogst), anonymised; it may point to figures and to challenges."""

    conversation = ParentalKey(Conversation, related_name="harvest", on_delete=models.CASCADE)
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    kind = models.CharField("soort", max_length=10, choices=HarvestKind.choices)
    text = models.TextField("wat is er gezegd?")
    figures = models.JSONField("cijfers", default=list, blank=True)
    challenges = ParentalManyToManyField(Challenge, related_name="voices", blank=True, verbose_name="wijkopgaven")

    class Meta:
        verbose_name = "oogst"
        verbose_name_plural = "oogst"
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if found := traces_of_persons(self.text):
            raise ValidationError({"text": f"Hier staat {', '.join(found)}. Maak het punt onherleidbaar."})
