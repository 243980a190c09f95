"""The catalogue of the open data, for data.overheid.nl and every other harvester.

DCAT-AP-NL 3.0 (Geonovum, https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/) as JSON-LD: a dataset per release with a
distribution per file, a series of datasets per survey with one per wave, and what is on the map as one dataset. What a
municipality does not tell (a telephone number, a licence) is left out, never invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings

from vergezicht.areas import Municipality
from vergezicht.areas.folder import slugify
from vergezicht.figures import Release
from vergezicht.languages import noted
from vergezicht.publication.assets import data_path
from vergezicht.publication.features.collection import Collection
from vergezicht.publication.features.described import GEOJSON, LICENCE, PAGE, ROOT

SIMULATED = noted("Voorbeeld: gesimuleerde of afgeleide cijfers, geen uitkomst van een onderzoek.")
CATALOGUE, TURTLE = "/open-data/catalogus.jsonld", "/open-data/catalogus.ttl"

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
_FEATURES = "http://www.opengis.net/def/interface/ogcapi-features"
_PUBLIC, _DUTCH = {"@id": f"{_AUTHORITY}/access-right/PUBLIC"}, {"@id": f"{_AUTHORITY}/language/NLD"}
_LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": LICENCE,
}


def catalogue_of(
    place: Municipality, releases: tuple[Release, ...], collections: Sequence[Collection] = ()
) -> dict[str, Any]:
    """The catalogue as a JSON-LD document, as any copy of the site has it; its addresses are those of the site."""
    here = f"{settings.SITE_URL}/open-data/"
    datasets = [_dataset(place, release, here) for release in releases]
    datasets += [wave for release in releases for wave in _waves(place, release, here)]
    if collections:
        datasets.append(_map(place, collections, here))
    return {
        "@context": _CONTEXT,
        "@id": f"{here}#catalogus",
        "@type": "dcat:Catalog",
        "dct:title": _dutch(f"Open data · {place.site_title}"),
        "dct:description": _dutch(place.tagline or place.site_title),
        "dct:publisher": _municipality(place),
        "dct:language": _DUTCH,
        "dcat:contactPoint": _contact(place),
        "foaf:homepage": _document(here),
        "dcat:dataset": datasets,
    }


def with_service(catalogue: dict[str, Any], place: Municipality) -> dict[str, Any]:
    """The catalogue of a site with a server: the map is there as a service too."""
    here = f"{settings.SITE_URL}/open-data/"
    asked = {
        "@id": f"{here}#kaart-dienst",
        "@type": "dcat:Distribution",
        "dct:title": _dutch("OGC API - Features"),
        "dcat:accessURL": _link(f"{settings.SITE_URL}{ROOT}"),
        "dcat:accessService": _link(f"{here}#dienst"),
        "dct:conformsTo": {"@id": _FEATURES, "@type": "dct:Standard"},
        "dcat:mediaType": _link(f"{_MEDIA_TYPE}/{GEOJSON}"),
        "dct:license": _link(LICENCE),
    }
    datasets = [
        one | {"dcat:distribution": [*one["dcat:distribution"], asked]} if one["@id"] == f"{here}#kaart" else one
        for one in catalogue["dcat:dataset"]
    ]
    return catalogue | {"dcat:dataset": datasets, "dcat:service": _service(place, here)}


def licence_address(name: str) -> str | None:
    """Where the licence with this name is to be read; None for one that is known by its words alone."""
    return _LICENCES.get(name)


def is_survey(release: Release) -> bool:
    """Whether people were asked: a register has periods, but nobody who answered."""
    return any(wave.respondents is not None for wave in release.facts.waves)


def wave_path(release: Release, period: str) -> str:
    """/open-data/metingen/bvb-2020-v1-2018.csv: the figures of one wave."""
    return f"/open-data/metingen/{release.name}-{slugify(period)}.csv"


def _dataset(place: Municipality, release: Release, here: str) -> dict[str, Any]:
    facts = release.facts
    package = json.loads((release.folder / "datapackage.json").read_text("utf-8"))
    described = [f"Cijfers over de buurten van {place.name}, met marges. Bron: {facts.source}.", *facts.method[:1]]
    return {
        **_common(place, f"{here}#{release.name}", facts.title, " ".join(described), release),
        "dct:issued": {"@value": facts.date, "@type": "xsd:date"},
        "dcat:landingPage": _document(f"{here}#{release.name}"),
        "foaf:page": _document(f"{settings.SITE_URL}/methode/"),
        **_covered(sorted(wave.period for wave in facts.waves)),
        "dcat:distribution": [_distribution(release, resource) for resource in package["resources"]],
    }


def _common(
    place: Municipality, identifier: str, title: str, description: str, release: Release | None = None
) -> dict[str, Any]:
    """What the profile asks of every dataset; who made it is the publisher of its release, or else the municipality."""
    simulated = release is not None and release.facts.simulated
    warning = f"{SIMULATED} " if simulated else ""
    creator = {"@type": "foaf:Agent", "foaf:name": _dutch(release.facts.publisher)} if release else _municipality(place)
    return {
        "@id": identifier,
        "@type": "dcat:Dataset",
        "dct:identifier": identifier,
        "dct:title": _dutch(title),
        "dct:description": _dutch(f"{warning}{description}"),
        "dct:accessRights": _PUBLIC,
        "dct:publisher": _municipality(place),
        "dct:creator": creator,
        "dcat:contactPoint": _contact(place),
        "dcat:theme": _link(_SOCIETY),
        "dct:language": _DUTCH,
        "dct:spatial": _link(identifier_of(place)),
    }


def _waves(place: Municipality, release: Release, here: str) -> Iterator[dict[str, Any]]:
    """The waves of a survey, oldest first, each with the one before it; their names outlive the release."""
    if not is_survey(release):
        return
    facts, name = release.facts, release.facts.series or release.name
    series = {
        "@id": f"{here}#reeks-{name}",
        "@type": "dcat:DatasetSeries",
        "dct:title": _dutch(f"{place.survey_name}: alle metingen"),
        "dct:description": _dutch(f"De metingen van {place.survey_name} in {place.name}, elk als een eigen bestand."),
        "dct:publisher": _municipality(place),
        "dcat:contactPoint": _contact(place),
    }
    before: dict[str, str] | None = None
    for wave in facts.waves:
        identifier = f"{here}#{name}-{slugify(wave.period)}"
        fieldwork = f" Veldwerk: {wave.fieldwork}." if wave.fieldwork else ""
        told = f"Alle cijfers van de meting {wave.period}, met marges en aantallen antwoorden.{fieldwork}"
        address = f"{settings.SITE_URL}{wave_path(release, wave.period)}"
        yield {
            **_common(place, identifier, f"{place.survey_name} {wave.period}", told, release),
            **_covered([wave.period]),
            "dcat:inSeries": series,
            **({"dcat:prev": before} if before else {}),
            "dcat:distribution": {
                "@id": address,
                "@type": "dcat:Distribution",
                "dct:title": wave.period,
                "dcat:accessURL": _link(address),
                "dcat:downloadURL": _link(address),
                "dcat:mediaType": _link(f"{_MEDIA_TYPE}/text/csv"),
                **_terms(release),
            },
        }
        before = _link(identifier)


def _map(place: Municipality, collections: Iterable[Collection], here: str) -> dict[str, Any]:
    told = f"Gebieden, wijkopgaven, acties, initiatieven en ontmoetingsplekken van {place.name}, voor op een kaart."
    distributions: list[dict[str, Any]] = []
    for one in collections:
        address = f"{settings.SITE_URL}{one.file}"
        distributions.append({
            "@id": address,
            "@type": "dcat:Distribution",
            "dct:title": _dutch(one.title),
            "dcat:accessURL": _link(address),
            "dcat:downloadURL": _link(address),
            "dcat:mediaType": _link(f"{_MEDIA_TYPE}/{GEOJSON}"),
            "dct:license": _link(LICENCE),
        })  # fmt: skip
    return {
        **_common(place, f"{here}#kaart", f"Op de kaart · {place.site_title}", told),
        "dcat:landingPage": _document(f"{settings.SITE_URL}{PAGE}"),
        "dcat:distribution": distributions,
    }


def _service(place: Municipality, here: str) -> dict[str, Any]:
    told = f"Gebieden, wijkopgaven, acties, initiatieven en plekken van {place.name}, op te vragen per gebied of datum."
    return {
        "@id": f"{here}#dienst",
        "@type": "dcat:DataService",
        "dct:identifier": f"{here}#dienst",
        "dct:title": _dutch(f"Kaartdienst · {place.site_title}"),
        "dct:description": _dutch(told),
        "dcat:endpointURL": _link(f"{settings.SITE_URL}{ROOT}"),
        "dcat:endpointDescription": _link(f"{settings.SITE_URL}{ROOT}/openapi.json"),
        "dct:conformsTo": {"@id": _FEATURES, "@type": "dct:Standard"},
        "dct:accessRights": _PUBLIC,
        "dct:license": _link(LICENCE),
        "dct:publisher": _municipality(place),
        "dcat:contactPoint": _contact(place),
        "dcat:theme": _link(_SOCIETY),
        "dct:language": _DUTCH,
        "dcat:landingPage": _document(f"{settings.SITE_URL}{PAGE}"),
        "dcat:servesDataset": _link(f"{here}#kaart"),
    }


def _distribution(release: Release, resource: dict[str, Any]) -> dict[str, Any]:
    address = f"{settings.SITE_URL}{data_path(release, resource['path'])}"
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
        **_terms(release),
    }


def _terms(release: Release) -> dict[str, Any]:
    licence = licence_address(release.facts.licence)
    return {"dct:license": _link(licence)} if licence else {"dct:rights": _dutch(release.facts.licence)}


def _municipality(place: Municipality) -> dict[str, Any]:
    return {"@id": identifier_of(place), "@type": "foaf:Agent", "foaf:name": _dutch(place.publisher)}


def identifier_of(place: Municipality) -> str:
    """The municipality in the register of government organisations (TOOI)."""
    return f"https://identifier.overheid.nl/tooi/id/gemeente/{place.code.lower()}"


def _document(address: str) -> dict[str, str]:
    """A page to read; typed, because who checks the shapes does not look at what is behind an address."""
    return {"@id": address, "@type": "foaf:Document"}


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
