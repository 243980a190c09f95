"""What stands loose in a text: outcomes typed by hand, and comparisons without a rule. New figures pass them by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from vergezicht.figures import FigureSource
from vergezicht.stories.living import claims, living_numbers
from vergezicht.stories.living.sentences import sentences_in
from vergezicht.stories.living.untied import Untied, untied

_TYPED = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)?\s?(?:%(?!\w)|procent\b|procentpunt\w*)")


def loose_in(text: str, release: FigureSource | None = None) -> Iterator[tuple[str, str]]:
    """Pairs of (sentence as it is written, what about it); with a release also whether a comparison is true in it."""
    for before, sentence in pairwise(["", *sentences_in(text)]):
        own = living_numbers.PATTERN.sub("…", claims.PATTERN.sub("", sentence)).strip()
        typed = _TYPED.search(own)
        if typed:
            told = f"‘{typed[0]}’ is getypt en verandert niet mee. Is het een uitkomst, kies dan een cijfer."
            yield sentence, told
        if (compared := untied(sentence, before, release, is_typed=bool(typed))) is not None:
            yield sentence, _advice(compared)


def _advice(compared: Untied) -> str:
    said, check = f"‘{compared.words}’: hier zit geen regel achter", compared.check
    if check is None:
        return f"{said}. Met een regel hoort u het als de zin niet meer klopt."
    if check.holds:
        return f"{said}. Zet {check.claim.written} achter de zin: dat klopt nu, en u hoort het als het verandert."
    return f"{said}, en nu klopt het niet. {check.reason} Voorstel: {check.proposal}"
