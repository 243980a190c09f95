"""What stands out is what the release found demonstrable: no more, no less, the surest and largest first."""

from __future__ import annotations

from pathlib import Path

import pytest

from vergezicht.challenges.judging.findings import find_outstanding, is_better, spread_between, sure_part
from vergezicht.figures import Comparison, Direction, Reference, Release, Verdict, open_release


@pytest.fixture(scope="module")
def release(zwolle_release: Path) -> Release:
    return open_release(zwolle_release)


def test_everything_demonstrable_is_found_and_nothing_else(release: Release) -> None:
    for area in release.geography:
        shown = {
            (item.indicator, item.reference)
            for item in release.comparisons(area=area.code, period=release.latest)
            if item.verdict.sign and release.figure(item.indicator, area.code).is_shown
        }
        found = {(item.indicator.code, item.comparison.reference) for item in find_outstanding(release, area)}
        assert found <= shown
        missing = {
            (code, reference) for code, reference in shown - found
            if reference != Reference.PREVIOUS_WAVE
            or release.figure(code, area.code, release.comparison(code, area.code, reference).reference_period).is_shown
        }  # fmt: skip
        assert not missing, area


def test_the_surest_and_largest_come_first_whatever_their_unit(release: Release) -> None:
    findings = find_outstanding(release, release.geography["WK019313"])
    assert len(findings) > 5
    sure = [item.at_least for item in findings]
    assert sure == sorted(sure, reverse=True)
    assert all(0 <= item.certainty <= 1 for item in findings)
    assert {item.indicator.unit for item in findings} >= {"%"}
    assert len({item.indicator.kind for item in findings}) > 1, "marks and shares stand in one list"


def test_an_area_without_figures_has_no_findings(release: Release) -> None:
    empty = next(area for area in release.geography if not area.inhabited)
    assert find_outstanding(release, empty) == []


def test_every_finding_has_its_figure_and_its_reference(release: Release) -> None:
    from vergezicht.challenges.references import figure_of, parse_reference

    for item in find_outstanding(release, release.geography["WK019330"]):
        assert figure_of(parse_reference(item.reference_text), release) == item.figure
        assert (item.before is not None) == (item.comparison.reference == Reference.PREVIOUS_WAVE)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(1, 5, 1), (-5, -1, 1), (-1, 5, 0), (-5, 1, 0), (0, 4, 0), (-4, 0, 0)]
)
def test_the_sure_part_is_the_end_nearest_to_zero(low: float, high: float, expected: float) -> None:
    item = Comparison("x", "A", "2020", Reference.MUNICIPALITY, "2020", 0, low, high, 0, 0, Verdict.HIGHER)
    assert sure_part(item) == expected


@pytest.mark.parametrize(
    ("direction", "sign", "expected"),
    [
        (Direction.HIGHER, 1, True),
        (Direction.HIGHER, -1, False),
        (Direction.LOWER, 1, False),
        (Direction.LOWER, -1, True),
        (Direction.NONE, 1, None),
        (Direction.NONE, -1, None),
    ],
)
def test_a_context_figure_is_never_good_or_bad(direction: Direction, sign: int, expected: bool | None) -> None:
    assert is_better(direction, sign) is expected


def test_the_spread_is_never_zero(release: Release) -> None:
    from vergezicht.areas import AreaLevel

    for indicator in release.indicators:
        for level in AreaLevel:
            assert spread_between(release, indicator, level, release.latest) > 0
    assert spread_between(release, release.indicators[0], AreaLevel.BUURT, "1850") == 0.5
