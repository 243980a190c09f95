"""Meeting places: read all or nothing, kept without coordinates, given out so that they can come in again."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from lxml import html

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.models import MeetingPlace, PlaceState, Shelter
from vergezicht.initiatives.places.export import places_csv, places_geojson, places_json_ld
from vergezicht.initiatives.places.file import import_places
from vergezicht.initiatives.queries import places_in, supply_of
from vergezicht.problems import BadInput
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty() -> None:
    MeetingPlace.objects.all().delete()


def write(folder: Path, text: str) -> Path:
    path = folder / "plekken.csv"
    path.write_text(text, "utf-8")
    return path


def test_real_places_come_in_without_coordinates(shared: Path) -> None:
    (path,) = (shared / "data" / "ontmoeting").glob("*.csv")
    with path.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    imported = import_places(path)
    assert imported.new == len(rows) == MeetingPlace.objects.count()
    assert set(imported.without_area) == {row["naam"] for row in rows if not row["wijk_of_buurt"]}
    assert set(MeetingPlace.objects.values_list("state", flat=True)) == {PlaceState.UNCHECKED}, "nobody checked them"
    geography = municipality().geography
    for place in MeetingPlace.objects.exclude(area=""):
        row = next(row for row in rows if row["naam"] == place.name)
        assert geography[place.area].name in row["wijk_of_buurt"], place
    again = import_places(path)
    assert (again.new, again.changed, again.unchanged) == (0, 0, len(rows))


def test_every_problem_is_told_at_once_and_nothing_is_kept(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "naam,soort,gebied,stand,openingstijden,breedtegraad,lengtegraad,gecontroleerd_op,website,kleur\n"
        "Goed,bankje,,open,,,,,,\n"
        ",bankje,Nergenshuizen,opne,ma-vr 9-17,503000,6.1,gisteren,javascript:alert(1),rood\n"
        "Goed,bankje,,open,,52.5,,2026-01-01,,\n",
    )
    with pytest.raises(BadInput) as caught:
        import_places(path)
    told = [(problem.row, problem.column) for problem in caught.value.problems]
    assert (1, "kleur") in told
    for column in ("naam", "gebied", "stand", "openingstijden", "breedtegraad", "gecontroleerd_op", "website"):
        assert (3, column) in told, column
    assert (4, "naam") in told
    assert (4, "breedtegraad, lengtegraad") in told
    assert (4, "gecontroleerd_door") in told
    assert "bedoelt u open?" in str(caught.value)
    assert not MeetingPlace.objects.exists()


def test_a_point_elsewhere_in_a_file_is_told_with_its_row_and_a_hint(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "naam,soort,breedtegraad,lengtegraad\nHier,bankje,52.51,6.09\n\nOm,bankje,6.09,52.51\nVer,bankje,48.85,2.35\n",
    )
    with pytest.raises(BadInput) as caught:
        import_places(path)
    swapped, elsewhere = caught.value.problems
    assert (swapped.row, elsewhere.row) == (4, 5)
    assert {swapped.column, elsewhere.column} == {"breedtegraad"}
    name = municipality().geography.gemeente.name
    assert swapped.expected == elsewhere.expected == f"een plek in of bij {name}"
    assert "Verwissel" in (swapped.hint or "") and elsewhere.hint is None
    assert not MeetingPlace.objects.exists()


def test_a_column_that_a_file_leaves_out_stays_as_it_is(tmp_path: Path) -> None:
    MeetingPlace.objects.create(name="A", slug="a", kind="bankje", state=PlaceState.OPEN, cost="gratis", address="hoek")
    imported = import_places(write(tmp_path, "naam,soort,kosten\na,bankje,\n"))
    place = MeetingPlace.objects.get()
    assert (imported.changed, place.state, place.address, place.cost) == (1, PlaceState.OPEN, "hoek", "")


def test_what_goes_out_comes_in_again_the_same(tmp_path: Path) -> None:
    area = municipality().geography.at(AreaLevel.WIJK)[3]
    MeetingPlace.objects.create(
        name="=HYPERLINK bank", slug="bank", kind="bankje", area=area.code, latitude=52.512345, longitude=6.098765,
        opening_hours="Mo-Fr 09:00-17:00", cost="gratis", shelter=Shelter.OUTDOOR, state=PlaceState.OPEN,
        verified_on=timezone.localdate(), verified_by_role="Wijkbeheerder", wheelchair="beperkt",
    )  # fmt: skip
    text = places_csv(MeetingPlace.objects.all())
    cells = next(csv.DictReader(io.StringIO(text)))
    assert cells["naam"].startswith("'="), "a spreadsheet would run it"
    before = MeetingPlace.objects.values().get()
    imported = import_places(write(tmp_path, text))
    assert (imported.new, imported.changed, imported.unchanged) == (0, 0, 1)
    after = MeetingPlace.objects.values().get()
    assert {k: v for k, v in before.items() if k != "changed_at"} == {
        k: v for k, v in after.items() if k != "changed_at"
    }


def test_a_place_without_a_point_has_a_null_geometry() -> None:
    MeetingPlace.objects.create(name="Met", slug="met", latitude=52.5, longitude=6.1)
    MeetingPlace.objects.create(name="Zonder", slug="zonder")
    features = {item["id"]: item for item in json.loads(places_geojson(MeetingPlace.objects.all()))["features"]}
    assert features["met"]["geometry"] == {"type": "Point", "coordinates": [6.1, 52.5]}
    assert features["zonder"]["geometry"] is None
    items = json.loads(places_json_ld(MeetingPlace.objects.all()))["itemListElement"]
    assert [("geo" in item) for item in items] == [True, False]


def test_what_is_missing_is_counted_over_places_that_are_there() -> None:
    wijk, other = municipality().geography.at(AreaLevel.WIJK)[:2]
    assert supply_of(wijk, []).missing == ["geen plek in het register"]
    MeetingPlace.objects.create(name="A", slug="a", area=wijk.code, state=PlaceState.OPEN, shelter=Shelter.INDOOR,
                                wheelchair="ja")  # fmt: skip
    MeetingPlace.objects.create(name="B", slug="b", area=wijk.code, state=PlaceState.WISH, shelter=Shelter.OUTDOOR)
    MeetingPlace.objects.create(name="C", slug="c", area=other.code, state=PlaceState.OPEN, shelter=Shelter.OUTDOOR)
    supply = supply_of(wijk, MeetingPlace.objects.all())
    assert (supply.places, supply.planned, supply.indoor, supply.outdoor) == (1, 1, 1, 0)
    assert supply.missing == ["geen plek buiten bekend"]
    assert (supply.told, supply.to_check) == (["1 plek die er nu is", "1 gewenst of in voorbereiding"], 1)
    assert supply.unchecked == "Niemand keek het afgelopen jaar na of dat nog klopt."
    assert supply_of(wijk, []).told == [] and not supply_of(wijk, []).unchecked
    buurt = municipality().geography.members(wijk.code)[0]
    assert len(places_in(buurt, MeetingPlace.objects.all())) == 2, "a buurt shares the places of its wijk"


def read(path: str) -> html.HtmlElement:
    return html.fromstring(render_address(next(one for one in public_addresses() if one.path == path)))


def test_a_place_that_is_not_open_yet_is_missing_but_not_unknown() -> None:
    wijk = municipality().geography.at(AreaLevel.WIJK)[0]
    MeetingPlace.objects.create(
        name="A", slug="a", area=wijk.code, state=PlaceState.PREPARING, opening_hours="24/7", shelter=Shelter.OUTDOOR
    )
    assert supply_of(wijk, MeetingPlace.objects.all()).missing == ["geen plek die nu open is"]
    page = read(f"/ontmoetingsplekken/wijken/{wijk.slug}/")
    assert [item.text for item in page.xpath("//dt")][:1] == ["Openingstijden als de plek er is"]
    assert "register" not in page.xpath("string(//main)")
    for path in ("/ontmoetingsplekken/", f"/ontmoetingsplekken/wijken/{wijk.slug}/"):
        assert read(path).xpath(f"//a[@href='/meedoen/melden/?pagina={path}']"), "whoever knows of another tells it"
    assert "Plekken nu" in read("/ontmoetingsplekken/").xpath("string(//thead)")
    MeetingPlace.objects.update(state=PlaceState.CLOSED_FOR_NOW)
    assert MeetingPlace.objects.get().hours_heading == "Openingstijden als de plek weer open is"
    MeetingPlace.objects.update(state=PlaceState.UNCHECKED)
    assert MeetingPlace.objects.get().hours_heading == "Openingstijden"


def test_a_place_that_a_wheelchair_can_use_in_part_is_not_kept_silent() -> None:
    wijk = municipality().geography.at(AreaLevel.WIJK)[0]
    for n, wheelchair in enumerate(("beperkt", "onbekend", "beperkt", "nee")):
        MeetingPlace.objects.create(name=f"P{n}", slug=f"p{n}", area=wijk.code, state=PlaceState.OPEN,
                                    shelter=Shelter.BOTH, wheelchair=wheelchair)  # fmt: skip
    (told,) = supply_of(wijk, MeetingPlace.objects.all()).missing
    assert told.endswith("met een rolstoel overal terechtkunt, wel van 2 plekken dat het beperkt kan")
    MeetingPlace.objects.filter(wheelchair="beperkt").delete()
    (told,) = supply_of(wijk, MeetingPlace.objects.all()).missing
    assert told == "van geen plek is bekend dat u er met een rolstoel terechtkunt"


def test_the_head_of_the_register_counts_all_that_it_lists() -> None:
    area = municipality().geography.at(AreaLevel.WIJK)[0].code
    for n, state in enumerate(state for state in PlaceState if state != PlaceState.GONE):
        MeetingPlace.objects.create(name=f"P{n}", slug=f"p{n}", area=area, state=state)
    page = html.fromstring(
        render_address(next(one for one in public_addresses() if one.path == "/ontmoetingsplekken/"))
    )
    counts = re.findall(r"\d+ (?:plekken|gewenst|tijdelijk)", page.xpath("string(//*[@class='lead'])"))
    listed = page.xpath("//*[contains(concat(@class, ' '), 'place ') and h3]")
    assert sum(int(told.split()[0]) for told in counts) == len(listed) == len(PlaceState) - 1


def test_a_place_has_the_same_number_in_the_list_and_on_the_map_and_none_where_its_area_is_not_known() -> None:
    areas = municipality().geography.at(AreaLevel.WIJK)
    for n, code in enumerate([areas[-1].code, areas[0].code, areas[0].code, ""]):
        MeetingPlace.objects.create(name=f"P{n}", slug=f"p{n}", area=code, state=PlaceState.OPEN)
    page = html.fromstring(
        render_address(next(one for one in public_addresses() if one.path == "/ontmoetingsplekken/"))
    )
    listed = [item.text_content() for item in page.find_class("place__title")]
    numbers = [int(item.split()[0]) for item in listed if item != "P3"]
    assert numbers == [1, 2, 3] and len(listed) == 4
    told = [item.text_content() for item in page.find_class("place__meta")]
    assert sum(areas[0].name in one for one in told) == 2 and sum(areas[-1].name in one for one in told) == 1
    marks = {item.text_content() for item in page.xpath("//*[local-name()='text'][@class='vz-marked']")}
    assert marks == ({"1–2", "3"} if listed[0].endswith("P1") else {"1", "2–3"})
    assert "die van de lijst" in page.find_class("places-map")[0].text_content()
    MeetingPlace.objects.all().delete()
    empty = render_address(next(one for one in public_addresses() if one.path == "/ontmoetingsplekken/")).decode()
    assert "places-map" not in empty.partition("<main")[2]


@pytest.mark.parametrize(
    ("field", "value"),
    [("opening_hours", "elke dag"), ("latitude", 52.5), ("verified_on", timezone.localdate() + timedelta(days=9))],
)
def test_the_screen_refuses_what_the_import_refuses(field: str, value: object) -> None:
    place = MeetingPlace(name="X", slug="x", **{field: value})
    with pytest.raises(ValidationError):
        place.full_clean()


def test_staff_can_open_and_save_a_place(admin_client: Client) -> None:
    assert admin_client.get("/beheer/ontmoetingsplekken/").status_code == 200
    answer = admin_client.get("/beheer/ontmoetingsplekken/new/")
    assert answer.status_code == 200
    fields = {"name": "Bank", "slug": "bank", "kind": "bankje", "state": "open", "shelter": "buiten", "area": "",
              "wheelchair": "onbekend", "toilet": "onbekend"}  # fmt: skip
    assert admin_client.post("/beheer/ontmoetingsplekken/new/", fields).status_code == 302
    assert MeetingPlace.objects.get().name == "Bank"
