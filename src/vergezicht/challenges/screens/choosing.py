"""Choosing several from a long list: with script a list to search and tick, without it the list of the browser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Media
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.staticfiles import versioned_static


class ChoicesInput(forms.SelectMultiple):
    """A list of the browser, which a script makes into boxes by group, with a field to search them."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"size": 10, "data-controller": "vergezicht-choices", **(attrs or {})}, choices)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        hint = "Houd Ctrl (of Cmd) ingedrukt om er meer te kiezen."
        drawn = super().render(name, value, attrs, renderer)
        return format_html("{}<noscript><p>{}</p></noscript>", drawn, hint)

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("website/js/choices.js")])
