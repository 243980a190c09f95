"""Words of the software that stayed Dutch on a page in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bs4 import BeautifulSoup

_DUTCH = re.compile(
    r"\b(het|een|van|voor|niet|geen|wat|wie|waar|bij|zijn|wordt|deze|dit|nog|met|naar|hoe|uw|alle|en|staat|opgaven?"
    r"|buurt|bewoners|cijfers?|kies|lees|bekijk|zoek|ook|welke|maar|om|te)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\\?{\w+\\?}|%\\?\(\w+\\?\)s")  # as it is written, or escaped for a pattern


class Untranslated:
    """Finds what the software says and has a translation for, and a page shows in Dutch all the same.

    ``catalogue`` is Dutch to translated. A text with so much of its own that it can be known again is found with its
    parts filled in too.
    """

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        texts = [dutch for dutch, other in catalogue.items() if dutch != other and dutch.strip() == dutch]
        also = {text.casefold() for text in catalogue.values()}
        whole = [text for text in texts if not _PART.search(text) and text.casefold() not in also]
        filled = [text for text in texts if len(re.findall(r"[^\W\d_]{2,}", _PART.sub("", text))) > 2]
        self.whole = {_plain(text) for text in whole}
        self.filled = re.compile("|".join(_PART.sub(".+", re.escape(_plain(text))) for text in filled))

    def on(self, html: str) -> list[str]:
        """What stands so on a page, outside what says that it is Dutch."""
        return [text for text in map(_plain, _told(html)) if text in self.whole or self.filled.fullmatch(text)]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", text).split())


def _told(html: str, *besides: str) -> list[str]:
    """All texts of a page but those that are marked as Dutch, and ``besides``; also what only a screen reader says."""
    found = BeautifulSoup(html, "html.parser")
    for element in found.select(", ".join(("[lang=nl]", "script", "style", "template", *besides))):
        element.decompose()
    read_aloud = ("aria-label", "placeholder", "alt")
    return [*found.stripped_strings, *(str(one[name]) for name in read_aloud for one in found.select(f"[{name}]"))]


class EveryWord(Mapping[str, str]):
    """A municipality that translated every word of its own."""

    def __getitem__(self, key: str) -> str:
        return "Own word"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def dutch_on(html: str, names: Iterable[str]) -> list[str]:
    """What a page says in Dutch without saying so; names of areas (``names``) are the same in every language."""
    told = _told(html, "title", ".site-footer__state", ".source")
    known = sorted(names, key=len, reverse=True)
    for name in known:
        told = [text.replace(name, "") for text in told]
    return [text for text in told if _DUTCH.search(text)]
