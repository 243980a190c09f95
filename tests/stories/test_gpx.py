"""A walk to take along: its places as GPX, in order, with nothing that breaks it and nothing that is made up."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from vergezicht.areas.boundaries import Boundaries, MapKind
from vergezicht.challenges.ground import municipality
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.gpx import Source, waypoints, write_gpx
from vergezicht.stories.living.living_numbers import fill_in_words
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db

GPX = "{http://www.topografix.com/GPX/1/1}"
TOUR = dict(STORY_BLOCKS)["tour"]
SOURCE = Source("Gemeente X & Y", "Een verhaal", "https://x.nl/verhaal/#b1", datetime(2026, 3, 1, 9, tzinfo=UTC))
ID = "1a2b3c4d-0000-0000-0000-000000000000"


@pytest.fixture
def borders(monkeypatch: pytest.MonkeyPatch) -> None:
    """The municipality as if its map had real borders."""
    known = municipality()
    real = dataclasses.replace(known, boundaries=Boundaries(MapKind.GEOGRAPHIC, known.boundaries.shapes))
    monkeypatch.setattr("vergezicht.stories.gpx.municipality", lambda: real)


def tour(*places: str, layout: str = "wandeling", title: str = "Een rondje", text: str = "<p>Kijk.</p>") -> Any:
    stops = [
        {"title": f"Plek {n} <&> ]]>", "place": place, "area": "", "text": text}
        for n, place in enumerate(places, start=1)
    ]
    return TOUR.to_python({"title": title, "layout": layout, "stops": stops})


def names(root: ET.Element, path: str) -> list[str]:
    return [str(item.findtext(f"{GPX}name")) for item in root.iterfind(path)]


@pytest.mark.usefixtures("borders")
def test_places_come_in_order_with_their_number_in_degrees() -> None:
    root = ET.fromstring(write_gpx(tour("52,51 6,09", "52.52, 6.10"), SOURCE))
    assert root.tag == f"{GPX}gpx" and root.get("version") == "1.1"
    assert [(one.get("lat"), one.get("lon")) for one in root.iterfind(f"{GPX}wpt")] == [
        ("52.510000", "6.090000"), ("52.520000", "6.100000")
    ]  # fmt: skip
    assert names(root, f"{GPX}wpt") == names(root, f"{GPX}rte/{GPX}rtept") == ["1. Plek 1 <&> ]]>", "2. Plek 2 <&> ]]>"]
    assert [one.tag.removeprefix(GPX) for one in root] == ["metadata", "wpt", "wpt", "rte"], "the order of the schema"
    about = root.find(f"{GPX}metadata")
    assert about is not None
    told = {one.tag.removeprefix(GPX): one for one in about}
    assert list(told) == ["name", "desc", "author", "link", "time"], "the order of the schema"
    assert told["author"].findtext(f"{GPX}name") == "Gemeente X & Y"
    assert told["link"].get("href") == SOURCE.address and told["time"].text == "2026-03-01T09:00:00Z"


@pytest.mark.usefixtures("borders")
def test_a_place_that_is_only_in_an_area_is_no_place_to_walk_to() -> None:
    """The numbers stay those of the page; a file that leaves something out says so."""
    mixed = tour("52,51 6,09", "stadsdeel/noord", "", "52,52 6,10")
    root = ET.fromstring(write_gpx(mixed, SOURCE))
    assert [name[:2] for name in names(root, f"{GPX}wpt")] == ["1.", "4."]
    assert "staan er niet in" in str(root.findtext(f"{GPX}metadata/{GPX}desc"))
    last = ET.fromstring(write_gpx(tour("52,51 6,09", "52,52 6,10", ""), SOURCE))
    assert "staan er niet in" in str(last.findtext(f"{GPX}metadata/{GPX}desc"))
    one = ET.fromstring(write_gpx(tour("52,51 6,09", ""), SOURCE))
    assert one.find(f"{GPX}rte") is None and len(names(one, f"{GPX}wpt")) == 1
    assert waypoints(tour("stadsdeel/noord", "")) == []
    assert waypoints(tour("52,51 6,09", "52,52 6,10", layout="verkenner")) == []
    assert waypoints(tour("0 0", "52,5 6,1 7")) == []


def test_on_a_schematic_map_a_point_is_nowhere() -> None:
    assert waypoints(tour("52,51 6,09", "52,52 6,10")) == []


@pytest.mark.usefixtures("borders")
def test_words_are_plain_short_and_always_xml() -> None:
    text = "<p>Voor &amp; na <b>dik</b>: {liveability_mark}.</p><p>Nieuw\x0b \x00 \ufffe &lt;script&gt;</p>"
    content = write_gpx(tour("52,51 6,09", "52,52 6,10", title="A \x08 \ud800 ]]> <b>", text=text), SOURCE)
    root = ET.fromstring(content)
    number = fill_in_words("{liveability_mark}")
    assert root.findtext(f"{GPX}wpt/{GPX}desc") == f"Voor & na dik: {number}. Nieuw <script>"
    long = ET.fromstring(write_gpx(tour("52,51 6,09", "52,52 6,10", text=f"<p>{'woord ' * 200}</p>"), SOURCE))
    assert len(str(long.findtext(f"{GPX}wpt/{GPX}desc"))) <= 302
    assert content == write_gpx(tour("52,51 6,09", "52,52 6,10", title="A \x08 \ud800 ]]> <b>", text=text), SOURCE)


@pytest.fixture
def story() -> StoryPage:
    """The story of the example with a walk in it, published again."""
    page = StoryPage.objects.live().get()
    value = TOUR.get_prep_value(tour("52,51 6,09", "52,52 6,10"))
    page.body = [*page.body.get_prep_value(), {"type": "tour", "value": value, "id": ID}]
    page.save_revision().publish()
    return page


def _answers(*paths: str) -> dict[str, str]:
    return {one.path: render_address(one).decode() for one in public_addresses() if one.path in paths}


FILE = "/verhaal/wandeling-1a2b3c4d.gpx"


@pytest.mark.usefixtures("story", "borders")
def test_the_page_leads_to_its_file_at_every_depth_that_shows_the_walk() -> None:
    found = _answers(FILE, "/verhaal/", "/verhaal/cijfers/", "/verhaal/kern/", "/ingesloten/verhaal/b1a2b3c4d/")
    link = f'<a href="{FILE}" download>Route als GPX'
    assert link in found["/verhaal/"] and link in found["/verhaal/cijfers/"]
    assert "GPX" not in found["/verhaal/kern/"] and "GPX" not in found["/ingesloten/verhaal/b1a2b3c4d/"]
    root = ET.fromstring(found[FILE])
    (origin,) = root.iterfind(f"{GPX}metadata/{GPX}link")
    assert str(origin.get("href")).endswith("/verhaal/#b1a2b3c4d")
    assert 'id="b1a2b3c4d"' in found["/verhaal/"]


@pytest.mark.usefixtures("story")
def test_without_a_point_there_is_no_file_and_no_link() -> None:
    found = _answers(FILE, "/verhaal/")
    assert FILE not in found and "GPX" not in found["/verhaal/"] and "Een rondje" in found["/verhaal/"]
