"""A drawing that leaves the page keeps its colours, its lines and its letters."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from vergezicht import pictures
from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.publication.papers.drawings import drawings_in, standing_alone

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def test_nothing_in_it_asks_for_a_stylesheet() -> None:
    release = current_release()
    assert release is not None
    city = release.geography.gemeente.code
    drawn = [
        pictures.choropleth(release, "feels_unsafe", AreaLevel.BUURT, id_prefix="a"),
        pictures.intervals(release, "feels_unsafe", AreaLevel.WIJK, id_prefix="b"),
        pictures.trend(release, "feels_unsafe", (city,), id_prefix="c"),
        pictures.answers(release, "feels_unsafe", (city,), id_prefix="d"),
        pictures.key_figure(release, "feels_unsafe", city, id_prefix="e"),
        pictures.panorama(release, "liveability_mark", AreaLevel.BUURT, id_prefix="f"),
    ]
    for picture in drawn:
        made = standing_alone(picture.svg, width=470).decode()
        assert "var(" not in made
        assert not re.search(r"(class|data-[a-z]+)=|px|inherit", made)
        root = ET.fromstring(made)
        assert root.get("width") == "470"
        assert float(root.get("height", "0")) > 50
        assert (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) != (None, None)


def test_areas_have_the_colour_of_their_class_and_lines_their_width_on_paper() -> None:
    release = current_release()
    assert release is not None
    picture = pictures.choropleth(release, "feels_unsafe", AreaLevel.BUURT, id_prefix="a")
    made = ET.fromstring(standing_alone(picture.svg, width=500))
    before = ET.fromstring(picture.svg)
    classes = {
        item.get("class"): item for item in before.iter(f"{SVG}g") if (item.get("class") or "").startswith("vz-k")
    }
    fills = {item.get("fill") for item in made.iter(f"{SVG}g")} - {None}
    assert len(classes) == 5
    assert {"#f6e7c9", "#ebc48e", "#da9665", "#a95a3b", "#6d2f1f"} <= fills
    wide = float(before.get("viewBox", "").split()[2])
    edge = [item.get("stroke-width") for item in made.iter(f"{SVG}path") if item.get("fill") == "none"]
    assert f"{1.2 * wide / 500:.4g}" in edge, "a line that does not scale on a screen is as wide on paper"


def test_what_somebody_drew_has_its_colours_on_paper() -> None:
    place = municipality()
    left, bottom, right, top = place.boundaries.bounds
    corners = ((left, bottom), (right, bottom), (right, top))
    marks = [pictures.Mark(kind, kind.value, corners) for kind in pictures.MarkKind]
    picture = pictures.drawn_map(place.geography, place.boundaries, marks, title="Waar?", id_prefix="a")
    made = ET.fromstring(standing_alone(picture.svg, width=500))
    land, park, route = made.iter(f"{SVG}path")
    assert land.get("stroke") not in {None, "#fff"}, "the borders between the areas"
    assert float(park.get("fill-opacity", "1")) < 0.5
    assert (route.get("fill"), route.get("stroke")) == ("none", park.get("fill"))
    full, *opened = made.iter(f"{SVG}rect")
    assert full.get("fill") == opened[0].get("stroke")
    assert {one.get("fill") for one in opened} == {"#fff"}


def test_a_step_takes_its_shapes_along() -> None:
    release = current_release()
    assert release is not None
    state = pictures.MapState(
        "liveability_mark", AreaLevel.BUURT, within=release.geography.at(AreaLevel.STADSDEEL)[0].code
    )
    picture = pictures.map_step(release, state, id_prefix="k", step_id="s")
    made = ET.fromstring(standing_alone(picture.svg, width=500, shapes=pictures.map_base(release, AreaLevel.BUURT)))
    known = {item.get("id") for item in made.iter()}
    used = {item.get("href", "").lstrip("#") for item in made.iter(f"{SVG}use")}
    assert used
    assert used <= known
    outside = [item for item in made.iter(f"{SVG}g") if item.get("opacity") == ".22"]
    assert outside, "what the step is not about is pale"


def test_drawings_are_found_whole_with_what_is_in_them() -> None:
    page = "<p>a</p><svg id='1'><svg id='2'></svg></svg><p>b</p><svg id='3'></svg>"
    assert [page[start:end] for start, end in drawings_in(page)] == [
        "<svg id='1'><svg id='2'></svg></svg>", "<svg id='3'></svg>"
    ]  # fmt: skip
