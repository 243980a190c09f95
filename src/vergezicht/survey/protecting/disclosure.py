"""Disclosure control: what may be shown, how firmly, and rounded to what. Privacy first, then precision.

The rules are those of ``thresholds.toml``; docs/method.md tells why. They work on the number of valid answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vergezicht.areas import AreaLevel, Geography
from vergezicht.figures import (
    AnswerShare,
    Comparison,
    Figure,
    FigureStatus,
    GroupComparison,
    Indicator,
    IndicatorKind,
    Reason,
    Reference,
    Verdict,
)
from vergezicht.survey.arrays import BoolArray
from vergezicht.survey.estimating.comparison import Contrast, benjamini_hochberg, judge
from vergezicht.survey.estimating.groups import WaveGroups, at_levels
from vergezicht.survey.estimating.results import RANGES, IndicatorResult
from vergezicht.survey.protecting.answer_secrecy import hide_distributions
from vergezicht.survey.protecting.group_secrecy import hide_groups
from vergezicht.survey.protecting.subtraction import hide_companions
from vergezicht.survey.thresholds import Thresholds

# (indicator, period) -> codes of the areas whose figure an earlier release shows.
Published = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True)
class Protected:
    """Only what may leave the house."""

    figures: tuple[Figure, ...]
    comparisons: tuple[Comparison, ...]
    answers: tuple[AnswerShare, ...]
    group_comparisons: tuple[GroupComparison, ...] = ()
    warnings: tuple[str, ...] = ()


def protect(
    results: Sequence[IndicatorResult],
    contrasts: Sequence[Contrast],
    areas: Sequence[str],
    geography: Geography,
    thresholds: Thresholds,
    published: Published | None = None,
    groups: Sequence[WaveGroups] = (),
) -> Protected:
    """Decide per figure whether it may be shown, hide what would give a hidden one away, round the rest.

    ``areas`` (A) are the codes of the areas of every result.
    Comparisons are given only between figures that are both shown in full; the control of false alarms is over
    what is shown together: one indicator, level, period and reference; or all labels of one group.
    ``published`` holds, per indicator and period, the areas that an earlier release has already shown: they count as
    known, and what they give away together with this release is told in ``warnings``. ``groups`` hold the same
    indicators for part of the adults.
    """
    levels = [geography[code].level for code in areas]
    figures: dict[tuple[str, str], list[Figure]] = {}
    answers: list[AnswerShare] = []
    warnings: list[str] = []
    grouped: list[Figure] = []
    group_comparisons: list[GroupComparison] = []
    for result in results:
        earlier = (published or {}).get((result.indicator, result.period), frozenset())
        known = np.array([code in earlier for code in areas])
        shown = _figures(result, areas, levels, thresholds, known, warnings)
        figures[result.indicator, result.period] = shown
        answers += _answers(result, shown, thresholds, known)
        for part in groups:
            of_part = _group_figures(part, result, shown, known, areas, levels, thresholds)
            large = at_levels(levels, part.plan.level)
            grouped += [figure for label in of_part.values() for figure, fits in zip(label, large, strict=True) if fits]
            group_comparisons += _group_comparisons(part, of_part, shown, levels, thresholds)
    comparisons = [
        comparison for contrast in contrasts for comparison in _comparisons(contrast, figures, levels, thresholds)
    ]
    return Protected(
        figures=(*(figure for group in figures.values() for figure in group), *grouped),
        comparisons=tuple(comparisons),
        answers=tuple(answers),
        group_comparisons=tuple(group_comparisons),
        warnings=tuple(warnings),
    )


def _group_figures(
    groups: WaveGroups,
    whole: IndicatorResult,
    shown: Sequence[Figure],
    known: BoolArray,
    areas: Sequence[str],
    levels: Sequence[AreaLevel],
    thresholds: Thresholds,
) -> dict[str, list[Figure]]:
    """The figures (A,) of every label of a group, of which only those of areas that are large enough count."""
    results = {
        label: found
        for label, part in groups.results.items()
        for found in part
        if (found.indicator, found.period) == (whole.indicator, whole.period)
    }
    if not results:
        return {}
    large = at_levels(levels, groups.plan.level)
    figures = {}
    for label, found in results.items():
        reasons = [
            _reason(found, place, level, found.measured.indicator, thresholds) if large[place] else Reason.LEVEL
            for place, level in enumerate(levels)
        ]
        figures[label] = [
            replace(
                _figure(found, place, code, reason, found.measured.indicator, thresholds),
                group=f"{groups.plan.name}: {label}",
            )
            for place, (code, reason) in enumerate(zip(areas, reasons, strict=True))
        ]
    public = np.array([figure.is_shown for figure in shown]) | known
    return hide_groups(figures, results, whole, public, large, thresholds.secrecy)


def _group_comparisons(
    groups: WaveGroups,
    of_label: Mapping[str, Sequence[Figure]],
    everyone: Sequence[Figure],
    levels: Sequence[AreaLevel],
    thresholds: Thresholds,
) -> list[GroupComparison]:
    """What may be said of each label against the others of the same area, for the figures (A,) of one indicator.

    Only where the label and everyone are shown in full, so that what is told of the others could be computed already,
    and where enough others answered. All labels in all areas of one level are one set of comparisons.
    """
    tested = {label: groups.contrast(label, figures[0]) for label, figures in of_label.items()}
    large = at_levels(levels, groups.plan.level)
    found = []
    for level in dict.fromkeys(level for level, fits in zip(levels, large, strict=True) if fits):
        told = [
            (label, place)
            for label, figures in of_label.items()
            for place, (figure, whole) in enumerate(zip(figures, everyone, strict=True))
            if levels[place] == level and _in_full(figure) and _in_full(whole)
            and tested[label].others_n[place] >= thresholds.firm_n and not np.isnan(tested[label].p[place])
        ]  # fmt: skip
        adjusted = benjamini_hochberg(np.array([tested[label].p[place] for label, place in told]))
        for (label, place), p_adjusted in zip(told, adjusted.tolist(), strict=True):
            figure = of_label[label][place]
            judged = judge(tested[label], place, p_adjusted, thresholds)
            found.append(GroupComparison(figure.indicator, figure.area, figure.period, figure.group, *judged))
    return found


def _figures(
    result: IndicatorResult,
    areas: Sequence[str],
    levels: Sequence[AreaLevel],
    thresholds: Thresholds,
    known: BoolArray,
    warnings: list[str],
) -> list[Figure]:
    indicator = result.measured.indicator
    reasons = [_reason(result, place, level, indicator, thresholds) for place, level in enumerate(levels)]
    shown = np.array([reason is None for reason in reasons])
    hidden = hide_companions(shown, result.members, result.sums, thresholds.secrecy, known)
    for place in np.flatnonzero(hidden.companions):
        reasons[place] = Reason.SECONDARY
    if hidden.exposed:
        warnings.append(
            f"{result.indicator}, {result.period}: met een eerdere release samen is nu meer te herleiden "
            f"({len(hidden.exposed)} keer); trek die cijfers in of geef deze niet uit"
        )
    return [
        _figure(result, place, code, reason, indicator, thresholds)
        for place, (code, reason) in enumerate(zip(areas, reasons, strict=True))
    ]


def _reason(
    result: IndicatorResult, place: int, level: AreaLevel, indicator: Indicator, thresholds: Thresholds
) -> Reason | None:
    """Why the figure of an area is not shown; None when it is. The first rule that applies is named."""
    if result.torn[place]:
        return Reason.BOUNDARY
    if level.fineness > thresholds.lowest_level_for(indicator).fineness:
        return Reason.LEVEL
    if result.n[place] < thresholds.privacy_n or result.adults[place] < thresholds.privacy_adults:
        return Reason.PRIVACY
    if result.n[place] < thresholds.minimum_for(indicator):
        return Reason.TOO_FEW_ANSWERS
    if not result.interval.width[place] <= thresholds.widest_for(indicator.kind):
        return Reason.TOO_IMPRECISE
    return None


def _figure(
    result: IndicatorResult,
    place: int,
    code: str,
    reason: Reason | None,
    indicator: Indicator,
    thresholds: Thresholds,
) -> Figure:
    if reason is not None:
        # The number of answers of a companion or of a hidden level would help to compute what is hidden.
        tells_n = reason in {Reason.TOO_FEW_ANSWERS, Reason.TOO_IMPRECISE}
        n = _rounded_n(result.n[place], thresholds) if tells_n else None
        return Figure(indicator.code, code, result.period, None, None, None, n, FigureStatus.SUPPRESSED, reason)
    firm = result.n[place] >= thresholds.firm_n
    status = FigureStatus.PUBLISHED if firm else FigureStatus.INDICATIVE
    n = _rounded_n(result.n[place], thresholds)
    value = float(result.value[place])
    censored = _censored(value, result.n[place], indicator.kind, thresholds)
    if censored:
        # The interval would give the share away.
        bound = thresholds.extreme_low if censored == "<" else thresholds.extreme_high
        return Figure(indicator.code, code, result.period, bound, None, None, n, status, censored=censored)
    low, high = RANGES[indicator.kind]
    return Figure(
        indicator=indicator.code,
        area=code,
        period=result.period,
        value=_round(value, indicator),
        low=_round(max(low, float(result.interval.low[place])), indicator),
        high=_round(min(high, float(result.interval.high[place])), indicator),
        n=n,
        status=status,
    )


def _censored(value: float, n: float, kind: IndicatorKind, thresholds: Thresholds) -> str:
    if kind != IndicatorKind.SHARE or n >= thresholds.extreme_below_n:
        return ""
    if value < thresholds.extreme_low:
        return "<"
    return ">" if value > thresholds.extreme_high else ""


def _answers(
    result: IndicatorResult, figures: Sequence[Figure], thresholds: Thresholds, known: BoolArray
) -> list[AnswerShare]:
    """The distribution of the answers, only beside a figure that is shown in full.

    With few answers an answer that (almost) nobody or everybody gave says something about each of them: then the
    distribution is not given. Nor where it would tell what the figures keep hidden.
    """
    if result.answers is None or result.answer_weights is None:
        return []
    extreme = ((result.answers < thresholds.extreme_low) | (result.answers > thresholds.extreme_high)).any(axis=1)
    firm = np.array([figure.status == FigureStatus.PUBLISHED and not figure.censored for figure in figures])
    given = firm & (result.n >= thresholds.answers_n) & ~((result.n < thresholds.extreme_below_n) & extreme)
    shown = np.array([figure.is_shown for figure in figures]) | known
    worth = np.array(result.measured.measure.scores) * 100.0
    weights = result.answer_weights
    given &= ~hide_distributions(given, shown, result.members, result.sums, weights, worth, thresholds.secrecy)
    return [
        AnswerShare(
            item.indicator, item.area, item.period, position, text, float(round(result.answers[place][position]))
        )
        for place, item in enumerate(figures)
        if given[place]
        for position, text in enumerate(result.measured.indicator.answers)
    ]


def _comparisons(
    contrast: Contrast,
    figures: Mapping[tuple[str, str], Sequence[Figure]],
    levels: Sequence[AreaLevel],
    thresholds: Thresholds,
) -> list[Comparison]:
    now = figures[contrast.indicator, contrast.period]
    before = figures[contrast.indicator, contrast.reference_period]
    usable = np.array([_in_full(a) and _in_full(b) for a, b in zip(now, before, strict=True)], dtype=bool)
    if contrast.reference == Reference.MUNICIPALITY:
        usable &= ~np.isnan(contrast.difference)
    comparisons: dict[int, Comparison] = {}
    for level in dict.fromkeys(levels):
        published = np.flatnonzero(usable & np.array([other == level for other in levels]))
        adjusted = benjamini_hochberg(contrast.p[published])
        for place, p_adjusted in zip(published.tolist(), adjusted.tolist(), strict=True):
            comparisons[place] = _comparison(contrast, place, p_adjusted, now[place], thresholds)
    return [comparisons[place] for place in sorted(comparisons)]


def _in_full(figure: Figure) -> bool:
    return figure.is_shown and not figure.censored


def _comparison(
    contrast: Contrast, place: int, p_adjusted: float, figure: Figure, thresholds: Thresholds
) -> Comparison:
    if not contrast.comparable:
        return Comparison(
            indicator=contrast.indicator,
            area=figure.area,
            period=contrast.period,
            reference=contrast.reference,
            reference_period=contrast.reference_period,
            difference=None,
            low=None,
            high=None,
            p=None,
            p_adjusted=None,
            verdict=Verdict.NOT_COMPARABLE,
        )
    return Comparison(
        indicator=contrast.indicator,
        area=figure.area,
        period=contrast.period,
        reference=contrast.reference,
        reference_period=contrast.reference_period,
        **judge(contrast, place, p_adjusted, thresholds)._asdict(),
    )


def _round(value: float, indicator: Indicator) -> float:
    # Adding 0.0 turns -0.0 into 0.0, which would otherwise be printed with its sign.
    return round(value, indicator.decimals) + 0.0


def _rounded_n(n: float, thresholds: Thresholds) -> int:
    step = thresholds.round_n
    return int(step * np.floor(n / step + 0.5))
