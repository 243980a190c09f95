"""Evidence: what the figures and the actions say about a challenge at one moment, as plain values that can be frozen.

Two accounts, side by side and never mixed: the targets (residents of the whole area) and the actions (our own work).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from vergezicht.challenges.ground import adoption_of, current_adoptions, current_release, equality
from vergezicht.challenges.judging.targets import (
    Judgement,
    TargetAim,
    TargetSignal,
    combine,
    is_from_before,
    judge_target,
)
from vergezicht.challenges.models import Action, AdoptedRelease, Challenge, Course, CourseSignal, Target
from vergezicht.challenges.references import figure_of, parse_references
from vergezicht.figures import Comparison, Figure, FigureSource, Indicator, Reference
from vergezicht.languages import say
from vergezicht.pictures.notation import amount, difference_amount, figure_text, margin_text

_OF_SIGNAL = {
    None: CourseSignal.NO_TARGETS,
    TargetSignal.ON_COURSE: CourseSignal.ON_COURSE,
    TargetSignal.OFF_COURSE: CourseSignal.OFF_COURSE,
    TargetSignal.NOT_DEMONSTRABLE: CourseSignal.UNCLEAR,
    TargetSignal.NO_NEW_FIGURES: CourseSignal.NO_NEW_FIGURES,
}


@dataclass(frozen=True)
class JudgedTarget:
    """A target with what the release says of it."""

    target: Target
    indicator: Indicator | None
    area_name: str
    baseline: Figure | None
    current: Figure | None
    judgement: Judgement
    is_from_before: bool = False

    @property
    def title(self) -> str:
        """Of the indicator; its code when the release does not have it."""
        return self.indicator.title if self.indicator else self.target.indicator

    @property
    def subject(self) -> str:
        """ "Groen in de buurt, Assendorp"."""
        return f"{self.title}, {self.area_name}"

    @property
    def aim_text(self) -> str:
        """ "76%", "stijgen"."""
        if self.target.value is None or self.indicator is None:
            return say(str(self.target.get_kind_display())).lower()
        return amount(self.indicator, self.target.value)

    @property
    def baseline_text(self) -> str:
        return figure_text(self.indicator, self.baseline) if self.indicator else say("geen cijfer")

    @property
    def current_text(self) -> str:
        return figure_text(self.indicator, self.current) if self.indicator else say("geen cijfer")

    @property
    def current_margin(self) -> str:
        return margin_text(self.indicator, self.current) if self.indicator else ""

    @property
    def path_text(self) -> str:
        path = self.judgement.path
        return amount(self.indicator, path) if path is not None and self.indicator else ""


@dataclass(frozen=True)
class Evidence:
    """The signal with everything under it; ``content`` is what a course check freezes."""

    signal: CourseSignal
    targets: tuple[JudgedTarget, ...]
    trace: list[str]
    content: dict[str, Any]
    release_name: str
    release_checksum: str


def judge_targets(
    challenge: Challenge, *, today: date | None = None, release: FigureSource | None = None
) -> list[JudgedTarget]:
    """Every target of a challenge against the newest figures; of the adopted release unless told.

    What was measured before the challenge was adopted is judged too, and says so (``is_from_before``).
    A challenge of a cycle that has ended is judged as of that end: its figures do not grow old after it.
    """
    release = release or current_release()
    year = min(today or timezone.localdate(), challenge.cycle.ends).year
    first = challenge.versions.order_by("number").first()
    adopted = timezone.localdate(first.recorded_at).year if first is not None else None
    return [_judged(target, release, year, adopted) for target in challenge.targets.all()]


def _judged(target: Target, release: FigureSource | None, year: int, adopted: int | None) -> JudgedTarget:
    if release is None or not release.has_indicator(target.indicator) or target.area not in release.geography:
        words = "De vastgestelde release heeft dit cijfer niet."
        return JudgedTarget(target, None, target.area, None, None, Judgement(TargetSignal.NO_FIGURE, (words,)))
    indicator = release.indicator(target.indicator)
    baseline = release.figure(target.indicator, target.area, target.baseline_period)
    current = _newest(release, target)
    judgement = judge_target(
        TargetAim(target.kind, target.year, target.value),
        baseline=baseline,
        current=current,
        direction=indicator.direction,
        comparison=_comparison(release, target, baseline, current),
        equal_within=_equal_within(indicator, baseline, current),
        this_year=year,
        write=lambda value: amount(indicator, value),
        write_difference=lambda value: difference_amount(indicator, value),
    )
    name = release.geography[target.area].name
    is_told = current is not None and current.is_shown and adopted is not None
    earlier = is_told and is_from_before(current.period, adopted)
    return JudgedTarget(target, indicator, name, baseline, current, judgement, earlier)


def _equal_within(indicator: Indicator, baseline: Figure | None, current: Figure | None) -> float:
    if baseline is None or current is None or baseline.value is None or current.value is None:
        return 0.0
    return equality().limit_for(indicator.kind, (baseline.value, current.value))


def _newest(release: FigureSource, target: Target) -> Figure | None:
    """The figure of the last wave in which this was asked, shown or not."""
    figures = [
        release.figure(target.indicator, target.area, period)
        for period in reversed(release.periods_of(target.indicator))
    ]
    return next((figure for figure in figures if figure is not None), None)


def _comparison(
    release: FigureSource, target: Target, baseline: Figure | None, current: Figure | None
) -> Comparison | None:
    """The release's own comparison, when it is of exactly these two waves."""
    if baseline is None or current is None:
        return None
    found = release.comparison(target.indicator, target.area, Reference.PREVIOUS_WAVE, current.period)
    return found if found is not None and found.reference_period == baseline.period else None


def gather_evidence(
    challenge: Challenge, *, today: date | None = None, release: FigureSource | None = None
) -> Evidence:
    """Everything a course check rests on, with the signal that follows from it by rule."""
    today = today or timezone.localdate()
    release = release or current_release()
    judged = judge_targets(challenge, today=today, release=release)
    actions = list(challenge.actions.all())
    signal = _OF_SIGNAL.get(combine(item.judgement.signal for item in judged), CourseSignal.NO_NEW_FIGURES)
    trace = [
        *(f"{item.subject}: {step}" for item in judged for step in item.judgement.steps),
        f"Alles samen: {signal.label.lower()}." if judged else "Er zijn geen streefdoelen: de cijfers zeggen niets.",
    ]
    figures = _frozen_figures(challenge, release)
    content = {
        "signal": signal.value,
        "targets": [_frozen_target(item) for item in judged],
        "figures": figures,
        "actions": action_account(actions, today=today),
    }
    used = _adoptions([item.target.indicator for item in judged] or [item["indicator"] for item in figures])
    content["releases"] = [{"name": item.folder, "checksum": item.checksum} for item in used]
    return Evidence(
        signal=signal,
        targets=tuple(judged),
        trace=trace,
        content=content,
        release_name=used[0].folder if used else "",
        release_checksum=used[0].checksum if used else "",
    )


def _adoptions(indicators: Sequence[str]) -> list[AdoptedRelease]:
    """The adopted releases of these indicators, the first one's first; without any those that the site stands on."""
    found = [adoption_of(indicator) for indicator in indicators]
    return list(dict.fromkeys(item for item in found if item)) or current_adoptions()


def action_account(actions: Sequence[Action], *, today: date) -> dict[str, Any]:
    """Our own work in counts: by status, late milestones, actions of which nothing was heard in their interval."""
    counted = Counter(action.status for action in actions)
    return {
        "counts": {course.value: counted[course] for course in Course if counted[course]},
        "late_milestones": [
            {"action": action.title, "milestone": item.title, "due": item.due.isoformat() if item.due else ""}
            for action in actions
            if not action.is_over
            for item in action.milestones.all()
            if item.is_late(today)
        ],
        "not_updated": [action.title for action in actions if is_stale(action, today=today)],
    }


def is_stale(action: Action, *, today: date) -> bool:
    """Whether an action that runs was not reported on within its interval."""
    if action.is_over or action.status == Course.NOT_STARTED:
        return False
    last = action.last_update
    return last is None or last.date + timedelta(days=action.update_interval_days) < today


def _frozen_target(item: JudgedTarget) -> dict[str, Any]:
    judgement = item.judgement
    return {
        "indicator": item.target.indicator,
        "title": item.title,
        "area": item.target.area,
        "area_name": item.area_name,
        "kind": item.target.kind,
        "aim": item.aim_text,
        "year": item.target.year,
        "baseline": asdict(item.baseline) if item.baseline else None,
        "current": asdict(item.current) if item.current else None,
        "current_text": item.current_text,
        "margin_text": item.current_margin,
        "signal": judgement.signal.value,
        "label": judgement.signal.label,
        "steps": list(judgement.steps),
        "path": judgement.path,
        "change": asdict(judgement.change) if judgement.change else None,
        "gap": asdict(judgement.gap) if judgement.gap else None,
    }


def _frozen_figures(challenge: Challenge, release: FigureSource | None) -> list[dict[str, Any]]:
    if release is None:
        return []
    found = []
    for reference in parse_references(challenge.figures):
        figure = figure_of(reference, release)
        if figure is not None:
            indicator = release.indicator(reference.indicator)
            text = figure_text(indicator, figure)
            found.append({"reference": str(reference), "title": indicator.title, "text": text, **asdict(figure)})
    return found
