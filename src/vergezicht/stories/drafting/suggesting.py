"""Sentences that a draft suggests: their numbers are references, and what they claim is tied to the rule behind it."""

from __future__ import annotations

from collections.abc import Sequence

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.judging.findings import Finding
from vergezicht.challenges.references import FigureReference
from vergezicht.figures import Figure, FigureSource, FigureStatus, Indicator, IndicatorKind, Reference
from vergezicht.languages.marks import capitalised
from vergezicht.pictures.notation import figure_text
from vergezicht.pictures.sentences import place
from vergezicht.stories.living.claims import ClaimRule, write_claim
from vergezicht.stories.living.on_map import write_area

_WORDS = {
    ClaimRule.ROSE: ("meer", "hoger"), ClaimRule.ABOVE: ("meer", "hoger"),
    ClaimRule.FELL: ("minder", "lager"), ClaimRule.BELOW: ("minder", "lager"),
}  # fmt: skip
# Of a score nobody knows by heart which way is better.
_EXPLAINED = {IndicatorKind.SCALE_SCORE, IndicatorKind.BALANCE}


def can_be_told(finding: Finding, release: FigureSource) -> bool:
    """Whether a reader sees the difference: two figures that are written alike are no sentence to begin with."""
    comparison = finding.comparison
    other = finding.before
    if comparison.reference != Reference.PREVIOUS_WAVE:
        other = release.figure(finding.indicator.code, release.geography.gemeente.code, comparison.period)
    return figure_text(finding.indicator, finding.figure) != figure_text(finding.indicator, other)


def finding_sentences(findings: Sequence[Finding], city: Area, *, most: int) -> list[str]:
    """A sentence per indicator, in the order of the findings; the first names the area, the next go on about it."""
    by_indicator: dict[str, list[Finding]] = {}
    for finding in findings:
        by_indicator.setdefault(finding.indicator.code, []).append(finding)
    told = list(by_indicator.values())[:most]
    return [_sentence(about, city, first=number == 0) for number, about in enumerate(told)]


def _sentence(about: Sequence[Finding], city: Area, *, first: bool) -> str:
    """ "{43%} van de bewoners van stadsdeel Noord …: meer dan in heel Zwolle ({37%}) en meer dan in 2018 ({38%})." """
    indicator, area = about[0].indicator, about[0].area
    claims = "".join(f" {write_claim(FigureReference(indicator.code, area.code), _rule(item))}" for item in about)
    return f"{_subject(indicator, area, first=first)}: {_differences(about, city)}.{claims}"


def _subject(indicator: Indicator, area: Area, *, first: bool) -> str:
    here = f"{{{indicator.code}@{area.code}}}"
    if indicator.kind == IndicatorKind.SHARE:
        of_area = f" van {place(area)}" if first else ""
        return f"{here} van de bewoners{of_area} {indicator.label}"
    in_area = f"in {place(area)} " if first else ""
    return f"{capitalised(indicator.label)} is {in_area}{here}"


def _differences(about: Sequence[Finding], city: Area) -> str:
    parts = [f"{_word(item)} dan {_against(item, city)}" for item in about]
    signs = {item.comparison.verdict.sign for item in about}
    told = (" en " if len(signs) == 1 else ", maar ").join(parts)
    better = about[0].better
    if about[0].indicator.kind in _EXPLAINED and len(signs) == 1 and better is not None:
        told += ", dus gunstiger" if better else ", dus ongunstiger"
    return told


def _word(finding: Finding) -> str:
    return _WORDS[_rule(finding)][0 if finding.indicator.kind == IndicatorKind.SHARE else 1]


def _against(finding: Finding, city: Area) -> str:
    code = finding.indicator.code
    if finding.comparison.reference == Reference.PREVIOUS_WAVE:
        before = finding.comparison.reference_period
        return f"in {before} ({{{code}@{finding.area.code}#{before}}})"
    return f"in heel {city.name} ({{{code}}})"


def _rule(finding: Finding) -> ClaimRule:
    rose = finding.comparison.verdict.sign > 0
    if finding.comparison.reference == Reference.PREVIOUS_WAVE:
        return ClaimRule.ROSE if rose else ClaimRule.FELL
    return ClaimRule.ABOVE if rose else ClaimRule.BELOW


def within_sentence(release: FigureSource, indicator: Indicator, area: Area) -> str:
    """From the lowest to the highest buurt of an area; "" when there is no spread to tell.

    Figures that are only an indication are left out, and nothing is claimed: that one is the highest of a sample is no
    demonstrable difference.
    """
    period = release.latest_of(indicator.code)
    shown: list[tuple[float, Area, Figure]] = []
    for buurt in release.geography.members(area.code, AreaLevel.BUURT):
        figure = release.figure(indicator.code, buurt.code, period)
        if figure is not None and figure.value is not None and figure.status == FigureStatus.PUBLISHED:
            shown.append((figure.value, buurt, figure))
    if not shown:
        return ""
    low, high = min(shown, key=lambda item: item[0]), max(shown, key=lambda item: item[0])
    if figure_text(indicator, low[2]) == figure_text(indicator, high[2]):
        return ""
    ends = " tot ".join(f"{{{indicator.code}@{buurt.code}}} in {write_area(buurt.code)}" for _, buurt, _ in (low, high))
    return f"Binnen {place(area)} lopen de cijfers van de buurten uiteen: van {ends}."
