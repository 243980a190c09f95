"""Plain Dutch (B1): what makes a sentence hard, found by rule. Hints for an editor, never a verdict.

Rules after what the Dutch government asks of its own texts (communicatierijk.nl and gebruikercentraal.nl, "Direct
Duidelijk"): short sentences, everyday words, active. A rule cannot read; some hints are wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain

MOST_WORDS = 20

# Words of offices, with what people say.
EVERYDAY = {
    "aangaande": "over", "alsmede": "en ook", "betreffende": "over", "conform": "volgens", "derhalve": "daarom",
    "desalniettemin": "toch", "dientengevolge": "daardoor", "faciliteren": "helpen", "implementeren": "invoeren",
    "implementatie": "invoering", "indien": "als", "inzake": "over", "inzichtelijk": "duidelijk", "middels": "met",
    "monitoren": "volgen", "omtrent": "over", "participatie": "meedoen", "participeren": "meedoen",
    "prioriteren": "kiezen wat eerst komt", "reeds": "al", "stakeholders": "betrokkenen", "teneinde": "om",
    "ketenpartners": "de organisaties waarmee wij samenwerken",
    "tevens": "ook", "thans": "nu", "vigerende": "geldende", "wederom": "weer", "zulks": "dat",
}  # fmt: skip
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_PASSIVE = re.compile(
    r"\b(?:word(?:t|en)|werd(?:en)?)\b(?:\W+\w+){0,6}?\W+(?:ge|be|ver|ont|her)\w{2,}(?:d|t|en)\b", re.IGNORECASE
)

# On a screen in the dark what was dark is light, and a reader may not see a colour at all.
_SHADE = re.compile(
    r"\b(?:donker(?:e|dere?|ste)?|lichte?r?e?|lichtste|rood|rode|groene?|blauwe?|grijze?|grijs|oranje|geel|gele)\b"
    r"(?:\W+\w+){0,3}?\W+(?:tegel|vlak|kleur|balk|lijn|stip)\w*",
    re.IGNORECASE,
)


def sentences_of(text: str) -> list[str]:
    """A text, or the HTML of a rich text, as sentences; a reference to a figure counts as one word."""
    plain = re.sub(r"<(?:/p|/li|/h\d|br)[^>]*>", "\n", text)
    plain = re.sub(r"\{[^}]*\}", "7", re.sub(r"<[^>]+>", "", plain))
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", plain) if re.search(r"\w", part)]


def hints_in(text: str, asked: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Pairs of (sentence, what could be plainer).

    ``asked`` is how the survey asked something: nobody is told to name who does it there.
    """
    for sentence in sentences_of(text):
        parts = [_WORD.findall(part) for part in re.split(r"[:;]\s", sentence)]  # a pause, as between two sentences
        if (longest := max(map(len, parts))) > MOST_WORDS:
            yield sentence, f"Een lange zin: {longest} woorden achter elkaar. Maak er twee van."
        for word in chain.from_iterable(parts):
            if plainer := EVERYDAY.get(word.lower()):
                yield sentence, f"‘{word}’: zeg liever ‘{plainer}’."
        own = sentence
        for phrase in asked:
            own = own.replace(phrase, "…")
        if found := _PASSIVE.search(own):
            named = re.search(r"\bdoor\b", sentence, re.IGNORECASE)
            advice = "Begin met wie het doet." if named else "Wie doet dat? Noem wie het doet."
            yield sentence, f"‘{found[0]}’: {advice}"
        if found := _SHADE.search(sentence):
            yield sentence, f"‘{found[0]}’: in het donker zijn de kleuren anders. Noem liever het cijfer of het nummer."
