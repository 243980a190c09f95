"""A published site: its releases with their figures, and what is on its map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from vergezicht.client.figures import EVERYONE, Figure, read_figures
from vergezicht.client.source import Source, source_of
from vergezicht.problems import BadInput, Problem

CATALOGUE = "/open-data/catalogus.jsonld"
Feature = dict[str, Any]


@dataclass(frozen=True)
class PublishedRelease:
    """A release as the catalogue names it; its figures are fetched when they are first asked for, and kept."""

    name: str
    title: str
    licence: str
    issued: str
    files: tuple[str, ...]
    source: Source

    def read(self, file: str) -> bytes:
        """One of its ``files`` as it is; raises ``BadInput`` for another name."""
        if file not in self.files:
            raise BadInput([Problem("dit bestand heeft de release niet", got=file, expected=", ".join(self.files))])
        return self.source.read(f"/open-data/{self.name}/{file}")

    @cached_property
    def _all(self) -> tuple[Figure, ...]:
        return tuple(read_figures(self.read("figures.csv")))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The codes of what was measured, in the order of the release."""
        return tuple(dict.fromkeys(figure.indicator for figure in self._all))

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(sorted({figure.period for figure in self._all}))

    def figures(
        self,
        *,
        indicator: str | None = None,
        area: str | None = None,
        level: str | None = None,
        period: str | None = None,
        group: str | None = EVERYONE,
    ) -> list[Figure]:
        """Figures that match everything given, in the order of the release; ``group`` None gives every group.

        Raises ``BadInput`` for an indicator that it does not have: an empty answer would hide a typing error.
        """
        if indicator is not None and indicator not in self.indicators:
            raise BadInput([Problem("onbekende indicator", got=indicator, expected=", ".join(self.indicators))])
        asked = {"indicator": indicator, "area": area, "level": level, "period": period, "group": group}
        wanted = [(name, value) for name, value in asked.items() if value is not None]
        return [one for one in self._all if all(getattr(one, name) == value for name, value in wanted)]


class Site:
    """Everything that a site publishes for programs. Nothing is fetched before it is asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def releases(self) -> tuple[PublishedRelease, ...]:
        """The releases that are online, in the order of the catalogue."""
        try:
            datasets = json.loads(self.source.read(CATALOGUE))["dcat:dataset"]
            return tuple(found for one in datasets if (found := _release(one, self.source)) is not None)
        except (ValueError, KeyError, TypeError):
            problem = Problem("geen leesbare catalogus", file=CATALOGUE, hint="is dit een site van Vergezicht?")
            raise BadInput([problem]) from None

    def release_of(self, indicator: str) -> PublishedRelease:
        """The release that has this indicator; raises ``BadInput`` when none does."""
        for release in self.releases:
            if indicator in release.indicators:
                return release
        raise BadInput([Problem("geen release heeft deze indicator", got=indicator)])

    def areas(self, level: str = "buurt") -> dict[str, Any]:
        """The areas of a level (gemeente, stadsdeel, wijk or buurt) as a GeoJSON FeatureCollection in WGS 84."""
        plurals = {"gemeente": "gemeenten", "stadsdeel": "stadsdelen", "wijk": "wijken", "buurt": "buurten"}
        if level not in plurals:
            raise BadInput([Problem("onbekend niveau", got=level, expected=", ".join(plurals))])
        return {"type": "FeatureCollection", "features": list(self.features(plurals[level]))}

    def challenges(self, **asked: str) -> Iterator[Feature]:
        """The wijkopgaven as GeoJSON features: ``challenges(stand="op-koers")``."""
        return self.features("wijkopgaven", **asked)

    def actions(self, **asked: str) -> Iterator[Feature]:
        """The actions as GeoJSON features: ``actions(stadsdeel="SD1")``."""
        return self.features("acties", **asked)

    def features(self, collection: str, **asked: str) -> Iterator[Feature]:
        """The features of any collection that hold what is asked of their properties, one after the other.

        Over the web ``bbox`` and ``datetime`` may be asked too. Raises ``BadInput`` with all that is wrong.
        """
        return self.source.features(collection, asked)


def open_site(where: str | Path) -> Site:
    """A site by its address, or by the folder of an edition; raises ``BadInput`` when there is no such folder."""
    return Site(source_of(where))


def _release(dataset: Mapping[str, Any], source: Source) -> PublishedRelease | None:
    """A dataset of the catalogue as a release; None for another kind, such as a single wave."""
    name = dataset["@id"].rpartition("#")[2]
    files, licence = [], ""
    for one in dataset["dcat:distribution"] if isinstance(dataset["dcat:distribution"], list) else []:
        folder, _, file = one["@id"].rpartition("/")
        if folder.endswith(f"/open-data/{name}"):
            files.append(file)
            licence = one["dct:license"]["@id"] if "dct:license" in one else one["dct:rights"]["@value"]
    if "figures.csv" not in files:
        return None
    return PublishedRelease(
        name, dataset["dct:title"]["@value"], licence, dataset["dct:issued"]["@value"], tuple(files), source
    )
