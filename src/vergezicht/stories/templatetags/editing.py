"""Filters for the screens of the editor about the versions of a page."""

from __future__ import annotations

from django import template

from vergezicht.stories.reviewing.changes import version_called

register = template.Library()
register.filter("version_called", version_called)
