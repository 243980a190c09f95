"""A note stands where rounding or chance would make a reader doubt, and nowhere else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.pictures.invented import BALANCE, PERIODS, UNSAFE, Invented, city

from vergezicht.areas import AreaLevel
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.figure import AnswerShare, Figure, FigureStatus
from vergezicht.figures.indicator import Indicator
from vergezicht.pictures import MapState, answers, choropleth, intervals, key_figure, map_step
from vergezicht.pictures.rounding import sums_to_another_number
from vergezicht.pictures.source import drawn_margin

GEOGRAPHY, BOUNDARIES = city()
WHOLE, AREAS = GEOGRAPHY.gemeente, GEOGRAPHY.at(AreaLevel.STADSDEEL)
PERIOD = PERIODS[-1]
SURE, DOUBT = Verdict.HIGHER, Verdict.NOT_DEMONSTRABLE


def figure(indicator: Indicator, area: str, value: float) -> Figure:
    return Figure(indicator.code, area, PERIOD, value, value - 2, value + 2, 200, FigureStatus.PUBLISHED)


def source(whole: float, *areas: tuple[float, Verdict]) -> Invented:
    """The municipality has ``whole``; the stadsdelen have these values and verdicts."""
    found = list(zip(AREAS, areas, strict=False))
    return Invented(
        GEOGRAPHY,
        BOUNDARIES,
        all_figures=(figure(UNSAFE, WHOLE.code, whole), *(figure(UNSAFE, area.code, v) for area, (v, _) in found)),
        all_comparisons=tuple(
            Comparison(UNSAFE.code, area.code, PERIOD, Reference.MUNICIPALITY, PERIOD, value - whole, 0.1, 1, 0.01,
                       0.02, verdict)
            for area, (value, verdict) in found
        ),
    )  # fmt: skip


def test_two_areas_that_read_alike_and_are_judged_otherwise_are_explained() -> None:
    release = source(50, (54.6, SURE), (55.4, DOUBT))
    for picture in (
        intervals(release, UNSAFE.code, AreaLevel.STADSDEEL),
        choropleth(release, UNSAFE.code, AreaLevel.STADSDEEL),
    ):
        (note,) = picture.notes
        assert all(part in note for part in (AREAS[0].name, AREAS[1].name, "55%", "afgerond"))


def test_nothing_is_explained_where_nothing_reads_alike_or_all_is_judged_alike() -> None:
    for release in (source(50, (54, SURE), (56, DOUBT)), source(50, (54.6, SURE), (55.4, SURE))):
        assert intervals(release, UNSAFE.code, AreaLevel.STADSDEEL).notes == ()


def test_an_area_that_reads_like_the_municipality_and_differs_from_it_is_explained() -> None:
    said = "niet hetzelfde oordeel"
    assert said in key_figure(source(54.6, (55.4, SURE)), UNSAFE.code, AREAS[0].code).sentence
    assert said not in key_figure(source(54.6, (58.4, SURE)), UNSAFE.code, AREAS[0].code).sentence
    assert said not in key_figure(source(54.6, (55.4, DOUBT)), UNSAFE.code, AREAS[0].code).sentence


@pytest.mark.parametrize(("low", "high"), [(50, 50), (50, 51), (49, 50), (47, 53)])
def test_a_margin_that_is_smaller_than_rounding_is_drawn_to_both_sides_of_its_mark(low: float, high: float) -> None:
    whole = Figure(UNSAFE.code, WHOLE.code, PERIOD, 50, low, high, 9000, FigureStatus.PUBLISHED)
    others = source(50, (40, SURE), (60, SURE)).all_figures[1:]
    area = replace(whole, area=AREAS[2].code)
    release = Invented(GEOGRAPHY, BOUNDARIES, all_figures=(whole, area, *others))
    for picture in (intervals(release, UNSAFE.code, AreaLevel.STADSDEEL), key_figure(release, UNSAFE.code, area.area)):
        drawn = [
            (float(start), float(at), float(end))
            for start, end, at in re.findall(
                r'<line class="vz-margin[^>]* x1="([\d.]+)%" x2="([\d.]+)%"[^>]*/><use [^>]* x="([\d.]+)%"', picture.svg
            )
        ]
        assert drawn
        assert all(start < at < end for start, at, end in drawn)
    assert drawn_margin(UNSAFE, whole) == (min(low, 49.5), max(high, 50.5)), "never less than what was published"
    plot = intervals(release, UNSAFE.code, AreaLevel.STADSDEEL).svg
    (band,) = re.findall(r'class="vz-band"[^>]* width="([\d.]+)%"', plot)
    assert float(band) > 1


def test_the_map_of_a_step_says_when_its_colours_may_be_chance() -> None:
    state = MapState(UNSAFE.code, AreaLevel.STADSDEEL)
    (said,) = map_step(source(50, (54, DOUBT), (56, DOUBT)), state).notes
    assert "alle verschillen" in said and "toeval" in said
    assert map_step(source(50, (54, SURE), (56, SURE)), state).notes == ()


def test_bars_that_add_up_differently_are_told_from_the_least_to_the_most() -> None:
    bars = [
        tuple(AnswerShare(BALANCE.code, "x", PERIOD, place, "", share) for place, share in enumerate(shares))
        for shares in ((33.4, 33.4, 33.2), (33.6, 33.6, 32.8), (33.0, 34.0, 33.0), (40.0, 0.0, 0.0))
    ]
    (said,) = sums_to_another_number(bars)
    assert "hier 99 tot 101" in said
    assert "hier 101" in sums_to_another_number([bars[1]])[0]


@pytest.mark.parametrize(("shares", "said"), [((33, 33, 33), "hier 99"), ((33, 34, 33), ""), ((20, 20, 20), "")])
def test_answers_that_do_not_add_up_by_rounding_say_so(shares: tuple[int, ...], said: str) -> None:
    given = tuple(
        AnswerShare(BALANCE.code, WHOLE.code, PERIOD, place, answer, float(share))
        for place, (answer, share) in enumerate(zip(BALANCE.answers, shares, strict=True))
    )
    release = Invented(GEOGRAPHY, BOUNDARIES, all_figures=(figure(BALANCE, WHOLE.code, 0),), all_answers=given)
    assert [said in note for note in answers(release, BALANCE.code, (WHOLE.code,)).notes] == ([True] if said else [])
