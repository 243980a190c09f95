"""The lead of a page: plain text in which a figure can be chosen, and in which every figure and claim has to hold."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from vergezicht.stories.living_numbers import unknown_references


class LeadForm(WagtailAdminPageForm):
    """The form of a page with a field ``lead``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        from vergezicht.stories.picking.fields import FigureInput  # Wagtail's widgets need the models, which need us

        super().__init__(*args, **options)
        self.fields["lead"].widget = FigureInput()

    def clean(self) -> dict[str, Any]:
        """A draft whose title another page has gets an address of its own; one that was typed is refused as always."""
        given, parent = self.cleaned_data, self.parent_page
        slug = given.get("slug", "")
        made = slug and slug == slugify(given.get("title", ""), allow_unicode=True)
        if made and not self.instance.live and parent is not None:
            free = (f"{slug}-{number}" if number > 1 else slug for number in count(1))
            given["slug"] = next(one for one in free if Page._slug_is_available(one, parent, self.instance))
        return dict(super().clean() or given)

    def clean_lead(self) -> str:
        """Raises ValidationError with every reference that points to nothing and every claim that does not hold.

        A draft is kept with them.
        """
        lead: str = self.cleaned_data["lead"]
        if not self.is_deferred_validation and (wrong := list(unknown_references(lead))):
            raise ValidationError(wrong)
        return lead
