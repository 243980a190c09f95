"""Where people judge a challenge otherwise than its figures do, every card and sheet says both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from vergezicht.challenges.models import Challenge, Course, CourseCheck, CourseSignal
from vergezicht.challenges.queries import public_challenges
from vergezicht.figures import Comparison, Release, Verdict
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.papers.sheets import _row

pytestmark = pytest.mark.django_db


def _cards(path: str) -> dict[str, str]:
    address = next(item for item in public_addresses() if item.path == path)
    page = BeautifulSoup(render_address(address), "html.parser")
    # beside the map a card begins with its number there
    return {str(card.h3.a.contents[-1]).strip(): card.select_one(".card__foot").get_text(" ", strip=True)
            for card in page.select(".card--challenge")}  # fmt: skip


def test_a_card_and_a_sheet_say_what_the_figures_say_where_that_is_something_else() -> None:
    cards = _cards("/opgaven/")
    shown = [item for item in public_challenges() if item.title in cards]
    other = [item for item in shown if item.figures_say]
    assert other and len(other) < len(shown)
    for challenge in shown:
        told = f"de cijfers: {challenge.figures_say.lower()}"
        assert (told in cards[challenge.title]) == bool(challenge.figures_say), challenge
        assert (told in _row(challenge)[2]) == bool(challenge.figures_say), challenge


@pytest.mark.parametrize(
    ("verdict", "signal", "otherwise"),
    [
        (Course.ON_COURSE, CourseSignal.OFF_COURSE, True),
        (Course.ON_COURSE, CourseSignal.UNCLEAR, True),
        (Course.ON_COURSE, CourseSignal.ON_COURSE, False),
        (Course.OFF_COURSE, CourseSignal.OFF_COURSE, False),
        (Course.ON_COURSE, CourseSignal.NO_TARGETS, False),
        (Course.ON_COURSE, CourseSignal.NO_NEW_FIGURES, False),
    ],
)
def test_only_what_figures_say_of_their_own_stands_beside_a_verdict(
    verdict: Course, signal: CourseSignal, otherwise: bool
) -> None:
    assert CourseCheck(challenge=Challenge(), verdict=verdict, signal=signal).weighs_otherwise == otherwise


def test_the_method_explains_a_small_difference_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    address = next(item for item in public_addresses() if item.path == "/methode/")
    assert "Klein verschil" not in render_address(address).decode()

    found = Release.comparisons

    def one_is_small(release: Release, **choice: Any) -> tuple[Comparison, ...]:
        first, *rest = found(release, **choice)
        return replace(first, verdict=Verdict.SMALL), *rest

    monkeypatch.setattr(Release, "comparisons", one_is_small)
    assert "Klein verschil" in render_address(address).decode()
