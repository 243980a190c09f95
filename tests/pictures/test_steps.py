"""The maps of a side panel: every step whole by itself, and plain about what changed since the step before."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import replace

import pytest
from tests.pictures.invented import UNSAFE, city, survey

from vergezicht.areas import AreaLevel
from vergezicht.pictures import MapState, map_base, map_step, new_in_legend

LARGE = survey(*city(78))


def test_a_step_about_one_area_shows_it_among_its_neighbours() -> None:
    geography = LARGE.geography
    buurt = geography.at(AreaLevel.BUURT)[0]
    around = max(geography.parents(buurt.code), key=lambda area: area.level.fineness)
    alone = map_step(LARGE, MapState(UNSAFE.code, AreaLevel.BUURT, within=buurt.code))
    among = map_step(LARGE, MapState(UNSAFE.code, AreaLevel.BUURT, within=around.code))
    assert _view_box(alone.svg) == _view_box(among.svg)
    assert buurt.name in alone.title and around.name in among.title
    assert len(alone.table.rows) < len(among.table.rows)
    assert f"In beeld: {buurt.name}, " in alone.alt
    assert not re.search("Alleen voor|Geen enkele|Kijk voor", alone.sentence + alone.alt + " ".join(alone.notes))
    assert "de rest van" in alone.sentence


def _view_box(svg: str) -> tuple[float, ...]:
    found = re.search(r'viewBox="([^"]+)"', svg)
    assert found
    return tuple(map(float, found[1].split()))


def test_a_step_draws_every_area_once_in_one_shape_per_class() -> None:
    base = map_base(LARGE, AreaLevel.BUURT)
    ElementTree.fromstring(base)
    known = set(re.findall(r'\sid="([^"]+)"', base))
    state = MapState(UNSAFE.code, AreaLevel.BUURT, focus=("B1",), within="SNoord")
    step = map_step(LARGE, state).svg
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', step)) <= known
    groups = dict(re.findall(r'<g class="(vz-(?:k\d|none)(?: vz-out)?)"[^>]*><path d="([^"]+)"/></g>', step))
    classes = re.findall(r'data-classes="([0-5a-f]{78})"', step)[0]
    for css, shapes in groups.items():
        sign = int((re.findall(r"\d", css) or "0")[0])
        assert classes.count("abcdef"[sign] if "vz-out" in css else str(sign)) == shapes.count("M"), css
    drawn = Counter(found for shapes in groups.values() for found in re.findall(r"M\d+ \d+[^M]+z", shapes))
    assert len(drawn) == drawn.total() == 78
    inside = sum(shapes.count("M") for css, shapes in groups.items() if "vz-out" not in css)
    assert inside == len(LARGE.geography.members("SNoord", AreaLevel.BUURT))
    assert step.count('class="vz-focus"') == 1
    left, top, wide, high = _view_box(step)
    _, _, frame_wide, frame_high = _view_box(map_step(LARGE, replace(state, within=None)).svg)
    assert wide / high == pytest.approx(frame_wide / frame_high, rel=0.02)
    assert left + wide <= frame_wide + 1
    assert top + high <= frame_high + 1


def test_a_step_says_when_its_colours_or_its_signs_mean_something_else_than_in_the_step_before() -> None:
    whole = map_step(LARGE, MapState(UNSAFE.code, AreaLevel.BUURT))
    zoomed = map_step(LARGE, MapState(UNSAFE.code, AreaLevel.BUURT, within="SNoord"))
    other = map_step(LARGE, MapState("green", AreaLevel.STADSDEEL))
    numbered = [any(item.sign.isdigit() for item in step.legend) for step in (whole, zoomed, other)]
    assert numbered == [True, False, False]
    colours, signs = "De kleuren staan nu voor andere cijfers.", "Op de kaart staat nu het cijfer zelf."
    assert new_in_legend(whole, whole) == new_in_legend(zoomed, zoomed) == ""
    assert new_in_legend(whole, zoomed) == signs
    assert new_in_legend(zoomed, whole) == "Op de kaart staat nu het nummer van de kleur."
    assert new_in_legend(zoomed, other) == colours
    assert new_in_legend(whole, other) == f"{colours} {signs}"


def test_a_step_says_what_its_heavy_outline_is() -> None:
    state = MapState(UNSAFE.code, AreaLevel.BUURT, focus=("B1", "B2"), within="SNoord")

    def rings(state: MapState) -> list[tuple[str, int | None]]:
        return [(item.label, item.count) for item in map_step(LARGE, state).legend if "vz-ring" in item.css_class]

    assert rings(state) == [("uitgelicht", 2)]
    assert rings(replace(state, focus=())) == [("grens van Noord", None)]
    assert rings(replace(state, focus=(), within=None)) == []
    step = map_step(LARGE, state)
    names = "; ".join(rf"{LARGE.geography[code].name}\b[^;]*" for code in ("B1", "B2"))
    assert re.search(rf"Uitgelicht: {names}\.$", step.alt)
    assert re.search(rf"Uitgelicht: {names}\.", step.sentence)
    assert "Uitgelicht" not in map_step(LARGE, replace(state, focus=())).alt
