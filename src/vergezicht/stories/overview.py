"""What home and the overviews show: stadsdelen, themes and states, counted from what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality, themes
from vergezicht.challenges.models import Challenge, Course, CourseSignal
from vergezicht.challenges.queries import district_of
from vergezicht.figures import Theme
from vergezicht.stories.paths import area_path, theme_path


@dataclass(frozen=True)
class AreaCard:
    area: Area
    path: str
    challenges: int


@dataclass(frozen=True)
class ThemeCard:
    theme: Theme
    path: str
    challenges: int


@dataclass(frozen=True)
class StateCount:
    state: Course
    count: int


def top_level() -> AreaLevel:
    """The largest level below the municipality: stadsdeel, or wijk where there are none."""
    return next(level for level in municipality().geography.levels if level != AreaLevel.GEMEENTE)


def district_cards(challenges: Iterable[Challenge]) -> list[AreaCard]:
    """The areas of the top level with the number of challenges listed under each."""
    counted = Counter(district.code for item in challenges if (district := district_of(item)) is not None)
    return [AreaCard(area, area_path(area), counted[area.code]) for area in municipality().geography.at(top_level())]


def theme_cards(challenges: Iterable[Challenge]) -> list[ThemeCard]:
    counted = Counter(code for item in challenges for code in item.themes)
    return [ThemeCard(theme, theme_path(theme), counted[theme.code]) for theme in themes()]


def contradicted(challenges: Iterable[Challenge]) -> int:
    """How many are judged to be on course while the figures said at that check that they are not."""
    checks = [item.latest_check for item in challenges if item.course == Course.ON_COURSE]
    return sum(check is not None and check.signal == CourseSignal.OFF_COURSE for check in checks)


def state_counts(challenges: Iterable[Challenge]) -> list[StateCount]:
    """How many challenges stand how, in the order of ``Course``; states without any are left out."""
    counted = Counter(item.course for item in challenges)
    return [StateCount(state, counted[state]) for state in Course if counted[state]]
