"""Words as a reader means them: without accents, in the Snowball stems of their language, compounds taken apart.

Two stemmers for Dutch make two kinds of mistake (the new one finds huis for huizen, the older one fietspad for
fietspaden), so both are used. Compounds are split on words that the site itself uses: "gevoel" finds veiligheidsgevoel.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
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
# A letter as it may be written.
_WRITTEN = {"a": "[aàáâãäå]", "c": "[cç]", "e": "[eèéêë]", "i": "[iìíîï]", "n": "[nñ]", "o": "[oòóôõö]", "u": "[uùúûü]"}
_END_AS_T = re.compile(r"dt?$")
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


def is_part(occurrences: int) -> bool:
    """Whether a compound is split on a word that occurs so often: a word that is there once may be an error."""
    return occurrences > 1


class Splitter:
    """Takes compounds apart into words that occur by themselves, each with how often it does."""

    def __init__(self, occurrences: Mapping[str, int]) -> None:
        self._known = frozenset(word for word, count in occurrences.items() if is_part(count) and not word.isdigit())

    def parts(self, word: str) -> frozenset[str]:
        """The parts of a compound; empty when it cannot be taken apart into two words of the vocabulary."""
        return frozenset(part for pair in cuts(word, self._known.__contains__) for part in pair)


def cuts(word: str, is_known: Callable[[str], object]) -> Iterator[tuple[str, str]]:
    """The pairs of known words, of four letters or more, that a compound may be made of; a joint between them is left
    out."""
    for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        second = word[place:]
        if not is_known(second):
            continue
        for joint in _JOINTS:
            first = word[: place - len(joint)]
            if word[:place].endswith(joint) and len(first) >= _SHORTEST_PART and is_known(first):
                yield first, second
                break


def found_in(text: str, tokens: Sequence[str], language: str = SOURCE) -> Iterator[tuple[int, int]]:
    """Where a word of ``text`` is a form of one of the folded ``tokens``, or has it in it: start and end, in order."""
    if not tokens:
        return
    asked = {stem for token in tokens for stem in stems(token, language)}
    inside = [token for token in tokens if len(token) >= _SHORTEST_PART]
    plain = text.lower()
    beginnings = sorted({word[:3] for word in (*asked, *inside)})
    few = "|".join("".join(_WRITTEN.get(letter, letter) for letter in beginning) for beginning in beginnings)
    end = 0
    for match in re.finditer(few, plain):  # few places are like it, so each can be looked at
        if match.start() < end:
            continue
        start, end = match.span()
        while start and plain[start - 1].isalnum():
            start -= 1
        while end < len(plain) and plain[end].isalnum():
            end += 1
        forms, known = _read(plain[start:end], language)
        if known & asked or any(token in form for token in inside for form in forms):
            yield start, end


@lru_cache(maxsize=100_000)
def _read(written: str, language: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The folded words in a word as it is written, and their stems."""
    read = tuple(words(written))
    return read, frozenset(stem for word in read for stem in stems(word, language))


def heard(word: str, language: str = SOURCE) -> str:
    """A word with one spelling for what sounds the same in Dutch: ei and ij, au and ou, a d and a t at the end."""
    if language != SOURCE:
        return word
    return _END_AS_T.sub("t", word.replace("ij", "ei").replace("au", "ou"))


def nearest(word: str, vocabulary: Mapping[str, int], language: str = SOURCE) -> str | None:
    """The word of the vocabulary (word: how often) that was most likely meant by a word with a typing error.

    First what sounds the same: klijn is klein. A missed, doubled, wrong or exchanged letter is one error (optimal
    string alignment). One error in words up to seven letters, two in longer ones; None when nothing is near. Of two
    words of four letters three that are the same say too little, as of poep and soep: these must have the same letters.
    """
    if len(word) < SHORTEST_CORRECTED:
        return None
    near = process.extract(word, list(vocabulary), scorer=OSA.distance, score_cutoff=most_errors(word), limit=None)
    errors = {known: found for known, found, _ in near}
    sounds = heard(word, language)
    errors |= dict.fromkeys((known for known in vocabulary if heard(known, language) == sounds), 0)
    told = ((found, -vocabulary[known], known) for known, found in errors.items() if _says_enough(word, known))
    return min(told, default=(0, 0, None))[2]


def _says_enough(word: str, known: str) -> bool:
    return max(len(word), len(known)) > SHORTEST_CORRECTED or sorted(word) == sorted(known)


def most_errors(word: str) -> int:
    """How many typing errors are looked for in a word of this length."""
    return 1 if len(word) <= 7 else 2
