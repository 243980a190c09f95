"""A point from a resident: every usual way to write it, a tap on the map without a script, and who sees it."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.initiatives.filling_in import answers, handed_in, worked

from vergezicht.areas import AreaLevel
from vergezicht.areas.boundaries import Boundaries, MapKind, Ring, Shape
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives import points
from vergezicht.initiatives.exchange import exported
from vergezicht.initiatives.models import Initiative, Precision
from vergezicht.initiatives.points import MapPoint, area_at, is_near, map_of, point_at, read_point

pytestmark = pytest.mark.django_db
TILE = 10  # metres for a unit of the tile map
HERE = "52,51234 6,09123"


@pytest.fixture
def borders(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The municipality as if its tiles were real borders, around 200, 500 km in RD New."""
    known = municipality()

    def stretched(ring: Ring) -> Ring:
        return tuple((200_000 + TILE * x, 500_000 + TILE * y) for x, y in ring)

    shapes = {
        code: Shape(code, tuple(tuple(stretched(ring) for ring in rings) for rings in shape.polygons))
        for code, shape in known.boundaries.shapes.items()
    }
    real = dataclasses.replace(known, boundaries=Boundaries(MapKind.GEOGRAPHIC, shapes))
    points._drawn.cache_clear()
    monkeypatch.setattr(points, "municipality", lambda: real)
    yield real
    points._drawn.cache_clear()


@pytest.mark.parametrize(
    "text",
    ["52,51234 6,09123", "52.51234, 6.09123", "52,51234; 6,09123", "6.09123 52.51234", "N 52.51234° O 6.09123°"],
)
def test_degrees_are_read_however_they_are_written(text: str) -> None:
    assert read_point(text) == MapPoint(52.51234, 6.09123)


def test_metres_are_read_as_rd_new() -> None:
    """The tower of Amersfoort lies at 155000 463000 by definition, 52.15517 N 5.38721 E (Kadaster, RDinfo)."""
    point = read_point("155000 463000")
    assert point.latitude == pytest.approx(52.15517, abs=2e-5)
    assert point.longitude == pytest.approx(5.38721, abs=2e-5)


@pytest.mark.parametrize(
    "text", ["hier", "52,5", "52,5 6,1 7,2", "0 0", "91 181", "48.8566 2.3522", "1e9 2", "-52,5 6,1", "9" * 400 + " 1"]
)
def test_what_is_no_place_here_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match="Bijvoorbeeld 52,51234"):
        read_point(text)


def test_outside_the_municipality_is_refused(borders: Any) -> None:
    with pytest.raises(ValidationError, match="ligt buiten"):
        read_point("52,0 5,0")


@given(st.integers(1, points.MAP_WIDTH - 1), st.integers(1, points.MAP_WIDTH - 1))
def test_a_tap_comes_back_where_it_was(x: int, y: int) -> None:
    known = municipality()
    frame = points.fit(known.boundaries, [known.geography.gemeente.code])
    left, top = frame.place(x, y)
    assert frame.point(left, top) == (x, y)


def test_the_map_and_the_table_of_areas_agree(borders: Any) -> None:
    for area in borders.geography.at(borders.geography.levels[-1]):
        point = point_at(*borders.boundaries[area.code].centre)
        found = area_at(point)
        assert found is not None
        assert found.code == area.code
        shown = map_of(area.code)
        assert shown is not None
        left, top = shown.corner
        x, y = borders.boundaries[area.code].centre
        pixel = (round((x - left) / shown.metres_per_pixel), round((top - y) / shown.metres_per_pixel))
        assert area_at(shown.tapped(*pixel)) == area


def test_without_a_script_a_tap_chooses_the_buurt_and_then_the_point(client: Client, borders: Any) -> None:
    buurt = borders.geography.at(AreaLevel.BUURT)[3]
    whole = map_of("")
    assert whole is not None
    x, y = borders.boundaries[buurt.code].centre
    left, top = whole.corner
    tap = {"kaart.x": round((x - left) / whole.metres_per_pixel), "kaart.y": round((top - y) / whole.metres_per_pixel)}
    given = {**answers(client, area="", title="Een bank"), "kaart_gebied": whole.area.code, **tap}
    page = client.post("/meedoen/idee/", given).content.decode()
    assert f'<option value="{buurt.code}" selected>' in page
    assert 'value="Een bank"' in page, "nothing that was filled in is lost"
    assert not Initiative.objects.filter(title="Een bank").exists(), "a tap hands nothing in"
    again = {**given, "area": buurt.code, "kaart_gebied": buurt.code, "kaart.x": 140, "kaart.y": 140}
    page = client.post("/meedoen/idee/", again).content.decode()
    found = re.search(r'name="point" value="([^"]+)"', page)
    assert found
    assert area_at(read_point(found[1])) == buurt
    assert re.search(r'value="punt"[^>]* checked', page)


@pytest.mark.parametrize("at", ["0", "-5", "9" * 400, "veel"], ids=["enter", "outside", "endless", "no number"])
def test_what_is_no_tap_is_an_ordinary_form(client: Client, borders: Any, at: str) -> None:
    sent = {**answers(client), "kaart.x": at, "kaart.y": at}
    assert client.post("/meedoen/idee/", sent).status_code == 302


def test_a_point_elsewhere_than_the_chosen_area_is_told(client: Client, borders: Any) -> None:
    one, other = borders.geography.at(AreaLevel.BUURT)[:2]
    point = point_at(*borders.boundaries[other.code].centre)
    sent = answers(client, area=one.code, precision="punt", point=str(point))
    page = client.post("/meedoen/idee/", sent)
    assert page.status_code == 422
    assert f"ligt in {other.name}" in page.content.decode()


def test_a_point_is_asked_for_when_it_may_be_shown(client: Client) -> None:
    page = client.post("/meedoen/idee/", answers(client, precision="punt"))
    assert page.status_code == 422
    assert "Geef de plek aan" in page.content.decode()


def test_what_may_not_be_shown_is_not_kept(client: Client) -> None:
    initiative, code = handed_in(client, precision="punt", point=HERE)
    assert initiative.shown_point == MapPoint(52.51234, 6.09123)
    assert exported([initiative])[0]["breedtegraad"] == 52.51234
    changed = {**answers(client, precision="straat", point=HERE), **worked(client, "/meedoen/idee/")}
    client.post("/meedoen/mijn/", {**changed, "code": code, "action": "bewaar"})
    initiative.refresh_from_db()
    assert initiative.precision == Precision.STREET
    assert initiative.point is None
    assert exported([initiative])[0]["breedtegraad"] == ""


def test_a_point_of_the_desk_stays_inside_unless_it_may_be_shown() -> None:
    initiative = Initiative(precision=Precision.STREET, latitude=52.5, longitude=6.1)
    assert initiative.point is not None
    assert initiative.shown_point is None


def test_a_telephone_may_be_asked_only_on_the_forms(client: Client) -> None:
    assert "geolocation=(self)" in client.get("/meedoen/idee/").headers["Permissions-Policy"]


PLACE = {"name": "De Deel", "slug": "de-deel", "kind": "anders", "shelter": "binnen", "state": "open",
         "wheelchair": "onbekend", "toilet": "onbekend"}  # fmt: skip


@pytest.mark.parametrize(
    ("latitude", "longitude", "told"),
    [("6.09", "52.51", "Verwissel"), ("48.85", "2.35", "niet in of bij"), ("52.51", "6.09", "")],
    ids=["swapped", "elsewhere", "here"],
)
def test_staff_hear_that_a_point_is_elsewhere_or_has_its_numbers_the_wrong_way(
    admin_client: Client, latitude: str, longitude: str, told: str
) -> None:
    for path, fields in (("ontmoetingsplekken", PLACE), ("initiatieven", {"title": "Een bank"})):
        given = fields | {"latitude": latitude, "longitude": longitude}
        page = admin_client.post(f"/beheer/{path}/new/", given).content.decode()
        assert ("niet in of bij" in page) is bool(told), path
        assert told in page and "allebei" not in page, path


def test_close_to_the_border_is_near_and_another_town_is_not(borders: Any) -> None:
    x, y = borders.boundaries[borders.geography.gemeente.code].geometry.centroid.coords[0]
    assert is_near(point_at(x, y))
    assert not is_near(point_at(x + 30_000, y))
