"""The lead of a page: plain text in which a figure can be chosen, and in which every figure and claim has to hold."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from vergezicht.stories.living_numbers import unknown_references


class LeadForm(WagtailAdminPageForm):
    """The form of a page with a field ``lead``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        from vergezicht.stories.picking.fields import FigureInput  # Wagtail's widgets need the models, which need us

        super().__init__(*args, **options)
        self.fields["lead"].widget = FigureInput()

    def clean_lead(self) -> str:
        """Raises ValidationError with every reference that points to nothing and every claim that does not hold.

        A draft is kept with them.
        """
        lead: str = self.cleaned_data["lead"]
        if not self.is_deferred_validation and (wrong := list(unknown_references(lead))):
            raise ValidationError(wrong)
        return lead
