"""A collection of features: what is in it, which properties a feature has, and by which of them one may ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from vergezicht.languages import noted

FILES = "/open-data/kaart/"


class Kind(StrEnum):
    """What a property holds. Everything but ``LIST`` may be null."""

    TEXT = noted("tekst")
    LIST = noted("lijst van teksten")
    NUMBER = noted("geheel getal")
    FLAG = noted("ja of nee")
    DAY = noted("datum")
    ADDRESS = noted("webadres")


@dataclass(frozen=True)
class Property:
    """One property of a feature: its kind and its meaning, in Dutch."""

    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Collection:
    """One collection. A feature has exactly these ``properties``: what is not named here never leaves the site.

    ``filters`` are the properties by which one may ask, with the values that are known; ``dates`` the properties in
    which a feature begins and ends (the same one twice for a single day), empty when it has no date of its own.
    """

    id: str
    title: str
    description: str
    properties: Mapping[str, Property]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The address of the file with all of it, which any copy of the site has."""
        return f"{FILES}{self.id}.geojson"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def collection_from(content: Mapping[str, Any]) -> Collection:
    """The inverse of ``as_json``."""
    properties = {name: Property(Kind(item["kind"]), item["meaning"]) for name, item in content["properties"].items()}
    filters = {name: tuple(values) for name, values in content["filters"].items()}
    said = {name: content[name] for name in ("id", "title", "description")}
    return Collection(**said, properties=properties, filters=filters, dates=tuple(content["dates"]))
