"""Since the wave before: every figure of the municipality counted once, and named when it demonstrably moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from vergezicht.challenges.judging.findings import find_outstanding
from vergezicht.figures import Comparison, Direction, FigureSource, Reference, Release, Verdict, open_release
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.pages.since_last import since_last
from vergezicht.stories.paths import indicator_path


@pytest.fixture(scope="module")
def release(zwolle_release: Path) -> Release:
    return open_release(zwolle_release)


def judged(release: Release, verdicts: dict[str, Verdict]) -> Any:
    """The release with other verdicts about its changes."""
    return _Judged(release, verdicts)


class _Judged:
    def __init__(self, release: FigureSource, verdicts: dict[str, Verdict]) -> None:
        self._release, self._verdicts = release, verdicts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._release, name)

    def comparisons(self, *, area: str) -> Iterable[Comparison]:
        return [
            replace(one, verdict=self._verdicts.get(one.indicator, Verdict.NOT_COMPARABLE))
            for one in self._release.comparisons(area=area)
        ]


def changes(release: FigureSource) -> list[Comparison]:
    city = release.geography.gemeente.code
    return [
        one
        for one in release.comparisons(area=city)
        if one.reference == Reference.PREVIOUS_WAVE and one.period == release.latest_of(one.indicator)
    ]


def test_every_figure_is_counted_once_and_what_moved_is_what_stands_out(release: Release) -> None:
    found = since_last(release)
    assert found is not None
    assert sum(count for count, _ in found.counts) == found.compared
    named = {item.path for _, items in found.moved for item in items}
    outstanding = find_outstanding(release, release.geography.gemeente)
    assert named == {indicator_path(item.indicator) for item in outstanding}
    assert found.compared == len([one for one in changes(release) if one.verdict != Verdict.NOT_COMPARABLE])


def test_what_is_not_compared_is_named_with_the_reason(release: Release) -> None:
    codes = [one.indicator for one in changes(release)]
    verdicts = dict.fromkeys(codes[1:], Verdict.NOT_DEMONSTRABLE)
    found = since_last(judged(release, verdicts))
    assert found is not None
    city = release.geography.gemeente.code
    shown = [one for one in release.indicators if (figure := release.figure(one.code, city)) and figure.is_shown]
    assert found.compared + len(found.left_out) == len(shown), "every figure of the page is spoken of"
    why = {item.path: item.words for item in found.left_out}
    assert why[indicator_path(release.indicator(codes[0]))] == "de vraag is gewijzigd"
    once = [one for one in shown if len(release.periods_of(one.code)) == 1]
    assert {why[indicator_path(one)] for one in once} <= {"één keer gemeten"}


def test_better_is_by_the_direction_of_the_figure(release: Release) -> None:
    codes = [one.indicator for one in changes(release)]
    good = next(code for code in codes if release.indicator(code).direction == Direction.HIGHER)
    bad = next(code for code in codes if release.indicator(code).direction == Direction.LOWER)
    others = [code for code in codes if code not in {good, bad}]
    verdicts = {good: Verdict.HIGHER, bad: Verdict.CLEARLY_HIGHER, others[0]: Verdict.PRACTICALLY_EQUAL,
                others[1]: Verdict.SMALL, others[2]: Verdict.NOT_DEMONSTRABLE}  # fmt: skip
    found = since_last(judged(release, verdicts))
    assert found is not None
    assert found.compared == 5  # what cannot be compared is not counted
    assert [words for _, words in found.counts] == [
        "aantoonbaar beter", "aantoonbaar slechter", "vrijwel gelijk gebleven", "een klein beetje veranderd",
        "geen aantoonbaar verschil",
    ]  # fmt: skip
    assert [(heading, [item.title for item in items]) for heading, items in found.moved] == [
        ("Beter", [release.indicator(good).title]),
        ("Slechter", [release.indicator(bad).title]),
    ]


def test_a_first_wave_has_nothing_to_look_back_on(release: Release) -> None:
    assert since_last(judged(release, {})) is None


@pytest.mark.django_db
def test_the_page_tells_it_first_and_its_themes_can_be_jumped_to() -> None:
    address = next(item for item in public_addresses() if item.path == "/cijfers/")
    read = BeautifulSoup(render_address(address), "html.parser")
    headings = [heading["id"] for heading in read.select("main h2")]
    assert headings[0] == "veranderd"
    assert [link["href"] for link in read.select(".ways a")] == [f"#{name}" for name in headings[1:]]
    counted = [int(item.get_text()) for item in read.select(".tally__count")]
    assert sum(counted) >= 20
    assert all(link["href"].startswith("/cijfers/") for link in read.select("section[aria-labelledby=veranderd] li a"))
