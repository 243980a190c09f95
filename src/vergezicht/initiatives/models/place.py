"""MeetingPlace: where neighbours meet, from wish to gone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.places.opening_hours import NotOpeningHours, parse, read_aloud
from vergezicht.languages import noted, say

STALE_AFTER_DAYS = 365  # after a year somebody has to look again


class PlaceKind(models.TextChoices):
    COMMUNITY_CENTRE = "wijkcentrum", noted("Wijkcentrum of buurthuis")
    DROP_IN = "inloop", noted("Inloophuis of huiskamer")
    LIBRARY = "bibliotheek", noted("Bibliotheek")
    CULTURE = "cultuur", noted("Cultuurplek")
    CAFE = "cafe", noted("Buurtcafé of keuken")
    SCHOOL = "school", noted("School als trefpunt")
    FAITH = "kerk", noted("Kerk, moskee of andere geloofsplek")
    FARM = "boerderij", noted("Wijkboerderij of dierenweide")
    GARDEN = "tuin", noted("Buurttuin")
    PLAYGROUND = "speelplek", noted("Speelplek")
    SPORTS = "sport", noted("Sportplek")
    BENCH = "bankje", noted("Bankje of tafel")
    BOOKCASE = "minibieb", noted("Minibieb")
    STREET = "straat", noted("Leefstraat of kinderstraat")
    OTHER = "anders", noted("Andere plek")


class Shelter(models.TextChoices):
    INDOOR = "binnen", noted("Binnen")
    OUTDOOR = "buiten", noted("Buiten")
    BOTH = "beide", noted("Binnen en buiten")
    UNKNOWN = "onbekend", noted("Niet bekend")


class PlaceState(models.TextChoices):
    """From wish to gone; ``UNCHECKED`` is a place that somebody once named and nobody has checked."""

    WISH = "wens", noted("Wens")
    IDEA = "idee", noted("Idee")
    PREPARING = "in-aanleg", noted("In aanleg")
    OPEN = "open", noted("Open")
    CLOSED_FOR_NOW = "tijdelijk-dicht", noted("Tijdelijk dicht")
    GONE = "verdwenen", noted("Verdwenen")
    UNCHECKED = "ongecontroleerd", noted("Nog te controleren")

    @property
    def exists_now(self) -> bool:
        """Whether somebody can go there, as far as is known."""
        return self in {PlaceState.OPEN, PlaceState.UNCHECKED}


class Access(models.TextChoices):
    """As OSM's ``wheelchair``: yes, limited, no, and honest ignorance."""

    YES = "ja", noted("Ja")
    LIMITED = "beperkt", noted("Beperkt")
    NO = "nee", noted("Nee")
    UNKNOWN = "onbekend", noted("Niet bekend")


class MeetingPlace(models.Model):
    """A place where neighbours meet. ``area`` is a code; the point (WGS84 degrees) is optional."""

    name = models.CharField("naam", max_length=120)
    slug = models.SlugField("adres op de site", max_length=80, unique=True)
    kind = models.CharField("soort", max_length=16, choices=PlaceKind.choices, default=PlaceKind.OTHER)
    kind_note = models.CharField("soort, in eigen woorden", max_length=120, blank=True)
    shelter = models.CharField("binnen of buiten", max_length=10, choices=Shelter.choices, default=Shelter.UNKNOWN)
    state = models.CharField("stand", max_length=16, choices=PlaceState.choices, default=PlaceState.UNCHECKED)
    area = models.CharField("gebied", max_length=20, blank=True, help_text="Leeg: de plek in de stad is niet bekend.")
    address = models.CharField(noted("adres of plek"), max_length=160, blank=True)
    latitude = models.FloatField("breedtegraad", null=True, blank=True)
    longitude = models.FloatField("lengtegraad", null=True, blank=True)
    opening_hours = models.CharField(
        "openingstijden", max_length=250, blank=True, help_text="In OSM-notatie: Mo-Fr 09:00-17:00; PH off"
    )
    opening_note = models.CharField(noted("over de openingstijden"), max_length=200, blank=True)
    cost = models.CharField(
        noted("kosten"), max_length=120, blank=True, help_text="Bijvoorbeeld: gratis, of koffie € 1."
    )
    audience = models.CharField(noted("voor wie"), max_length=120, blank=True)
    wheelchair = models.CharField("rolstoel", max_length=10, choices=Access.choices, default=Access.UNKNOWN)
    toilet = models.CharField("aangepast toilet", max_length=10, choices=Access.choices, default=Access.UNKNOWN)
    accessibility_note = models.CharField(noted("over de toegankelijkheid"), max_length=200, blank=True)
    operator = models.CharField(noted("beheerder (organisatie)"), max_length=120, blank=True)
    website = models.URLField("website", max_length=300, blank=True)
    verified_on = models.DateField("gecontroleerd op", null=True, blank=True)
    verified_by_role = models.CharField("gecontroleerd door (rol)", max_length=80, blank=True)
    source = models.URLField("bron", max_length=400, blank=True)
    source_year = models.PositiveSmallIntegerField("jaar van de bron", null=True, blank=True)
    is_example = models.BooleanField("voorbeeldinhoud", default=False)
    changed_at = models.DateTimeField("laatst bijgewerkt", auto_now=True)

    class Meta:
        verbose_name = "ontmoetingsplek"
        verbose_name_plural = "ontmoetingsplekken"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def area_name(self) -> str:
        """Of the area it lies in; "" when that is not known."""
        geography = municipality().geography
        return geography[self.area].name if self.area in geography else ""

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> None:
        """Keep the place, and log its state when that is another than before."""
        before = type(self).objects.filter(pk=self.pk).values_list("state", flat=True).first() if self.pk else None
        super().save(*args, **options)
        if before != self.state:
            PlaceChange.objects.create(place=self, source=before or "", target=self.state)

    def clean(self) -> None:
        super().clean()
        problems: dict[str, str] = {}
        if self.opening_hours:
            try:
                parse(self.opening_hours)
            except NotOpeningHours as error:
                problems["opening_hours"] = str(error)
        if (self.latitude is None) != (self.longitude is None):
            problems["longitude"] = "Geef breedte- en lengtegraad allebei, of geen van beide."
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            problems["latitude"] = "Een breedtegraad ligt tussen -90 en 90."
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            problems["longitude"] = "Een lengtegraad ligt tussen -180 en 180."
        if self.verified_on and self.verified_on > timezone.localdate():
            problems["verified_on"] = "Deze datum moet nog komen."
        if self.verified_on and not self.verified_by_role:
            problems["verified_by_role"] = "Zeg ook wie het controleerde, als rol."
        if problems:
            raise ValidationError(problems)

    @property
    def exists_now(self) -> bool:
        """Whether somebody can go there, as far as is known."""
        return PlaceState(self.state).exists_now

    @property
    def hours_heading(self) -> str:
        """Above its opening hours, so that nobody goes to a place that is not there yet."""
        if self.state == PlaceState.CLOSED_FOR_NOW:
            return say("Openingstijden als de plek weer open is")
        return say("Openingstijden") if self.exists_now else say("Openingstijden als de plek er is")

    @property
    def hours(self) -> list[str]:
        """Opening hours in the language of now; the notation itself when it cannot be read."""
        if not self.opening_hours:
            return []
        try:
            return read_aloud(self.opening_hours)
        except NotOpeningHours:
            return [self.opening_hours]

    def is_stale(self, today: date) -> bool:
        """Whether it was last looked at more than a year ago, or never."""
        return self.verified_on is None or (today - self.verified_on).days > STALE_AFTER_DAYS

    @property
    def needs_a_look(self) -> bool:
        return self.is_stale(timezone.localdate())


class PlaceChange(models.Model):
    """One change of state of a meeting place. The first of a place has no ``source``: since then it is known."""

    place = models.ForeignKey(MeetingPlace, models.CASCADE, related_name="changes", verbose_name="ontmoetingsplek")
    source = models.CharField("van", max_length=16, choices=PlaceState.choices, blank=True)
    target = models.CharField("naar", max_length=16, choices=PlaceState.choices)
    at = models.DateTimeField("wanneer", default=timezone.now)

    class Meta:
        verbose_name = "verandering van een plek"
        verbose_name_plural = "veranderingen van plekken"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_target_display()}"
