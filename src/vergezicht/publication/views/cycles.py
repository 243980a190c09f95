"""Cycles: each round from survey to evaluation; promised and done, and what the next one does with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.challenges.judging.evaluating import TargetOutcome, outcome_of, standing_evaluation
from vergezicht.challenges.models import CarryOver, Challenge, Course, Cycle, Evaluation
from vergezicht.challenges.queries import public_challenges
from vergezicht.publication.pages.subjects import of_days


@dataclass(frozen=True)
class PromiseRow:
    title: str
    who: str
    at_start: bool
    course: Course | None
    reason: str


@dataclass(frozen=True)
class Account:
    """A challenge with its evaluation and what was decided about it; each may still be missing."""

    challenge: Challenge
    evaluation: Evaluation | None
    promises: list[PromiseRow]
    outcome: TargetOutcome
    carried: CarryOver | None


def overview(request: HttpRequest) -> HttpResponse:
    """All cycles, newest first. They overlap: there is no current one."""
    counted = Cycle.objects.annotate(
        challenge_count=Count("challenges", filter=~Q(challenges__state="concept"), distinct=True),
        conversation_count=Count("conversations", filter=Q(conversations__is_public=True), distinct=True),
    )
    return render(request, "publication/cycles.html", {"cycles": counted.order_by("-starts")})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One cycle: its steps, and the account of every challenge."""
    cycle = Cycle.objects.get(slug=slug)
    challenges = (
        public_challenges()
        .filter(cycle=cycle)
        .select_related("cycle", "carry_over__to_cycle", "carry_over__successor")
        .prefetch_related("evaluations", "checks", "actions")
    )
    accounts = [_account(item) for item in challenges]
    done = Counter(row.course for account in accounts for row in account.promises)
    context = {
        "cycle": cycle,
        "subjects": of_days(cycle.starts, cycle.ends),
        "accounts": [account for account in accounts if account.evaluation is not None],
        "waiting": [account.challenge for account in accounts if account.evaluation is None],
        "count": len(accounts),
        "conversations": cycle.conversations.filter(is_public=True),
        "promised": sum(done.values()),
        "finished": done[Course.FINISHED],
        "outcomes": _counted(account.outcome for account in accounts if account.evaluation is not None),
        "effects": Counter(
            str(account.evaluation.get_effect_display()) for account in accounts if account.evaluation
        ).items(),
    }
    return render(request, "publication/cycle.html", context)


def _counted(outcomes: Iterable[TargetOutcome]) -> list[tuple[str, int]]:
    """How many challenges reached their targets, missed them or cannot tell, in that order."""
    counted = Counter(outcomes)
    return [(outcome.label, counted[outcome]) for outcome in TargetOutcome if counted[outcome]]


def _account(challenge: Challenge) -> Account:
    evaluation = standing_evaluation(challenge)
    rows = evaluation.evidence.get("promises", []) if evaluation else []
    promises = [
        PromiseRow(
            row["title"], row["who"], row["at_start"], Course(row["course"]) if row["course"] else None, row["reason"]
        )
        for row in rows
    ]
    outcome = outcome_of(evaluation.evidence if evaluation else {})
    return Account(challenge, evaluation, promises, outcome, getattr(challenge, "carry_over", None))
