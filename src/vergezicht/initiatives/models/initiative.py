"""Initiative: what residents want to start, how it stands, what was answered, and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from vergezicht.challenges.models import AppendOnly, Challenge
from vergezicht.initiatives.models.place import MeetingPlace
from vergezicht.initiatives.models.scheme import FundingScheme, InitiativeKind
from vergezicht.initiatives.points import MapPoint
from vergezicht.initiatives.states import PUBLIC_STATES, WITH_TERM, InitiativeState
from vergezicht.languages import noted


class Need(models.TextChoices):
    HANDS = "handen", noted("Handen")
    MONEY = "geld", noted("Geld")
    MATERIALS = "materiaal", noted("Materiaal")
    GROUND = "grond", noted("Een stukje grond of een ruimte")
    PERMIT = "vergunning", noted("Een vergunning")
    ADVICE = "advies", noted("Advies")


class Precision(models.TextChoices):
    """How precisely readers see where it is; a point only when the submitter wants it."""

    WIJK = "wijk", noted("Alleen de wijk of buurt")
    STREET = "straat", noted("De straat")
    POINT = "punt", noted("De precieze plek")


class NameMode(models.TextChoices):
    """How the submitter is called in public; a full name is not among them."""

    ALIAS = "alias", noted("Een bewoner")
    GROUP = "groep", noted("De naam van een groep")
    FIRST_NAME = "voornaam", noted("Alleen een voornaam")


class Origin(models.TextChoices):
    WEB = "web", "Via de site"
    PAPER = "papier", "Op papier"
    PHONE = "telefoon", "Telefonisch"
    MEETING = "bijeenkomst", "Op een bijeenkomst"


class Agreement(models.TextChoices):
    NONE = "geen", "Geen"
    ADOPTION = "adoptie", noted("Adoptie van groen of grond")
    USE = "gebruik", noted("Gebruik van grond of ruimte")


def only_pdf(upload: Any) -> None:
    """Refuse what is no PDF, whatever its name says, and what is larger than ten megabytes."""
    if upload.size > 10 * 1024 * 1024:
        raise ValidationError("De overeenkomst is te groot: hoogstens 10 MB.")
    start = upload.read(5)
    upload.seek(0)
    if start != b"%PDF-" or not upload.name.lower().endswith(".pdf"):
        raise ValidationError("Dit is geen pdf.")


@dataclass(frozen=True)
class Term:
    """The answer term on one day: from when, until when; ``days_left`` is below zero when it is late."""

    start: date
    due: date
    days_left: int

    @property
    def days(self) -> int:
        return (self.due - self.start).days

    @property
    def passed(self) -> int:
        return min(self.days, self.days - self.days_left)

    @property
    def late(self) -> int:
        return max(0, -self.days_left)


class Initiative(models.Model):
    """A residents' plan. It holds no personal data: those are in ``Contact``, with a term of their own."""

    title = models.CharField("titel", max_length=80)
    slug = models.SlugField("adres op de site", max_length=100, unique=True, editable=False)
    summary = models.CharField("in het kort", max_length=300)
    body = models.TextField("het plan", blank=True, max_length=4000)
    category = models.CharField("categorie", max_length=60)
    kind = models.CharField("soort", max_length=16, choices=InitiativeKind.choices, default=InitiativeKind.ACTIVITY)
    areas = models.JSONField("gebieden", default=list)
    precision = models.CharField("hoe precies", max_length=8, choices=Precision.choices, default=Precision.STREET)
    street = models.CharField("straat of plek", max_length=80, blank=True)
    latitude = models.FloatField("breedtegraad", null=True, blank=True)
    longitude = models.FloatField("lengtegraad", null=True, blank=True)
    needs = models.JSONField("nodig", default=list, blank=True)
    challenges = models.ManyToManyField(Challenge, related_name="initiatives", blank=True, verbose_name="wijkopgaven")
    schemes = models.ManyToManyField(FundingScheme, related_name="initiatives", blank=True, verbose_name="regelingen")
    place = models.ForeignKey(
        MeetingPlace, models.SET_NULL, related_name="initiatives", null=True, blank=True, verbose_name="ontmoetingsplek"
    )
    state = models.CharField(
        "stand", max_length=16, choices=InitiativeState.choices, default=InitiativeState.CONCEPT, editable=False
    )
    state_since = models.DateTimeField("stand sinds", default=timezone.now, editable=False)
    term_start = models.DateField("termijn vanaf", null=True, blank=True, editable=False)
    response_due = models.DateField("antwoord uiterlijk", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("openbaar sinds", null=True, blank=True, editable=False)
    erased_at = models.DateTimeField("gewist op", null=True, blank=True, editable=False)
    steward_role = models.CharField("begeleider (rol)", max_length=80, blank=True)
    name_mode = models.CharField("naam op de site", max_length=10, choices=NameMode.choices, default=NameMode.ALIAS)
    public_name = models.CharField("groep of voornaam", max_length=40, blank=True)
    origin = models.CharField("binnengekomen", max_length=12, choices=Origin.choices, default=Origin.WEB)
    agreement = models.CharField("overeenkomst", max_length=10, choices=Agreement.choices, default=Agreement.NONE)
    agreement_until = models.DateField("overeenkomst tot", null=True, blank=True)
    agreement_text = models.TextField("tekst van de overeenkomst", blank=True, max_length=20_000)
    agreement_file = models.FileField(
        "overeenkomst als pdf", upload_to="overeenkomsten/", blank=True, validators=[only_pdf]
    )
    still_there_on = models.DateField("bevestigd dat het er nog is", null=True, blank=True)
    source_name = models.CharField("overgenomen van", max_length=80, blank=True)
    source_url = models.URLField("adres bij de bron", max_length=400, blank=True)
    source_key = models.CharField("kenmerk bij de bron", max_length=160, blank=True, editable=False)
    is_example = models.BooleanField("voorbeeldinhoud", default=False)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("laatst bijgewerkt", auto_now=True)

    class Meta:
        verbose_name = "initiatief"
        verbose_name_plural = "initiatieven"
        ordering = ["-state_since", "-pk"]
        indexes = [models.Index(fields=["state", "-state_since"], name="initiatives_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_name", "source_key"], condition=~models.Q(source_key=""), name="taken_over_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        problems: dict[str, str] = {}
        if self.name_mode != NameMode.ALIAS and not self.public_name.strip():
            problems["public_name"] = "Vul de naam in die op de site mag, of kies ‘Een bewoner’."
        if self.name_mode == NameMode.FIRST_NAME and len(self.public_name.split()) > 1:
            problems["public_name"] = "Alleen een voornaam: een achternaam komt niet op de site."
        if (self.latitude is None) != (self.longitude is None):
            problems["longitude"] = "Geef breedte- en lengtegraad allebei, of geen van beide."
        if problems:
            raise ValidationError(problems)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.erased_at is None and self.state in PUBLIC_STATES

    @property
    def shown_name(self) -> str:
        """How the submitter is called in public."""
        return self.public_name if self.name_mode != NameMode.ALIAS and self.public_name else "Een bewoner"

    @property
    def shown_street(self) -> str:
        return self.street if self.precision != Precision.WIJK else ""

    @property
    def point(self) -> MapPoint | None:
        if self.latitude is None or self.longitude is None:
            return None
        return MapPoint(self.latitude, self.longitude)

    @point.setter
    def point(self, point: MapPoint | None) -> None:
        self.latitude, self.longitude = (point.latitude, point.longitude) if point else (None, None)

    @property
    def shown_point(self) -> MapPoint | None:
        """The point for readers: only when the submitter chose that it may be shown."""
        return self.point if self.precision == Precision.POINT else None

    @property
    def need_labels(self) -> list[str]:
        return [str(Need(code).label) for code in self.needs if code in Need.values]

    @property
    def submitted_on(self) -> date | None:
        """The day from which the promise of an answer counts."""
        first = self.changes.filter(target=InitiativeState.SUBMITTED).first()
        return timezone.localdate(first.at) if first is not None else None

    def term_on(self, today: date) -> Term | None:
        """The answer term as it runs on this day; None when nothing is awaited."""
        if self.state not in WITH_TERM or self.response_due is None or self.term_start is None:
            return None
        return Term(self.term_start, self.response_due, (self.response_due - today).days)

    @property
    def term(self) -> Term | None:
        return self.term_on(timezone.localdate())

    @admin.display(description="antwoord uiterlijk")
    def due_label(self) -> str:
        term = self.term
        if term is None:
            return ""
        return f"{term.due:%d-%m-%Y} ({f'{term.late} dagen te laat' if term.late else f'nog {term.days_left} dagen'})"


class InitiativePicture(models.Model):
    """A picture, re-encoded without what the camera wrote into it."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="pictures")
    file = models.FileField("bestand", upload_to="initiatieven/")
    alt = models.CharField("wat is er te zien?", max_length=160)
    width = models.PositiveIntegerField("breedte")
    height = models.PositiveIntegerField("hoogte")

    class Meta:
        verbose_name = "foto bij een initiatief"
        verbose_name_plural = "foto's bij initiatieven"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.alt


class StateChange(AppendOnly):
    """One change of state: who, when, why, and what readers are told."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="changes")
    source = models.CharField("van", max_length=16, choices=InitiativeState.choices)
    target = models.CharField("naar", max_length=16, choices=InitiativeState.choices)
    at = models.DateTimeField("wanneer", default=timezone.now)
    role = models.CharField("door (rol)", max_length=80)
    reason = models.TextField("reden", blank=True)
    note = models.TextField("openbare toelichting", blank=True)
    answer_days = models.PositiveSmallIntegerField("antwoordtermijn in dagen", null=True, editable=False)

    class Meta:
        verbose_name = "verandering van stand"
        verbose_name_plural = "veranderingen van stand"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_source_display()} → {self.get_target_display()}"


class Outcome(models.TextChoices):
    YES = "ja", noted("Ja")
    YES_IF = "ja-mits", noted("Ja, als")
    NOT_YET = "nog-niet", noted("Nog niet te zeggen")
    REFERRED = "doorverwezen", noted("Een ander gaat hierover")
    NO = "nee", noted("Nee")


class OfficialResponse(AppendOnly):
    """The municipality's answer, signed by role, with the next step and by when."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="responses", verbose_name="initiatief")
    outcome = models.CharField("antwoord", max_length=16, choices=Outcome.choices)
    text = models.TextField("uitleg")
    role = models.CharField("door (rol)", max_length=80)
    date = models.DateField("datum", default=timezone.localdate)
    next_step = models.CharField("volgende stap", max_length=200)
    next_due = models.DateField("uiterlijk", null=True, blank=True)
    recorded_at = models.DateTimeField("vastgelegd op", null=True, default=timezone.now, editable=False)

    class Meta:
        verbose_name = "officieel antwoord"
        verbose_name_plural = "officiële antwoorden"
        ordering = ["date", "pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.role})"

    @property
    def open_step(self) -> str:
        """The next step without its full stop: "until when" comes after it."""
        return self.next_step.rstrip(" .")

    def clean(self) -> None:
        super().clean()
        if self.next_due and self.date and self.next_due < self.date:
            raise ValidationError({"next_due": "De volgende stap komt na het antwoord."})
