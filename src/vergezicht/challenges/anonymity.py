"""What in a text may lead to a person: address, telephone, mail, postcode with number, citizen number."""

from __future__ import annotations

import re

_STREETS = "straat|laan|weg|plein|kade|hof|steeg|dijk|singel|gracht"
_TITLES = r"[Mm]evrouw|[Mm]eneer|[Dd]e heer|[Mm]evr\.|[Dd]hr\."
_TRACES = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "een mailadres"),
    (re.compile(r"(?<!\d)(?:\+31|0031|0)[\s-]?[1-9](?:[\s-]?\d){8}(?!\d)"), "een telefoonnummer"),
    (re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\s*,?\s*\d{1,5}\b"), "een postcode met huisnummer"),
    (re.compile(rf"\b[A-Z][a-z]*(?:{_STREETS})\s+\d{{1,4}}\b"), "een adres"),
    (re.compile(rf"\b(?:{_TITLES})\s+(?:(?:van|de|der|den)\s+)*[A-Z]"), "een naam"),
)
_NINE_DIGITS = re.compile(r"(?<![\d.,])\d{9}(?![\d.,])")


def traces_of_persons(text: str) -> list[str]:
    """What kinds of traces stand in the text, in Dutch ("een telefoonnummer"); empty when none is found.

    A help, no proof: a story may be traceable without any of these.
    """
    found = [words for pattern, words in _TRACES if pattern.search(text)]
    if any(_passes_eleven(match[0]) for match in _NINE_DIGITS.finditer(text)):
        found.append("een burgerservicenummer")
    return found


def _passes_eleven(digits: str) -> bool:
    """The check of Dutch citizen numbers: 9a + 8b + ... + 2h - i is divisible by eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total != 0 and total % 11 == 0
