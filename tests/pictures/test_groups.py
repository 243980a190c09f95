"""Groups of an area: in the order of their names, hidden ones named, none when the release has none."""

from __future__ import annotations

from dataclasses import replace

from tests.pictures.invented import UNSAFE, Invented, city

from vergezicht import pictures
from vergezicht.figures import Figure, FigureStatus, Reason


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


def test_no_groups_no_picture() -> None:
    release = invented()
    release.all_figures = release.all_figures[:1]
    assert pictures.groups(release, UNSAFE.code, release.geography.gemeente.code) is None
