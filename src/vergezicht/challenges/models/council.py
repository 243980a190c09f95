"""Motions of the council and promises to it, with what was done about them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from vergezicht.challenges.models.append_only import AppendOnly
from vergezicht.challenges.models.challenge import Challenge
from vergezicht.languages import noted


class CouncilKind(models.TextChoices):
    MOTION = "motie", noted("Motie")
    PROMISE = "toezegging", noted("Toezegging")


class CouncilState(models.TextChoices):
    OPEN = "open", noted("Open")
    WORKING = "in-uitvoering", noted("In uitvoering")
    DONE = "afgedaan", noted("Afgedaan")
    PARTLY = "deels-afgedaan", noted("Deels afgedaan")
    WITHDRAWN = "ingetrokken", noted("Ingetrokken")

    @property
    def is_over(self) -> bool:
        return self in {CouncilState.DONE, CouncilState.WITHDRAWN}


class CouncilItem(ClusterableModel):
    """A motion or a promise: what was asked or promised, when, and which challenges carry it out.

    What the council asked changes by four eyes only, as every public text; a step is a report, added at once.
    """

    kind = models.CharField("soort", max_length=12, choices=CouncilKind.choices)
    code = models.CharField("nummer", max_length=20, help_text="Zoals de raad haar noemt, bijvoorbeeld M13.")
    slug = models.SlugField("adres op de site", unique=True)
    title = models.CharField("titel", max_length=160)
    text = models.TextField("wat is gevraagd of beloofd?")
    date = models.DateField("datum")
    owner_role = models.CharField("wie voert haar uit (rol)", max_length=80)
    challenges = ParentalManyToManyField(
        Challenge, related_name="council_items", blank=True, verbose_name="wijkopgaven die hieraan werken"
    )
    source = models.URLField("raadsstuk", blank=True)
    is_public = models.BooleanField("openbaar", default=False)
    is_example = models.BooleanField("voorbeeldinhoud", default=False)

    class Meta:
        verbose_name = "motie of toezegging"
        verbose_name_plural = "moties en toezeggingen"
        ordering = ["-date", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code", "date"], name="council_items_have_one_code")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}: {self.title}"

    def clean(self) -> None:
        super().clean()
        same = CouncilItem.objects.filter(kind=self.kind, code=self.code, date=self.date)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"code": f"{self.get_kind_display()} {self.code} van deze datum bestaat al."})

    @property
    def latest(self) -> CouncilStep | None:
        return max(self.steps.all(), key=lambda step: (step.date, step.pk), default=None)

    @property
    def state(self) -> CouncilState:
        step = self.latest
        return CouncilState(step.state) if step else CouncilState.OPEN


class CouncilStep(AppendOnly):
    """What was done about it, dated and signed by role; its state is that of the last step."""

    item = models.ForeignKey(CouncilItem, models.PROTECT, related_name="steps", verbose_name="motie of toezegging")
    date = models.DateField("datum", default=timezone.localdate)
    state = models.CharField("stand", max_length=16, choices=CouncilState.choices)
    text = models.TextField("wat is er gedaan?")
    role = models.CharField("door (rol)", max_length=80)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)

    class Meta:
        verbose_name = "stap van een motie of toezegging"
        verbose_name_plural = "stappen van moties en toezeggingen"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_state_display().lower()}"

    def clean(self) -> None:
        super().clean()
        if self.item_id and self.date < self.item.date:
            raise ValidationError({"date": "Een stap komt na de motie of toezegging zelf."})
