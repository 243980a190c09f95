"""What became of the municipality since the wave before: how many figures moved which way, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from vergezicht.challenges.judging.findings import is_better
from vergezicht.figures import Comparison, FigureSource, Indicator, Reference, Verdict
from vergezicht.languages import say
from vergezicht.pictures.sentences import change_words
from vergezicht.pictures.source import may_tell
from vergezicht.stories.paths import indicator_path

_BETTER, _WORSE, _OTHER = "better", "worse", "other"


@dataclass(frozen=True)
class Moved:
    """A figure that demonstrably moved since its wave before, or of which that cannot be said, in words."""

    title: str
    path: str
    words: str


@dataclass(frozen=True)
class SinceLast:
    """``counts``: how many figures, with the words for it; ``moved``: which, for better, for worse, and otherwise;
    ``left_out``: those that are not compared, and why.

    Only what there is, always in the same order.
    """

    compared: int
    counts: tuple[tuple[int, str], ...]
    moved: tuple[tuple[str, tuple[Moved, ...]], ...]
    left_out: tuple[Moved, ...]


def since_last(release: FigureSource) -> SinceLast | None:
    """Every figure of the municipality against its own wave before; None when no figure has one.

    What counts as moved is what the release found demonstrable, with control over all the comparisons it made.
    """
    told = [(release.indicator(one.indicator), one) for one in _comparable(release)]
    if not told:
        return None
    ways = Counter(_way(indicator, one) for indicator, one in told)
    counted = (
        (_BETTER, say("aantoonbaar beter")),
        (_WORSE, say("aantoonbaar slechter")),
        (_OTHER, say("aantoonbaar veranderd")),
        (Verdict.PRACTICALLY_EQUAL, say("vrijwel gelijk gebleven")),
        (Verdict.SMALL, say("een klein beetje veranderd")),
        (Verdict.NOT_DEMONSTRABLE, say("geen aantoonbaar verschil")),
    )
    headed = ((_BETTER, say("Beter")), (_WORSE, say("Slechter")), (_OTHER, say("Veranderd")))
    return SinceLast(
        len(told),
        tuple((ways[way], words) for way, words in counted if ways[way]),
        tuple(
            (words, tuple(_moved(release, *item) for item in told if _way(*item) == way))
            for way, words in headed
            if ways[way]
        ),
        tuple(_left_out(release, {indicator.code for indicator, _ in told})),
    )


def _comparable(release: FigureSource) -> list[Comparison]:
    city = release.geography.gemeente.code
    return [
        one
        for one in _changes(release)
        if one.verdict != Verdict.NOT_COMPARABLE
        and may_tell(
            one,
            release.figure(one.indicator, city, one.reference_period),
            release.figure(one.indicator, city, one.period),
        )
    ]


def _changes(release: FigureSource) -> list[Comparison]:
    """Every figure of the municipality beside its own wave before, as far as the release has both."""
    return [
        one
        for one in release.comparisons(area=release.geography.gemeente.code)
        if one.reference == Reference.PREVIOUS_WAVE and one.period == release.latest_of(one.indicator)
    ]


def _left_out(release: FigureSource, compared: Collection[str]) -> Iterator[Moved]:
    city = release.geography.gemeente.code
    changed = {one.indicator for one in _changes(release) if one.verdict == Verdict.NOT_COMPARABLE}
    for indicator in release.indicators:
        figure = release.figure(indicator.code, city)
        if indicator.code in compared or figure is None or not figure.is_shown:
            continue
        if indicator.code in changed:
            why = say("de vraag is gewijzigd")
        elif len(release.periods_of(indicator.code)) == 1:
            why = say("één keer gemeten")
        else:
            why = say("geen cijfer van de meting daarvoor")
        yield Moved(indicator.title, indicator_path(indicator), why)


def _way(indicator: Indicator, comparison: Comparison) -> str:
    if not comparison.verdict.sign:
        return comparison.verdict
    better = is_better(indicator.direction, comparison.verdict.sign)
    return _OTHER if better is None else _BETTER if better else _WORSE


def _moved(release: FigureSource, indicator: Indicator, comparison: Comparison) -> Moved:
    before, after = (
        release.figure(indicator.code, comparison.area, period)
        for period in (comparison.reference_period, comparison.period)
    )
    change = change_words(indicator, comparison, before, after)
    since = say("sinds {since} {change}", since=comparison.reference_period, change=change)
    return Moved(indicator.title, indicator_path(indicator), since)
