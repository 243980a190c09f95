"""What stands loose in a text: outcomes typed by hand, and comparisons without a rule. New figures pass them by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vergezicht.stories.living import claims, living_numbers
from vergezicht.stories.living.sentences import sentences_in

_TYPED = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?\s?(?:%(?!\w)|procent\b|procentpunt\w*)")
_COMPARED = re.compile(
    r"\b(?:gestegen|gedaald|toegenomen|afgenomen|vooruitgegaan|achteruitgegaan|verbeterd|verslechterd"
    r"|(?:hoger|lager|beter|slechter) dan)\b",
    re.IGNORECASE,
)


def loose_in(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of (sentence as it is written, what about it)."""
    for sentence in sentences_in(text):
        own = living_numbers.PATTERN.sub("…", claims.PATTERN.sub("", sentence)).strip()
        typed = _TYPED.search(own)
        if typed:
            told = f"‘{typed[0]}’ is getypt en verandert niet mee. Is het een uitkomst, kies dan een cijfer."
            yield sentence, told
        compared = _COMPARED.search(own)
        if compared and not claims.PATTERN.search(sentence) and (typed or living_numbers.PATTERN.search(sentence)):
            told = f"‘{compared[0]}’: hier zit geen regel achter. Met een regel hoort u het als de zin niet meer klopt."
            yield sentence, told
