"""A note stands where rounding would make a reader doubt, and nowhere else."""

from __future__ import annotations

import pytest
from tests.pictures.invented import BALANCE, PERIODS, UNSAFE, Invented, city

from vergezicht.areas import AreaLevel
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.figure import AnswerShare, Figure, FigureStatus
from vergezicht.figures.indicator import Indicator
from vergezicht.pictures import answers, choropleth, intervals, key_figure
from vergezicht.pictures.rounding import sums_to_another_number

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
