"""Edition: one published state of the whole public site; publication moment: pages that go out together; page read:
how often a page was opened; accessibility run and manual result: what was tested, and what came of it; synonym group:
words that mean the same to who searches."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page, Revision

from vergezicht.challenges.models import AppendOnly
from vergezicht.languages import noted

PAGE_ONLINE = noted("Pagina gepubliceerd")  # a reason of an edition, before the title of the page


class EditionState(models.TextChoices):
    REQUESTED = "gevraagd", "Gevraagd"
    BAKING = "in-de-maak", "In de maak"
    PUBLISHED = "gepubliceerd", "Gepubliceerd"
    UNCHANGED = "ongewijzigd", "Niets veranderd"
    FAILED = "mislukt", "Mislukt"


class Edition(models.Model):
    """A request to publish, and what came of it. Numbers are given when the edition is baked."""

    number = models.PositiveIntegerField("nummer", unique=True, null=True, blank=True)
    state = models.CharField("stand", max_length=16, choices=EditionState.choices, default=EditionState.REQUESTED)
    reason = models.CharField("aanleiding", max_length=250)
    requested_at = models.DateTimeField("gevraagd op", default=timezone.now)
    begun_at = models.DateTimeField("begonnen op", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)
    release = models.CharField("release", max_length=120, blank=True)
    pages = models.PositiveIntegerField("pagina's", default=0)
    changed = models.JSONField("gewijzigde adressen", default=list, blank=True)
    error = models.TextField("fout", blank=True)

    class Meta:
        verbose_name = "editie"
        verbose_name_plural = "edities"
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"Editie {self.number}" if self.number else f"Editie ({self.get_state_display().lower()})"

    @classmethod
    def online(cls) -> Edition | None:
        """What readers see: the last one that was published; None before the first."""
        return cls.objects.filter(state=EditionState.PUBLISHED).order_by("-number").first()

    @property
    def is_online(self) -> bool:
        return self == Edition.online()


class MomentState(models.TextChoices):
    PLANNED = "gepland", "Gepland"
    PUBLISHED = "gepubliceerd", "Gepubliceerd"
    FAILED = "mislukt", "Mislukt"
    CANCELLED = "geannuleerd", "Geannuleerd"


class PublicationMoment(models.Model):
    """When several pages are published together: all of them or none, in one edition."""

    title = models.CharField("titel", max_length=120, help_text="Voor uzelf en collega's. Komt niet op de site.")
    at = models.DateTimeField("moment")
    embargo_note = models.CharField(
        "toelichting op het embargo", max_length=200, blank=True,
        help_text="Wie meeleest, ziet dit bij ‘Onder embargo tot …’. Mag leeg blijven.",
    )  # fmt: skip
    state = models.CharField("stand", max_length=16, choices=MomentState.choices, default=MomentState.PLANNED)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gemaakt door"
    )
    made_by_role = models.CharField("gemaakt door (rol)", max_length=80, blank=True)
    ended_at = models.DateTimeField("afgerond op", null=True, blank=True)
    failure = models.TextField("waarom niet", blank=True)

    class Meta:
        verbose_name = "publicatiemoment"
        verbose_name_plural = "publicatiemomenten"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed: what failed is planned anew."""
        return self.state in {MomentState.PLANNED, MomentState.FAILED}

    @property
    def edition(self) -> Edition | None:
        """What came of its pages: the edition that brought them to readers, or else the last attempt since.

        Nothing is published while an edition is baked, so that every edition that ends later has the pages.
        """
        if self.state != MomentState.PUBLISHED:
            return None
        since = Edition.objects.filter(finished_at__gt=self.ended_at).order_by("finished_at", "pk")
        good = since.filter(state__in=(EditionState.PUBLISHED, EditionState.UNCHANGED))
        return good.first() or since.filter(state=EditionState.FAILED).last()


class PlannedPage(models.Model):
    """A page that goes out at a moment, as it was when it was put there: what is saved later stays a draft."""

    moment = models.ForeignKey(PublicationMoment, models.CASCADE, related_name="planned", verbose_name="moment")
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="planned", verbose_name="pagina")
    title = models.CharField("titel", max_length=255)  # the page may be gone when the moment comes
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+", verbose_name="versie")
    is_open = models.BooleanField("moment is nog open", default=True)
    was_online = models.BooleanField("stond al op de site", default=False)  # exactly so, when the moment came

    class Meta:
        verbose_name = "pagina die meegaat"
        verbose_name_plural = "pagina's die meegaan"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(is_open=True), name="een_pagina_een_open_moment"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def has_changed(self) -> bool:
        """Whether something was saved after it was put in the moment: that does not go out."""
        return self.page is not None and self.page.latest_revision_id != self.revision_id


class PageRead(models.Model):
    """How often, on a day, a page was opened or (``part``, its anchor) a chapter of it was reached; not by whom."""

    day = models.DateField("dag")
    path = models.CharField("adres", max_length=700)
    part = models.CharField("hoofdstuk", max_length=100, blank=True)
    count = models.PositiveIntegerField("aantal")

    class Meta:
        verbose_name = "keer gelezen"
        verbose_name_plural = "keren gelezen"
        ordering = ["-day", "path", "part"]
        constraints = [models.UniqueConstraint(fields=["day", "path", "part"], name="een_telling_per_dag")]

    def __str__(self) -> str:
        return f"{self.path} {self.part}".strip()


class AccessibilityRun(AppendOnly):
    """One time that a program went through the pages of an edition, looking for what keeps people out."""

    tested_at = models.DateTimeField("getoetst op", default=timezone.now)
    edition = models.PositiveIntegerField("editie")
    tool = models.CharField("programma", max_length=40)
    tool_version = models.CharField("versie van het programma", max_length=20)
    browser = models.CharField("browser", max_length=80)
    software = models.CharField("versie van Vergezicht", max_length=20)

    class Meta:
        verbose_name = "toetsing van de toegankelijkheid"
        verbose_name_plural = "toetsingen van de toegankelijkheid"
        ordering = ["-tested_at", "-pk"]

    def __str__(self) -> str:
        return f"Editie {self.edition}, {timezone.localtime(self.tested_at):%d-%m-%Y}"


class Scheme(models.TextChoices):
    LIGHT = "licht", "Licht"
    DARK = "donker", "Donker"


class TriedPage(AppendOnly):
    """A page in a run, at one width in px and in one scheme of colours, with the rules that were tried.

    ``violations`` are dicts of rule, impact, help, criteria, selectors (of at most twenty elements) and count.
    """

    run = models.ForeignKey(AccessibilityRun, models.PROTECT, related_name="tried", verbose_name="toetsing")
    path = models.CharField("adres", max_length=700)
    title = models.CharField("titel", max_length=250)
    kind = models.CharField("soort pagina", max_length=120)
    width = models.PositiveSmallIntegerField("breedte")
    scheme = models.CharField("kleuren", max_length=8, choices=Scheme.choices)
    passed = models.JSONField("voldoet", default=list, blank=True)
    inapplicable = models.JSONField("niet van toepassing", default=list, blank=True)
    unclear = models.JSONField("kijk zelf", default=list, blank=True)
    violations = models.JSONField("voldoet niet", default=list, blank=True)

    class Meta:
        verbose_name = "getoetste pagina"
        verbose_name_plural = "getoetste pagina's"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.path} ({self.width} px, {self.scheme})"


class ManualOutcome(models.TextChoices):
    PASSES = "voldoet", noted("voldoet")
    FAILS = "voldoet-niet", noted("voldoet niet")
    NOT_APPLICABLE = "niet-van-toepassing", noted("niet van toepassing")
    UNTESTED = "nog-niet-getoetst", noted("nog niet getoetst")


class ManualResult(AppendOnly):
    """What somebody found at a check by hand (``code``: accessibility/manual.py); a new one stands beside the old."""

    code = models.CharField("onderdeel", max_length=40)
    outcome = models.CharField("uitkomst", max_length=24, choices=ManualOutcome.choices)
    tested_on = models.DateField("getoetst op", default=timezone.localdate)
    role = models.CharField("door (rol)", max_length=80)
    remark = models.TextField(
        "toelichting", max_length=1000, blank=True,
        help_text="Wat is er getoetst, en hoe? Dit komt in het openbare log: noem geen namen.",
    )  # fmt: skip
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "uitkomst van een toets met de hand"
        verbose_name_plural = "uitkomsten van toetsen met de hand"
        ordering = ["-tested_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_outcome_display()}"


class SynonymGroup(models.Model):
    """Words that mean the same to who searches, beside those in the file of the municipality."""

    words = models.CharField(
        "woorden", max_length=300,
        help_text="Met komma's ertussen: oud, bejaard, senior. Wie op één ervan zoekt, vindt ze alle.",
    )  # fmt: skip

    class Meta:
        verbose_name = "groep zoekwoorden"
        verbose_name_plural = "zoekwoorden"
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words
