"""Tags for the base template: the stylesheet and the addresses of scripts and fonts."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from vergezicht.publication.assets import asset_path
from vergezicht.publication.stylesheet import stylesheet

register = template.Library()


@register.simple_tag
def styles() -> SafeString:
    """The stylesheet, exactly as its hash in the security policy says."""
    return mark_safe(f"<style>{stylesheet()}</style>")  # noqa: S308  # our own files


@register.simple_tag
def asset(name: str) -> str:
    return asset_path(name)
