"""The catalogue of the open data, read as a harvester does: as a graph, on what DCAT-AP-NL 3.0 requires."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from tests.publication.service import Answer, edition_at

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.open_data.dcat import CATALOGUE, TURTLE, catalogue_of, is_survey, with_service
from vergezicht.publication.open_data.turtle import turtle_of

pytestmark = pytest.mark.django_db
DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib knows DCAT 2, without series
SPDX, VCARD = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/2006/vcard/ns#")
# The required properties of the profile, by class: its SHACL shapes, chapters "Catalog" to "Agent".
REQUIRED = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.dataset),
    DCAT.Dataset: (
        DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCTERMS.accessRights, DCAT.contactPoint,
        DCTERMS.creator, DCTERMS.publisher, DCAT.theme,
    ),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.license),
    DCAT.DatasetSeries: (DCTERMS.title, DCTERMS.description),
    DCAT.DataService: (
        DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCAT.endpointURL, DCAT.endpointDescription,
        DCTERMS.accessRights, DCAT.contactPoint, DCTERMS.license, DCTERMS.publisher, DCAT.theme,
    ),
    FOAF.Agent: (FOAF.name,),
    SPDX.Checksum: (SPDX.algorithm, SPDX.checksumValue),
    VCARD.Kind: (VCARD.fn,),
}  # fmt: skip

# What its shapes allow at most once.
SINGLE = {
    DCAT.Catalog: (DCAT.contactPoint,),
    DCAT.Dataset: (DCAT.contactPoint, DCTERMS.identifier, DCAT.version),
    DCAT.Distribution: (
        DCAT.accessURL, DCAT.downloadURL, DCAT.accessService, DCAT.spatialResolutionInMeters, DCAT.temporalResolution,
    ),
    DCAT.DataService: (
        DCAT.contactPoint, DCTERMS.creator, DCAT.endpointDescription, DCAT.endpointURL, DCTERMS.identifier,
        DCTERMS.modified, DCTERMS.publisher,
    ),
}  # fmt: skip

# Which class its shapes want behind a property, where no list of another publisher says so.
CLASSES = {
    FOAF.homepage: FOAF.Document,
    FOAF.page: FOAF.Document,
    DCAT.landingPage: FOAF.Document,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS.publisher: FOAF.Agent,
    DCTERMS.creator: FOAF.Agent,
    DCTERMS.temporal: DCTERMS.PeriodOfTime,
    DCAT.contactPoint: VCARD.Kind,
    DCAT.dataset: DCAT.Dataset,
    DCAT.distribution: DCAT.Distribution,
    DCAT.accessService: DCAT.DataService,
    DCAT.servesDataset: DCAT.Dataset,
}


def graph_of(document: Any) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


def answer_of(path: str) -> bytes:
    return render_address(next(item for item in public_addresses() if item.path == path))


@pytest.fixture
def published() -> Graph:
    """As any copy of the site has it."""
    return graph_of(json.loads(answer_of(CATALOGUE)))


@pytest.fixture
def served() -> Graph:
    """As a site with a server tells it."""
    return graph_of(with_service(json.loads(answer_of(CATALOGUE)), municipality()))


def test_everything_that_the_profile_requires_is_there_and_no_more_often_than_it_allows(served: Graph) -> None:
    for kind, required in REQUIRED.items():
        found = set(served.subjects(RDF.type, kind))
        assert found, kind
        for subject in found:
            assert not [name for name in required if (subject, name, None) not in served]
            assert not [name for name in SINGLE.get(kind, ()) if len(set(served.objects(subject, name))) > 1]
    assert (None, DCTERMS.publisher, URIRef("https://identifier.overheid.nl/tooi/id/gemeente/gm0193")) in served


def test_what_stands_behind_a_property_says_which_class_it_is_of(served: Graph) -> None:
    for name, kind in CLASSES.items():
        found = set(served.objects(None, name))
        assert found, name
        assert not [one for one in found if (one, RDF.type, kind) not in served], name


def test_every_file_of_every_release_is_told_with_its_true_sum(published: Graph) -> None:
    release = current_release()
    assert release is not None
    files = {
        f"{settings.SITE_URL}/open-data/{one.name}/{path.name}": path
        for one in release.releases
        for path in one.folder.iterdir()
        if path.name not in {"datapackage.json", "csvw.json"}
    }
    told = {str(node): node for node in published.subjects(RDF.type, DCAT.Distribution)}
    assert set(files) <= set(told)
    for address, path in files.items():
        checksum = published.value(told[address], SPDX.checksum)
        assert str(published.value(checksum, SPDX.checksumValue)) == hashlib.sha256(path.read_bytes()).hexdigest()
        assert int(published.value(told[address], DCAT.byteSize)) == path.stat().st_size


def test_what_nobody_told_is_not_invented() -> None:
    release = current_release()
    assert release is not None
    unknown = replace(release.releases[0].facts, licence="onbekend: vraag na", waves=())
    one = type("One", (), {"facts": unknown, "name": release.releases[0].name, "folder": release.releases[0].folder})()
    place = replace(municipality(), contact={"email": "open@data.example"})
    found = graph_of(catalogue_of(place, (one,)))
    assert not list(found.subject_objects(DCTERMS.license))
    assert set(found.objects(None, DCTERMS.rights)) == {Literal("onbekend: vraag na", lang="nl")}
    assert not list(found.subject_objects(DCTERMS.temporal))
    assert not list(found.subject_objects(VCARD.hasTelephone))
    assert URIRef("mailto:open@data.example") in set(found.objects(None, VCARD.hasEmail))


def test_turtle_says_the_same(served: Graph) -> None:
    assert isomorphic(
        Graph().parse(data=answer_of(TURTLE), format="turtle"), graph_of(json.loads(answer_of(CATALOGUE)))
    )
    odd = {
        "@context": {"dct": "http://purl.org/dc/terms/", "xsd": "http://www.w3.org/2001/XMLSchema#"},
        "@id": "https://data.example/#a b<c>",
        "@type": ["dct:Agent", "dct:Location"],
        "dct:title": [{"@value": 'Een "titel" \\ met\nregels', "@language": "nl"}, "kaal"],
        "dct:relation": [
            {"@id": "tel:14038"},
            {"@id": "dct:title"},
            {"@type": "dct:Agent", "dct:title": "zonder adres"},
        ],
        "dct:issued": {"@value": "2026-01-31", "@type": "xsd:date"},
        "dct:source": [],
    }
    written = Graph().parse(data=turtle_of(odd), format="turtle")
    assert isomorphic(written, graph_of(odd | {"@id": "https://data.example/#a%20b%3Cc%3E"}))
    assert len(written) == 10
    assert isomorphic(
        Graph().parse(data=turtle_of(with_service(json.loads(answer_of(CATALOGUE)), municipality()))), served
    )


def test_only_a_site_with_a_server_names_the_service(published: Graph, served: Graph) -> None:
    root = URIRef(f"{settings.SITE_URL}/api/v1")
    assert root not in set(published.objects()) and not list(published.subjects(RDF.type, DCAT.DataService))
    (service,) = served.subjects(RDF.type, DCAT.DataService)
    assert served.value(service, DCAT.endpointURL) == root
    ways = set(served.subjects(DCAT.accessService, service))
    (offered,) = served.objects(service, DCAT.servesDataset)
    assert ways and ways <= set(served.objects(offered, DCAT.distribution))
    assert len(served) > len(published)


def test_the_waves_of_a_survey_are_a_series_and_each_has_its_figures(published: Graph) -> None:
    (series,) = published.subjects(RDF.type, DCAT.DatasetSeries)
    waves = sorted(published.subjects(DCAT.inSeries, series))
    release = current_release()
    assert release is not None
    survey = next(one for one in release.releases if is_survey(one))
    assert len(waves) == len(survey.periods) > 1
    assert [published.value(wave, DCAT.prev) for wave in waves] == [None, *waves[:-1]]
    for wave, period in zip(waves, survey.periods, strict=True):
        address = str(published.value(published.value(wave, DCAT.distribution), DCAT.downloadURL))
        rows = list(csv.DictReader(io.StringIO(answer_of(address.removeprefix(settings.SITE_URL)).decode("utf-8-sig"))))
        assert {row["periode"] for row in rows} == {period}
        assert len(rows) == len(survey.figures(period=period, group=None))


def test_every_address_in_it_is_there(published: Graph) -> None:
    paths = {item.path for item in public_addresses()}
    release = current_release()
    assert release is not None
    paths |= {f"/open-data/{one.name}/{path.name}" for one in release.releases for path in one.folder.iterdir()}
    for told in (DCAT.downloadURL, DCAT.landingPage, FOAF.page, FOAF.homepage):
        for address in published.objects(None, told):
            assert str(address).removeprefix(settings.SITE_URL).partition("#")[0] in paths, address


def test_the_server_answers_with_the_one_that_names_the_service(tmp_path: Path) -> None:
    site = tmp_path / "0001" / "site" / "open-data"
    site.mkdir(parents=True)
    (site / "catalogus.jsonld").write_bytes(answer_of(CATALOGUE))
    server = edition_at(tmp_path)
    for path, kind, form in ((CATALOGUE, "application/ld+json", "json-ld"), (TURTLE, "text/turtle", "turtle")):
        answer = Answer(server, f"{path}?van=oogster")
        assert answer.status == 200 and answer.headers["Content-Type"].startswith(kind)
        assert list(Graph().parse(data=answer.body, format=form).subjects(RDF.type, DCAT.DataService))
