"""Filters for the screens of the editor: what is true of a page for its readers."""

from __future__ import annotations

from django import template

from vergezicht.publication.baking.going_online import waits_for_edition

register = template.Library()
register.filter("waits_for_edition", waits_for_edition)
