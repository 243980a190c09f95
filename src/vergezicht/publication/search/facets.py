"""Facets: by what a reader narrows the hits. What a page is about stands in its head; of every subject is kept in which
documents it is, one bit a document, so that counting a hundred subjects takes no longer than reading them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vergezicht.areas.alphabet import in_alphabet
from vergezicht.areas.folder import slugify
from vergezicht.languages import noted

if TYPE_CHECKING:
    from vergezicht.publication.search.documents import Document

KIND, THEME, COURSE, YEAR = "soort", "thema", "stand", "jaar"
# The name in the address and in the head of a page, and what a reader sees. Of the levels of areas a page says the
# largest below the municipality alone: stadsdeel, or wijk where there are none.
FACETS = {
    KIND: noted("Soort"),
    "stadsdeel": noted("Stadsdeel"),
    "wijk": noted("Wijk"),
    "buurt": noted("Buurt"),
    THEME: noted("Thema"),
    COURSE: noted("Stand"),
    YEAR: noted("Jaar"),
}
META = "vergezicht:"  # before the name of a facet in the head of a page
FEWEST = 2  # values among the hits; with one there is nothing to choose


@dataclass(frozen=True)
class Subject:
    """One thing that a page is about: by which facet, its code in addresses, and what it is called in the language of
    the page, or in ``language`` when that is another."""

    facet: str
    code: str
    title: str
    language: str = ""


@dataclass(frozen=True)
class Facet:
    """What can be chosen of one facet with the number of hits that each leaves, and what is chosen."""

    name: str
    counted: tuple[tuple[Subject, int], ...]
    chosen: Subject | None = None


def kind_of(group: str) -> Subject:
    """The group in which hits are shown, as a subject."""
    return Subject(KIND, slugify(group), group)


def subjects_of(documents: Sequence[Document], groups: Iterable[str]) -> dict[Subject, list[int]]:
    """Every subject with the numbers of its documents, counted from 1, in the order in which they are shown: kinds as
    ``groups``, years from the last, everything else by the alphabet."""
    found: dict[tuple[str, str], tuple[Subject, list[int]]] = {}
    for number, item in enumerate(documents, start=1):
        for subject in (kind_of(item.group), *item.subjects):
            found.setdefault((subject.facet, subject.code), (subject, []))[1].append(number)
    kinds = [kind_of(group).code for group in groups]

    def place(subject: Subject) -> tuple[object, ...]:
        facet = list(FACETS).index(subject.facet)
        if subject.facet == KIND:
            return facet, kinds.index(subject.code) if subject.code in kinds else len(kinds), subject.title
        latest_first = subject.facet == YEAR and subject.code.isdecimal()
        return facet, -int(subject.code) if latest_first else 0, in_alphabet(subject.title)

    return dict(sorted(found.values(), key=lambda pair: place(pair[0])))


def bits(numbers: Iterable[int]) -> int:
    """A set of document numbers as one number: bit n is document n."""
    known = list(numbers)
    row = bytearray(max(known, default=0) // 8 + 1)
    for number in known:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")


def numbers_in(documents: int) -> Iterator[int]:
    """The inverse of ``bits``, the lowest first."""
    for place, byte in enumerate(documents.to_bytes(documents.bit_length() // 8 + 1, "little")):
        if byte:
            yield from (place * 8 + bit for bit in range(8) if byte >> bit & 1)


@dataclass(frozen=True)
class Narrowed:
    """The documents that are left, what was chosen to leave them, and what can be chosen further."""

    documents: int
    chosen: tuple[Subject, ...]
    facets: tuple[Facet, ...]


def choices(known: Iterable[Subject], asked: Mapping[str, str]) -> tuple[Subject, ...]:
    """What was asked for and exists; of anything else nothing is kept."""
    return tuple(subject for subject in known if asked.get(subject.facet) == subject.code)


def narrow(matched: int, known: Mapping[Subject, int], chosen: Sequence[Subject]) -> Narrowed:
    """Keep of ``matched`` what has every subject that was chosen; -1 stands for every document.

    A facet is counted as if nothing of it were chosen: its other values say what they would leave instead.
    """
    picked = {subject.facet: subject for subject in chosen}
    facets = []
    for name in FACETS:
        without = _kept(matched, known, (subject for subject in chosen if subject.facet != name))
        counted = tuple(
            (subject, count)
            for subject, documents in known.items()
            if subject.facet == name and (count := (without & documents).bit_count())
        )
        if len(counted) >= FEWEST:
            facets.append(Facet(name, counted, picked.get(name)))
    return Narrowed(_kept(matched, known, chosen), tuple(chosen), tuple(facets))


def _kept(matched: int, known: Mapping[Subject, int], chosen: Iterable[Subject]) -> int:
    for subject in chosen:
        matched &= known[subject]
    return matched
