"""The lead of a page: plain text in which a figure can be chosen, and in which every figure and claim has to hold."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.timezone import now
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from vergezicht.stories.living.living_numbers import unknown_references
from vergezicht.stories.picking.clock import ClockField

UNTITLED = "Nog zonder titel"  # of a draft that is kept before it has one; no page goes online with it


class LeadForm(WagtailAdminPageForm):
    """The form of a page with a field ``lead``. A draft is kept without a title too, and its field stays empty then."""

    def __init__(self, *args: Any, **options: Any) -> None:
        from vergezicht.stories.picking.fields import FigureInput  # Wagtail's widgets need the models, which need us

        super().__init__(*args, **options)
        self.fields["lead"].widget = FigureInput()
        for name in {"go_live_at", "expire_at"} & self.fields.keys():
            self.fields[name] = ClockField(label=self.fields[name].label, required=False)
        if self.instance.title == UNTITLED:
            self.initial["title"] = ""
            if self.instance.slug.startswith(slugify(UNTITLED)):
                self.initial["slug"] = ""  # so that it follows the title

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        for name in {"title", "slug"} & self.fields.keys():
            if self.fields[name].required:
                self.fields[name].required = False
                self.deferred_required_fields.append(name)

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"] or self.instance.title or UNTITLED)

    def clean(self) -> dict[str, Any]:
        """A draft whose title another page has gets an address of its own; one that was typed is refused as always."""
        given: dict[str, Any] = self.cleaned_data  # also what is changed in it: Wagtail passes by what is given back
        parent = self.parent_page
        slug, title = given.get("slug", ""), slugify(given.get("title", ""), allow_unicode=True)
        made = title and slug and (slug == title or self._was_made(slug))
        is_new = self.instance.pk is None or not self.instance.live  # a page says it is live before it is made
        if made and is_new and parent is not None:
            free = (f"{title}-{number}" if number > 1 else title for number in count(1))
            given["slug"] = next(one for one in free if Page._slug_is_available(one, parent, self.instance))
        super().clean()
        return given

    def _was_made(self, slug: str) -> bool:
        """Whether the address is the one that the title as it was saved before got here, and nobody typed another."""
        before = slugify(self.instance.title, allow_unicode=True)
        return slug == self.instance.slug and bool(re.fullmatch(rf"{re.escape(before)}-\d+", slug))

    def get_field_updates_for_resave(self) -> list[tuple[str, Any]]:
        """Also the address, when it got another than was sent: for new-page.js, which keeps what is typed meanwhile."""
        updates: list[tuple[str, Any]] = super().get_field_updates_for_resave()
        sent, slug = self.data.get(self.add_prefix("slug")), self.cleaned_data.get("slug", "")
        return [*updates, ("slug:sent", sent), ("slug:given", slug)] if slug and sent != slug else updates

    def clean_go_live_at(self) -> datetime | None:
        """A moment that is over would put the page online at once, whatever its editor meant by it."""
        moment: datetime | None = self.cleaned_data["go_live_at"]
        if moment is not None and moment < now() and "go_live_at" in self.changed_data:
            raise ValidationError(
                "Dit moment is al voorbij. Kies een later moment, of laat het leeg om nu te publiceren."
            )
        return moment

    def clean_lead(self) -> str:
        """Raises ValidationError with every reference that points to nothing and every claim that does not hold.

        A draft is kept with them.
        """
        lead: str = self.cleaned_data["lead"]
        if not self.is_deferred_validation and (wrong := list(unknown_references(lead))):
            raise ValidationError(wrong)
        return lead
