"""What is over says so: closed challenges, cycles without a look back, targets and milestones that passed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.formats import date_format
from tests.publication.test_cycle_pages import page, path_of

from vergezicht.challenges.models import Challenge, Cycle, Milestone
from vergezicht.stories.paths import challenge_path

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "is_over"), [(-1, True), (0, False)])
def test_a_cycle_that_is_over_says_so_before_it_is_looked_back_on(days: int, is_over: bool) -> None:
    ends = timezone.localdate() + timedelta(days=days)
    Cycle.objects.filter(slug="2020-2022").update(ends=ends)
    text = page("/cycli/2020-2022/")
    assert (
        f"Deze cyclus liep tot en met {date_format(ends, 'j F Y')}. De terugblik is er nog niet." in text
    ) == is_over
    assert ("De terugblik op deze cyclus komt als zij is afgelopen." in text) != is_over


def test_the_retrospective_counts_what_was_reached_and_what_was_missed() -> None:
    text = " ".join(BeautifulSoup(page("/cycli/2018-2020/"), "html.parser").get_text(" ").split())
    assert "3 opgaven: doel niet gehaald" in text
    assert "1 opgave: niet aantoonbaar" in text
    assert "4 opgaven: niet aantoonbaar in de cijfers" in text, "what people wrote stands beside it"
    assert text.count("Doel gehaald, volgens de cijfers? Doel niet gehaald.") == 3


def test_a_closed_challenge_is_closed_and_says_what_was_said_last() -> None:
    challenge = Challenge.objects.get(slug="kamperpoort-elkaar-leren-kennen")
    head = BeautifulSoup(page(challenge_path(challenge)), "html.parser").select_one(".challenge-head__state")
    assert head is not None
    assert [item.get_text(strip=True) for item in head.select(".state")] == ["Afgesloten"]
    said = " ".join(head.get_text(" ").split())
    assert "De laatste koerscheck, van 10 oktober 2019 , zei: op koers. De cijfers zeiden toen: van koers." in said


def test_a_milestone_that_passed_says_that_nothing_was_reported() -> None:
    today = timezone.localdate()
    late, planned = list(Milestone.objects.filter(action__challenge__code="M2", done_on=None)[:2])
    Milestone.objects.filter(pk=late.pk).update(due=today - timedelta(days=1))
    Milestone.objects.filter(pk=planned.pk).update(due=today)
    text = page(path_of("M2"))
    yesterday, this_day = (date_format(day, "j F Y") for day in (today - timedelta(days=1), today))
    assert f"was gepland voor {yesterday}, nog niet gemeld" in text
    assert f"gepland voor {this_day}" in text
    assert f"was gepland voor {this_day}" not in text
