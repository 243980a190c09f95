"""Where a name stands in a list: in the order of the alphabet, with the numbers in it as numbers."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"\d+|[^\W\d_]+")
_ROMAN = re.compile(r"X{0,3}(IX|IV|V?I{0,3})")
_WORTH = {"I": 1, "V": 5, "X": 10}


def in_alphabet(name: str) -> tuple[tuple[bool, int, str], ...]:
    """What to sort a name by: word for word, numbers before letters and by what they are worth.

    Case and accents make no difference, nor what stands between words: "’s-Gravenzande" is found under the s.
    After another word I to XXXIX are numbers when they are capitals. L, C and D never are: parts of a place are
    lettered too.
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return tuple(_place(word, is_first=not at) for at, word in enumerate(_WORDS.findall(plain)))


def _place(word: str, *, is_first: bool) -> tuple[bool, int, str]:
    if word.isdecimal():
        return False, int(word), ""
    if not is_first and _ROMAN.fullmatch(word):
        return False, _worth(word), ""
    return True, 0, word.casefold()


def _worth(roman: str) -> int:
    worths = [_WORTH[sign] for sign in roman]
    return sum(-one if one < following else one for one, following in zip(worths, [*worths[1:], 0], strict=True))
