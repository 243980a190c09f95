"""The guided course check: it starts from the last one and asks first what became of what we said then."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import Truncator

from vergezicht.challenges.attention.urgency import with_work
from vergezicht.challenges.judging.course_checks import Answer, Change, open_adjustments, record_check
from vergezicht.challenges.judging.evidence import gather_evidence
from vergezicht.challenges.models import Challenge, Confidence, CourseCheck
from vergezicht.challenges.screens.forms import AnswerForm, ChangeForm, CheckForm, CorrectionForm, rows_of
from vergezicht.challenges.screens.mistakes import Mistake, mistakes_in, mistakes_in_rows, refuse
from vergezicht.challenges.screens.rights import for_who_may

_ROWS = 3
_MOST_TOLD = 8  # words of what was agreed


@for_who_may("check_challenge")
def course_check(request: HttpRequest, slug: str) -> HttpResponse:
    """Do a course check."""
    challenge = get_object_or_404(with_work(), slug=slug)
    if not challenge.is_running:
        messages.error(request, "Een koerscheck hoort bij een opgave die loopt.")
        return redirect("work_desk", slug)
    return _screen(request, challenge, None)


@for_who_may("check_challenge")
def correct_check(request: HttpRequest, number: int) -> HttpResponse:
    """Correct a check: a new one beside it, with the reason."""
    old = get_object_or_404(CourseCheck, pk=number, corrected_by__isnull=True)
    return _screen(request, get_object_or_404(with_work(), pk=old.challenge_id), old)


def _screen(request: HttpRequest, challenge: Challenge, old: CourseCheck | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    last = challenge.latest_check
    form_class = CorrectionForm if old else CheckForm
    form = form_class(
        data, user=request.user, challenge=challenge, initial=_initial(old or last, correcting=old is not None)
    )
    waiting = [] if old else open_adjustments(challenge)
    answers = rows_of(AnswerForm, [item.pk for item in waiting], prefix="antwoord", data=data)
    changes = rows_of(ChangeForm, range(_ROWS), prefix="bijsturing", data=data)
    evidence = gather_evidence(challenge)
    valid = [item.is_valid() for item in (form, *answers.values(), *changes.values())]  # each tells its problems
    if data is not None and all(valid):
        try:
            check = record_check(
                challenge,
                **{name: form.cleaned_data[name] for name in
                   ("date", "verdict", "story", "confidence", "who", "role", "differs_because")},
                correction_reason=form.cleaned_data.get("correction_reason", ""),
                supersedes=old,
                answers=[Answer(key, row.cleaned_data["outcome"], row.cleaned_data["text"])
                         for key, row in answers.items()],
                changes=[_change(row.cleaned_data) for row in changes.values() if row.cleaned_data.get("text")],
            )  # fmt: skip
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"De koerscheck staat vast: {check.get_verdict_display().lower()}.")
            return redirect("work_desk", challenge.slug)
    context = {
        "challenge": challenge,
        "last": last,
        "old": old,
        "form": form,
        "answers": [(item, answers[item.pk]) for item in waiting],
        "changes": list(changes.values()),
        "evidence": evidence,
        "account": evidence.content["actions"],
        "mistakes": _mistakes(form, waiting, answers, changes) if data is not None else [],
    }
    return render(request, "challenges/editor/course_check.html", context)


def _mistakes(form: Any, waiting: list[Any], answers: dict[Any, Any], changes: dict[Any, Any]) -> list[Mistake]:
    """In the order of the screen."""
    asked = [(f"Afspraak “{Truncator(item.text).words(_MOST_TOLD)}”", answers[item.pk]) for item in waiting]
    asked_now = [(f"Bijsturing {number}", row) for number, row in enumerate(changes.values(), 1)]
    return [*mistakes_in_rows(asked), *mistakes_in(form), *mistakes_in_rows(asked_now)]


def _initial(last: CourseCheck | None, *, correcting: bool) -> dict[str, Any]:
    """Starts from the last check: its verdict and who were there, never its story, which is of that day."""
    if last is None:
        return {"date": timezone.localdate(), "confidence": Confidence.MEDIUM}
    initial = {"date": timezone.localdate(), "verdict": last.verdict, "confidence": last.confidence, "who": last.who}
    if correcting:
        initial |= {"date": last.date, "story": last.story, "differs_because": last.differs_because}
    return initial


def _change(row: dict[str, Any]) -> Change:
    return Change(row["kind"], row["text"], row["owner_role"], row["due"])
