"""What can be asked of OGC API - Features: pages, filters, boxes and moments; and what is wrong, all at once."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
import shapely
from tests.publication.service import Answer, links

from vergezicht.publication.features.declared import collections
from vergezicht.publication.features.described import ROOT
from vergezicht.publication.serving.files import EditionServer

pytestmark = pytest.mark.django_db


def test_pages_follow_each_other_and_together_are_all(service: EditionServer, items: Any) -> None:
    whole = items("buurten", "limit=1000")
    assert whole["numberMatched"] == whole["numberReturned"] == len(whole["features"]) > 20
    assert "next" not in links(whole) and "prev" not in links(whole)
    address, pages = f"{ROOT}/collections/buurten/items?limit=20&stadsdeel=SD1", []
    while address:
        pages.append(Answer(service, address).json)
        address = links(pages[-1]).get("next", "")
    found = [feature["id"] for page in pages for feature in page["features"]]
    wanted = [one["id"] for one in whole["features"] if "SD1" in one["properties"]["stadsdeel"]]
    assert found == wanted
    assert {page["numberMatched"] for page in pages} == {len(wanted)}
    for before, after in pairwise(pages):
        back = Answer(service, links(after)["prev"]).json
        assert back["features"] == before["features"]
    assert items("buurten", "offset=99999")["numberReturned"] == 0
    assert items("buurten", "limit=999999")["numberReturned"] == len(whole["features"])


def test_a_filter_keeps_exactly_what_has_the_value(items: Any) -> None:
    asked = 0
    for one in collections():
        everything = items(one.id, "limit=1000")["features"]
        for name in one.filters:
            held = {feature["id"]: feature["properties"][name] for feature in everything}
            values = {value for given in held.values() for value in (given if isinstance(given, list) else [given])}
            for value in sorted(values - {None})[:3]:
                found = [
                    item["id"] for item in items(one.id, f"limit=1000&{name}={value.replace(' ', '%20')}")["features"]
                ]
                wanted = [
                    key for key, given in held.items() if value == given or (isinstance(given, list) and value in given)
                ]
                assert found == wanted, (one.id, name, value)
                asked += 1
    assert asked > 20


def test_a_box_keeps_what_touches_it_and_what_has_no_place(items: Any) -> None:
    everything = items("buurten", "limit=1000")["features"]
    chosen = shapely.from_geojson(json.dumps(everything[0]["geometry"]))
    west, south, east, north = chosen.bounds
    corner = shapely.box(west, south, west + (east - west) / 9, south + (north - south) / 9)
    assert not corner.intersects(chosen), "the corner of the box around a hexagon is outside it"
    for box in (chosen.envelope, corner):
        wanted = [one["id"] for one in everything if shapely.from_geojson(json.dumps(one["geometry"])).intersects(box)]
        found = items("buurten", "limit=1000&bbox=" + ",".join(map(str, box.bounds)))
        assert [one["id"] for one in found["features"]] == wanted
        assert 0 < found["numberMatched"] < len(everything)
    far = items("wijkopgaven", "bbox=100,10,101,11")
    assert all(one["geometry"] is None for one in far["features"])
    assert items("buurten", "bbox=100,10,101,11")["numberMatched"] == 0
    assert items("buurten", "bbox=179,-1,1,1")["numberMatched"] > 0, "a box may go across the 180th meridian"
    assert (
        items("buurten", "bbox=-1,-1,0,1,1,9")["numberMatched"] == items("buurten", "bbox=-1,-1,1,1")["numberMatched"]
    )


def test_a_moment_keeps_what_goes_on_then(items: Any) -> None:
    everything = items("acties", "limit=1000")["features"]

    def wanted(first: str, last: str) -> list[str]:
        return [
            one["id"] for one in everything
            if (one["properties"]["begint_op"] or "0000") <= last and (one["properties"]["klaar_op"] or "9999") >= first
        ]  # fmt: skip

    days = sorted({one["properties"]["begint_op"] for one in everything} - {None})
    middle = days[len(days) // 2]
    for asked, (first, last) in {
        middle: (middle, middle),
        f"{middle}T10:00:00Z": (middle, middle),
        f"../{middle}": ("0000", middle),
        f"/{middle}": ("0000", middle),
        f"{middle}/..": (middle, "9999-99"),
        f"{days[0]}/{middle}T12:00:00%2B01:00": (days[0], middle),
    }.items():
        found = [one["id"] for one in items("acties", f"limit=1000&datetime={asked}")["features"]]
        assert found == wanted(first, last), asked
    assert len(wanted("0000", days[0])) < len(everything)
    assert items("buurten", "datetime=1900-01-01")["numberMatched"] > 0, "what has no date always matches"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (
            "limit=0&offset=-1&bbox=1,2,3&datetime=gisteren&stand=mooi&kleur=rood",
            "kleur limit offset bbox datetime stand",
        ),
        ("limit=1&limit=2", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("offset=99999999999999999999", "offset"),
        ("bbox=6,52,7,nan", "bbox"),
        ("bbox=6,53,7,52", "bbox"),
        ("bbox=52,600,53,601", "bbox"),
        ("datetime=..", "datetime"),
        ("datetime=../..", "datetime"),
        ("datetime=2026-02-30", "datetime"),
        ("datetime=2026-02-01/2026-01-01", "datetime"),
        ("datetime=0001-01-01T00:00:00%2B12:00", "datetime"),
        ("thema=", "thema"),
        ("gebied=' OR 1=1 --", "gebied"),
    ],
)
def test_everything_that_is_wrong_is_told_at_once(service: EditionServer, query: str, names: str) -> None:
    answer = Answer(service, f"{ROOT}/collections/wijkopgaven/items?{query}")
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    told = answer.json
    assert [error["name"] for error in told["errors"]] == names.split()
    assert all(error["in"] == "query" and error["detail"] and error["hint"] for error in told["errors"])
    assert len(answer.body) < 5000, "what was asked is not repeated at length"
