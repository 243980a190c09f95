"""Releases of several sources read as one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from vergezicht.areas import AreaLevel
from vergezicht.figures import (
    Figure,
    FigureStatus,
    IndicatorKind,
    Release,
    ReleaseCollection,
    ReleaseContents,
    Wave,
    open_release,
    write_release,
)
from vergezicht.figures.source import clashes


@pytest.fixture
def survey(contents: ReleaseContents, tmp_path: Path) -> Release:
    return open_release(write_release(tmp_path / "survey", contents))


@pytest.fixture
def counted(contents: ReleaseContents) -> ReleaseContents:
    """A register beside it: another indicator, a later period, no margins."""
    (asked,) = contents.indicators
    people = replace(asked, code="people", slug="inwoners", title="Inwoners", kind=IndicatorKind.COUNT)
    city = contents.geography.gemeente.code
    figures = tuple(
        Figure("people", city, period, value, None, None, None, FigureStatus.PUBLISHED)
        for period, value in (("2019", 100.0), ("2023", 120.0))
    )
    facts = replace(
        contents.facts, name="people-v1", title="Inwoners", series="people", simulated=False,
        waves=(Wave("2019", None, None), Wave("2023", None, None), Wave("2024", None, None)),
    )  # fmt: skip
    return ReleaseContents(facts, contents.geography, contents.boundaries, (people,), figures, comparisons=())


def test_every_question_goes_to_the_release_that_has_the_indicator(
    survey: Release, counted: ReleaseContents, tmp_path: Path
) -> None:
    register = open_release(write_release(tmp_path / "register", counted))
    both = ReleaseCollection((survey, register))
    (asked,) = survey.indicators
    city = both.geography.gemeente.code
    assert [item.code for item in both.indicators] == [asked.code, "people"]
    assert both.release_of("people") is register
    assert both.facts_of("people").title == "Inwoners"
    assert both.figure("people", city).value == 120
    assert both.figure("people", city, "2019").value == 100
    assert both.figure(asked.code, city) == survey.figure(asked.code, city)
    assert both.group_comparisons(indicator=asked.code, area=city) == survey.group_comparisons() != ()
    assert both.group_comparisons(indicator="people") == ()
    assert both.periods_of("people") == ("2019", "2023"), "no figure of 2024: not a period of this indicator"
    assert both.latest_of("people") == "2023"
    assert both.latest_of(asked.code) == survey.latest_of(asked.code)
    assert set(both.periods) == {*survey.periods, "2019", "2023", "2024"}
    assert both.figures() == (*survey.figures(), *register.figures())
    assert both.comparisons(area=city) == survey.comparisons(area=city)
    assert not both.has_indicator("nothing")
    assert both.figures(indicator="nothing") == ()
    assert both.figure("nothing", city) is None
    with pytest.raises(ValueError, match="zonder release"):
        ReleaseCollection(())


def test_what_clashes_is_named(survey: Release, counted: ReleaseContents, tmp_path: Path) -> None:
    assert clashes(open_release(write_release(tmp_path / "good", counted)), (survey,)) == ()
    assert clashes(survey, ()) == ()
    (people,) = counted.indicators
    (asked,) = survey.indicators
    same_code = replace(counted, indicators=(replace(people, code=asked.code),), figures=())
    assert "hoort bij één reeks" in clashes(open_release(write_release(tmp_path / "a", same_code)), (survey,))[0]
    same_page = replace(counted, indicators=(replace(people, slug=asked.slug),))
    assert "zelfde adres" in clashes(open_release(write_release(tmp_path / "b", same_page)), (survey,))[0]
    areas = tuple(
        replace(area, code="BU99999999") if area.level == AreaLevel.BUURT and n == len(counted.geography) - 1 else area
        for n, area in enumerate(counted.geography)
    )
    strange = replace(counted, geography=type(counted.geography)(areas))
    assert "kent" in clashes(open_release(write_release(tmp_path / "c", strange)), (survey,))[0]
