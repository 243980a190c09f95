"""What home and the overviews show: stadsdelen, themes and states, counted from what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality, themes
from vergezicht.challenges.judging.targets import is_from_before
from vergezicht.challenges.models import Challenge, ChallengeVersion, Course, CourseCheck, CourseSignal
from vergezicht.challenges.queries import district_of
from vergezicht.figures import Theme
from vergezicht.languages import say
from vergezicht.pictures.notation import enumerate_names
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


@dataclass(frozen=True)
class FiguresBeside:
    """What the figures say, in words, of so many challenges, and of how many they were measured before these began."""

    count: int
    told: str
    earlier: int

    @property
    def is_all_earlier(self) -> bool:
        return self.earlier == self.count > 1


def top_level() -> AreaLevel:
    """The largest level below the municipality: stadsdeel, or wijk where there are none."""
    return next(level for level in municipality().geography.levels if level != AreaLevel.GEMEENTE)


def district_cards(challenges: Iterable[Challenge]) -> list[AreaCard]:
    """The areas of the top level with the number of challenges listed under each."""
    counted = Counter(district.code for item in challenges if (district := district_of(item)) is not None)
    areas = municipality().geography.listed(top_level())
    return [AreaCard(area, area_path(area), counted[area.code]) for area in areas]


def theme_cards(challenges: Iterable[Challenge]) -> list[ThemeCard]:
    counted = Counter(code for item in challenges for code in item.themes)
    return [ThemeCard(theme, theme_path(theme), counted[theme.code]) for theme in themes()]


def beside_the_judgement(challenges: Iterable[Challenge]) -> FiguresBeside | None:
    """What the figures said at the latest check of each that people call on course; None when they all agree."""
    checks = {
        item.pk: check
        for item in challenges
        if item.course == Course.ON_COURSE and (check := item.latest_check) is not None and check.signal
    }
    counted = Counter(CourseSignal(check.signal) for check in checks.values())
    if not set(counted) - {CourseSignal.ON_COURSE}:
        return None
    told = enumerate_names(
        [
            say("{count} keer {signal}", count=str(counted[signal]), signal=say(signal.label).lower())
            for signal in CourseSignal
            if counted[signal]
        ],
        most=len(CourseSignal),
    )
    begun = ChallengeVersion.objects.filter(challenge__in=checks, number=1).values_list("challenge", "recorded_at")
    earlier = sum(_is_all_from_before(checks[pk], timezone.localdate(adopted).year) for pk, adopted in begun)
    return FiguresBeside(len(checks), told, earlier)


def _is_all_from_before(check: CourseCheck, adopted: int) -> bool:
    """Whether all that the figures said at a check was measured in a year before the challenge was adopted."""
    periods = [target["current"]["period"] for target in check.evidence.get("targets", ()) if target.get("current")]
    return bool(periods) and all(is_from_before(period, adopted) for period in periods)


def state_counts(challenges: Iterable[Challenge]) -> list[StateCount]:
    """How many challenges stand how, in the order of ``Course``; states without any are left out."""
    counted = Counter(item.course for item in challenges)
    return [StateCount(state, counted[state]) for state in Course if counted[state]]
