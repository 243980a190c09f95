"""The address on the site of something with a title: made from it when it is left empty, and then it stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm

from vergezicht.areas.folder import slugify

_LONGEST = 50


class AddressedForm(WagtailAdminModelForm):
    """A form with a title and the address that belongs to it."""

    slug = forms.SlugField(
        label="Adres op de site", required=False, max_length=_LONGEST,
        help_text="Het laatste deel van het adres, zonder spaties. Laat u dit leeg, dan komt het uit de titel.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self.instance.slug = self.instance.slug or free_slug(
                type(self.instance), slugify(cleaned.get("title") or "")
            )
        return cleaned


def free_slug(model: type[models.Model], base: str) -> str:
    """The address that nothing else of its kind has, as like ``base`` as can be."""
    known = model._default_manager
    candidate, number = base[:_LONGEST].strip("-") or "zonder-titel", 2
    while known.filter(slug=candidate).exists():
        candidate = f"{base[: _LONGEST - 4].strip('-')}-{number}"
        number += 1
    return candidate
