"""The catalogue of the open data, for data.overheid.nl and every other harvester.

DCAT-AP-NL 3.0 (Geonovum, https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/) as JSON-LD: one dataset per release, one
distribution per file. What a municipality does not tell (a telephone number, a licence) is left out, never invented.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from vergezicht.areas import Municipality
from vergezicht.figures import Release
from vergezicht.publication.assets import data_path

CATALOGUE = "/open-data/catalogus.jsonld"

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types"
_SOCIETY = f"{_AUTHORITY}/data-theme/SOCI"
_LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}


def catalogue_of(place: Municipality, releases: tuple[Release, ...]) -> dict[str, Any]:
    """The catalogue as a JSON-LD document; its addresses begin with that of the site."""
    here = f"{settings.SITE_URL}/open-data/"
    return {
        "@context": _CONTEXT,
        "@id": f"{here}#catalogus",
        "@type": "dcat:Catalog",
        "dct:title": _dutch(f"Open data · {place.site_title}"),
        "dct:description": _dutch(place.tagline or place.site_title),
        "dct:publisher": _municipality(place),
        "dct:language": _link(f"{_AUTHORITY}/language/NLD"),
        "dcat:contactPoint": _contact(place),
        "foaf:homepage": _link(here),
        "dcat:dataset": [_dataset(place, release, here) for release in releases],
    }


def _dataset(place: Municipality, release: Release, here: str) -> dict[str, Any]:
    facts = release.facts
    package = json.loads((release.folder / "datapackage.json").read_text("utf-8"))
    described = [f"Cijfers over de buurten van {place.name}, met marges. Bron: {facts.source}.", *facts.method[:1]]
    if facts.simulated:
        described.insert(0, "Voorbeeld: gesimuleerde of afgeleide cijfers, geen uitkomst van een onderzoek.")
    periods = sorted(wave.period for wave in facts.waves)
    return {
        "@id": f"{here}#{release.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{here}#{release.name}",
        "dct:title": _dutch(facts.title),
        "dct:description": _dutch(" ".join(described)),
        "dct:accessRights": _link(f"{_AUTHORITY}/access-right/PUBLIC"),
        "dct:publisher": _municipality(place),
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": _dutch(facts.publisher)},
        "dcat:contactPoint": _contact(place),
        "dcat:theme": _link(_SOCIETY),
        "dct:language": _link(f"{_AUTHORITY}/language/NLD"),
        "dct:spatial": _link(_identifier(place)),
        "dct:issued": {"@value": facts.date, "@type": "xsd:date"},
        "dcat:landingPage": _link(f"{here}#{release.name}"),
        "foaf:page": _link(f"{settings.SITE_URL}/methode/"),
        **_covered(periods),
        "dcat:distribution": [_distribution(release, resource) for resource in package["resources"]],
    }


def _distribution(release: Release, resource: dict[str, Any]) -> dict[str, Any]:
    address = f"{settings.SITE_URL}{data_path(release, resource['path'])}"
    licence = _LICENCES.get(release.facts.licence)
    terms = {"dct:license": _link(licence)} if licence else {"dct:rights": _dutch(release.facts.licence)}
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": resource["path"],
        "dcat:accessURL": _link(address),
        "dcat:downloadURL": _link(address),
        "dcat:mediaType": _link(f"{_MEDIA_TYPE}/{resource['mediatype']}"),
        "dcat:byteSize": {"@value": str(resource["bytes"]), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _link("spdx:checksumAlgorithm_sha256"),
            "spdx:checksumValue": {"@value": resource["hash"].removeprefix("sha256:"), "@type": "xsd:hexBinary"},
        },
        **terms,
    }


def _municipality(place: Municipality) -> dict[str, Any]:
    return {"@id": _identifier(place), "@type": "foaf:Agent", "foaf:name": _dutch(place.publisher)}


def _identifier(place: Municipality) -> str:
    """The municipality in the register of government organisations (TOOI)."""
    return f"https://identifier.overheid.nl/tooi/id/gemeente/{place.code.lower()}"


def _contact(place: Municipality) -> dict[str, Any]:
    """Typed twice on purpose: who checks the shapes does not know that an organisation is a kind of contact."""
    told = {
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": _dutch(place.contact.get("label") or place.publisher),
        "vcard:hasURL": _link(f"{settings.SITE_URL}/"),
    }
    if phone := place.contact.get("phone"):
        told["vcard:hasTelephone"] = _link(f"tel:{phone.replace(' ', '')}")
    if email := place.contact.get("email"):
        told["vcard:hasEmail"] = _link(f"mailto:{email}")
    return told


def _covered(periods: list[str]) -> dict[str, Any]:
    """The years of the first and the last wave, when they are years."""
    if not periods or not all(period.isdigit() and len(period) == 4 for period in periods):
        return {}
    first, last = ({"@value": period, "@type": "xsd:gYear"} for period in (periods[0], periods[-1]))
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}}


def _dutch(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "nl"}


def _link(address: str) -> dict[str, str]:
    return {"@id": address}
