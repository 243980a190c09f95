"""What the service says about itself: landing page, conformance and collections (OGC API - Features, 7.2 to 7.14)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from vergezicht.areas import Municipality
from vergezicht.publication.features.collection import Collection
from vergezicht.publication.features.index import Extent

VERSION = "1.0.0"
ROOT = "/api/v1"
PAGE = "/open-data/api/"
GEOJSON, JSON, OPENAPI = "application/geo+json", "application/json", "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
LICENCE, LICENCE_NAME = "https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"
_CONFORMS = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf"
CONFORMS_TO = (f"{_CONFORMS}/core", f"{_CONFORMS}/geojson", f"{_CONFORMS}/oas30")
Link = dict[str, str]


def link(path: str, rel: str, kind: str, title: str = "") -> Link:
    """A link to an address of the site; ``path`` begins with a slash or is a whole address."""
    href = f"{settings.SITE_URL}{path}" if path.startswith("/") else path
    return {"href": href, "rel": rel, "type": kind, "hreflang": "nl"} | ({"title": title} if title else {})


def collection_path(name: str) -> str:
    return f"{ROOT}/collections/{name}"


def documents_of(
    place: Municipality, collections: Sequence[Collection], extents: Mapping[str, Extent]
) -> dict[str, str]:
    """The documents of the service, by their path without a slash: all but the OpenAPI document and the items."""
    described = [_collection(one, extents[one.id]) for one in collections]
    found = {
        ROOT: _landing(place),
        f"{ROOT}/conformance": {"conformsTo": list(CONFORMS_TO)},
        f"{ROOT}/collections": {
            "links": [
                link(f"{ROOT}/collections", "self", JSON),
                link(PAGE, "alternate", "text/html", "Uitleg over deze dienst"),
                _licence(),
            ],
            "collections": described,
        },
    } | {collection_path(one["id"]): one for one in described}
    return {path.lstrip("/"): json.dumps(content, ensure_ascii=False) for path, content in found.items()}


def _landing(place: Municipality) -> dict[str, Any]:
    return {
        "title": f"Open data · {place.site_title}",
        "description": f"Gebieden, wijkopgaven, acties, initiatieven en ontmoetingsplekken van {place.name}.",
        "links": [
            link(ROOT, "self", JSON),
            link(f"{ROOT}/openapi.json", "service-desc", OPENAPI, "De dienst volgens OpenAPI 3.0"),
            link(PAGE, "service-doc", "text/html", "Uitleg over deze dienst"),
            link(f"{ROOT}/conformance", "conformance", JSON, "Waaraan de dienst voldoet"),
            link(f"{ROOT}/collections", "data", JSON, "De verzamelingen"),
            _licence(),
        ],
    }


def _collection(collection: Collection, extent: Extent) -> dict[str, Any]:
    path = collection_path(collection.id)
    box = {"spatial": {"bbox": [list(extent.box)], "crs": CRS84}} if extent.box else {}
    days = {"temporal": {"interval": [_moments(extent.days)]}} if extent.days else {}
    return {
        "id": collection.id,
        "title": collection.title,
        "description": _told(collection),
        "itemType": "feature",
        "crs": [CRS84],
        **({"extent": box | days} if box or days else {}),
        "links": [
            link(path, "self", JSON),
            link(f"{path}/items", "items", GEOJSON, collection.title),
            link(collection.file, "enclosure", GEOJSON, "Alles in één bestand"),
            link(f"{PAGE}#{collection.id}", "describedby", "text/html", "Wat de eigenschappen betekenen"),
            _licence(),
        ],
    }


def _told(collection: Collection) -> str:
    """Its description, with a warning where its shapes are drawn and no borders."""
    drawn = "kaartsoort" in collection.properties
    warning = " Let op de eigenschap kaartsoort: schematisch is een tekening, geen echte grens." if drawn else ""
    return f"{collection.description}{warning}"


def _moments(days: Iterable[str | None]) -> list[str | None]:
    first, last = days
    return [f"{first}T00:00:00Z" if first else None, f"{last}T23:59:59Z" if last else None]


def _licence() -> Link:
    return {"href": LICENCE, "rel": "license", "type": "text/html", "title": LICENCE_NAME}
