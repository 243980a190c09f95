"""What "Kaart verkennen" is given: what goes on where, figures as they are written, and a base map if there is one."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.test import RequestFactory

from vergezicht.areas import AreaLevel
from vergezicht.areas.postcodes import Postcodes
from vergezicht.areas.streets import StreetPart, Streets
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.models import Challenge, ChallengeState
from vergezicht.figures import FigureStatus
from vergezicht.initiatives.models import MeetingPlace
from vergezicht.pictures import MapState, map_step
from vergezicht.publication import addresses
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking import bake as baking
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.basemap import basemap_path
from vergezicht.publication.search.documents import documents_of
from vergezicht.publication.views import areas, explore
from vergezicht.publication.views.my_area import MY_AREA

pytestmark = pytest.mark.django_db


def given() -> dict[str, Any]:
    return dict(json.loads(explore.settings(RequestFactory().get("/")).content))


def test_every_item_leads_to_a_page_and_stands_in_known_areas() -> None:
    pages = {item.path for item in public_addresses()}
    found = given()
    assert [layer["kind"] for layer in found["layers"]] == ["opgave", "actie", "initiatief", "plek"]
    for layer in found["layers"]:
        for item in layer["items"]:
            assert item["path"].partition("#")[0] in pages
            assert set(item["areas"]) <= set(found["areas"])
    assert all(area["path"] in pages for area in found["areas"].values())
    place = municipality()
    for code, area in found["areas"].items():
        assert place.boundaries[code].geometry.covers(shapely.Point(place.boundaries.from_degrees(area["at"])))
    assert sorted(code for codes in found["levels"].values() for code in codes) == sorted(found["areas"])


def test_in_english_it_leads_to_english_pages_and_writes_figures_as_english_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    pages = {item.path: item for item in public_addresses()}
    found = json.loads(render_address(pages["/en/verkennen/kaart.json"]))
    assert found["layers"][0]["title"] == "District challenges"
    paths = [area["path"] for area in found["areas"].values()]
    paths += [item["path"].partition("#")[0] for layer in found["layers"] for item in layer["items"]]
    assert all(path in pages and path.startswith("/en/") for path in paths)
    assert "on course" in {item["note"] for item in found["layers"][0]["items"]}
    told = json.loads(render_address(pages["/en/verkennen/feels_unsafe.json"]))
    assert "%, between " in told[max(told)][both.geography.gemeente.code][1]


def test_what_is_pointed_at_lies_where_the_steps_draw_it() -> None:
    pages = {item.path: item for item in public_addresses()}
    release = current_release()
    assert release is not None
    for level in (AreaLevel.STADSDEEL, AreaLevel.WIJK, AreaLevel.BUURT):
        found = json.loads(render_address(pages[explore.areas_path(level)]))
        assert [area["name"] for area in found.values()] == [area.name for area in release.geography.at(level)]
        assert {area["page"] for area in found.values()} <= pages.keys()
        drawing = map_step(release, MapState(release.indicators[0].code, level)).svg
        drawn = "".join(re.findall(r'<path d="([^"]+)"', drawing))
        assert all(area["path"] in drawn for area in found.values())


def test_a_concept_and_a_place_that_is_gone_are_not_on_the_map() -> None:
    concept, place = Challenge.objects.get(code="M2"), MeetingPlace.objects.exclude(state="verdwenen").first()
    assert place is not None
    assert place.name in json.dumps(given())
    concept.pk, concept.code, concept.slug, concept.title = None, "M99", "nog-een-concept", "Nog een concept"
    concept.state = ChallengeState.CONCEPT
    concept.save()
    MeetingPlace.objects.filter(pk=place.pk).update(state="verdwenen")
    assert concept.title not in json.dumps(given())
    assert place.name not in json.dumps(given())


def test_a_place_with_a_point_is_told_where_it_is() -> None:
    MeetingPlace.objects.filter(pk=MeetingPlace.objects.exclude(state="verdwenen").first().pk).update(
        latitude=52.5, longitude=6.1
    )
    places = next(layer for layer in given()["layers"] if layer["kind"] == "plek")["items"]
    assert [item["at"] for item in places if "at" in item] == [[6.1, 52.5]]


def test_figures_are_as_they_are_written_and_what_is_hidden_has_no_margin() -> None:
    release = current_release()
    assert release is not None
    code = "feels_unsafe"
    found = json.loads(explore.figures(RequestFactory().get("/"), code=code).content)
    figures = [item for item in release.figures(indicator=code) if not item.group]
    assert sum(map(len, found.values())) == len(figures)
    hidden = [item for item in figures if not item.is_shown]
    assert hidden
    assert {tuple(found[item.period][item.area]) for item in hidden} == {("–", "geen cijfer", 0)}
    few = {(item.period, item.area) for item in figures if item.status == FigureStatus.INDICATIVE}
    assert few == {(period, area) for period, told in found.items() for area, (_, _, is_few) in told.items() if is_few}
    assert few
    short, text, _ = found[release.latest_of(code)][municipality().geography.gemeente.code]
    assert text.startswith(f"{short}, tussen ")


def test_a_base_map_is_in_the_edition_once_and_only_when_it_is_there(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BASEMAP_FILE = tmp_path / "stad.pmtiles"
    assert basemap_path() is None
    assert given()["basemap"] is None
    settings.BASEMAP_FILE.write_bytes(b"PMTiles")
    path = basemap_path()
    assert path is not None
    assert path.startswith("/assets/stad.")
    assert given()["basemap"] == path
    monkeypatch.setattr(baking, "asset_files", dict)
    monkeypatch.setattr(baking, "current_release", lambda: None)
    site = tmp_path / "site"
    (site / "assets").mkdir(parents=True)
    assert baking._copy_files(site) == {path: path}
    assert (site / path.lstrip("/")).read_bytes() == b"PMTiles"
    assert (site / path.lstrip("/")).stat().st_ino == settings.BASEMAP_FILE.stat().st_ino
    settings.BASEMAP_FILE.write_bytes(b"PMTiles2")
    assert basemap_path() != path


def test_a_postcode_can_be_looked_up_only_where_there_is_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given()["postcode"] == ""
    monkeypatch.setattr(explore, "postcodes", lambda: Postcodes({}))
    assert given()["postcode"] == MY_AREA


def test_streets_are_on_the_map_on_the_page_of_their_buurt_and_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert given()["streets"] == ""
    assert explore.STREETS not in {item.path for item in public_addresses()}
    here, there = StreetPart("BU01931000", 9, 6.1, 52.5), StreetPart("BU01931010", 2, 6.2, 52.6)
    known = Streets({"Lange Straat": (here, there)})
    for module in (addresses, areas, explore):
        monkeypatch.setattr(module, "streets", lambda: known)
    assert given()["streets"] == explore.STREETS
    of_streets = next(item for item in public_addresses() if item.path == explore.STREETS)
    found = json.loads(of_streets.view(RequestFactory().get("/")).content)
    assert found == {"Lange Straat": [["BU01931000", 6.1, 52.5], ["BU01931010", 6.2, 52.6]]}
    geography = municipality().geography
    for code, has in (("BU01931000", True), ("BU01931010", True), ("BU01931020", False)):
        path = given()["areas"][code]["path"]
        view = next(item.view for item in public_addresses() if item.path == path)
        page = view(RequestFactory().get(path)).content.decode()
        assert (f"De straat van {geography[code].name}" in page) == has
        assert any("Lange Straat" in item.text for item in documents_of(path, page)) == has
