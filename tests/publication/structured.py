"""What structured data has to say, by hand: the properties of schema.org that we use, and which may not be missed.

Required, and a dataset's limits: https://developers.google.com/search/docs/appearance/structured-data (its pages on
Dataset, Breadcrumb, Event, Article and Sitelinks searchbox). What may be there: https://schema.org. It is also the list
of what may leave: no person, no mail address, no telephone number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

# Per type: what has to be there, and what may be.
PROPERTIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "WebSite": (("name", "url", "inLanguage"), ("description", "publisher", "potentialAction")),
    "SearchAction": (("target", "query-input"), ()),
    "EntryPoint": (("urlTemplate",), ()),
    "Article": (("headline", "datePublished", "dateModified", "inLanguage", "publisher"), ()),
    "Dataset": (
        ("@id", "name", "description", "url", "creator", "inLanguage", "isAccessibleForFree", "spatialCoverage",
         "distribution"),
        ("license", "publisher", "dateModified", "temporalCoverage", "variableMeasured", "includedInDataCatalog"),
    ),
    "DataDownload": (("contentUrl", "encodingFormat"), ("inLanguage",)),
    "DataCatalog": (("name", "url"), ("inLanguage", "publisher", "dataset")),
    "PropertyValue": (("name", "unitText"), ()),
    "GovernmentOrganization": (("name",), ("@id",)),
    "Organization": (("name",), ()),
    "AdministrativeArea": (("name", "identifier"), ("url",)),
    "Place": (
        ("name",),
        ("identifier", "url", "containedInPlace", "address", "additionalType", "geo", "openingHours",
         "openingHoursSpecification", "amenityFeature"),
    ),
    "PostalAddress": (("addressLocality",), ("streetAddress", "addressCountry")),
    "GeoCoordinates": (("latitude", "longitude"), ()),
    "OpeningHoursSpecification": (("dayOfWeek", "opens", "closes"), ()),
    "LocationFeatureSpecification": (("name", "value"), ()),
    "ItemList": (("itemListElement",), ()),
    "Event": (("name", "startDate", "location"), ("endDate", "description", "url", "subEvent")),
    "BreadcrumbList": (("itemListElement",), ()),
    "ListItem": (("position", "name"), ("item",)),
}  # fmt: skip
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_MAIL = re.compile(r"[\w.]+@[\w.]+\.\w")


def things_on(html: str) -> list[dict[str, Any]]:
    """What a page tells programs, each thing once; raises ValueError where it is no JSON."""
    return [json.loads(found) for found in _BLOCK.findall(html)]


def wrong_with(thing: Mapping[str, Any], site: Path | None = None) -> list[str]:
    """Everything that is wrong with a thing; with the files of a site, also addresses that are not there."""
    found = ["no context"] if thing.get("@context") != "https://schema.org" else []
    found += ["a mail address"] if _MAIL.search(json.dumps(thing)) else []
    for one in _things(thing):
        kind = one["@type"]
        if kind not in PROPERTIES:
            found.append(f"unknown {kind}")
            continue
        required, others = PROPERTIES[kind]
        found += [f"{kind} without {name}" for name in required if one.get(name) in (None, "", [], {})]
        found += [f"{kind} with {name}" for name in one.keys() - {*required, *others, "@type", "@context"}]
        found += [f"{kind}: {problem}" for problem in _wrong_values(one, site)]
    return found


def _things(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        value = list(value.values())
    for one in value if isinstance(value, list) else []:
        yield from _things(one)


def _wrong_values(one: Mapping[str, Any], site: Path | None) -> Iterator[str]:
    for name in {"url", "item", "contentUrl", "urlTemplate"} & one.keys():
        if not one[name].startswith(("http://", "https://")):
            yield f"{name} is not absolute: {one[name]}"
        elif site and one[name].startswith(settings.SITE_URL):
            path = re.split("[?#]", one[name].removeprefix(f"{settings.SITE_URL}/"))[0]
            if not (site / path / "index.html").is_file() and not (site / path).is_file():
                yield f"{name} is not there: {one[name]}"
        elif site and one["@type"] != "Place":  # a meeting place has a site of its own
            yield f"{name} is elsewhere: {one[name]}"
    for name in {"datePublished", "dateModified", "startDate", "endDate"} & one.keys():
        reads = datetime if "T" in one[name] else date
        if not _is_read(reads, one[name]):
            yield f"{name} is no date: {one[name]}"
    if one["@type"] == "Dataset":
        if not 50 <= len(one["description"]) <= 5000:
            yield f"a description of {len(one['description'])} signs"
        if not re.fullmatch(r"\d{4}(/\d{4})?", one.get("temporalCoverage", "2020")):
            yield f"covers {one['temporalCoverage']}"
    if one["@type"] == "BreadcrumbList":
        steps = one["itemListElement"]
        if len(steps) < 2 or [step["position"] for step in steps] != [*range(1, len(steps) + 1)]:
            yield "its steps do not count"
        if not all("item" in step for step in steps[:-1]):
            yield "a step leads nowhere"


def _is_read(kind: type[date], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True
