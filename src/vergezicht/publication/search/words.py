"""Words as a reader means them: without accents, in the Snowball stems of their language, compounds taken apart.

Two stemmers for Dutch make two kinds of mistake (the new one finds huis for huizen, the older one fietspad for
fietspaden), so both are used. Compounds are split on words that the site itself uses: "gevoel" finds veiligheidsgevoel.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from vergezicht.languages import SOURCE

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STEMMERS = {
    SOURCE: tuple(snowballstemmer.stemmer(name) for name in ("dutch", "dutch_porter")),
    "en": (snowballstemmer.stemmer("english"),),
}
_SHORTEST_PART = 4
SHORTEST_CORRECTED = 4  # letters
_JOINTS = ("", "s", "e", "en", "er")


def fold(text: str) -> str:
    """Lower case, without accents: "Reële" becomes "reele"."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(character for character in plain if not unicodedata.combining(character))


def words(text: str) -> list[str]:
    """The words of a text, folded; "foto's" loses its s, "50-plus" is two words."""
    return [word.split("'")[0] or word for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=100_000)
def stems(word: str, language: str = SOURCE) -> frozenset[str]:
    """The stems of a folded word: two in Dutch, itself in a language that has none here."""
    return frozenset(stemmer.stemWord(word) for stemmer in _STEMMERS.get(language, ())) or frozenset({word})


@cache
def stop_words(language: str = SOURCE) -> frozenset[str]:
    """Words that say nothing about what a page is about; none in a language without a list."""
    path = Path(__file__).with_name("stop_words") / f"{language}.txt"
    return frozenset(path.read_text("utf-8").split()) if path.is_file() else frozenset()


class Splitter:
    """Takes compounds apart into words that occur by themselves."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._known = frozenset(word for word in vocabulary if len(word) >= _SHORTEST_PART and not word.isdigit())

    def parts(self, word: str) -> frozenset[str]:
        """The parts of a compound; empty when it cannot be taken apart into two words of the vocabulary."""
        found: set[str] = set()
        for first, second in self._cuts(word):
            found |= {first, second}
        return frozenset(found)

    def _cuts(self, word: str) -> Iterator[tuple[str, str]]:
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            second = word[place:]
            if second not in self._known:
                continue
            for joint in _JOINTS:
                first = word[: place - len(joint)] if joint else word[:place]
                if word[:place].endswith(joint) and first in self._known:
                    yield first, second
                    break


def nearest(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The word of the vocabulary (word: how often) that was most likely meant by a word with a typing error.

    A missed, doubled, wrong or exchanged letter is one error (optimal string alignment). One error in words up to seven
    letters, two in longer ones; None when nothing is near.
    """
    if len(word) < SHORTEST_CORRECTED:
        return None
    near = process.extract(word, list(vocabulary), scorer=OSA.distance, score_cutoff=most_errors(word), limit=None)
    return min(((errors, -vocabulary[known], known) for known, errors, _ in near), default=(0, 0, None))[2]


def most_errors(word: str) -> int:
    """How many typing errors are looked for in a word of this length."""
    return 1 if len(word) <= 7 else 2
