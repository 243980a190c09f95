"""Making the service of an edition from the files of its site."""

from __future__ import annotations

import json
from pathlib import Path

from vergezicht.challenges.ground import municipality
from vergezicht.publication.features.declared import collections
from vergezicht.publication.features.described import ROOT, documents_of
from vergezicht.publication.features.index import FILE, build_index, extent_of
from vergezicht.publication.features.openapi import openapi
from vergezicht.publication.open_data.dcat import CATALOGUE, TURTLE, with_service
from vergezicht.publication.open_data.turtle import turtle_of


def make_service(edition: Path) -> None:
    """Write the index of an edition beside its site, from the files in it."""
    place, site = municipality(), edition / "site"
    listed = [one for one in collections() if (site / one.file.lstrip("/")).is_file()]
    features = {one.id: json.loads((site / one.file.lstrip("/")).read_text("utf-8"))["features"] for one in listed}
    extents = {one.id: extent_of(one, features[one.id]) for one in listed}
    described = json.dumps(openapi(place, listed), ensure_ascii=False)
    documents = documents_of(place, listed, extents) | {f"{ROOT}/openapi.json".lstrip("/"): described}
    build_index(edition / FILE, listed, features, documents | _catalogues(site))


def _catalogues(site: Path) -> dict[str, str]:
    """The catalogue of the site as a server may show it: with the service in it."""
    path = site / CATALOGUE.lstrip("/")
    if not path.is_file():
        return {}
    content = with_service(json.loads(path.read_text("utf-8")), municipality())
    told = {CATALOGUE: json.dumps(content, ensure_ascii=False, indent=1), TURTLE: turtle_of(content)}
    return {name.lstrip("/"): text for name, text in told.items()}
