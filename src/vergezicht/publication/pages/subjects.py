"""What a page is about, said in its head: the search narrows by it, and so may any other reader of the page.

Only what somebody recorded: the areas and themes of a challenge, the date of a conversation, the state of an
initiative. What a text merely names is no subject of it, and a page about the whole municipality is about no part of
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from vergezicht.challenges.ground import municipality, themes
from vergezicht.challenges.models import Course
from vergezicht.initiatives.queries import within
from vergezicht.initiatives.states import InitiativeState
from vergezicht.languages import say
from vergezicht.publication.search.facets import COURSE, THEME, YEAR, Subject
from vergezicht.stories.overview import top_level

_YEAR = re.compile(r"(?:19|20)\d\d")


def of_areas(codes: Iterable[str]) -> list[Subject]:
    """The largest areas below the municipality that share ground with one of these: a wijk on both sides of a border
    is about two stadsdelen."""
    listed, level = list(codes), top_level()
    return [
        Subject(level.value, area.slug, area.name)
        for area in municipality().geography.listed(level)
        if any(within(code, area) for code in listed)
    ]


def of_themes(codes: Iterable[str]) -> list[Subject]:
    """These themes, in the order of the municipality."""
    listed = set(codes)
    return [Subject(THEME, theme.code, theme.title) for theme in themes() if theme.code in listed]


def of_state(state: Course | InitiativeState) -> list[Subject]:
    """How a challenge or an initiative stands."""
    return [Subject(COURSE, state.value, say(str(state.label)))]


def of_years(years: Iterable[int]) -> list[Subject]:
    return [Subject(YEAR, str(year), str(year)) for year in sorted(set(years))]


def of_days(*days: date | None) -> list[Subject]:
    """The years from the first of these days to the last; nothing where there is none."""
    known = [_local(day).year for day in days if day is not None]
    return of_years(range(min(known), max(known) + 1)) if known else []


def _local(day: date) -> date:
    """The day on the calendar here of a moment, which is kept in UTC."""
    return timezone.localtime(day).date() if isinstance(day, datetime) else day


def of_periods(periods: Iterable[str]) -> list[Subject]:
    """The years in the names of waves: "2022", "2021-2023", "2024 Q1"."""
    return of_years(int(year) for period in periods for year in _YEAR.findall(period))
