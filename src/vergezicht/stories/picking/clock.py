"""A moment that an editor chooses: by the calendar of the browser, on the clock of the municipality."""

from __future__ import annotations

from typing import Any

from django import forms


class ClockField(forms.DateTimeField):
    """A moment on the clock of the municipality; an hour that does not exist, or exists twice, is refused."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"), **options
        )

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if getattr(error, "code", "") != "ambiguous_timezone":
                raise
            told = "Dit uur is er niet of is er twee keer: de klok gaat dan een uur vooruit of terug."
            raise forms.ValidationError(told) from error
