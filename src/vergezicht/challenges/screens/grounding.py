"""A field with references to figures, and under it what readers get of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from wagtail.admin.staticfiles import versioned_static

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.ground_figures import ground_figures
from vergezicht.challenges.naming import wrong_references
from vergezicht.challenges.screens.rights import for_workers

# Where the figures come to stand, and how a page tells them there.
REASON, HARVEST = "aanleiding", "oogst"
_PARTS = {REASON: "challenges/parts/grounds.html", HARVEST: "challenges/parts/spoken.html"}


class ReferencesInput(forms.Textarea):
    """A text area with, under it, what readers get; a script asks it again while somebody types."""

    def __init__(self, place: str) -> None:
        super().__init__({"rows": 3, "spellcheck": "false"})
        self.place = place

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        told = f"{(attrs or {}).get('id') or f'id_{name}'}-lezer"
        described = " ".join(filter(None, [(attrs or {}).get("aria-describedby"), told]))
        drawn = super().render(name, value, {**(attrs or {}), "aria-describedby": described}, renderer)
        return format_html(
            '<div data-controller="vergezicht-references" data-told="{}">{}'
            '<div id="{}" class="ground-figures" aria-live="polite">{}</div></div>',
            reverse("work_ground_figures", args=[self.place]), drawn, told, _told(self.place, str(value or "")),
        )  # fmt: skip

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("website/js/references.js")])


class ReferencesField(forms.CharField):
    """References to figures, one per line; kept as a list."""

    def __init__(self, place: str = REASON, **options: Any) -> None:
        options.setdefault("widget", ReferencesInput(place))
        options.setdefault(
            "help_text",
            "Eén per regel: indicator@gebied#meting, bijvoorbeeld lonely@stadsdeel/noord#2020. "
            "U vindt ze bij “Wat valt op”.",
        )
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return value if isinstance(value, list) else _lines(str(value or ""))

    def clean(self, value: Any) -> list[str]:
        found = self.to_python(value)
        if wrong := _wrong(found):
            raise ValidationError(wrong)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


@require_safe
@for_workers
def told_figures(request: HttpRequest, place: str) -> HttpResponse:
    """What readers get of the references in ``tekst``, a line each, and what is wrong with the rest, as HTML."""
    if place not in _PARTS:
        raise Http404
    return HttpResponse(_told(place, request.GET.get("tekst", "")))


def _told(place: str, text: str) -> SafeString:
    lines = _lines(text)
    context = {"part": _PARTS[place], "figures": ground_figures(lines), "wrong": _wrong(lines)}
    return mark_safe(render_to_string("challenges/editor/ground_figures.html", context).strip())  # noqa: S308


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _wrong(lines: list[str]) -> list[str]:
    release = current_release()
    return wrong_references(lines, release) if release is not None else []
