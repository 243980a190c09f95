"""Meeting places for others: CSV, GeoJSON (RFC 7946) and schema.org JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from vergezicht.challenges.ground import municipality
from vergezicht.figures.export import csv_text
from vergezicht.initiatives.models import Access, MeetingPlace, Shelter
from vergezicht.initiatives.places.file import COLUMNS
from vergezicht.initiatives.places.opening_hours import NotOpeningHours, as_schema_org

# The columns of the import, so that what goes out can come in again.
EXPORTED = tuple(name for name in COLUMNS if name != "wijk_of_buurt")
_DESCRIBED = tuple(name for name in EXPORTED if name not in {"breedtegraad", "lengtegraad"})


def places_csv(places: Iterable[MeetingPlace]) -> str:
    """A row per place, with the columns that ``import_places`` reads; formulas are made harmless."""
    return csv_text(EXPORTED, [[_value(place, COLUMNS[name]) for name in EXPORTED] for place in places])


def _value(place: MeetingPlace, field: str) -> Any:
    value = getattr(place, field)
    if field in {"latitude", "longitude"} and value is not None:
        return f"{value:.6f}"  # a decimetre; csv_text would round to six digits in all
    return value.isoformat() if hasattr(value, "isoformat") else value


def places_geojson(places: Iterable[MeetingPlace]) -> str:
    """A feature per place."""
    features = [place_feature(place) for place in places]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def place_feature(place: MeetingPlace) -> dict[str, Any]:
    """One place; ``geometry`` is null where the point is not known, as RFC 7946 (3.2) allows."""
    return {
        "type": "Feature",
        "id": place.slug,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]}
        if place.latitude is not None
        else None,
        "properties": {name: _value(place, COLUMNS[name]) for name in _DESCRIBED},
    }


def places_json_ld(places: Iterable[MeetingPlace]) -> str:
    """The list as a document of its own."""
    return json.dumps({"@context": "https://schema.org", **place_list(places)}, ensure_ascii=False)


def place_list(places: Iterable[MeetingPlace]) -> dict[str, Any]:
    """An ItemList of schema.org Place."""
    return {"@type": "ItemList", "itemListElement": [_place(place) for place in places]}


def _place(place: MeetingPlace) -> dict[str, Any]:
    geography = municipality().geography
    area = geography.get(place.area)
    found: dict[str, Any] = {
        "@type": "Place",
        "identifier": place.slug,
        "name": place.name,
        "additionalType": place.kind,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": municipality().name,
            **({"streetAddress": place.address} if place.address else {}),
        },
    }
    if area is not None:
        found["containedInPlace"] = {"@type": "Place", "name": area.name, "identifier": area.code}
    if place.latitude is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    if place.website:
        found["url"] = place.website
    if place.opening_hours:
        try:
            found["openingHoursSpecification"] = as_schema_org(place.opening_hours)
        except NotOpeningHours:
            found["openingHours"] = place.opening_hours
    features = []
    if place.wheelchair != Access.UNKNOWN:
        features.append(_feature("rolstoeltoegankelijk", place.wheelchair))
    if place.shelter != Shelter.UNKNOWN:
        features.append(_feature("binnen of buiten", place.shelter))
    if features:
        found["amenityFeature"] = features
    return found


def _feature(name: str, value: str) -> dict[str, str]:
    return {"@type": "LocationFeatureSpecification", "name": name, "value": value}
