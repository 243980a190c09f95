"""Every picture, whatever the figures: valid, small, complete, and silent about what is hidden."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.pictures.invented import PERIODS, UNSAFE, Invented, city, survey

from vergezicht.areas import AreaLevel
from vergezicht.figures import open_release, write_release
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.figure import AnswerShare, Figure, FigureStatus, Reason
from vergezicht.figures.indicator import Direction, IndicatorKind
from vergezicht.figures.release import ReleaseContents
from vergezicht.pictures import (
    FigureSource,
    MapState,
    Picture,
    answers,
    choropleth,
    intervals,
    key_figure,
    map_step,
    panorama,
    spark,
    trend,
)
from vergezicht.pictures.choropleth import OWN_CLASSES
from vergezicht.pictures.notation import figure_text, tile_text
from vergezicht.pictures.source import read_rows
from vergezicht.pictures.summaries import mostly_chance

Draw = Callable[[FigureSource, str], Picture]
SMALL = city(6)
LARGE = survey(*city(78))
DRAWINGS: dict[str, Draw] = {
    "choropleth": lambda r, i: choropleth(r, i, AreaLevel.BUURT, focus=["B1"]),
    "choropleth within": lambda r, i: choropleth(r, i, AreaLevel.BUURT, within="SNoord"),
    "choropleth stadsdeel": lambda r, i: choropleth(r, i, AreaLevel.STADSDEEL),
    "intervals": lambda r, i: intervals(r, i, AreaLevel.BUURT),
    "trend": lambda r, i: trend(r, i, ["B0", "B1"]),
    "answers": lambda r, i: answers(r, i, ["B0", "B1", "GM1"]),
    "key figure": lambda r, i: key_figure(r, i, "B0"),
    "panorama": lambda r, i: panorama(r, i),
    "step": lambda r, i: map_step(r, MapState(i, AreaLevel.BUURT, focus=("B2", "SNoord"), within="SNoord")),
}  # fmt: skip
HIDDEN_N, HIDDEN_DIFFERENCE, HIDDEN_SHARE = 98765, 76543.0, 87654.0


@st.composite
def releases(draw: st.DrawFn) -> Invented:
    """A small municipality with any figures: extreme, equal, censored, indicative, suppressed, absent."""
    geography, boundaries = SMALL
    indicator = replace(UNSAFE, direction=draw(st.sampled_from(Direction)))
    figures, comparisons, shares = [], [], []
    for area in geography:
        for wave, period in enumerate(PERIODS):
            kind = draw(st.sampled_from(["shown", "shown", "indicative", "suppressed", "absent"]))
            if kind == "absent":
                continue
            if kind == "suppressed":
                reason = draw(st.sampled_from(Reason))
                figures.append(
                    Figure(UNSAFE.code, area.code, period, None, None, None, HIDDEN_N, FigureStatus.SUPPRESSED, reason)
                )
            else:
                low, value, high = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
                status = FigureStatus.INDICATIVE if kind == "indicative" else FigureStatus.PUBLISHED
                censored = draw(st.sampled_from(["", "", "<", ">"]))
                figures.append(
                    Figure(UNSAFE.code, area.code, period, value, low, high, 45, status, None, censored)
                )  # fmt: skip
            hidden = kind == "suppressed"
            for reference in Reference:
                verdict = draw(st.sampled_from(Verdict))
                size = HIDDEN_DIFFERENCE if hidden else float(draw(st.integers(-9, 9)))
                earlier = PERIODS[max(wave - 1, 0)]
                about = (UNSAFE.code, area.code, period, reference, earlier)
                comparisons.append(Comparison(*about, size, size - 2, size + 2, 0.1, 0.1, verdict))
            for position, answer in enumerate(UNSAFE.answers):
                shown = draw(st.sampled_from([0.0, 1.0, 5.0, 33.0, 100.0]))
                shares.append(
                    AnswerShare(UNSAFE.code, area.code, period, position, answer, HIDDEN_SHARE if hidden else shown)
                )
    return Invented(geography, boundaries, (indicator,), tuple(figures), tuple(comparisons), tuple(shares))


def check(picture: Picture) -> None:
    """What holds for every picture."""
    root = ElementTree.fromstring(picture.svg)
    assert root.get("role") == "img"
    ids = re.findall(r'\sid="([^"]+)"', picture.svg)
    assert len(ids) == len(set(ids))
    assert set(str(root.get("aria-labelledby")).split()) <= set(ids)
    everything = picture.svg + repr(picture)
    assert not re.search(r"\b(nan|inf|None%)\b", picture.svg, re.IGNORECASE)
    assert "style" not in picture.svg
    assert not re.search(r'(fill|stroke)="(?!url\()', picture.svg), "colour belongs in the style sheet"
    assert not re.search(r"<a\b|tabindex|onclick", picture.svg)
    for secret in (HIDDEN_N, HIDDEN_DIFFERENCE, HIDDEN_SHARE):
        assert f"{secret:,.0f}".replace(",", ".") not in everything
        assert not re.search(rf"\b{secret:.0f}\b", everything)
    assert all(len(row) == len(picture.table.headings) for row in picture.table.rows)
    assert picture.sentence.endswith(".")
    assert "gelijk gebleven" not in picture.sentence.replace("vrijwel gelijk gebleven", "")
    assert "  " not in picture.sentence
    assert picture.alt
    assert picture.title


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(release=releases())
def test_any_figures_give_a_sound_picture(release: Invented) -> None:
    for name, draw in DRAWINGS.items():
        picture = draw(release, UNSAFE.code)
        check(picture)
        assert len(picture.svg) < 14_000, name


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(release=releases())
def test_every_shown_area_is_in_the_table_with_its_value(release: Invented) -> None:
    for name in ("choropleth", "intervals", "panorama", "step"):
        picture = DRAWINGS[name](release, UNSAFE.code)
        rows = {row[0].area: row for row in picture.table.rows}
        for area in release.geography.at(AreaLevel.BUURT):
            if area.code not in rows:
                assert name == "step"
                continue
            figure = release.figure(UNSAFE.code, area.code)
            assert rows[area.code][1].text == figure_text(UNSAFE, figure)
            if figure is None or not figure.is_shown:
                assert rows[area.code][1].note
                assert all(not cell.text for cell in rows[area.code][2:])


@pytest.mark.parametrize("indicator", [i.code for i in LARGE.indicators])
@pytest.mark.parametrize("name", list(DRAWINGS))
def test_a_whole_city(name: str, indicator: str) -> None:
    picture = DRAWINGS[name](LARGE, indicator)
    check(picture)
    if LARGE.indicator(indicator).direction == Direction.NONE:
        assert "vz-burden" not in picture.svg
        assert "vz-asset" not in picture.svg
    most = {"choropleth": 12_000, "panorama": 4_200, "key figure": 2_000, "step": 5_600, "trend": 5_500}
    assert len(picture.svg) < most.get(name, 30_000)


def test_the_same_figures_give_the_same_bytes() -> None:
    for draw in DRAWINGS.values():
        assert draw(LARGE, UNSAFE.code) == draw(survey(*city(78)), UNSAFE.code)


def test_a_release_on_disk_reads_like_the_source(tmp_path: object) -> None:
    contents = ReleaseContents(
        LARGE.facts, LARGE.geography, LARGE.boundaries, LARGE.indicators,
        LARGE.all_figures, LARGE.all_comparisons, LARGE.all_answers,
    )  # fmt: skip
    folder = write_release(tmp_path / "release", contents)  # type: ignore[operator]
    release = open_release(folder)
    for name, draw in DRAWINGS.items():
        assert draw(release, UNSAFE.code).svg == draw(LARGE, UNSAFE.code).svg, name


def test_no_dots_stand_behind_the_letters_of_a_figure() -> None:
    """Every figure that is an indication has the plain colour of its class behind it, and no other figure has."""
    root = ElementTree.fromstring(choropleth(LARGE, UNSAFE.code, AreaLevel.BUURT).svg)
    latest = [LARGE.figure(UNSAFE.code, area.code) for area in LARGE.geography.at(AreaLevel.BUURT)]
    few = [item for item in latest if item is not None and item.status == FigureStatus.INDICATIVE]
    plates, letters = ([node for node in root.iter() if node.tag.endswith(name)] for name in ("ellipse", "text"))
    assert few
    assert len(plates) == len(few)
    for node in plates:
        x, y = float(node.get("cx", 0)), float(node.get("cy", 0))
        assert any(float(one.get("x", 0)) == x and abs(float(one.get("y", 0)) - y) < 20 for one in letters)


def test_links_stand_in_the_table_and_not_in_the_drawing() -> None:
    picture = choropleth(LARGE, UNSAFE.code, AreaLevel.BUURT, link=lambda area: f"/buurt/{area.slug}/")
    assert picture.table.rows[0][0].href is not None
    assert "/buurt/" not in picture.svg
    assert choropleth(LARGE, UNSAFE.code, AreaLevel.BUURT).table.rows[0][0].href is None


def test_a_tile_shows_its_figure() -> None:
    picture = choropleth(LARGE, UNSAFE.code, AreaLevel.BUURT)
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)
    for figure in LARGE.figures(indicator=UNSAFE.code, level=AreaLevel.BUURT, period=LARGE.latest):
        if figure.is_shown:
            assert tile_text(UNSAFE, figure).replace("<", "&lt;") in texts


def test_zooming_in_keeps_the_classes() -> None:
    whole = choropleth(LARGE, UNSAFE.code, AreaLevel.BUURT)
    part = choropleth(LARGE, UNSAFE.code, AreaLevel.BUURT, within="SNoord")
    assert [item.label for item in whole.legend[:3]] == [item.label for item in part.legend[:3]]


@pytest.mark.parametrize("value", [0.0, 38.0, 100.0])
def test_all_equal(value: float) -> None:
    geography, boundaries = SMALL
    figures = tuple(
        Figure(UNSAFE.code, area.code, "2024", value, value, value, 500, FigureStatus.PUBLISHED) for area in geography
    )
    release = Invented(geography, boundaries, (UNSAFE,), figures)
    for draw in DRAWINGS.values():
        check(draw(release, UNSAFE.code))
    assert f"in alle zes buurten {value:.0f}%" in choropleth(release, UNSAFE.code, AreaLevel.BUURT).sentence


def test_one_area_and_nothing_at_all() -> None:
    geography, boundaries = SMALL
    empty = Invented(geography, boundaries, (UNSAFE,))
    for draw in DRAWINGS.values():
        check(draw(empty, UNSAFE.code))
    nothing = choropleth(empty, UNSAFE.code, AreaLevel.BUURT).sentence
    assert nothing == "Voor geen enkele buurt is er een cijfer, omdat het niet is gemeten."
    one = Figure(UNSAFE.code, "B2", "2024", 38, 36, 40, 500, FigureStatus.PUBLISHED)
    release = Invented(geography, boundaries, (UNSAFE,), (one,))
    assert "Alleen voor Berkum is er een cijfer: 38%." in intervals(release, UNSAFE.code, AreaLevel.BUURT).sentence


def test_no_arrow_without_a_demonstrable_difference() -> None:
    geography, boundaries = SMALL
    figure = Figure(UNSAFE.code, "B2", "2024", 60, 50, 70, 500, FigureStatus.PUBLISHED)
    for verdict in Verdict:
        comparison = Comparison(UNSAFE.code, "B2", "2024", Reference.MUNICIPALITY, "2024", 9, -1, 19, 0.1, 0.1, verdict)
        release = Invented(geography, boundaries, (UNSAFE,), (figure,), (comparison,))
        for picture in (intervals(release, UNSAFE.code, AreaLevel.BUURT), key_figure(release, UNSAFE.code, "B2")):
            assert any(arrow in repr(picture) for arrow in "▲▼") == (verdict.sign != 0)


def test_a_break_in_the_series_is_not_bridged() -> None:
    picture = trend(LARGE, "liveability_mark", ["GM1"])
    assert picture.svg.count('class="vz-line') == 2
    assert "andere vraag" in picture.svg
    assert any("niet te vergelijken" in cell.text for row in picture.table.rows for cell in row)


def test_a_unit_in_words_does_not_push_a_number_out_of_its_card() -> None:
    geography, boundaries = SMALL
    people = replace(UNSAFE, kind=IndicatorKind.COUNT, measured_in="personen", answers=(), counted=())
    figure = Figure(people.code, "B2", "2024", 19_494, None, None, 0, FigureStatus.PUBLISHED)
    picture = key_figure(Invented(geography, boundaries, (people,), (figure,), ()), people.code, "B2")
    assert re.search(r'class="vz-big"[^>]*>19\.494<tspan class="vz-quiet"[^>]*>personen<', picture.svg)


def test_a_key_figure_names_both_ends_of_its_scale_clear_of_the_municipality() -> None:
    for code in ("B0", "B1", "B2", LARGE.geography.gemeente.code):
        card = key_figure(LARGE, UNSAFE.code, code).svg
        written = re.findall(r'<text class="vz-quiet" x="([^"]+)" y="([^"]+)"[^>]*>([^<]+)</text>', card)
        ends = {x: (y, said) for x, y, said in written if x in {"0", "100%"}}
        (y, low), (also, high) = ends["0"], ends["100%"]
        assert y == also and low != high
        assert all(down != y for x, down, _ in written if x not in ends)
    assert f">{LARGE.geography.gemeente.name} " in key_figure(LARGE, UNSAFE.code, "B2").svg


def test_areas_with_the_same_figure_are_one_wide_tick_on_a_key_figure() -> None:
    geography, boundaries = SMALL
    figures = tuple(
        Figure(UNSAFE.code, f"B{n}", "2024", value, value - 2, value + 2, 500, FigureStatus.PUBLISHED)
        for n, value in enumerate((30.0, 40.0, 40.0, 50.0))
    )
    card = key_figure(Invented(geography, boundaries, (UNSAFE,), figures), UNSAFE.code, "B0").svg
    ticks = re.findall(r'<path class="vz-peers"( stroke-width="3")? d="([^"]+)"', card)
    assert [(bool(wide), shape.count("M")) for wide, shape in ticks] == [(False, 2), (True, 1)]
    without = Invented(geography, boundaries, (UNSAFE,), figures[:2])
    assert 'stroke-width="3"' not in key_figure(without, UNSAFE.code, "B0").svg


def test_a_mark_in_a_list_is_small() -> None:
    drawn = spark(LARGE, UNSAFE.code, "B2")
    ElementTree.fromstring(drawn)
    assert len(drawn) < 1_200


def test_a_question_that_was_not_asked_again_keeps_its_last_wave() -> None:
    geography, boundaries = SMALL
    figures = tuple(
        Figure(UNSAFE.code, "B2", period, value, value - 2, value + 2, 500, FigureStatus.PUBLISHED)
        for period, value in (("2018", 20.0), ("2020", 30.0))
    )
    change = Comparison(
        UNSAFE.code, "B2", "2020", Reference.PREVIOUS_WAVE, "2018", 10, 7, 13, 0, 0, Verdict.CLEARLY_HIGHER
    )
    picture = trend(Invented(geography, boundaries, (UNSAFE,), figures, (change,)), UNSAFE.code, ["B2"])
    assert "duidelijk gestegen: van 20% naar 30%" in picture.sentence
    assert "duidelijk gestegen sinds 2018" in picture.svg
    assert "2024" not in picture.svg


def test_maps_of_two_levels_have_the_same_classes_where_these_tell_areas_apart() -> None:
    levels = (AreaLevel.BUURT, AreaLevel.WIJK)

    def classes(picture: Picture) -> list[str]:
        return [item.label for item in picture.legend if "vz-k" in item.css_class]

    buurten, wijken = (choropleth(LARGE, UNSAFE.code, level, levels_with=levels) for level in levels)
    assert classes(buurten) == classes(wijken) and OWN_CLASSES not in wijken.notes
    own = classes(choropleth(LARGE, UNSAFE.code, AreaLevel.WIJK))
    assert own != classes(wijken)

    people = replace(UNSAFE, code="people", kind=IndicatorKind.COUNT, measured_in="personen", answers=(), counted=())
    counted = [
        Figure(people.code, area.code, "2024", start + 10 * number, None, None, 0, FigureStatus.PUBLISHED)
        for level, start in ((AreaLevel.BUURT, 100), (AreaLevel.WIJK, 5000))
        for number, area in enumerate(LARGE.geography.at(level))
    ]
    release = Invented(LARGE.geography, LARGE.boundaries, (people,), tuple(counted), ())
    wijken = choropleth(release, people.code, AreaLevel.WIJK, levels_with=levels)
    assert OWN_CLASSES in wijken.notes, "all wijken are larger than any buurt"
    assert len(classes(wijken)) > 1
    assert OWN_CLASSES not in choropleth(release, people.code, AreaLevel.BUURT, levels_with=levels).notes


def test_a_map_of_the_municipality_alone() -> None:
    check(choropleth(LARGE, UNSAFE.code, AreaLevel.GEMEENTE))
    check(intervals(LARGE, UNSAFE.code, AreaLevel.WIJK, within="SNoord"))


def test_answers_of_all_areas_of_a_level_say_so_and_where_the_ends_are() -> None:
    parts = list(LARGE.geography.at(AreaLevel.STADSDEEL))
    made = answers(LARGE, UNSAFE.code, ["GM1", *(area.code for area in parts)])
    assert f"Antwoorden per stadsdeel, {LARGE.latest}" in made.title
    found = [(figure.value, area.name) for area in parts
             if (figure := LARGE.figure(UNSAFE.code, area.code)) is not None and figure.value is not None]  # fmt: skip
    assert min(found)[1] in made.sentence and max(found)[1] in made.sentence
    assert "Antwoorden in" in answers(LARGE, UNSAFE.code, ["GM1", *(area.code for area in parts[1:])]).title


def test_a_map_whose_colours_may_be_chance_says_so_and_one_with_real_differences_does_not() -> None:
    level = AreaLevel.BUURT
    rows = [row for row in read_rows(LARGE, UNSAFE.code, level, LARGE.latest) if row.against_city is not None]
    comparison = rows[0].against_city
    assert comparison is not None
    none = replace(comparison, verdict=Verdict.NOT_DEMONSTRABLE)
    real = replace(comparison, verdict=Verdict.HIGHER)
    city_area = LARGE.geography.gemeente
    (said,) = mostly_chance([replace(row, against_city=none) for row in rows], city_area)
    assert "alle verschillen" in said and "toeval" in said
    one_real = [replace(row, against_city=real if place == 0 else none) for place, row in enumerate(rows)]
    assert "de meeste verschillen" in mostly_chance(one_real, city_area)[0]
    assert mostly_chance([replace(row, against_city=real) for row in rows], city_area) == ()
    assert mostly_chance([], city_area) == ()
