"""Names of areas in focus: legible, apart, and it is clear which name is whose."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from math import dist

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pictures.invented import UNSAFE, city, survey

from vergezicht.areas import AreaLevel
from vergezicht.pictures.callouts import callouts
from vergezicht.pictures.choropleth import classes_of
from vergezicht.pictures.mapping import LETTER, Lettering, class_digits, value_labels
from vergezicht.pictures.markers import markers
from vergezicht.pictures.outline import Box, fit, overlap
from vergezicht.pictures.source import read_rows
from vergezicht.pictures.steps import MapState, map_step

LARGE = survey(*city())
FRAME = fit(LARGE.boundaries)
ROWS = read_rows(LARGE, UNSAFE.code, AreaLevel.BUURT, LARGE.latest)
CLASSES = classes_of(LARGE, UNSAFE.code, AreaLevel.BUURT, LARGE.latest)
SUBJECTS = [None, *(area.code for area in LARGE.geography.at(AreaLevel.STADSDEEL))]


def _named(codes: set[str], within: str | None) -> tuple[Lettering, tuple[Box, ...], Box]:
    rows = [row for row in ROWS if within is None or row.area in LARGE.geography.members(within, AreaLevel.BUURT)]
    view = FRAME.box([LARGE.boundaries[within]]) if within else (0.0, 0.0, FRAME.width, FRAME.height)
    digits = class_digits(rows, LARGE.boundaries, FRAME, CLASSES, view).boxes
    focused = [row for row in ROWS if row.area.code in codes]
    return callouts(focused, LARGE.boundaries, FRAME, CLASSES, view, digits), digits, view


@st.composite
def _focus(draw: st.DrawFn) -> tuple[set[str], str | None]:
    within = draw(st.sampled_from(SUBJECTS))
    members = LARGE.geography.members(within or "GM1", AreaLevel.BUURT)
    return draw(st.sets(st.sampled_from([area.code for area in members]), min_size=1, max_size=5)), within


@given(_focus())
@settings(max_examples=60, deadline=None)
def test_names_are_in_view_and_apart(focus: tuple[set[str], str | None]) -> None:
    named, _, view = _named(*focus)
    assert len(named.boxes) == min(len(focus[0]), 4)
    assert not any(overlap(one, other) for one, other in combinations(named.boxes, 2))
    for left, top, right, bottom in named.boxes:
        assert view[0] <= left or right - left > view[2]
        assert right <= view[0] + view[2] or right - left > view[2]
        assert view[1] <= top
        assert bottom <= view[1] + view[3]


def test_an_area_out_of_view_has_no_name_on_it() -> None:
    left, top, right, bottom = _extent("B40")
    view = (left - 100.0, top - 80.0, right - left + 200.0, bottom - top + 160.0)
    rows = [row for row in ROWS if row.area.code in {"B0", "B40"}]
    named = callouts(rows, LARGE.boundaries, FRAME, CLASSES, view, ())
    assert len(named.boxes) == 1
    assert "Buurt 40" in named.svg and "Marslanden" not in named.svg


def test_a_view_without_room_for_a_line_has_no_names() -> None:
    left, top, right, _ = _extent("B40")
    rows = [row for row in ROWS if row.area.code == "B40"]
    view = (left - 400.0, top, right - left + 800.0, 20.0)
    assert callouts(rows, LARGE.boundaries, FRAME, CLASSES, view, ()) == Lettering("", ())


def test_a_name_covers_no_number_when_there_is_room() -> None:
    for within in SUBJECTS[1:]:
        edge = LARGE.geography.members(within, AreaLevel.BUURT)[-1].code
        named, digits, _ = _named({edge}, within)
        assert not any(overlap(box, digit) for box in named.boxes for digit in digits), edge


def test_a_name_that_could_be_of_another_has_a_line_to_its_own() -> None:
    """Beside each other, one name would stand at both: a line from inside its own area ends under it."""
    row = [area.code for area in LARGE.geography.members("SZuid", AreaLevel.BUURT)]
    neighbours = next(pair for pair in pairwise(row) if _touch(*pair))
    named, _, _ = _named(set(neighbours), "SZuid")
    leads = re.findall(r"M(\d+) (\d+)L(-?\d+) (-?\d+)", named.svg)
    assert leads
    inside = [_extent(code) for code in neighbours]
    for lead in leads:
        x, y, to_x, to_y = map(int, lead)
        assert any(left < x < right and top < y < bottom for left, top, right, bottom in inside)
        at = [box for box in named.boxes if box[0] - 1 <= to_x <= box[2] + 1 and box[1] - 1 <= to_y <= box[3] + 1]
        assert len(at) == 1


def test_a_name_alone_needs_no_line() -> None:
    named, _, _ = _named({LARGE.geography.members("SZuid", AreaLevel.BUURT)[-1].code}, "SZuid")
    assert "vz-lead" not in named.svg
    assert _named(set(), None)[0] == Lettering("", ())


def _extent(code: str) -> Box:
    points = [point for ring in FRAME.rings(LARGE.boundaries[code]) for point in ring]
    across, down = [point[0] for point in points], [point[1] for point in points]
    return (min(across), min(down), max(across), max(down))


def _touch(one: str, other: str) -> bool:
    first, second = _extent(one), _extent(other)
    return first[1] == second[1] and abs(first[2] - second[0]) <= 2


def test_the_number_of_a_class_stands_in_a_ring_and_a_figure_does_not() -> None:
    view = (0.0, 0.0, FRAME.width, FRAME.height)
    svg = class_digits(ROWS, LARGE.boundaries, FRAME, CLASSES, view).svg
    numbers = "".join(re.findall(r"<text[^>]*>(\d+)</text>", svg))
    assert svg.count("M") == len(numbers) > 0
    assert "<path" not in value_labels(ROWS, LARGE.boundaries, FRAME, CLASSES, view, ()).svg


def test_where_areas_are_smaller_than_a_ring_the_rings_stand_apart() -> None:
    left, _, right, _ = _extent("B0")
    wide = FRAME.width * (right - left) / (LETTER * 1.1)  # a ring is wider than an area then, a digit is not
    svg = class_digits(ROWS, LARGE.boundaries, FRAME, CLASSES, (0.0, 0.0, wide, wide)).svg
    rings = [(int(x), int(y), int(r)) for x, y, r in re.findall(r"M(\d+) (\d+)a(\d+)", svg)]
    assert 0 < len(rings) < len(ROWS)
    assert all(dist(one[:2], other[:2]) >= 2 * one[2] - 2 for one, other in combinations(rings, 2))


def test_marks_in_neighbouring_areas_do_not_lie_over_each_other() -> None:
    areas = LARGE.geography.at(AreaLevel.BUURT)[:12]
    svg = markers(LARGE, [(area.code, area.name) for area in areas], title="Waar", id_prefix="m").svg
    marks = [
        tuple(float(value) for value in found)
        for found in re.findall(r'class="vz-mark" x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    ]
    assert len(marks) == 12
    boxes = [(x, y, x + wide, y + high) for x, y, wide, high in marks]
    assert not any(overlap(one, other) > 0 for one, other in combinations(boxes, 2))


def test_a_step_tells_the_figure_of_an_area_in_focus_once() -> None:
    for buurt in LARGE.geography.at(AreaLevel.BUURT)[:20]:
        state = MapState(UNSAFE.code, AreaLevel.BUURT, within=buurt.code, focus=(buurt.code,))
        written = re.findall(r"<text[^>]*>([^<]+)", map_step(LARGE, state).svg)
        assert len(written) == 1, written
        assert written[0].startswith(buurt.name)
