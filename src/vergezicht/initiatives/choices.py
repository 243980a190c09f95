"""What staff may pick in the screens of initiatives: areas by name, one at a time."""

from __future__ import annotations

from typing import Any

from django import forms

from vergezicht.challenges.choices import area_choices


class AreaField(forms.ChoiceField):
    """One area, chosen by name and kept as a code; its choices are looked up when the form is shown."""

    def __init__(self, *, empty: str = "Niet bekend", **options: Any) -> None:
        super().__init__(choices=lambda: [("", empty), *area_choices()], **options)
