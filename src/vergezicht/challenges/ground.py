"""The ground we stand on: the municipality, its themes and the releases that were adopted."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from vergezicht.areas import Municipality, read_municipality
from vergezicht.areas import postcodes as of_postcodes
from vergezicht.areas import streets as of_streets
from vergezicht.challenges.models import AdoptedRelease
from vergezicht.challenges.still import read_once
from vergezicht.facts import Section, read_toml
from vergezicht.figures import (
    Equality,
    Indicator,
    Release,
    ReleaseCollection,
    Theme,
    open_release,
    read_equality,
    read_themes,
)
from vergezicht.problems import Problems


@cache
def municipality() -> Municipality:
    """The municipality of this site, read once per process."""
    return read_municipality(Path(settings.MUNICIPALITY_FOLDER))


def themes() -> tuple[Theme, ...]:
    """Its themes, in the order of its file and in the language that is spoken."""
    return tuple(theme.spoken() for theme in _themes())


@cache
def _themes() -> tuple[Theme, ...]:
    return read_themes(Path(settings.MUNICIPALITY_FOLDER) / "themes.toml")


@cache
def equality() -> Equality:
    """What is called practically equal here: the limits that the releases were judged by."""
    path = Path(settings.MUNICIPALITY_FOLDER) / "thresholds.toml"
    if not path.is_file():
        return Equality()
    problems = Problems(path)
    read = read_equality(Section(read_toml(path, problems), problems, path, "").table("comparison"))
    problems.raise_if_any()
    return read


@cache
def postcodes() -> of_postcodes.Postcodes | None:
    """Which buurt a postcode lies in; None when the municipality has no table of them."""
    path = Path(settings.MUNICIPALITY_FOLDER) / of_postcodes.FILE
    return of_postcodes.read_postcodes(path, municipality().geography) if path.is_file() else None


@cache
def streets() -> of_streets.Streets | None:
    """Where every street lies; None when the municipality has no table of them."""
    path = Path(settings.MUNICIPALITY_FOLDER) / of_streets.FILE
    return of_streets.read_streets(path, municipality().geography) if path.is_file() else None


def current_release() -> ReleaseCollection | None:
    """The adopted releases, read as one: of every series the last. None before the first adoption."""
    adoptions = current_adoptions()
    return _collected(tuple((item.folder, item.checksum) for item in adoptions)) if adoptions else None


def indicators_of(theme: str) -> list[Indicator]:
    """Those of a theme, by its code, in the order of the adopted releases."""
    release = current_release()
    return [item for item in release.indicators if item.theme == theme] if release is not None else []


def waiting_release() -> ReleaseCollection | None:
    """The same with the releases that are held until somebody has read the sentences that change; None without them."""
    waiting = newest_adoptions()
    if all(item in current_adoptions() for item in waiting):
        return None
    return _collected(tuple((item.folder, item.checksum) for item in waiting))


@read_once
def current_adoptions() -> list[AdoptedRelease]:
    """Of every series the last adopted release that is not held; the series that was adopted first comes first."""
    return newest_adoptions(Q(held__isnull=True) | Q(held__lifted__isnull=False))


def newest_adoptions(chosen: Q | None = None) -> list[AdoptedRelease]:
    """The last of every series, of all or of the chosen ones."""
    adoptions = AdoptedRelease.objects.filter(chosen or Q())
    newest: dict[str, AdoptedRelease] = {}
    for adopted in adoptions.order_by("adopted_at", "pk"):
        newest[adopted.series] = adopted  # a key keeps its first place
    return list(newest.values())


def adoption_of(indicator: str) -> AdoptedRelease | None:
    """The adoption of the release that has this indicator."""
    release = current_release()
    if release is None or not release.has_indicator(indicator):
        return None
    return AdoptedRelease.objects.filter(folder=release.release_of(indicator).folder.name).first()


def release_of(adopted: AdoptedRelease) -> Release:
    """The release that was adopted, as the site keeps it."""
    return _opened(adopted.folder, adopted.checksum)


@cache
def _collected(adopted: tuple[tuple[str, str], ...]) -> ReleaseCollection:
    return ReleaseCollection(tuple(_opened(folder, checksum) for folder, checksum in adopted))


@cache
def _opened(folder: str, checksum: str) -> Release:
    return open_release(Path(settings.RELEASES_FOLDER) / folder)
