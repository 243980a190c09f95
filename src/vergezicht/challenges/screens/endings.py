"""The end of a cycle: the account of each challenge, and the decision about all of them in one sitting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from vergezicht.challenges.attention.urgency import with_work
from vergezicht.challenges.carrying_over import Choice, carry_over, to_decide
from vergezicht.challenges.judging.evaluating import effect_of, frozen_account, promises_of, standing_evaluation
from vergezicht.challenges.judging.evidence import judge_targets
from vergezicht.challenges.models import CarryOver, Course, Cycle, Decision, Evaluation
from vergezicht.challenges.screens.forms import CarryOverForm, ChoiceForm, EvaluationForm, rows_of
from vergezicht.challenges.screens.mistakes import Mistake, mistakes_in, mistakes_in_rows, refuse
from vergezicht.challenges.screens.rights import for_who_may


@for_who_may("check_challenge")
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """The account of one challenge: promised, done, not done and why, effect, lessons."""
    challenge = get_object_or_404(with_work(), slug=slug)
    promises = promises_of(challenge)
    judged = judge_targets(challenge)
    standing = standing_evaluation(challenge)
    form = EvaluationForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        initial=_first_words(promises) | {"effect": effect_of(judged)},
    )
    if request.method == "POST" and form.is_valid():
        content, name, checksum = frozen_account(challenge)
        entry = Evaluation(
            challenge=challenge, supersedes=standing, evidence=content, release_name=name, release_checksum=checksum,
            **form.cleaned_data,
        )  # fmt: skip
        try:
            entry.full_clean()
            entry.save()
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "De terugblik staat vast.")
            return redirect("work_desk", slug)
    context = {"challenge": challenge, "form": form, "promises": promises, "judged": judged, "standing": standing}
    return render(request, "challenges/editor/evaluation.html", context)


def _first_words(promises: list[Any]) -> dict[str, Any]:
    """What is known already, so that nobody types it again."""
    at_start = [item.title for item in promises if item.at_start]
    done = [item.title for item in promises if item.course == Course.FINISHED]
    rest = [
        f"{item.title}: {item.reason or 'waarom niet?'}" for item in promises if item.course not in {Course.FINISHED}
    ]
    return {
        "date": timezone.localdate(),
        "promised": "\n".join(at_start),
        "done": "\n".join(done),
        "not_done": "\n".join(rest),
    }


def _told(done: list[CarryOver], to: Cycle) -> str:
    handed_in = sum(entry.decision == Decision.CONTINUE for entry in done)
    words = f"Over {len(done)} opgaven is besloten. "
    words += f"Wat doorgaat ({handed_in}) wacht hier tot een ander het vaststelt. " if handed_in else ""
    if adjusted := sum(entry.decision == Decision.ADJUST for entry in done):
        words += f"Wat wordt aangepast ({adjusted}) is een concept in {to.name}: schrijf het, en leg het dan voor."
    return words.strip()


@for_who_may("carry_over_challenge")
def carry_over_cycle(request: HttpRequest, slug: str) -> HttpResponse:
    """Continue, adjust, finish or stop: every challenge of a cycle, each with a reason, all or nothing."""
    cycle = get_object_or_404(Cycle, slug=slug)
    waiting = to_decide(cycle)
    others = Cycle.objects.exclude(pk=cycle.pk).filter(starts__gte=cycle.starts)
    data = request.POST if request.method == "POST" else None
    rows = rows_of(ChoiceForm, [item.pk for item in waiting], prefix="opgave", data=data)
    mistakes: list[Mistake] = []
    form = CarryOverForm(data, user=request.user)
    if data is not None:
        target = others.filter(slug=data.get("to", "")).first()
        if target is None:
            mistakes.append(Mistake("Kies de cyclus waarin de opgaven verdergaan.", "Naar cyclus", "naar"))
        valid = [row.is_valid() for row in (form, *rows.values())]  # each tells its problems
        mistakes += [*mistakes_in(form), *mistakes_in_rows((item.title, rows[item.pk]) for item in waiting)]
        if all(valid) and target:
            choices = {
                key: Choice(row.cleaned_data["decision"], row.cleaned_data["reason"]) for key, row in rows.items()
            }
            try:
                done = carry_over(cycle, to=target, choices=choices, user=request.user, role=form.cleaned_data["role"])
            except ValidationError as error:
                mistakes += [Mistake(text) for text in error.messages]
            else:
                messages.success(request, _told(done, target))
                return redirect("work_proposals")
    context = {
        "cycle": cycle,
        "rows": [(item, standing_evaluation(item), rows[item.pk]) for item in waiting],
        "others": others,
        "mistakes": mistakes,
        "form": form,
        "to": data.get("to", "") if data else "",
        "decided": cycle.challenges.filter(carry_over__isnull=False).select_related("carry_over__successor"),
    }
    return render(request, "challenges/editor/carry_over.html", context)
