"""The ground we stand on: the municipality, its themes and the release that was adopted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from vergezicht.areas import Municipality, read_municipality
from vergezicht.challenges.models import AdoptedRelease
from vergezicht.figures import Release, Theme, open_release, read_themes


@cache
def municipality() -> Municipality:
    """The municipality of this site, read once per process."""
    return read_municipality(Path(settings.MUNICIPALITY_FOLDER))


@cache
def themes() -> tuple[Theme, ...]:
    """Its themes, in the order of its file."""
    return read_themes(Path(settings.MUNICIPALITY_FOLDER) / "themes.toml")


def current_release() -> Release | None:
    """The release adopted last; None before the first adoption."""
    adopted = current_adoption()
    return _opened(adopted.folder, adopted.checksum) if adopted else None


def current_adoption() -> AdoptedRelease | None:
    """Which release was adopted last, by whom, and its checksum."""
    return AdoptedRelease.objects.order_by("-adopted_at", "-pk").first()


@cache
def _opened(folder: str, checksum: str) -> Release:
    return open_release(Path(settings.RELEASES_FOLDER) / folder)
