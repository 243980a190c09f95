"""Challenge (wijkopgave): what we want to reach where, why, by when, and with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from vergezicht.challenges.models.course import Course
from vergezicht.challenges.models.cycle import Cycle
from vergezicht.challenges.models.partner import Partner
from vergezicht.languages import noted

if TYPE_CHECKING:
    from vergezicht.challenges.models.check import CourseCheck


_MAY_WAIT = "In een concept mag dit nog leeg zijn."


class ChallengeKind(models.TextChoices):
    OPPORTUNITY = "kans", noted("Kansopgave")
    PROBLEM = "probleem", noted("Probleemopgave")
    PREVENTION = "preventie", noted("Preventieopgave")


class ChallengeState(models.TextChoices):
    """Where it is in its life; how it goes is its course, which only a course check may say."""

    CONCEPT = "concept", "Concept (niet openbaar)"
    ADOPTED = "vastgesteld", noted("Vastgesteld")
    RUNNING = "lopend", noted("Loopt")
    CLOSED = "afgesloten", noted("Afgesloten")
    STOPPED = "gestopt", noted("Gestopt")
    MERGED = "samengevoegd", noted("Samengevoegd")


class Challenge(ClusterableModel):
    """A wijkopgave: an agreed task or opportunity for one or more areas in a cycle."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="challenges", verbose_name="cyclus")
    code = models.CharField("kenmerk", max_length=12)
    slug = models.SlugField("adres op de site", unique=True)
    title = models.CharField("titel", max_length=120)
    kind = models.CharField("soort", max_length=12, choices=ChallengeKind.choices)
    state = models.CharField("fase", max_length=12, choices=ChallengeState.choices, default=ChallengeState.CONCEPT)
    state_reason = models.TextField("reden", blank=True, help_text="Verplicht bij gestopt en samengevoegd.")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, verbose_name="samengevoegd met"
    )
    areas = models.JSONField("gebieden", default=list)
    themes = models.JSONField("thema's", default=list)
    indicators = models.JSONField("waaraan we het meten", default=list, blank=True)
    figures = models.JSONField("cijfers achter de aanleiding", default=list, blank=True)
    reason = models.TextField(
        "aanleiding", blank=True, help_text=f"Wat zien we in de cijfers en horen we van bewoners? {_MAY_WAIT}"
    )
    goal = models.TextField("doel", blank=True, help_text=f"Wat merken bewoners als het lukt? {_MAY_WAIT}")
    criteria = models.TextField("waaraan zien we dat het lukt?", blank=True, help_text="Eén per regel.")
    owner_role = models.CharField("trekker (rol)", max_length=80, default="Wijkmanager")
    budget_note = models.TextField("geld", blank=True, help_text="Waaruit het wordt betaald, in gewone woorden.")
    decision_reference = models.CharField("besluit", max_length=160, blank=True, help_text="Besluit of raadsstuk.")
    check_interval_days = models.PositiveIntegerField("koerscheck om de (dagen)", default=91)
    is_example = models.BooleanField("voorbeeldinhoud", default=False)
    changed_at = models.DateTimeField("laatst bijgewerkt", auto_now=True)

    class Meta:
        verbose_name = "wijkopgave"
        verbose_name_plural = "wijkopgaven"
        ordering = ["pk"]
        permissions = [
            ("work_on_challenge", "Mag de werkschermen zien"),
            ("begin_challenge", "Mag een concept beginnen"),
            ("check_challenge", "Mag koerschecks en terugblikken vastleggen"),
            ("report_challenge", "Mag voortgang van acties bijwerken"),
            ("carry_over_challenge", "Mag opgaven overdragen aan een volgende cyclus"),
            ("approve_challenge", "Mag opgaven vaststellen"),
            ("approve_text", "Mag acties en teksten van anderen vaststellen"),
            ("invite_partner", "Mag partners een persoonlijke link sturen"),
            ("report_own_action", "Mag de acties van de eigen partner bijwerken"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "code"], name="one_code_per_cycle"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["gestopt", "samengevoegd"]) | ~models.Q(state_reason=""),
                name="no_silent_end",
                violation_error_message="Stoppen of samenvoegen vraagt een reden.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        problems: dict[str, str] = self.unwritten if self.is_public else {}
        if self.state in {ChallengeState.STOPPED, ChallengeState.MERGED} and not self.state_reason.strip():
            problems["state_reason"] = "Stoppen of samenvoegen vraagt een reden: niets verdwijnt stilletjes."
        if self.state == ChallengeState.MERGED and self.merged_into_id is None:
            problems["merged_into"] = "Kies de opgave waarin deze opgaat: zo blijft de weg te volgen."
        if Challenge.objects.filter(cycle=self.cycle_id, code=self.code).exclude(pk=self.pk).exists():
            problems["code"] = "In deze cyclus heeft een andere opgave dit kenmerk al. Kies een ander."
        if self.pk and self.merged_into_id == self.pk:
            problems["merged_into"] = "Een opgave kan niet in zichzelf opgaan."
        before = Challenge.objects.filter(pk=self.pk).values("slug", "state").first() if self.pk else None
        if before and before["state"] != ChallengeState.CONCEPT:
            if self.state == ChallengeState.CONCEPT:
                problems["state"] = "Deze opgave is openbaar geweest en wordt geen concept meer."
            if self.slug != before["slug"]:
                problems["slug"] = "Het adres van een openbare opgave verandert niet."
        if problems:
            raise ValidationError(problems)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        if self.is_public:
            raise ValidationError("Een openbare opgave verdwijnt niet: stop haar of voeg haar samen, met de reden.")
        deleted: tuple[int, dict[str, int]] = super().delete(*args, **options)
        return deleted

    @property
    def is_public(self) -> bool:
        return self.state != ChallengeState.CONCEPT

    @property
    def unwritten(self) -> dict[str, str]:
        """The texts that a concept still lacks and without which it is not adopted, by field, each with what to do."""
        return {
            name: f"Vul {word} in: zonder {word} wordt een opgave niet vastgesteld."
            for name, word in (("goal", "het doel"), ("reason", "de aanleiding"))
            if not getattr(self, name).strip()
        }

    @property
    def is_running(self) -> bool:
        return self.state in {ChallengeState.ADOPTED, ChallengeState.RUNNING}

    @property
    def is_over(self) -> bool:
        return self.state in {ChallengeState.CLOSED, ChallengeState.STOPPED, ChallengeState.MERGED}

    @property
    def criteria_list(self) -> list[str]:
        return [line.strip() for line in self.criteria.splitlines() if line.strip()]

    @property
    def standing_checks(self) -> list[CourseCheck]:
        """Its course checks without those that were corrected, newest first."""
        checks = list(self.checks.all())
        corrected = {check.supersedes_id for check in checks}
        return sorted(
            (check for check in checks if check.pk not in corrected),
            key=lambda check: (check.date, check.pk or 0),
            reverse=True,
        )

    @property
    def latest_check(self) -> CourseCheck | None:
        return next(iter(self.standing_checks), None)

    @property
    def course(self) -> Course:
        """How it stands by its last course check; what is over has stopped or is closed, whatever was said before."""
        if self.is_over:
            return Course.STOPPED if self.state == ChallengeState.STOPPED else Course.CLOSED
        check = self.latest_check
        return Course(check.verdict) if check is not None else Course.NOT_STARTED

    @property
    def figures_say(self) -> str:
        """What the figures said at the last course check, where people judged otherwise; "" when they agree."""
        check = self.latest_check
        if check is None or self.is_over or not check.weighs_otherwise:
            return ""
        return str(check.get_signal_display())

    @admin.display(description="stand")
    def course_label(self) -> str:
        return str(self.course.label)


class InvolvementRole(models.TextChoices):
    LEAD = "trekker", noted("Trekker")
    PARTNER = "partner", noted("Doet mee")
    ADVISER = "meedenker", noted("Denkt mee")


class Involvement(models.Model):
    """Which partner does what for a challenge."""

    challenge = ParentalKey(Challenge, related_name="involvements", on_delete=models.CASCADE)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="involvements", verbose_name="partner")
    role = models.CharField("rol", max_length=12, choices=InvolvementRole.choices, default=InvolvementRole.PARTNER)

    class Meta:
        verbose_name = "deelname van een partner"
        verbose_name_plural = "deelname van partners"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["challenge", "partner"], name="one_role_per_partner")]

    def __str__(self) -> str:
        return f"{self.partner} ({self.get_role_display().lower()})"


class TargetKind(models.TextChoices):
    VALUE = "waarde", noted("Een waarde bereiken")
    RISE = "stijgen", noted("Stijgen")
    FALL = "dalen", noted("Dalen")
    HOLD = "gelijk", noted("Gelijk blijven of beter")


class Target(models.Model):
    """A target on an indicator: from the figure of a wave (baseline) to a value, by a year.

    ``value`` is in the unit of the indicator. The baseline is a reference; its number comes from the release.
    """

    challenge = ParentalKey(Challenge, related_name="targets", on_delete=models.CASCADE)
    indicator = models.CharField("indicator", max_length=60)
    area = models.CharField("gebied", max_length=20)
    kind = models.CharField("soort doel", max_length=10, choices=TargetKind.choices, default=TargetKind.VALUE)
    value = models.FloatField("streefwaarde", null=True, blank=True, help_text="In de eenheid van het cijfer.")
    baseline_period = models.CharField("uitgangsmeting", max_length=20, help_text="Bijvoorbeeld 2018.")
    year = models.PositiveIntegerField("te bereiken in")
    because = models.TextField("waarom dit doel", blank=True)

    class Meta:
        verbose_name = "streefdoel"
        verbose_name_plural = "streefdoelen"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.indicator} in {self.area}: {self.get_kind_display().lower()} ({self.year})"

    def clean(self) -> None:
        if self.kind == TargetKind.VALUE and self.value is None:
            raise ValidationError({"value": "Vul de waarde in die u wilt bereiken, of kies stijgen, dalen of gelijk."})
        if self.kind != TargetKind.VALUE and self.value is not None:
            raise ValidationError({"value": "Bij stijgen, dalen en gelijk blijven hoort geen waarde."})
