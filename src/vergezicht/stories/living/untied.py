"""A sentence that compares and has no rule behind it, with the rule that says the same and whether that is true now."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vergezicht.challenges.judging.findings import is_better
from vergezicht.challenges.references import FigureReference
from vergezicht.figures import FigureSource
from vergezicht.stories.living import claims, living_numbers
from vergezicht.stories.living.claims import ClaimCheck, ClaimRule, check_claim, claims_in, write_claim

_SAID = {
    ClaimRule.ROSE: r"gestegen|steeg|stegen|stijgt|toegenomen",
    ClaimRule.FELL: r"gedaald|daalde|daalden|daalt|afgenomen",
    ClaimRule.ABOVE: r"hoger dan|meer dan in",
    ClaimRule.BELOW: r"lager dan|minder dan in",
}
# Whether these say more or less depends on which way of a figure is better.
_JUDGED = {
    1: {ClaimRule.ROSE: r"vooruitgegaan|verbeterd", ClaimRule.ABOVE: r"beter dan"},
    -1: {ClaimRule.FELL: r"achteruitgegaan|verslechterd", ClaimRule.BELOW: r"slechter dan"},
}
_OTHER_WAY = {ClaimRule.ROSE: ClaimRule.FELL, ClaimRule.ABOVE: ClaimRule.BELOW}
_OTHER_WAY |= {other: one for one, other in _OTHER_WAY.items()}
_WORDS = "|".join([*_SAID.values(), *(words for judged in _JUDGED.values() for words in judged.values())])
_COMPARED = re.compile(rf"\b(?:{_WORDS})\b", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:Dat|Dit)\b")  # about the number of the sentence before
# Said of what is not so, not yet so, or since another wave: no rule says the same.
_OTHERWISE = re.compile(
    r"\b(?:niet|geen|noch|nauwelijks|amper|nooit|zonder|als|of|wanneer|zou|zouden|zal|zullen|moet|moeten|wil|willen"
    r"|kan|kunnen|hoopt?|hopen|doel|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:stad|gemeente|gemiddeld\w*)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Untied:
    """The words that compare; and where it is plain which figure is meant, the rule for it, tested."""

    words: str
    check: ClaimCheck | None = None


def untied(sentence: str, before: str, release: FigureSource | None, *, is_typed: bool = False) -> Untied | None:
    """What a sentence, which goes on after the sentence ``before`` it, compares without a rule; None when it does not.

    ``is_typed``: it has a number that somebody typed, so it says something of a figure without a living number.
    """
    own = living_numbers.PATTERN.sub("…", claims.PATTERN.sub("", sentence))
    compared = _COMPARED.search(own)
    if compared is None or claims.PATTERN.search(sentence):
        return None
    told = living_numbers.PATTERN.findall(sentence)
    if not told and _GOES_ON.match(sentence) and not claims.PATTERN.search(before):
        told = living_numbers.PATTERN.findall(before)
    if not told and not is_typed:
        return None
    meant = {FigureReference(*found) for found in told}
    if release is None or len(meant) != 1 or _OTHERWISE.search(own):
        return Untied(compared[0])
    (reference,) = meant
    rule = _rule(compared[0].lower(), own[compared.end() :], reference, release)
    if rule is None:
        return Untied(compared[0])
    (claim,) = claims_in(write_claim(reference, rule))
    return Untied(compared[0], check_claim(claim, release))


def _rule(words: str, after: str, reference: FigureReference, release: FigureSource) -> ClaimRule | None:
    """The rule that says the same; None where there is none: a difference is one with the municipality."""
    if not release.has_indicator(reference.indicator):
        return None
    found = next((rule for rule, said in _SAID.items() if re.fullmatch(said, words)), None)
    for sign, judged in _JUDGED.items():
        for rule, said in judged.items():
            if re.fullmatch(said, words):
                better = is_better(release.indicator(reference.indicator).direction, sign)
                found = None if better is None else rule if better else _OTHER_WAY[rule]
    if found in {ClaimRule.ABOVE, ClaimRule.BELOW}:
        name = release.geography.gemeente.name
        is_whole = _WHOLE.search(after) or re.search(rf"\b{re.escape(name)}\b", after)
        return found if is_whole and reference.area else None
    return found
