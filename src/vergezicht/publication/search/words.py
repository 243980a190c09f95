"""Words as a Dutch reader means them: without accents, in both Snowball stems, compounds taken apart.

Two stemmers make two kinds of mistake (the new one finds huis for huizen, the older one fietspad for fietspaden), so
both are used. Compounds are split on words that the site itself uses: "gevoel" finds veiligheidsgevoel.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STEMMERS = tuple(snowballstemmer.stemmer(name) for name in ("dutch", "dutch_porter"))
_SHORTEST_PART = 4
_JOINTS = ("", "s", "e", "en", "er")
# Words that say nothing about what a page is about.
STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text("utf-8").split())


def fold(text: str) -> str:
    """Lower case, without accents: "Reële" becomes "reele"."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(character for character in plain if not unicodedata.combining(character))


def words(text: str) -> list[str]:
    """The words of a text, folded; "foto's" loses its s, "50-plus" is two words."""
    return [word.split("'")[0] or word for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=100_000)
def stems(word: str) -> frozenset[str]:
    """Both stems of a folded word."""
    return frozenset(stemmer.stemWord(word) for stemmer in _STEMMERS)


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


def nearest(word: str, vocabulary: Collection[tuple[str, int]]) -> str | None:
    """The word of the vocabulary (word, how often) that was most likely meant by a word with a typing error.

    One error in words up to seven letters, two in longer ones; None when nothing is near.
    """
    most = 1 if len(word) <= 7 else 2
    if len(word) < 4:
        return None
    best: tuple[int, int, str] | None = None
    for known, count in vocabulary:
        if abs(len(known) - len(word)) > most or len(known) < 3:
            continue
        errors = distance(word, known, most)
        if errors <= most and (best is None or (errors, -count, known) < best):
            best = (errors, -count, known)
    return best[2] if best else None


def distance(first: str, second: str, most: int) -> int:
    """Typing errors between two words (optimal string alignment); more than ``most`` is told as ``most + 1``."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        older, before, row = before, row, [i]
        for j, other in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
