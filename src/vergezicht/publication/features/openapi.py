"""The service in OpenAPI 3.0: every path of every collection with the parameters that it really takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from vergezicht.areas import Municipality
from vergezicht.publication.features.asking import MOST, USUAL
from vergezicht.publication.features.collection import Collection, Kind
from vergezicht.publication.features.described import GEOJSON, JSON, LICENCE, LICENCE_NAME, PAGE, ROOT, VERSION

PROBLEM = "application/problem+json"
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string", "nullable": True},
    Kind.LIST: {"type": "array", "items": {"type": "string"}},
    Kind.NUMBER: {"type": "integer", "nullable": True},
    Kind.FLAG: {"type": "boolean", "nullable": True},
    Kind.DAY: {"type": "string", "format": "date", "nullable": True},
    Kind.ADDRESS: {"type": "string", "format": "uri", "nullable": True},
}
_HEADERS = {"API-Version": {"description": "Versie van de dienst", "schema": {"type": "string", "example": VERSION}}}
_LINK = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title", "hreflang")},
}
_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
_TEXTS = {"type": "array", "items": {"type": "string"}}


def openapi(place: Municipality, collections: Sequence[Collection]) -> dict[str, Any]:
    """The document, for all of ``collections``."""
    paths = {
        "/": _read("Wat de dienst heeft", "landing", "wijzer", JSON, "landing"),
        "/conformance": _read("Waaraan de dienst voldoet", "conformance", "wijzer", JSON, "conformance"),
        "/openapi.json": _read("Dit document", "openapi", "wijzer", JSON, "anything"),
        "/collections": _read("De verzamelingen", "collections", "wijzer", JSON, "collections"),
    }
    for one in collections:
        path, title = f"/collections/{one.id}", one.title
        paths |= {
            path: _read(f"{title}: over deze verzameling", f"{one.id}.over", one.id, JSON, "collection"),
            f"{path}/items": _read(
                f"{title}: zoeken", f"{one.id}.zoeken", one.id, GEOJSON, f"{one.id}.lijst", _parameters(one)
            ),
            f"{path}/items/{{featureId}}": _read(
                f"{title}: één", f"{one.id}.een", one.id, GEOJSON, one.id, [_FEATURE_ID]
            ),
        }
    schemas = {**_SCHEMAS}
    for one in collections:
        schemas |= {one.id: _feature(one), f"{one.id}.lijst": _features(one)}
    phone, email = place.contact.get("phone"), place.contact.get("email")
    contact = {"name": place.contact.get("label") or place.publisher, "url": f"{settings.SITE_URL}/"}
    told = f"Bellen: {phone}. " if phone else ""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"Open data · {place.site_title}",
            "description": f"{told}Alleen lezen, zonder sleutel. De antwoorden komen uit de editie die online staat.",
            "version": VERSION,
            "contact": contact | ({"email": email} if email else {}),
            "license": {"name": LICENCE_NAME, "url": LICENCE},
        },
        "externalDocs": {"description": "Uitleg", "url": f"{settings.SITE_URL}{PAGE}"},
        "servers": [{"url": f"{settings.SITE_URL}{ROOT}"}],
        "tags": [{"name": "wijzer", "description": "De dienst zelf"}]
        + [{"name": one.id, "description": one.description} for one in collections],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _read(
    summary: str, operation: str, tag: str, kind: str, schema: str, parameters: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    content = {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    wrong = {"headers": _HEADERS, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}}}
    responses = {
        "200": {"description": "Gevonden", "headers": _HEADERS, "content": content},
        "304": {"description": "Niet veranderd"},
        "400": {"description": "Een parameter klopt niet; alle fouten tegelijk", **wrong},
    }
    if parameters and parameters[0]["in"] == "path":
        responses["404"] = {"description": "Niet gevonden", **wrong}
    get: dict[str, Any] = {"summary": summary, "operationId": operation, "tags": [tag], "responses": responses}
    return {"get": get | ({"parameters": list(parameters)} if parameters else {})}


_FEATURE_ID = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}


def _parameters(collection: Collection) -> list[dict[str, Any]]:
    dated = " en ".join(dict.fromkeys(collection.dates))
    on = f"Gaat over {dated}; " if dated else "Deze verzameling heeft geen dagen; "
    standard = [
        ("limit", "Hoeveel er in een antwoord staan; meer dan het meeste telt als het meeste",
         {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
        ("offset", "Hoeveel er worden overgeslagen", {"type": "integer", "minimum": 0, "default": 0}),
        ("bbox", "west,zuid,oost,noord in graden (WGS 84); wat geen plek heeft hoort er altijd bij",
         {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}),
        ("datetime", f"Een dag, een moment of een periode. {on}wat geen dag heeft hoort er altijd bij",
         {"type": "string", "example": "2026-01-01/.."}),
    ]  # fmt: skip
    filters = [
        (name, collection.properties[name].meaning, {"type": "string"} | ({"enum": list(known)} if known else {}))
        for name, known in collection.filters.items()
    ]
    return [
        {"name": name, "in": "query", "required": False, "description": meaning, "schema": schema,
         "style": "form", "explode": False}
        for name, meaning, schema in (*standard, *filters)
    ]  # fmt: skip


def _feature(collection: Collection) -> dict[str, Any]:
    properties = {name: _TYPES[one.kind] | {"description": one.meaning} for name, one in collection.properties.items()}
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {"$ref": "#/components/schemas/geometry"},
            "properties": {
                "type": "object",
                "properties": properties,
                "required": list(properties),
                "additionalProperties": False,
            },
            "links": _LINKS,
        },
    }


def _features(collection: Collection) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": f"#/components/schemas/{collection.id}"}},
            "links": _LINKS,
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    }


_SCHEMAS: dict[str, Any] = {
    "link": _LINK,
    "anything": {"type": "object"},
    "geometry": {
        "type": "object",
        "nullable": True,
        "description": "GeoJSON (RFC 7946): een punt of vlakken; null waar geen plek bekend is",
        "required": ["type", "coordinates"],
        "properties": {
            "type": {"type": "string", "enum": ["Point", "MultiPolygon"]},
            "coordinates": {"type": "array", "items": {}},
        },
    },
    "landing": {
        "type": "object",
        "required": ["links"],
        "properties": {"title": {"type": "string"}, "description": {"type": "string"}, "links": _LINKS},
    },
    "conformance": {"type": "object", "required": ["conformsTo"], "properties": {"conformsTo": _TEXTS}},
    "collections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {
            "links": _LINKS,
            "collections": {"type": "array", "items": {"$ref": "#/components/schemas/collection"}},
        },
    },
    "collection": {
        "type": "object",
        "required": ["id", "links"],
        "properties": {
            "id": {"type": "string"},
            "title": {"type": "string"},
            "description": {"type": "string"},
            "itemType": {"type": "string"},
            "crs": _TEXTS,
            "extent": {"type": "object"},
            "links": _LINKS,
        },
    },
    "problem": {
        "type": "object",
        "description": "RFC 9457, met alle fouten tegelijk",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["in", "name", "detail"],
                    "properties": {
                        name: {"type": "string"} for name in ("in", "name", "detail", "expected", "got", "hint")
                    },
                },
            },
        },
    },
}
