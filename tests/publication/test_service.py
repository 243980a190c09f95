"""OGC API - Features, asked as a program does: of a baked edition, through the server that readers reach."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from tests.publication.service import Answer, edition_at, links

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Action, Challenge, ChallengeState, Course
from vergezicht.challenges.queries import all_challenges, public_challenges
from vergezicht.initiatives.models import Initiative, MeetingPlace, Precision
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.publication.features.collection import Kind
from vergezicht.publication.features.content import feature_collection
from vergezicht.publication.features.declared import CHALLENGES, collections
from vergezicht.publication.features.described import ROOT
from vergezicht.publication.serving.files import EditionServer

pytestmark = pytest.mark.django_db
# Everything that may leave the site by this way; a property that is not here needs somebody to decide that it may.
PUBLIC = {
    "areas": {"gebiedscode", "niveau", "naam", "onderdeel_van", "kaartsoort", "webadres", "stadsdeel"},
    "wijkopgaven": {
        "titel", "kenmerk", "soort", "fase", "stand", "cijfers_zeggen", "thema", "gebied", "stadsdeel", "aanleiding",
        "doel", "trekker", "cyclus", "begint_op", "eindigt_op", "laatste_koerscheck", "voorbeeld", "webadres",
    },
    "acties": {
        "titel", "wijkopgave", "wie", "wanneer", "begint_op", "klaar_op", "fase", "stand", "merkbaar", "thema",
        "gebied", "stadsdeel", "voorbeeld", "webadres",
    },
    "initiatieven": {
        "titel", "kenmerk", "kort", "uitleg", "categorie", "soort", "stand", "steun", "openbaar_sinds", "bron",
        "gebied", "stadsdeel", "wijkopgave", "voorbeeld", "webadres",
    },
    "ontmoetingsplekken": {
        "naam", "soort", "soort_toelichting", "binnen_of_buiten", "stand", "gebied", "stadsdeel", "adres_of_plek",
        "openingstijden", "openingstijden_toelichting", "kosten", "voor_wie", "rolstoel", "toilet", "toegankelijkheid",
        "beheerder", "website", "gecontroleerd_op", "gecontroleerd_door", "bron_url", "bron_jaar", "voorbeeld",
        "webadres",
    },
}  # fmt: skip


def test_the_landing_page_leads_to_everything(service: EditionServer) -> None:
    landing = Answer(service, ROOT)
    assert (landing.status, landing.headers["Content-Type"]) == (200, "application/json")
    assert Answer(service, f"{ROOT}/").json == landing.json
    found = links(landing.json)
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= found.keys()
    description = Answer(service, found["service-desc"])
    assert description.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    classes = Answer(service, found["conformance"]).json["conformsTo"]
    assert {one.rpartition("/")[2] for one in classes} == {"core", "geojson", "oas30"}
    told = Answer(service, found["data"]).json["collections"]
    levels = [level.plural for level in municipality().geography.levels]
    assert [one["id"] for one in told] == [*levels, "wijkopgaven", "acties", "initiatieven", "ontmoetingsplekken"]
    for one in told:
        assert Answer(service, links(one)["self"]).json == one
        assert Answer(service, links(one)["items"]).json["type"] == "FeatureCollection"


def _schema(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


_PYTHON: dict[str, Any] = {
    "string": str, "array": list, "object": dict, "integer": int, "boolean": bool, "number": (int, float)
}  # fmt: skip


def wrong(document: dict[str, Any], schema: dict[str, Any], value: Any, at: str = "") -> Iterator[str]:
    """Where a value is not as its schema says; as much of JSON Schema as the document uses."""
    if "$ref" in schema:
        yield from wrong(document, _schema(document, schema), value, at)
        return
    if value is None and schema.get("nullable"):
        return
    if "type" in schema and (
        not isinstance(value, _PYTHON[schema["type"]]) or (isinstance(value, bool) and schema["type"] != "boolean")
    ):
        yield f"{at}: {value!r} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not one of {schema['enum']}"
    if isinstance(value, dict):
        yield from (f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value)
        known = schema.get("properties", {})
        if schema.get("additionalProperties") is False:
            yield from (f"{at}.{name} is not named" for name in value if name not in known)
        for name, item in value.items():
            if name in known:
                yield from wrong(document, known[name], item, f"{at}.{name}")
    if isinstance(value, list):
        for item in value:
            yield from wrong(document, schema.get("items", {}), item, f"{at}[]")


def test_the_description_is_true_of_every_path_in_it(service: EditionServer) -> None:
    document = Answer(service, f"{ROOT}/openapi.json").json
    assert document["openapi"].startswith("3.0.")
    assert document["servers"] == [{"url": f"{settings.SITE_URL}{ROOT}"}]
    operations = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(operations) == len(set(operations)) == 4 + 3 * len(collections())
    for path, described in document["paths"].items():
        get = described["get"]
        address = f"{ROOT}{path}"
        if "{featureId}" in path:
            first = Answer(service, address.rpartition("/")[0]).json["features"][0]["id"]
            assert Answer(service, address.format(featureId="bestaat-niet")).status == 404
            assert "404" in get["responses"]
            address = address.format(featureId=first)
        answer = Answer(service, address)
        said = get["responses"][str(answer.status)]
        ((kind, content),) = said["content"].items()
        assert answer.headers["Content-Type"].partition(";")[0] == kind.partition(";")[0] or path == "/openapi.json"
        assert set(said["headers"]) <= set(answer.headers)
        assert not list(wrong(document, content["schema"], answer.json)), address
        for parameter in get.get("parameters", []):
            if parameter["in"] == "query":
                name, schema = parameter["name"], parameter["schema"]
                for value in (*schema.get("enum", [])[:3], *{"limit": ["1"], "offset": ["1"]}.get(name, [])):
                    assert Answer(service, f"{address}?{name}={value.replace(' ', '%20')}").status == 200, (path, name)
        refused = Answer(service, f"{address}?bestaat_niet=1")
        assert refused.status == 400
        problem = get["responses"]["400"]["content"]["application/problem+json"]["schema"]
        assert not list(wrong(document, problem, refused.json))


def test_the_check_on_the_description_finds_what_is_not_true() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"b": {"type": "integer"}},
        "additionalProperties": False,
    }
    assert list(wrong({}, schema, {"b": "x", "c": 1})) == [".a is missing", ".c is not named", ".b: 'x' is no integer"]


def test_nothing_leaves_that_nobody_allowed(items: Any) -> None:
    for one in collections():
        allowed = PUBLIC.get(one.id, PUBLIC["areas"])
        assert set(one.properties) <= allowed
        for feature in items(one.id, "limit=1000")["features"]:
            assert set(feature) == {"type", "id", "geometry", "properties"}
            assert set(feature["properties"]) == set(one.properties)


def test_a_property_that_a_collection_does_not_name_stops_the_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    from vergezicht.publication.features import content

    one = next(item for item in collections() if item.id == "ontmoetingsplekken")
    told = content.place_feature

    def telling(place: MeetingPlace) -> dict[str, Any]:
        feature = told(place)
        return feature | {"properties": feature["properties"] | {"mailadres": "a@b.example"}}

    monkeypatch.setattr(content, "place_feature", telling)
    with pytest.raises(KeyError, match="mailadres"):
        feature_collection(one)


def test_what_is_not_public_is_not_there(tmp_path: Path) -> None:
    known = Challenge.objects.filter(state=ChallengeState.RUNNING).first()
    assert known is not None
    concept = Challenge.objects.create(
        cycle=known.cycle, code="X99", slug="geheim-plan", title="Geheim plan", kind=known.kind, areas=known.areas,
        state=ChallengeState.CONCEPT, reason="nog niet", goal="nog niet",
    )  # fmt: skip
    Action.objects.create(challenge=concept, title="Geheim plan, actie", who="Gemeente")
    hidden = public_initiatives()[0]
    Initiative.objects.filter(pk=hidden.pk).update(published_at=None, title="Nog niet openbaar")
    service = edition_at(tmp_path)
    text = "".join(
        Answer(service, f"{ROOT}/collections/{one.id}/items?limit=1000").body.decode() for one in collections()
    )
    assert "Geheim plan" not in text and "Nog niet openbaar" not in text
    assert Answer(service, f"{ROOT}/collections/wijkopgaven/items/{concept.slug}").status == 404
    assert Answer(service, f"{ROOT}/collections/initiatieven/items/{hidden.slug}").status == 404
    keys = {f"actie-{key}" for key in Action.objects.filter(challenge=concept).values_list("pk", flat=True)}
    listed = Answer(service, f"{ROOT}/collections/acties/items?limit=1000").json["features"]
    assert keys and not keys & {feature["id"] for feature in listed}


def test_a_point_shows_only_when_the_submitter_wants_it(tmp_path: Path) -> None:
    first, second = public_initiatives().order_by("pk")[:2]
    near = {"latitude": 52.5, "longitude": 6.1}
    Initiative.objects.filter(pk=first.pk).update(precision=Precision.POINT, **near)
    Initiative.objects.filter(pk=second.pk).update(precision=Precision.STREET, **near)
    service = edition_at(tmp_path)
    path = f"{ROOT}/collections/initiatieven/items"
    assert Answer(service, f"{path}/{first.slug}").json["geometry"] == {"type": "Point", "coordinates": [6.1, 52.5]}
    assert "52.5" not in Answer(service, f"{path}/{second.slug}").body.decode()


_BY_GDAL = """
import json, sys
import pyogrio
address = sys.argv[1]
meta, _, shapes, columns = pyogrio.raw.read(address, layer="buurten")
codes = dict(zip(meta["fields"], columns))["gebiedscode"].tolist()
on_course = pyogrio.raw.read(address, layer="wijkopgaven", where="stand = 'op-koers'")[2]
print(json.dumps({"layers": [str(name) for name, _ in pyogrio.list_layers(address)], "codes": codes,
                  "drawn": sum(shape is not None for shape in shapes), "on_course": len(on_course)}))
"""


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def test_gdal_reads_it(tmp_path: Path, settings: Any) -> None:
    """As many programs for maps do: by the driver of GDAL for OGC API - Features."""
    httpd = make_server("127.0.0.1", 0, None, handler_class=_Silent)
    settings.SITE_URL = f"http://127.0.0.1:{httpd.server_port}"
    httpd.set_app(edition_at(tmp_path))
    Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        # In a process of its own: GDAL waits for an answer without letting a thread of this one give it.
        asked = [sys.executable, "-c", _BY_GDAL, f"OAPIF:{settings.SITE_URL}{ROOT}"]
        said = json.loads(subprocess.run(asked, capture_output=True, text=True, timeout=120, check=True).stdout)
    finally:
        httpd.shutdown()
    assert set(said["layers"]) == {one.id for one in collections()}
    assert set(said["codes"]) == {area.code for area in municipality().geography.at(AreaLevel.BUURT)}
    assert said["drawn"] == len(said["codes"])
    assert said["on_course"] == sum(one.course == "op-koers" for one in public_challenges()) > 0


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/v2", f"{ROOT}/collections/", f"{ROOT}/../search.sqlite"]
    + [f"{ROOT}/collections/{rest}" for rest in ("huizen", "huizen/items", "acties/items/", "acties/items/../x")],
)
def test_what_is_not_there_says_so(service: EditionServer, path: str) -> None:
    answer = Answer(service, path)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert ROOT in answer.json["detail"]


def test_scripts_of_other_sites_may_read_and_nobody_may_write(service: EditionServer) -> None:
    for path in (ROOT, f"{ROOT}/collections/acties/items", f"{ROOT}/niets"):
        headers = Answer(service, path).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["API-Version"].startswith("1.")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers
    asked = Answer(service, ROOT, "OPTIONS")
    assert (asked.status, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("POST", "PUT", "DELETE"):
        refused = Answer(service, ROOT, method)
        assert (refused.status, refused.json["status"], refused.headers["Allow"]) == (405, 405, "GET, HEAD, OPTIONS")
    head, whole = (Answer(service, f"{ROOT}/collections", method) for method in ("HEAD", "GET"))
    assert (head.body, head.headers["Content-Length"]) == (b"", str(len(whole.body)))


def test_an_answer_is_packed_and_not_sent_again_when_it_is_the_same(service: EditionServer) -> None:
    path = f"{ROOT}/collections/buurten/items"
    plain, packed = Answer(service, path), Answer(service, path, accept_encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.body))["features"] == plain.json["features"]
    assert Answer(service, path, if_none_match=plain.headers["ETag"]).status == 304
    assert Answer(service, f"{path}?limit=1", if_none_match=plain.headers["ETag"]).status == 200


def test_one_feature_is_the_one_of_the_list(service: EditionServer, items: Any) -> None:
    for one in collections():
        listed = items(one.id)["features"][0]
        alone = Answer(service, f"{ROOT}/collections/{one.id}/items/{listed['id']}")
        assert {name: alone.json[name] for name in listed} == listed
        assert {"self", "collection", "alternate"} <= links(alone.json).keys()


def test_an_edition_of_before_says_that_it_has_no_service(service: EditionServer, tmp_path: Path) -> None:
    (tmp_path / "0001" / "features.sqlite").unlink()
    answer = Answer(service, ROOT)
    assert (answer.status, answer.json["title"]) == (503, "Nog niet")


def test_every_value_is_of_the_kind_that_is_told(items: Any) -> None:
    kinds = {Kind.LIST: list, Kind.NUMBER: int, Kind.FLAG: bool}
    for one in collections():
        for feature in items(one.id, "limit=1000")["features"]:
            for name, value in feature["properties"].items():
                kind = one.properties[name].kind
                assert value is None or isinstance(value, kinds.get(kind, str)), (one.id, name, value)
                assert kind != Kind.ADDRESS or value is None or value.startswith("http"), (one.id, name, value)
                assert kind != Kind.DAY or value is None or len(value) == 10, (one.id, name, value)


def test_what_stands_so_is_what_the_site_lists(items: Any) -> None:
    for course in (Course.ON_COURSE, Course.ADJUST, Course.OFF_COURSE):
        listed = {item.slug for item in all_challenges() if item.course == course}
        found = items("wijkopgaven", f"stand={course.value}")["features"]
        assert {feature["id"] for feature in found} == listed
        for feature in found:
            check = Challenge.objects.get(slug=feature["id"]).latest_check
            assert feature["properties"]["cijfers_zeggen"] == (check.signal if check else None)
    over = Challenge.objects.filter(state=ChallengeState.CLOSED)
    assert any(item.checks.filter(verdict=Course.ON_COURSE).exists() for item in over), "else this proves nothing"


def test_under_real_borders_a_challenge_lies_where_its_areas_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from vergezicht.areas.boundaries import MapKind
    from vergezicht.publication.features import content, declared

    place = municipality()
    real = replace(place.boundaries, kind=MapKind.GEOGRAPHIC)
    for module in (content, declared):
        monkeypatch.setattr(module, "municipality", lambda: replace(place, boundaries=real))
    one = next(item for item in collections() if item.id == CHALLENGES)
    feature = next(item for item in feature_collection(one)["features"] if len(item["properties"]["gebied"]) == 1)
    code = feature["properties"]["gebied"][0]
    assert feature["geometry"] == real.geometry_of(real[code])
