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
    found = BeautifulSoup(html, "html.parser")
    for element in found.select("[lang=nl], title, script, style, .site-footer__state, .source"):
        element.decompose()
    told = list(found.stripped_strings)
    told += [str(one[name]) for name in ("aria-label", "placeholder", "alt") for one in found.select(f"[{name}]")]
    known = sorted(names, key=len, reverse=True)
    for name in known:
        told = [text.replace(name, "") for text in told]
    return [text for text in told if _DUTCH.search(text)]
