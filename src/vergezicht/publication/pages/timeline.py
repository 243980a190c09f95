"""Timeline: a challenge from survey to result, each moment with the way to read more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from vergezicht.challenges.models import Challenge, ChallengeVersion, Conversation
from vergezicht.challenges.versions.history import PARTS, UNKNOWN_ROLE
from vergezicht.languages import say
from vergezicht.languages.marks import kept, own_words
from vergezicht.stories.paths import challenge_path, conversation_path, cycle_path, version_path


@dataclass(frozen=True)
class Moment:
    """One thing that happened. ``path`` leads to where it is told; empty when that is this page itself."""

    on: date
    title: str
    text: str = ""
    path: str = ""


def moments_of(
    challenge: Challenge, *, conversations: Iterable[Conversation], versions: Iterable[ChallengeVersion]
) -> list[Moment]:
    """Survey, conversations, adoption, changes, course checks, evaluation and what came after, oldest first."""
    cycle = challenge.cycle
    found = [Moment(cycle.starts, _survey(challenge), kept(cycle.fieldwork), cycle_path(cycle))]
    found += [
        Moment(
            item.date,
            say("Gesprek: {title}", title=kept(item.title)),
            say(item.get_method_display()),
            conversation_path(item),
        )
        for item in conversations
    ]
    found += [_change(version) for version in versions]
    for check in challenge.checks.all():
        found.append(
            Moment(
                check.date, say("Koerscheck: {verdict}", verdict=say(check.get_verdict_display()).lower()), "", "#koers"
            )
        )
    for evaluation in challenge.evaluations.all():
        effect = say("Effect in de cijfers: {effect}", effect=say(evaluation.get_effect_display()).lower())
        found.append(Moment(evaluation.date, say("Terugblik"), effect, cycle_path(cycle) + f"#{challenge.slug}"))
    if (entry := getattr(challenge, "carry_over", None)) is not None:
        path = challenge_path(entry.successor) if entry.successor and entry.successor.is_public else ""
        found.append(
            Moment(
                entry.date,
                say("Besluit: {decision}", decision=say(entry.get_decision_display()).lower()),
                kept(entry.reason),
                path,
            )
        )
    return sorted(found, key=lambda item: item.on)


def _survey(challenge: Challenge) -> str:
    return (
        say("Het onderzoek van {period}", period=challenge.cycle.period)
        if challenge.cycle.period
        else say("Het onderzoek")
    )


def _change(version: ChallengeVersion) -> Moment:
    day = timezone.localtime(version.recorded_at).date()
    if version.number == 1:
        words = say("Eerste versie") if version.role == UNKNOWN_ROLE else say("Vastgesteld")
        told = version.reason if version.role == UNKNOWN_ROLE else version.role
        return Moment(day, words, own_words(told), version_path(version))
    what = say("Gewijzigd: {what}", what=changed_words(version))
    return Moment(day, what, own_words(version.reason), version_path(version))


def changed_words(version: ChallengeVersion) -> str:
    """What was changed, for readers, in the language of now: "doel en acties"."""
    names = [say(PARTS.get(name, name)) for name in version.changed]
    return say(" en ").join(filter(None, (", ".join(names[:-1]), *names[-1:])))
