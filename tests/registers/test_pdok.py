"""PDOK over loopback: real features and addresses in pages, the coordinate system in a header, postcodes to buurten."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.golden.reference import needs_shared, shared
from tests.registers.loopback import Answering, Reply, as_json, loopback

from vergezicht.areas import read_geography
from vergezicht.areas.importing import Settings, import_boundaries
from vergezicht.areas.reading import read_layers
from vergezicht.problems import BadInput, Problems
from vergezicht.registers.features import feature_collection, fetch_features, write_features
from vergezicht.registers.locatieserver import fetch_places, read_addresses
from vergezicht.registers.services import Service
from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.transport import Transport

ZWOLLE = Path(__file__).resolve().parents[2] / "municipalities" / "zwolle"
RD_HEADER = "<http://www.opengis.net/def/crs/EPSG/0/28992>"


def features(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared() / "data" / name).read_text("utf-8"))["features"]
    return found


def collection(
    found: list[dict[str, Any]],
    size: int,
    crs: Callable[[int], str] = lambda _: RD_HEADER,
    matched: int | None = None,
) -> Callable[[str], Answering]:
    """Answers as PDOK: pages by a cursor in the next link, the coordinate system only in a header."""

    def answering(base: str) -> Answering:
        def answer(path: str, asked: dict[str, str]) -> Reply | None:
            if not path.endswith("/items"):
                return None
            start = int(asked.get("cursor", 0))
            links = [{"rel": "self", "href": f"{base}{path}"}]
            if start + size < len(found):
                kept = f"crs={asked.get('crs', '')}&f=json".replace(":", "%3A").replace("/", "%2F")
                links.append({"rel": "next", "href": f"{base}{path}?cursor={start + size}&{kept}"})
            page = found[start : start + size]
            document = {"type": "FeatureCollection", "links": links, "features": page, "numberReturned": len(page)}
            headers = {"Content-Crs": crs(start)} if crs(start) else {}
            return as_json(document | ({} if matched is None else {"numberMatched": matched}), **headers)

        return answer

    return answering


def fetch(base: str, transport: Transport, folder: Path, **options: Any) -> Snapshot:
    snapshot = Snapshot(folder)
    snapshot.begin()
    fetch_features(transport, Service("pdok", "features", f"{base}/ogc/v1", "PDOK"), "buurten", snapshot, **options)
    snapshot.finish()
    return snapshot


@needs_shared
def test_roads_of_pdok_in_pages_are_one_document_in_rd(transport: Transport, tmp_path: Path) -> None:
    roads = features("pdok/ogcapi_bgt_wegdelen.json")
    with loopback(collection(roads, 4)) as service:
        service.faults = [("cursor=4", "503"), ("cursor=8", "cut")]
        snapshot = fetch(service.base, transport, tmp_path, query={"bbox": "1,2,3,4"})
        assert "bbox=1%2C2%2C3%2C4&crs=http%3A%2F%2Fwww.opengis.net%2Fdef%2Fcrs%2FEPSG%2F0%2F28992" in service.asked[0]
    problems = Problems()
    document = feature_collection(snapshot, "buurten", problems)
    assert not list(problems)
    assert document["features"] == roads and len(roads) == 10
    assert document["crs"]["properties"]["name"].endswith("EPSG::28992")
    assert [page.content_crs for page in snapshot] == [RD_HEADER] * 3


@needs_shared
@pytest.mark.parametrize(
    ("name", "header", "crs"),
    [
        ("pdok/ogcapi_features_multiple_gpkgs_bbox_rd_output_also_rd.json", RD_HEADER, "28992"),
        ("pdok/ogcapi_features_multiple_gpkgs_bbox_rd_output_also_rd.json", RD_HEADER.strip("<>"), "28992"),
        ("pdok/ogcapi_features_multiple_gpkgs_bbox_rd_output_also_rd.json", "", "28992"),
        ("pdok/ogcapi_features_multiple_gpkgs_bbox_wgs84.json", "", "4326"),
        (
            "pdok/ogcapi_features_multiple_gpkgs_bbox_wgs84.json",
            "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>",
            "4326",
        ),
    ],
)
def test_the_system_is_that_of_the_header_or_else_where_the_points_lie(
    name: str, header: str, crs: str, transport: Transport, tmp_path: Path
) -> None:
    with loopback(collection(features(name), 100, lambda _: header)) as service:
        document = feature_collection(fetch(service.base, transport, tmp_path), "buurten", problems := Problems())
    assert not list(problems)
    assert document["crs"]["properties"]["name"] == f"urn:ogc:def:crs:EPSG::{crs}"


@needs_shared
def test_a_header_that_cannot_be_true_and_pages_that_differ(transport: Transport, tmp_path: Path) -> None:
    points = features("pdok/ogcapi_features_multiple_gpkgs_bbox_wgs84.json")
    with loopback(collection(points, 5, lambda start: RD_HEADER if start else "")) as service:
        problems = Problems()
        feature_collection(fetch(service.base, transport, tmp_path), "buurten", problems)
    assert [problem.what for problem in problems] == [
        "de coördinaten liggen niet waar het stelsel ze zet", "de pagina's staan in verschillende coördinatenstelsels",
    ]  # fmt: skip


@needs_shared
def test_too_few_none_and_contradicting_features(transport: Transport, tmp_path: Path) -> None:
    points = features("pdok/ogcapi_features_features_properties_order.json")
    other = {**points[0], "properties": {}}
    cases = ((points, 11, "niet alle gebieden zijn binnen"), ([], None, "geen enkel gebied"),
             ([*points, other], None, "met een andere inhoud"))  # fmt: skip
    for number, (found, matched, what) in enumerate(cases):
        with loopback(collection(found, 20, lambda _: "", matched)) as service:
            problems = Problems()
            feature_collection(fetch(service.base, transport, tmp_path / str(number)), "buurten", problems)
        assert [what in problem.what for problem in problems] == [True]


@needs_shared
def test_an_overlapping_page_gives_no_area_twice(transport: Transport, tmp_path: Path) -> None:
    points = features("pdok/ogcapi_features_features_properties_order.json")
    with loopback(collection([*points[:6], *points[5:]], 6, lambda _: "")) as service:
        document = feature_collection(fetch(service.base, transport, tmp_path), "buurten", problems := Problems())
    assert not list(problems) and document["features"] == points


@needs_shared
def test_boundaries_go_on_into_the_import_of_areas(transport: Transport, tmp_path: Path) -> None:
    buurten = features("grenzen/zwolle_buurten_rd.geojson")
    numbered = [{**feature, "id": number} for number, feature in enumerate(buurten)]
    with loopback(collection(numbered, 30, matched=78)) as service:
        snapshot = fetch(service.base, transport, tmp_path / "bron")
    document = feature_collection(snapshot, "buurten", problems := Problems())
    problems.raise_if_any()
    path = tmp_path / "grenzen.geojson"
    write_features(path, document)
    (layer,) = read_layers(path, problems)
    assert layer.declared == "urn:ogc:def:crs:EPSG::28992" and len(layer) == 78
    imported = import_boundaries([path], read_geography(ZWOLLE / "areas.csv"), Settings())
    assert imported is not None


def locatieserver(docs: list[dict[str, Any]], most: int = 100) -> Callable[[str], Answering]:
    def answering(base: str) -> Answering:
        def answer(path: str, asked: dict[str, str]) -> Reply | None:
            if not path.endswith("/free"):
                return None
            start, rows = int(asked["start"]), min(int(asked["rows"]), most)
            found = docs[start : start + rows]
            return as_json({"response": {"numFound": len(docs), "start": start, "maxScore": 1.0, "docs": found}})

        return answer

    return answering


def address(number: int, postcode: str, buurt: str) -> dict[str, Any]:
    """An address in the form of the real answer, moved to Zwolle."""
    real = json.loads((shared() / "data/pdok/locatieserver_reverse_amsterdam.json").read_text("utf-8"))
    return {**real["response"]["docs"][0], "id": f"adr-{number:05d}", "postcode": postcode, "buurtcode": buurt}


def fetch_addresses(base: str, transport: Transport, folder: Path) -> Snapshot:
    snapshot = Snapshot(folder)
    snapshot.begin()
    service = Service("pdok", "locatieserver", f"{base}/search/v3_1", "PDOK")
    fetch_places(transport, service, "GM0193", snapshot, kind="adres")
    snapshot.finish()
    return snapshot


@needs_shared
def test_addresses_in_pages_know_their_buurt_street_and_point(transport: Transport, tmp_path: Path) -> None:
    docs = [address(n, "8011AA", "BU01931000") for n in range(150)]
    docs += [address(n, "8011AB", "BU01931010" if n % 3 else "BU01931000") for n in range(150, 240)]
    docs += [address(n, "8011 ac", "BU01931020" if n % 2 else "BU01931010") for n in range(240, 250)]
    geography = read_geography(ZWOLLE / "areas.csv")
    with loopback(locatieserver(docs)) as service:
        service.faults = [("start=100", "html")]
        with pytest.raises(BadInput, match="geen JSON"):
            fetch_addresses(service.base, transport, tmp_path)
        service.asked.clear()
        snapshot = fetch_addresses(service.base, transport, tmp_path)
        assert [path.split("start=")[1] for path in service.asked] == ["100", "200"]
        assert "fq=type%3Aadres&fq=gemeentecode%3A0193" in service.asked[0]
    problems = Problems()
    found = read_addresses(snapshot, geography, problems)
    assert not list(problems)
    counted = Counter((item.postcode, item.buurt) for item in found)
    assert counted["8011AB", "BU01931010"] == 60
    assert counted["8011AB", "BU01931000"] == 30
    assert counted["8011AC", "BU01931010"] == counted["8011AC", "BU01931020"] == 5
    assert found[0].street == "Nieuwe Achtergracht"
    assert found[0].point == (122219.0, 486115.0)


@needs_shared
def test_what_is_wrong_with_addresses_is_told_with_file_and_row(transport: Transport, tmp_path: Path) -> None:
    docs = [address(1, "8011AA", "BU01931000"), address(2, "801AA", "BU01931000"), address(3, "8011AB", "BU03630801"),
            address(4, "8011AC", "")]  # fmt: skip
    with loopback(locatieserver(docs)) as service:
        snapshot = fetch_addresses(service.base, transport, tmp_path)
    problems = Problems()
    read_addresses(snapshot, read_geography(ZWOLLE / "areas.csv"), problems)
    assert [(problem.what, problem.row) for problem in problems] == [
        ("dit is geen postcode", 2), ("onbekende buurt", 3), ("er staat geen buurt bij", 4),
    ]  # fmt: skip
    assert {problem.file for problem in problems} == {"postcodes-00001-0001.json"}


@needs_shared
def test_a_list_that_ends_too_early_or_is_none(transport: Transport, tmp_path: Path) -> None:
    docs = [address(n, "8011AA", "BU01931000") for n in range(30)]

    def short(base: str) -> Answering:
        whole = locatieserver(docs[:10])(base)

        def answer(path: str, asked: dict[str, str]) -> Reply | None:
            status, headers, body = whole(path, asked) or (404, {}, b"")
            return status, headers, body.replace(b'"numFound": 10', b'"numFound": 30')

        return answer

    with loopback(short) as service, pytest.raises(BadInput, match="houdt te vroeg op"):
        fetch_addresses(service.base, transport, tmp_path / "kort")
    with (
        loopback(lambda _: lambda path, asked: as_json({"error": "nee"})) as service,
        pytest.raises(BadInput, match="geen antwoord van de Locatieserver"),
    ):
        fetch_addresses(service.base, transport, tmp_path / "geen")
