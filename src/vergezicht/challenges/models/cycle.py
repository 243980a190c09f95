"""Cycle: one round from survey to evaluation. Cycles overlap; there is no "the" current one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format


class Cycle(models.Model):
    """One round: survey, conversations, challenges, actions, evaluation. Cycles overlap."""

    name = models.CharField("naam", max_length=80, unique=True)
    slug = models.SlugField("adres op de site", unique=True)
    starts = models.DateField("begint op")
    ends = models.DateField("eindigt op")
    period = models.CharField(
        "meting", max_length=20, blank=True, help_text="De meting waarmee deze cyclus begint, bijvoorbeeld 2020."
    )
    fieldwork = models.CharField("veldwerk", max_length=80, blank=True, help_text="Bijvoorbeeld: januari en februari.")
    description = models.TextField("omschrijving", blank=True)
    lessons = models.TextField(
        "wat we van deze cyclus leerden", blank=True, help_text="Voor de terugblik, als de cyclus is afgelopen."
    )

    class Meta:
        verbose_name = "cyclus"
        verbose_name_plural = "cycli"
        ordering = ["starts"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.ends < timezone.localdate()

    @property
    def choice(self) -> str:
        """Its name where somebody chooses a cycle; of one that is over since when."""
        return f"{self.name} (voorbij sinds {date_format(self.ends, 'j F Y')})" if self.is_over else self.name

    def clean(self) -> None:
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": "Een cyclus eindigt later dan zij begint."})
