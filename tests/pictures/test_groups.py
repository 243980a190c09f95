"""Groups of an area: in the order of their names, hidden ones named, none when the release has none."""

from __future__ import annotations

from dataclasses import replace

from tests.pictures.invented import UNSAFE, Invented, city

from vergezicht import pictures
from vergezicht.areas import AreaLevel
from vergezicht.figures import Figure, FigureStatus, GroupComparison, IndicatorKind, Reason, Verdict


def invented() -> Invented:
    geography, boundaries = city()
    code = geography.gemeente.code
    whole = Figure(UNSAFE.code, code, "2024", 30.0, 28.0, 32.0, 900, FigureStatus.PUBLISHED)
    young = replace(whole, value=41.0, low=36.0, high=46.0, n=200, group="leeftijd: 18 tot 35 jaar")
    old = replace(
        whole, value=None, low=None, high=None, n=None, status=FigureStatus.SUPPRESSED, reason=Reason.PRIVACY,
        group="leeftijd: 75 jaar en ouder",
    )  # fmt: skip
    return Invented(geography, boundaries, all_figures=(whole, young, old))


def test_each_group_has_its_margin_and_a_hidden_one_is_named() -> None:
    release = invented()
    city_code = release.geography.gemeente.code
    picture = pictures.groups(release, UNSAFE.code, city_code)
    assert picture is not None
    assert "18 tot 35 jaar 41%" in picture.sentence
    assert "Voor 75 jaar en ouder zijn er te weinig antwoorden" in picture.sentence
    assert [row[0].text for row in picture.table.rows] == ["18 tot 35 jaar", "75 jaar en ouder", "Iedereen"]
    assert picture.table.rows[1][1].text == "geen cijfer"
    assert "vz-margin" in picture.svg
    assert "75 jaar" not in picture.svg.split("</desc>")[-1]
    assert "▲" not in picture.svg
    assert "niet getoetst" in picture.sentence
    assert [item.label for item in picture.legend] == ["marge van iedereen in Zwolle"]
    assert len(picture.table.headings) == 4


def test_only_a_demonstrable_difference_with_the_others_gets_an_arrow() -> None:
    release = invented()
    young = release.all_figures[1]
    middle = replace(young, value=31.0, low=27.0, high=35.0, group="leeftijd: 35 tot 75 jaar")
    release.all_figures = (*release.all_figures, middle)
    code = release.geography.gemeente.code

    def against(figure: Figure, difference: float, verdict: Verdict) -> GroupComparison:
        low, high = difference - 4, difference + 4
        return GroupComparison(UNSAFE.code, code, "2024", figure.group, difference, low, high, 0.01, 0.02, verdict)

    release.all_group_comparisons = (
        against(young, 14.0, Verdict.CLEARLY_HIGHER),
        against(middle, -2.0, Verdict.NOT_DEMONSTRABLE),
    )
    picture = pictures.groups(release, UNSAFE.code, code)
    assert picture is not None
    assert "hoger dan bij alle anderen samen: 18 tot 35 jaar (tussen 10 en 18 punten hoger)." in picture.sentence
    assert "Geen aantoonbaar verschil met alle anderen samen: 35 tot 75 jaar." in picture.sentence
    assert picture.svg.count("▲ hoger") == 1 and "▼" not in picture.svg
    assert [row[-1].text for row in picture.table.rows] == [
        "▲ duidelijk hoger", "", "geen aantoonbaar verschil", "",
    ]  # fmt: skip
    counted = {item.label: item.count for item in picture.legend}
    assert counted["geen aantoonbaar verschil met de anderen"] == 1
    bounded = replace(young, value=5.0, low=None, high=None, censored="<", group="leeftijd: 18 jaar")
    release.all_figures = (*release.all_figures, bounded)
    with_bound = pictures.groups(release, UNSAFE.code, code)
    assert with_bound is not None
    assert {item.label: item.count for item in with_bound.legend} == counted, "what is not compared is not counted"
    assert {item.label for item in picture.legend} >= {
        "aantoonbaar hoger dan de anderen", "geen aantoonbaar verschil met de anderen",
    }  # fmt: skip

    release.all_group_comparisons = (against(young, 2.0, Verdict.NOT_DEMONSTRABLE),)
    picture = pictures.groups(release, UNSAFE.code, code)
    assert picture is not None and "Van geen groep is aan te tonen" in picture.sentence


def test_no_groups_no_picture() -> None:
    release = invented()
    release.all_figures = release.all_figures[:1]
    assert pictures.groups(release, UNSAFE.code, release.geography.gemeente.code) is None


def test_a_count_is_not_set_against_the_sum_of_all_areas() -> None:
    """The municipality has the inhabitants of all stadsdelen: on their scale it would squeeze them together."""
    geography, boundaries = city()
    people = replace(
        UNSAFE, code="people", kind=IndicatorKind.COUNT, measured_in="personen", label="het aantal inwoners"
    )
    areas = geography.at(AreaLevel.STADSDEEL)
    figures = tuple(
        Figure("people", area.code, "2024", 1000.0 + 100 * n, None, None, None, FigureStatus.PUBLISHED)
        for n, area in enumerate(areas)
    )
    whole = Figure("people", geography.gemeente.code, "2024", 90_000.0, None, None, None, FigureStatus.PUBLISHED)
    release = Invented(geography, boundaries, indicators=(people,), all_figures=(*figures, whole))
    ranked = pictures.intervals(release, "people", AreaLevel.STADSDEEL)
    card = pictures.key_figure(release, "people", areas[0].code)
    for picture in (ranked, card):
        assert "vz-city" not in picture.svg
        assert "90.000" not in picture.svg
    assert "90.000" in str(ranked.table), "the table still tells it"
    assert "vz-peers" not in pictures.key_figure(release, "people", geography.gemeente.code).svg
