"""The catalogue of the open data, read as a harvester does: as a graph, on what DCAT-AP-NL 3.0 requires."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.bake import render_address
from vergezicht.publication.dcat import CATALOGUE, catalogue_of

pytestmark = pytest.mark.django_db
SPDX, VCARD = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://www.w3.org/2006/vcard/ns#")
# The required properties of the profile, by class: its SHACL shapes, chapters "Catalog" to "Agent".
REQUIRED = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.dataset),
    DCAT.Dataset: (
        DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCTERMS.accessRights, DCAT.contactPoint,
        DCTERMS.creator, DCTERMS.publisher, DCAT.theme,
    ),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.license),
    FOAF.Agent: (FOAF.name,),
    SPDX.Checksum: (SPDX.algorithm, SPDX.checksumValue),
    VCARD.Kind: (VCARD.fn,),
}  # fmt: skip


def graph_of(document: Any) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


@pytest.fixture
def published() -> Graph:
    address = next(item for item in public_addresses() if item.path == CATALOGUE)
    return graph_of(json.loads(render_address(address)))


def test_everything_that_the_profile_requires_is_there(published: Graph) -> None:
    for kind, required in REQUIRED.items():
        found = set(published.subjects(RDF.type, kind))
        assert found, kind
        for subject in found:
            assert not [name for name in required if (subject, name, None) not in published]
    for dataset in published.subjects(RDF.type, DCAT.Dataset):
        assert len(set(published.objects(dataset, DCTERMS.identifier))) == 1
    assert (None, DCTERMS.publisher, URIRef("https://identifier.overheid.nl/tooi/id/gemeente/gm0193")) in published


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
