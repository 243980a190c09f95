"""Words that mean the same to who searches: those in the file of a municipality, and the groups that it added. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from vergezicht.publication.search.words import stop_words, words

FILE = "synonyms.txt"
FEWEST = 2  # words of a group


def read_synonyms(municipality: Path) -> list[list[str]]:
    """The groups in ``synonyms.txt`` of a municipality: a group a line, commas between."""
    path = municipality / FILE
    if not path.is_file():
        return []
    lines = [line.partition("#")[0] for line in path.read_text("utf-8").splitlines()]
    groups = [split(line) for line in lines]
    return [group for group in groups if len(group) >= FEWEST]


def all_synonyms(municipality: Path, added: Iterable[str]) -> list[list[str]]:
    """The groups of the file, and then those that were ``added``, each as it is written."""
    return [*read_synonyms(municipality), *map(split, added)]


def split(written: str) -> list[str]:
    """The words of a group as it is written, with commas between."""
    return [word for part in written.split(",") if (word := " ".join(part.split()))]


def what_is_wrong(
    group: Sequence[str], added: Iterable[Sequence[str]], filed: Iterable[Sequence[str]]
) -> Iterator[str]:
    """Why a group cannot be added to those that are there, in Dutch; words are the same whatever their capitals and
    accents."""
    read = {word: _read(word) for word in group}
    known = list(read.values())
    if len(group) < FEWEST:
        yield "Schrijf minstens twee woorden, met een komma ertussen. Eén woord alleen betekent niets anders."
    for word, told in read.items():
        if not told:
            yield f"‘{word}’ is geen woord om op te zoeken."
        elif all(part in stop_words() for part in told):
            yield f"‘{word}’ zegt te weinig: bij zoeken slaan we zo'n woord over."
    if twice := [word for place, word in enumerate(group) if _read(word) in [_read(one) for one in group[:place]]]:
        yield f"‘{twice[0]}’ staat er twee keer in."
    for other in added:
        if shared := [word for word, told in read.items() if told in map(_read, other)]:
            yield f"‘{shared[0]}’ staat al in de groep ‘{', '.join(other)}’. Zet de andere woorden daarbij."
    for other in filed:
        if all(told in map(_read, other) for told in known):
            yield f"Deze woorden betekenen al hetzelfde: ‘{', '.join(other)}’."


def _read(word: str) -> tuple[str, ...]:
    return tuple(words(word))
