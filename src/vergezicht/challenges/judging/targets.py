"""Targets: is an indicator on course to its target, off course, or can nobody tell? By rule, with every step.

Pure: figures in, judgement out. On course is measured along the straight path from baseline to target. The gap
between a figure and the path gets its interval by squaring and adding the margins of figure and baseline (MOVER;
Newcombe 1998, Statistics in Medicine 17:873-890), as every comparison of this site does: the path begins at a
baseline that has a margin itself. The change since the baseline is the release's own comparison where it has one.
"Not demonstrable" is a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from vergezicht.figures import Comparison, Direction, Figure, Verdict
from vergezicht.languages import noted

STALE_AFTER_YEARS = 4  # two cycles of two years
_WANTED = {"stijgen": 1, "dalen": -1}


class TargetSignal(StrEnum):
    """What the figures say about one target."""

    ON_COURSE = "op-koers"
    OFF_COURSE = "van-koers"
    NOT_DEMONSTRABLE = "niet-aantoonbaar"
    NO_NEW_FIGURES = "geen-nieuwe-cijfers"
    NO_FIGURE = "geen-cijfer"

    @property
    def label(self) -> str:
        return {
            TargetSignal.ON_COURSE: noted("Op koers"),
            TargetSignal.OFF_COURSE: noted("Van koers"),
            TargetSignal.NOT_DEMONSTRABLE: noted("Niet aantoonbaar"),
            TargetSignal.NO_NEW_FIGURES: noted("Geen nieuwe cijfers"),
            TargetSignal.NO_FIGURE: noted("Geen cijfer"),
        }[self]


@dataclass(frozen=True)
class TargetAim:
    """What was aimed at. ``kind`` is waarde, stijgen, dalen or gelijk; ``value`` in the unit of the indicator."""

    kind: str
    year: int
    value: float | None = None


@dataclass(frozen=True)
class Gap:
    """A difference with its 95 % interval, in the unit of the indicator."""

    value: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """+1 demonstrably above zero, -1 demonstrably below, 0 when zero lies inside."""
        if self.low > 0:
            return 1
        return -1 if self.high < 0 else 0


@dataclass(frozen=True)
class Judgement:
    """The signal with its trace: each step of the rule in words, and the numbers it used."""

    signal: TargetSignal
    steps: tuple[str, ...]
    change: Gap | None = None
    path: float | None = None
    gap: Gap | None = None
    moved: int = 0  # +1 demonstrably risen, -1 demonstrably fallen, 0 no demonstrable change


def judge_target(
    aim: TargetAim,
    *,
    baseline: Figure | None,
    current: Figure | None,
    direction: Direction,
    comparison: Comparison | None = None,
    equal_within: float = 0.0,
    this_year: int | None = None,
    write: Callable[[float], str] = lambda value: f"{value:g}",
    write_difference: Callable[[float], str] = lambda value: f"{value:g}",
) -> Judgement:
    """Judge one target by the figure of its baseline and the newest figure of the same indicator and area.

    ``comparison`` is the release's own comparison of exactly these two periods, when it has one: then its verdict,
    which controls false alarms over all areas, decides whether there is a change, and its margin is the margin of the
    change. ``equal_within`` is how far figures may lie apart and still be practically equal. ``write`` is the notation
    of the indicator for the trace, ``write_difference`` that of a difference: points, where a figure is a percentage.
    Never raises: what cannot be judged is said to be so.
    """
    trouble = _trouble(baseline, current, this_year)
    if trouble is not None:
        return trouble
    assert baseline is not None and current is not None  # noqa: S101  # _trouble saw to it
    start, now = _year(baseline.period), _year(current.period)
    steps = [
        f"Uitgangspunt in {baseline.period}: {_with_margin(baseline, write)}.",
        f"Nieuwste cijfer, uit {current.period}: {_with_margin(current, write)}.",
    ]
    if comparison is not None and comparison.verdict == Verdict.NOT_COMPARABLE:
        steps.append("De vraag of het gebied is veranderd: deze twee cijfers zijn niet te vergelijken.")
        return Judgement(TargetSignal.NO_FIGURE, tuple(steps))
    compared = _compared(comparison)
    change = compared or _difference(current, baseline, 1.0, baseline.value or 0.0)
    verdict = comparison.verdict if comparison is not None else None
    moved = verdict.sign if verdict is not None else change.sign
    steps.append(_change_step(change, compared is not None, _change_words(change, verdict), write_difference))
    if aim.kind in _WANTED:
        return _judge_movement(aim.kind, moved, change, steps)
    if aim.kind == "gelijk" or aim.value is None:
        return _judge_holding(moved, verdict, direction, change, equal_within, steps, write_difference)
    start_value = baseline.value or 0.0
    share = min(1.0, max(0.0, (now - start) / (aim.year - start))) if aim.year > start else 1.0
    path = start_value + (aim.value - start_value) * share
    upwards = _upwards(aim.value, start_value, direction)
    gap = _difference(current, baseline, 1.0 - share, path)
    better = gap.sign * upwards
    when = f"In {aim.year} moet het {write(aim.value)} zijn"
    steps.append(
        f"{when}; op de rechte lijn daarheen zou het in {current.period} {write(path)} zijn."
        if share < 1.0
        else f"{when}. Dat jaar is er: vergelijk met het doel zelf."
    )
    span = f"tussen {write_difference(gap.low)} en {write_difference(gap.high)}"
    steps.append(f"Verschil daarmee: {write_difference(gap.value)}, met de marge {span}.")
    if better > 0:
        steps.append("De hele marge ligt aan de goede kant daarvan: op koers.")
        return Judgement(TargetSignal.ON_COURSE, tuple(steps), change, path, gap, moved)
    if better < 0:
        steps.append("De hele marge ligt aan de verkeerde kant daarvan: van koers.")
        return Judgement(TargetSignal.OFF_COURSE, tuple(steps), change, path, gap, moved)
    if moved * upwards > 0:
        steps.append("Dat ligt binnen de marge en de verandering is aantoonbaar de goede kant op: op koers.")
        return Judgement(TargetSignal.ON_COURSE, tuple(steps), change, path, gap, moved)
    if moved * upwards < 0:
        steps.append("Het cijfer ging aantoonbaar de verkeerde kant op: van koers.")
        return Judgement(TargetSignal.OFF_COURSE, tuple(steps), change, path, gap, moved)
    steps.append("Dat ligt binnen de marge en er is geen aantoonbare verandering: niet aantoonbaar.")
    return Judgement(TargetSignal.NOT_DEMONSTRABLE, tuple(steps), change, path, gap, moved)


def combine(signals: Iterable[TargetSignal]) -> TargetSignal | None:
    """All targets of a challenge together; never an average. None when there are no targets.

    One target off course is off course. On course needs every target that has new figures to be on course.
    """
    found = list(signals)
    if not found:
        return None
    if TargetSignal.OFF_COURSE in found:
        return TargetSignal.OFF_COURSE
    judged = [item for item in found if item in {TargetSignal.ON_COURSE, TargetSignal.NOT_DEMONSTRABLE}]
    if not judged:
        return TargetSignal.NO_NEW_FIGURES
    return TargetSignal.ON_COURSE if set(judged) == {TargetSignal.ON_COURSE} else TargetSignal.NOT_DEMONSTRABLE


def _trouble(baseline: Figure | None, current: Figure | None, this_year: int | None) -> Judgement | None:
    """Why nothing can be judged, if so."""
    for figure, name in ((baseline, "van het uitgangspunt"), (current, "van nu")):
        if figure is None or figure.value is None:
            return Judgement(TargetSignal.NO_FIGURE, (f"Er is geen cijfer {name}: er valt niets te vergelijken.",))
        if figure.censored:
            words = f"Van het cijfer {name} is alleen een grens bekend: er valt niets te vergelijken."
            return Judgement(TargetSignal.NO_FIGURE, (words,))
        if year_of(figure.period) is None:
            return Judgement(TargetSignal.NO_FIGURE, (f"De meting {figure.period} noemt geen jaar.",))
    assert baseline is not None and current is not None  # noqa: S101  # the loop saw to it
    if _year(current.period) <= _year(baseline.period):
        words = f"Na {baseline.period}, het uitgangspunt, is er nog geen nieuwe meting."
        return Judgement(TargetSignal.NO_NEW_FIGURES, (words,))
    if this_year is not None and this_year - _year(current.period) > STALE_AFTER_YEARS:
        words = f"Het nieuwste cijfer is van {current.period}: ouder dan twee cycli, dus geen nieuw cijfer."
        return Judgement(TargetSignal.NO_NEW_FIGURES, (words,))
    return None


def _judge_movement(kind: str, moved: int, change: Gap, steps: list[str]) -> Judgement:
    """Targets without a value: rise or fall."""
    wanted = _WANTED[kind]
    if moved == wanted:
        steps.append(f"Het doel is {kind}, en dat is aantoonbaar gebeurd: op koers.")
        return Judgement(TargetSignal.ON_COURSE, tuple(steps), change, moved=moved)
    if moved == -wanted:
        steps.append(f"Het doel is {kind}; aantoonbaar gebeurde het omgekeerde: van koers.")
        return Judgement(TargetSignal.OFF_COURSE, tuple(steps), change, moved=moved)
    steps.append(f"Het doel is {kind}, maar er is geen aantoonbare verandering: niet aantoonbaar.")
    return Judgement(TargetSignal.NOT_DEMONSTRABLE, tuple(steps), change, moved=moved)


def _judge_holding(
    moved: int,
    verdict: Verdict | None,
    direction: Direction,
    change: Gap,
    limit: float,
    steps: list[str],
    write: Callable[[float], str],
) -> Judgement:
    """Stay at least as good: a test of non-inferiority.

    On course when the unfavourable end of the margin does not go beyond the limit of practically equal; without a
    direction both ends are unfavourable. What demonstrably went the wrong way is off course, however little it was.
    """
    better = {Direction.HIGHER: 1, Direction.LOWER: -1}.get(direction, 0)
    if moved != 0 and moved != better:
        steps.append("Het doel is gelijk blijven, en dat is aantoonbaar niet gelukt: van koers.")
        return Judgement(TargetSignal.OFF_COURSE, tuple(steps), change, moved=moved)
    worst = {1: min(change.low, 0.0), -1: max(change.high, 0.0)}.get(better, max(-change.low, change.high))
    if verdict == Verdict.PRACTICALLY_EQUAL or (moved != 0 and moved == better):
        steps.append("Het doel is gelijk blijven, en dat is aantoonbaar gelukt: op koers.")
        return Judgement(TargetSignal.ON_COURSE, tuple(steps), change, moved=moved)
    if abs(worst) <= limit:
        held = "zeker niet slechter geworden" if better else "zeker vrijwel gelijk gebleven"
        steps.append(
            f"De ongunstige kant van de marge blijft binnen wat vrijwel gelijk heet (hier {write(limit)}): het is "
            f"{held}. Het doel is gelijk blijven of beter: op koers."
        )
        return Judgement(TargetSignal.ON_COURSE, tuple(steps), change, moved=moved)
    steps.append(
        "Het doel is gelijk blijven of beter, maar de ongunstige kant van de marge gaat verder dan wat vrijwel gelijk "
        f"heet (hier {write(limit)}): niet aantoonbaar."
    )
    return Judgement(TargetSignal.NOT_DEMONSTRABLE, tuple(steps), change, moved=moved)


def _upwards(target: float, start: float, direction: Direction) -> int:
    """+1 when a higher figure is nearer to the target. A target equal to the baseline follows the indicator."""
    if target != start:
        return 1 if target > start else -1
    return -1 if direction == Direction.LOWER else 1


def _difference(figure: Figure, baseline: Figure, weight: float, reference: float) -> Gap:
    """figure minus reference, where the reference carries ``weight`` times the margin of the baseline."""
    value = figure.value or 0.0
    below, above = _margins(figure)
    base_below, base_above = _margins(baseline)
    difference = value - reference
    return Gap(
        difference,
        difference - hypot(below, weight * base_above),
        difference + hypot(above, weight * base_below),
    )


def _margins(figure: Figure) -> tuple[float, float]:
    """How far the interval reaches below and above the value; nothing for a figure that was counted."""
    value = figure.value or 0.0
    low = figure.low if figure.low is not None else value
    high = figure.high if figure.high is not None else value
    return value - low, high - value


def _with_margin(figure: Figure, write: Callable[[float], str]) -> str:
    value = write(figure.value or 0.0)
    if figure.low is None or figure.high is None:
        return f"{value} (geteld, zonder marge)"
    return f"{value}, met de marge tussen {write(figure.low)} en {write(figure.high)}"


def _compared(comparison: Comparison | None) -> Gap | None:
    """The change as the release compares it; None when it does not, or gives no margin."""
    if comparison is None or comparison.difference is None or comparison.low is None or comparison.high is None:
        return None
    return Gap(comparison.difference, comparison.low, comparison.high)


def _change_step(change: Gap, is_of_release: bool, words: str, write: Callable[[float], str]) -> str:
    how = "" if is_of_release else " (door ons uitgerekend: het onderzoek vergelijkt deze twee metingen niet)"
    return f"Verandering{how}: {write(change.value)}, tussen {write(change.low)} en {write(change.high)}: {words}."


def _change_words(change: Gap, verdict: Verdict | None) -> str:
    """What may be said of a change; a margin on one side of zero that does not count says why not."""
    moved = verdict.sign if verdict is not None else change.sign
    if moved:
        return "aantoonbaar gestegen" if moved > 0 else "aantoonbaar gedaald"
    if verdict == Verdict.PRACTICALLY_EQUAL:
        return "vrijwel gelijk gebleven"
    if verdict == Verdict.SMALL:
        return "aantoonbaar veranderd, maar te weinig om mee te tellen"
    if change.sign:
        side = "boven" if change.sign > 0 else "onder"
        return (
            f"de hele marge ligt {side} nul, maar het onderzoek vergelijkt zoveel gebieden dat ook dit toeval kan "
            "zijn; daarom geen aantoonbare verandering"
        )
    return "geen aantoonbare verandering"


def year_of(period: str) -> int | None:
    """The year in the name of a wave: "2020" and "2020-voorjaar" are 2020; None when there is none."""
    match = re.match(r"(\d{4})(?!\d)", period)
    return int(match[1]) if match else None


def is_from_before(period: str, adopted: int) -> bool:
    """Whether a wave was held in a year before the challenge was adopted: it cannot tell what came of it."""
    measured = year_of(period)
    return measured is not None and measured < adopted


def _year(period: str) -> int:
    year = year_of(period)
    assert year is not None  # noqa: S101  # _trouble saw to it
    return year
