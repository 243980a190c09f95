"""A map that an editor drew: what stands around it, and what is shown of it before all of it is ready."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.pictures import Mark, MarkKind
from vergezicht.pictures.drawn_map import drawn_map
from vergezicht.pictures.svg import text_width
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.drawing.marks import read_drawing, shown_marks, write_drawing

_LETTER, _NUMBER = 40, 66  # in the drawing: how large a name is, and how wide a number


def _names(svg: str) -> list[tuple[float, float, str]]:
    found = re.findall(r'<text class="vz-halo" x="([\d.]+)" y="([\d.]+)">([^<]+)', svg)
    return [(float(across), float(down), name) for across, down, name in found]


def test_a_drawn_map_names_the_areas_around_what_is_drawn_and_no_name_is_under_a_number() -> None:
    place = municipality()
    parts, wards = (
        {area.name: area for area in place.geography.at(level)} for level in (AreaLevel.STADSDEEL, AreaLevel.WIJK)
    )
    marks = [Mark(MarkKind.POINT, name, (place.boundaries[area.code].centre,)) for name, area in parts.items()]
    whole = drawn_map(place.geography, place.boundaries, marks, title="x", id_prefix="t").svg
    assert {name for *_, name in _names(whole)} == parts.keys()
    numbers = [(float(left), float(top)) for left, top in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)"', whole)]
    assert len(numbers) == len(marks)
    for across, down, name in _names(whole):
        half = text_width(name, _LETTER) / 2
        for left, top in numbers:
            aside = left > across + half or left + _NUMBER < across - half
            assert aside or top > down or top + _NUMBER < down - _LETTER * 0.7, name
    within = next(iter(parts.values())).code
    zoomed = drawn_map(place.geography, place.boundaries, marks, title="x", id_prefix="t", within=within).svg
    names = {name for *_, name in _names(zoomed)}
    assert len(names) > 2
    assert names <= wards.keys()


def test_a_preview_shows_what_is_ready_of_a_drawing() -> None:
    ready = read_drawing(
        "punt Buurthuis: stadsdeel/noord\npunt Nog niets: stadsdeel/oost\nlijn Route: stadsdeel/noord; stadsdeel/zuid"
    )
    kept = json.loads(write_drawing(ready))
    kept["features"][1]["properties"]["naam"] = ""
    half = {"type": "LineString", "coordinates": kept["features"][2]["geometry"]["coordinates"][:1]}
    kept["features"].append({"type": "Feature", "properties": {"naam": "Half"}, "geometry": half})
    with pytest.raises(ValidationError):
        read_drawing(json.dumps(kept))
    assert [mark.name for mark in shown_marks(json.dumps(kept))] == ["Buurthuis", "Route"]
    assert [mark.name for mark in shown_marks("punt Hier: stadsdeel/noord\npunt Daar: buurt/atlantis")] == ["Hier"]
    assert shown_marks("{nee") == []


def test_in_words_a_line_says_where_it_goes_and_an_area_all_of_which_it_has_a_good_part() -> None:
    place = municipality()
    one, other = (place.boundaries[code] for code in _neighbours())
    whole = one.geometry.union(other.geometry).convex_hull.exterior.coords
    marks = [
        Mark(MarkKind.LINE, "Route", (one.centre, other.centre)),
        Mark(MarkKind.LINE, "Rondje", (one.centre, other.centre, one.centre)),
        Mark(MarkKind.AREA, "Beide", tuple(whole)[:-1]),
        Mark(MarkKind.POINT, "Hier", (one.centre,)),
    ]
    rows = drawn_map(place.geography, place.boundaries, marks, title="x", id_prefix="t").table.rows
    first, last = (place.geography[code].name for code in _neighbours())
    assert rows[0][3].text == f"van {first} naar {last}"
    assert rows[1][3].text == rows[3][3].text == first
    assert first in rows[2][3].text and last in rows[2][3].text


def _neighbours() -> tuple[str, str]:
    """Two buurten that lie against each other."""
    place = municipality()
    buurten = [area.code for area in place.geography.at(AreaLevel.BUURT) if area.code in place.boundaries]
    first = place.boundaries[buurten[0]].geometry
    return buurten[0], next(code for code in buurten[1:] if place.boundaries[code].geometry.distance(first) < 1e-6)


@pytest.mark.django_db
def test_what_is_drawn_is_told_in_words_also_without_script(client: Client) -> None:
    lines = "punt Buurthuis: stadsdeel/noord\npunt Bank: stadsdeel/oost"
    ready = write_drawing(read_drawing(f"{lines}\nvlak Park: stadsdeel/noord; stadsdeel/oost; stadsdeel/zuid"))
    field = dict(STORY_BLOCKS)["quick_map"].child_blocks["drawing"].field
    drawn = field.widget.render("d", ready, {"id": "d"})
    assert "Getekend: 2 punten, 1 vlak." in drawn
    assert "<summary>Als tekst (GeoJSON), voor wie de tekening al heeft</summary>" in drawn
    assert "Er is nog niets getekend." in field.widget.render("d", "", {"id": "d"})

    client.force_login(User.objects.create_superuser("tekenaar-2", password="x"))
    path = "/beheer/snelkaart/getekend/"
    unnamed = client.post(path, {"tekst": ready.replace("Buurthuis", "")}).content.decode()
    assert "Geef punt 1 een naam" in unnamed and "2 punten" in unnamed
    assert "is geen gebied" in client.post(path, {"tekst": "punt Bank: buurt/atlantis"}).content.decode()
    assert "Dit is geen GeoJSON" in client.post(path, {"tekst": "{"}).content.decode()
    assert client.get(path).status_code == 405


@pytest.mark.django_db
def test_the_board_to_draw_on_is_the_map_of_the_municipality(client: Client) -> None:
    client.force_login(User.objects.create_superuser("tekenaar", password="x"))
    board = client.get("/beheer/snelkaart/gebieden.json").json()
    boundaries = municipality().boundaries
    assert board["kaartsoort"] == boundaries.kind.value
    buurten = municipality().geography.listed(AreaLevel.BUURT)
    assert [name for name, _ in board["land"]] == [area.name for area in buurten]
    _, place = next(item for item in board["gebieden"] if item[0] == "Kamperpoort (buurt)")
    assert boundaries.area_at(municipality().geography, *boundaries.from_degrees(place)).name == "Kamperpoort"
    assert dict(STORY_BLOCKS)["quick_map"].child_blocks["drawing"].field.widget.media._js == [
        "website/js/drawing.js", "website/js/drawing-told.js",
    ]  # fmt: skip
    client.logout()
    assert client.get("/beheer/snelkaart/gebieden.json").status_code == 302


def test_everything_wrong_with_a_drawing_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        read_drawing("punt Buurthuis: buurt/atlantis\ncirkel Park: buurt/x\nvlak Park: stadsdeel/noord; stadsdeel/oost")
    told = caught.value.messages
    assert [told[0][:7], told[1][:7]] == ["Regel 1", "Regel 2"]
    assert "3 tot" in told[2]
    for wrong in ("{}", '{"features": [{"geometry": null}]}', "{nee", '{"features": 3}', "[1]{"):
        with pytest.raises(ValidationError):
            read_drawing(wrong)


def test_a_mark_is_named_in_the_area_under_its_middle() -> None:
    place = municipality()
    area = place.geography.at(AreaLevel.BUURT)[3]
    mark = Mark(MarkKind.POINT, "Hier", (place.boundaries[area.code].centre,))
    picture = drawn_map(place.geography, place.boundaries, [mark], title="x", id_prefix="t", within=area.code)
    assert picture.table.rows[0][3].text == area.name
    assert "focusable" not in picture.svg
    assert "<a" not in picture.svg


def test_the_quick_map_tells_first_to_tap_and_then_how_to_type() -> None:
    told = str(dict(STORY_BLOCKS)["quick_map"].child_blocks["drawing"].field.help_text)
    assert told.index("tik op de kaart") < told.index("Als tekst") < told.index("punt Buurthuis")
