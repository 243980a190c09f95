"""Claims: a rule behind a sentence, written {indicator@gebied:gestegen} at its end. Readers do not see it; whenever a
release is adopted it is tested again, so that a sentence that no longer holds is found before a reader reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from vergezicht.areas import Area
from vergezicht.challenges.naming import indicator_name
from vergezicht.challenges.references import GRAMMAR, FigureReference, area_of, figure_of, what_is_wrong
from vergezicht.figures import Comparison, Figure, FigureSource, Indicator, Reference, Verdict
from vergezicht.pictures.notation import amount, figure_text
from vergezicht.pictures.sentences import change_sentence, difference_sentence, figure_sentence, place

_ENDS = (".", "!", "?", ":", "…", "”")  # of a sentence
PATTERN = re.compile(rf"\s*\{{{GRAMMAR}:([a-z-]+)(?:=([0-9]+(?:[.,][0-9]+)?))?\}}")


class ClaimRule(StrEnum):
    """What a sentence may claim. All but the last four need a demonstrable difference, or the lack of one."""

    ROSE = "gestegen"
    FELL = "gedaald"
    NO_CHANGE = "niet-veranderd"
    ABOVE = "hoger"
    BELOW = "lager"
    NO_DIFFERENCE = "geen-verschil"
    HIGHEST = "hoogste"
    LOWEST = "laagste"
    AT_LEAST = "minstens"
    AT_MOST = "hoogstens"

    @property
    def needs_value(self) -> bool:
        return self in {ClaimRule.AT_LEAST, ClaimRule.AT_MOST}


_CHANGES = {ClaimRule.ROSE: 1, ClaimRule.FELL: -1, ClaimRule.NO_CHANGE: 0}
_DIFFERENCES = {ClaimRule.ABOVE: 1, ClaimRule.BELOW: -1, ClaimRule.NO_DIFFERENCE: 0}


@dataclass(frozen=True)
class Claim:
    """One claim as written."""

    written: str
    reference: FigureReference
    rule: str
    value: float | None


@dataclass(frozen=True)
class ClaimCheck:
    """Whether a claim holds in a release, why, and a sentence that is true of that release ("" when it holds)."""

    claim: Claim
    holds: bool
    reason: str
    proposal: str = ""
    name: str = ""  # of the claim, in the words that an editor chose


def claims_in(text: str) -> list[Claim]:
    """The claims in a text, in order."""
    return [
        Claim(
            written=match[0].strip(),
            reference=FigureReference(match[1], match[2] or "", match[3] or ""),
            rule=match[4],
            value=float(match[5].replace(",", ".")) if match[5] else None,
        )
        for match in PATTERN.finditer(text)
    ]


def write_claim(reference: FigureReference, rule: ClaimRule, value: float | None = None) -> str:
    """A claim as it stands in a text; the value counts for a rule that needs one."""
    bound = f"={value:g}" if rule.needs_value and value is not None else ""
    return f"{{{reference}:{rule}{bound}}}"


def without_claims(text: str) -> str:
    """The text as a reader gets it; sentences around a claim keep the space or the line between them."""

    def between(match: re.Match[str]) -> str:
        if not text[match.end() : match.end() + 1].isalnum():
            return ""
        space = match[0][: match[0].index("{")]
        return space or (" " if text[: match.start()].endswith(_ENDS) else "")

    return PATTERN.sub(between, text)


def wrong_claims(text: str, release: FigureSource) -> Iterator[str]:
    """What is wrong with each claim as written, and each that does not hold in ``release``, in Dutch."""
    for claim in claims_in(text):
        if not release.has_indicator(code := claim.reference.indicator):
            name = indicator_name(code, release)
            told = f"‘{name}’ staat niet meer in de cijfers" if name else f"Dit cijfer kennen we niet: ‘{code}’"
            yield f"{told}. Kies {'een ander' if name else 'het'} met ‘Cijfer of gebied invoegen’."
        elif claim.rule not in set(ClaimRule):
            yield f"{claim_name(claim, release)}: kies een regel: {', '.join(ClaimRule)}"
        elif ClaimRule(claim.rule).needs_value != (claim.value is not None):
            hint = "schrijf er een getal bij, zoals minstens=40" if claim.value is None else "zonder getal"
            yield f"{claim_name(claim, release)}: {hint}"
        elif wrong := what_is_wrong(claim.reference, release):
            yield f"{claim_name(claim, release)}: {wrong}"
        elif not (checked := check_claim(claim, release)).holds:
            yield f"{claim_name(claim, release)} klopt niet: {checked.reason} Voorstel: {checked.proposal}"


def claim_name(claim: Claim, release: FigureSource) -> str:
    """ "‘lager’ bij Te hard rijden (Oost)": in the words that an editor chose, also when the figure is gone; as written
    when there never was one."""
    title, area = indicator_name(claim.reference.indicator, release), area_of(claim.reference, release.geography)
    if not title:
        return claim.written
    bound = "" if claim.value is None else f" {claim.value:g}".replace(".", ",")
    rule = f"{claim.rule.replace('-', ' ')}{bound}"
    return f"‘{rule}’ bij {title} ({area.name if area is not None else claim.reference.area})"


def check_claim(claim: Claim, release: FigureSource) -> ClaimCheck:
    """Test a claim against a release. What can no longer be said does not hold."""
    return replace(_checked(claim, release), name=claim_name(claim, release))


def _checked(claim: Claim, release: FigureSource) -> ClaimCheck:
    area = area_of(claim.reference, release.geography)
    if area is None or what_is_wrong(claim.reference, release) or claim.rule not in set(ClaimRule):
        return ClaimCheck(claim, False, "Dit cijfer of gebied is er niet meer.")
    indicator, rule = release.indicator(claim.reference.indicator), ClaimRule(claim.rule)
    figure = figure_of(claim.reference, release)
    if figure is None or figure.value is None:
        return ClaimCheck(
            claim, False, "Er is geen cijfer om het mee te staven.", figure_sentence(indicator, area, figure)
        )
    if rule in _CHANGES:
        comparison = release.comparison(indicator.code, area.code, Reference.PREVIOUS_WAVE, figure.period)
        return _by_verdict(claim, comparison, _CHANGES[rule], _change(release, indicator, area, figure, comparison))
    if rule in _DIFFERENCES:
        comparison = release.comparison(indicator.code, area.code, Reference.MUNICIPALITY, figure.period)
        return _by_verdict(
            claim, comparison, _DIFFERENCES[rule], _difference(release, indicator, area, figure, comparison)
        )
    if rule in {ClaimRule.HIGHEST, ClaimRule.LOWEST}:
        return _extreme(claim, release, indicator, area, figure)
    return _bound(claim, indicator, area, figure)


def _by_verdict(claim: Claim, comparison: Comparison | None, sign: int, sentence: str) -> ClaimCheck:
    if comparison is None:
        return ClaimCheck(claim, False, "Er is niets om mee te vergelijken.", sentence)
    if comparison.verdict == Verdict.NOT_COMPARABLE:
        return ClaimCheck(claim, False, "De vraag is gewijzigd: niet te vergelijken.", sentence)
    found = comparison.verdict.sign
    if found == sign:
        return ClaimCheck(claim, True, f"Oordeel: {comparison.verdict.value}.")
    words = "geen aantoonbaar verschil" if found == 0 else comparison.verdict.value
    return ClaimCheck(claim, False, f"Het oordeel is nu: {words}.", sentence)


def _change(
    release: FigureSource, indicator: Indicator, area: Area, figure: Figure, comparison: Comparison | None
) -> str:
    said = figure_sentence(indicator, area, figure)
    if comparison is None:
        return said
    before = release.figure(indicator.code, area.code, comparison.reference_period)
    return f"{said} {change_sentence(indicator, comparison, before, figure)}"


def _difference(
    release: FigureSource, indicator: Indicator, area: Area, figure: Figure, comparison: Comparison | None
) -> str:
    said = figure_sentence(indicator, area, figure)
    if comparison is None:
        return said
    return f"{said} {difference_sentence(indicator, comparison, release.geography.gemeente, figure)}"


def _extreme(claim: Claim, release: FigureSource, indicator: Indicator, area: Area, figure: Figure) -> ClaimCheck:
    """Highest or lowest among the shown figures of its level; a tie is neither."""
    side = 1 if claim.rule == ClaimRule.HIGHEST else -1
    shown = [
        item
        for item in release.figures(indicator=indicator.code, period=figure.period, level=area.level)
        if item.value is not None
    ]
    if len(shown) == 1:
        return ClaimCheck(claim, False, "Er is niets om mee te vergelijken.", figure_sentence(indicator, area, figure))
    best = max(side * (item.value or 0.0) for item in shown)
    top = [item.area for item in shown if side * (item.value or 0.0) == best]
    if top == [area.code]:
        return ClaimCheck(claim, True, f"Het {claim.rule} cijfer van {len(shown)} {area.level.plural}.")
    names = " en ".join(place(release.geography[code]) for code in top[:3])
    words = figure_text(indicator, next(item for item in shown if item.area == top[0]))
    plural = "hebben" if len(top) > 1 else "heeft"
    return ClaimCheck(
        claim, False, f"Nu {plural} {names} het {claim.rule} cijfer.",
        f"Van alle {area.level.plural} {plural} {names} het {claim.rule} cijfer: {words}.",
    )  # fmt: skip


def _bound(claim: Claim, indicator: Indicator, area: Area, figure: Figure) -> ClaimCheck:
    """At least or at most: the margin as a whole lies on that side; what was counted has no margin."""
    bound, value = claim.value or 0.0, figure.value or 0.0
    low, high = (value if figure.low is None else figure.low), (value if figure.high is None else figure.high)
    holds = low >= bound if claim.rule == ClaimRule.AT_LEAST else high <= bound
    if holds:
        return ClaimCheck(claim, True, f"De hele marge ligt aan de goede kant van {amount(indicator, bound)}.")
    sure = high < bound if claim.rule == ClaimRule.AT_LEAST else low > bound
    edge = amount(indicator, bound)
    reason = (
        f"Het cijfer ligt aan de andere kant van {edge}." if sure else f"Niet aantoonbaar: {edge} ligt in de marge."
    )
    return ClaimCheck(claim, False, reason, figure_sentence(indicator, area, figure))
