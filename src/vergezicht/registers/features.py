"""Features: boundaries from an OGC API Features service (PDOK), with the coordinate system they are in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from vergezicht.areas.coordinates import Place, place
from vergezicht.areas.projection import RD, WGS84
from vergezicht.problems import Problems
from vergezicht.registers.paging import fetch_pages, read_document
from vergezicht.registers.services import Service
from vergezicht.registers.snapshot import Kept, Snapshot
from vergezicht.registers.transport import Transport

_CRS = "http://www.opengis.net/def/crs/EPSG/0/"
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = re.compile(r"/EPSG/[^/]+/(\d+)$")
_AS_NUMBERED = {Place.RD: RD, Place.DEGREES: WGS84}


def fetch_features(
    transport: Transport,
    service: Service,
    collection: str,
    snapshot: Snapshot,
    *,
    query: Mapping[str, str] | None = None,
    crs: str = RD,
    limit: int = 1000,
) -> None:
    """Fetch a collection into the snapshot, in ``crs`` ("EPSG:28992" or "EPSG:4326" as longitude, latitude)."""
    uri = _CRS84 if crs == WGS84 else f"{_CRS}{crs.removeprefix('EPSG:')}"
    asked = {**(query or {}), "crs": uri, "f": "json", "limit": str(limit)}
    fetch_pages(
        transport,
        snapshot,
        collection,
        f"{service.base}/collections/{quote(collection, safe='')}/items?{urlencode(asked)}",
        next_of=_next,
        resume=snapshot.resuming,
        headers={"Accept": "application/geo+json, application/json"},
    )


def feature_collection(snapshot: Snapshot, collection: str, problems: Problems) -> dict[str, Any]:
    """All features of a collection as one GeoJSON document that names its coordinate system.

    The system is that of the Content-Crs header: the body does not tell, so that RD is taken for degrees. Reports pages
    in another system than the first, coordinates that lie where that system does not put them, features that come
    twice with other contents, and fewer features than the service says there are.
    """
    features: dict[str, dict[str, Any]] = {}
    systems: dict[str, str] = {}
    matched = None
    for number, kept in enumerate(snapshot.pages(collection), 1):
        document = read_document(snapshot, kept)
        found = document.get("features")
        if document.get("type") != "FeatureCollection" or not isinstance(found, list):
            problems.add("geen gebieden in het antwoord", file=kept.file, expected="een FeatureCollection")
            continue
        matched = document.get("numberMatched", matched)
        systems[kept.file] = _system(kept, found, problems)
        for place_in_page, feature in enumerate(found, 1):
            key = str(feature.get("id", f"{number}-{place_in_page}"))
            if key in features and features[key] != feature:
                problems.add("een gebied komt twee keer, met een andere inhoud", file=kept.file, got=key)
            features[key] = feature
    if len(set(systems.values())) > 1:
        problems.add(
            "de pagina's staan in verschillende coördinatenstelsels", got=", ".join(sorted(set(systems.values())))
        )
    if isinstance(matched, int) and matched != len(features):
        problems.add("niet alle gebieden zijn binnen", expected=str(matched), got=str(len(features)))
    if not features:
        problems.add("er is geen enkel gebied gevonden", hint="klopt de vraag (--query, --bbox)?")
    crs = next(iter(systems.values()), RD)
    return {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs.removeprefix('EPSG:')}"}},
        "features": list(features.values()),
    }


def write_features(path: Path, document: Mapping[str, Any]) -> None:
    """Write the GeoJSON for ``vergezicht areas import``, moved into place when whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.deel")
    beside.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    beside.replace(path)


def _system(kept: Kept, features: list[dict[str, Any]], problems: Problems) -> str:
    """The coordinate system of a page: what the header says, checked against where the first coordinates lie."""
    said = kept.content_crs.strip().strip("<>")
    number = _EPSG.search(said)
    named = f"EPSG:{number[1]}" if number else WGS84 if said in {"", _CRS84} else said
    point = next((found for f in features if (found := _first(f.get("geometry")))), None)
    if point is None:
        return named
    lies = _AS_NUMBERED.get(place((*point, *point)))
    if not said and lies is not None:
        return lies  # a proxy that drops the header: what is left is where the coordinates lie
    if lies != named:
        problems.add(
            "de coördinaten liggen niet waar het stelsel ze zet",
            file=kept.file,
            expected=named,
            got=f"{point[0]:g}, {point[1]:g}",
            hint="verwisselde assen, of een ander stelsel dan de dienst zegt",
        )
    return named


def _first(geometry: Any) -> tuple[float, float] | None:
    values = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(values, list) and values and isinstance(values[0], list):
        values = values[0]
    if isinstance(values, list) and len(values) >= 2 and all(isinstance(v, (int, float)) for v in values[:2]):
        return float(values[0]), float(values[1])
    return None


def _next(document: Mapping[str, Any]) -> str | None:
    links = document.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next" and link.get("href"):
            return str(link["href"])
    return None
