"""What was done with my answer: from every question to the conversations, challenges and actions it led to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.challenges.ground import current_release, indicators_of, themes
from vergezicht.challenges.models import Challenge, Conversation
from vergezicht.challenges.queries import all_challenges, indicators_in, public_conversations, rests_on
from vergezicht.figures import Indicator, Theme


@dataclass(frozen=True)
class AnswerTrail:
    """One question and what it led to; honestly nothing, when that is so."""

    indicator: Indicator
    conversations: list[Conversation]
    challenges: list[Challenge]

    @property
    def action_count(self) -> int:
        return sum(len(item.actions.all()) for item in self.challenges)


def overview(request: HttpRequest) -> HttpResponse:
    """Every question of the adopted release, by theme."""
    groups = answer_trails()
    trails = [trail for _, found in groups for trail in found]
    context = {
        "groups": groups,
        "count": len(trails),
        "used": sum(1 for trail in trails if trail.challenges),
        "release": current_release(),
    }
    return render(request, "publication/answers.html", context)


def answer_trails() -> list[tuple[Theme, list[AnswerTrail]]]:
    """The trail of every question, by theme, in the order of the release; what was counted was not asked."""
    challenges, conversations = all_challenges(), public_conversations()
    found = []
    for theme in themes():
        indicators = [item for item in indicators_of(theme.code) if item.question]
        trails = [_trail(item, challenges, conversations) for item in indicators]
        if trails:
            found.append((theme, trails))
    return found


def _trail(indicator: Indicator, challenges: list[Challenge], conversations: list[Conversation]) -> AnswerTrail:
    return AnswerTrail(
        indicator,
        [item for item in conversations if indicator.code in indicators_in(item)],
        [item for item in challenges if rests_on(item, indicator.code)],
    )
