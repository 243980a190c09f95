"""What is written once: a correction is a new row beside the old one, never another text in its place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class AppendOnly(models.Model):
    """Rows may be added and read. The database refuses the rest too, also to raw SQL (guards.py)."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if not self._state.adding:
            raise ValidationError(self._refusal())

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise ValidationError(self._refusal())
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise ValidationError(self._refusal())

    def _refusal(self) -> str:
        return f"{str(self._meta.verbose_name).capitalize()}: dit staat vast. Voeg een nieuwe toe, met de reden."
