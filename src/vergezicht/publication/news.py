"""News: what changed for readers, dated and with the way to it; for mail, feeds and "u zei, wij deden"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from vergezicht.areas import Area
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Challenge, CourseCheck, Evaluation, ProgressUpdate
from vergezicht.challenges.queries import public_challenges
from vergezicht.initiatives.following import Followed
from vergezicht.initiatives.models import Initiative, OfficialResponse, StateChange, Topic
from vergezicht.initiatives.queries import public_initiatives, shares_ground
from vergezicht.initiatives.states import PUBLIC_STATES
from vergezicht.languages import say
from vergezicht.stories.paths import challenge_path

KEPT = timedelta(days=90)  # in feeds; a reader who stayed away longer starts anew


@dataclass(frozen=True)
class News:
    """One thing that became public. ``key`` is its own for ever; ``things`` are the challenges and initiatives."""

    at: datetime
    key: str
    title: str
    text: str
    path: str
    areas: tuple[str, ...]
    themes: tuple[str, ...] = ()
    things: tuple[Followed, ...] = ()
    is_said: bool = False  # the text is said by the software, in the language of now; somebody wrote the others

    def concerns(self, followed: Followed) -> bool:
        """Whether who follows this wants to hear it."""
        geography = municipality().geography
        if followed.topic == Topic.AREA:
            return (area := geography.get(followed.value)) is not None and self.is_in(area)
        if followed.topic == Topic.THEME:
            area = geography.get(followed.area)
            return followed.value in self.themes and (area is None or self.is_in(area))
        return followed in self.things

    def is_in(self, area: Area) -> bool:
        return shares_ground(self.areas, area)


def recent_news(since: datetime | None = None) -> list[News]:
    """Everything since a moment (90 days unless told), newest first; a fixed number of queries."""
    start = since or timezone.now() - KEPT
    found = [*_of_initiatives(start), *_of_challenges(start)]
    return sorted(found, key=lambda item: (item.at, item.key), reverse=True)


def _of_initiatives(start: datetime) -> Iterable[News]:
    shown = {item.pk: item for item in public_initiatives().prefetch_related("challenges")}
    for change in StateChange.objects.filter(at__gt=start, target__in=PUBLIC_STATES, initiative__in=shown):
        title = f"{shown[change.initiative_id].title}: {say(change.get_target_display()).lower()}"
        yield _initiative_news(shown[change.initiative_id], change.at, f"stand-{change.pk}", title, change.note)
    for answer in OfficialResponse.objects.filter(recorded_at__gt=start, initiative__in=shown):
        outcome = say(answer.get_outcome_display()).lower()
        title = say("Antwoord op {title}: {outcome}", title=shown[answer.initiative_id].title, outcome=outcome)
        at = answer.recorded_at or start
        yield _initiative_news(shown[answer.initiative_id], at, f"antwoord-{answer.pk}", title, answer.text)


def _initiative_news(initiative: Initiative, at: datetime, key: str, title: str, text: str) -> News:
    helped = list(initiative.challenges.all())
    return News(
        at, key, title, text or initiative.summary, f"/initiatieven/{initiative.slug}/", tuple(initiative.areas),
        tuple(sorted({theme for item in helped for theme in item.themes})),
        (Followed(Topic.INITIATIVE, initiative.slug),),
    )  # fmt: skip


def _of_challenges(start: datetime) -> Iterable[News]:
    """Checks and results also concern who follows an initiative that helps the challenge: u zei, wij deden."""
    shown = {item.pk: item for item in public_challenges().prefetch_related("initiatives")}
    for check in CourseCheck.objects.filter(recorded_at__gt=start, challenge__in=shown):
        challenge = shown[check.challenge_id]
        verdict = say(check.get_verdict_display()).lower()
        title = say("Koerscheck van {title}: {verdict}", title=challenge.title, verdict=verdict)
        yield _challenge_news(challenge, check.recorded_at, f"koerscheck-{check.pk}", title, check.story)
    for result in Evaluation.objects.filter(recorded_at__gt=start, challenge__in=shown):
        challenge = shown[result.challenge_id]
        title = say("Terugblik op {title}", title=challenge.title)
        text = say("Wat beloofd was, en wat gedaan is.")
        news = _challenge_news(challenge, result.recorded_at, f"terugblik-{result.pk}", title, text)
        yield replace(news, is_said=True)
    updates = ProgressUpdate.objects.filter(recorded_at__gt=start, action__challenge__in=shown).select_related("action")
    for update in updates:
        title = f"{update.action.title}: {say(update.get_status_display()).lower()}"
        challenge = shown[update.action.challenge_id]
        yield _challenge_news(challenge, update.recorded_at, f"voortgang-{update.pk}", title, update.text)


def _challenge_news(challenge: Challenge, at: datetime, key: str, title: str, text: str) -> News:
    helping = [item for item in challenge.initiatives.all() if item.is_public]
    things = [Followed(Topic.INITIATIVE, item.slug) for item in helping]
    return News(
        at, key, title, text, challenge_path(challenge), tuple(challenge.areas), tuple(challenge.themes),
        (Followed(Topic.CHALLENGE, challenge.slug), *things),
    )  # fmt: skip


def matching(news: Sequence[News], followed: Sequence[Followed]) -> list[News]:
    """What concerns at least one of these, in the given order."""
    return [item for item in news if any(item.concerns(one) for one in followed)]
