"""Depth: how much of a story is read. Each has an address of its own, so it is chosen by a link and kept by links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from vergezicht.languages import say


class Depth(StrEnum):
    """The three layers of a story; the value is the last part of the address, "verhaal" is the page itself."""

    CORE = "kern"
    STORY = "verhaal"
    FIGURES = "cijfers"

    @property
    def label(self) -> str:
        """What a reader chooses."""
        return {Depth.CORE: say("Kern"), Depth.STORY: say("Verhaal"), Depth.FIGURES: say("Met alle cijfers")}[self]

    def path(self, page: str) -> str:
        """The address of ``page`` at this depth: /verhaal/, /verhaal/kern/, /verhaal/cijfers/."""
        return page if self == Depth.STORY else f"{page}{self.value}/"


def keep_depth(html: str, depth: Depth, *, pages: Iterable[str]) -> str:
    """The same page, of which every link to one of ``pages``, or to a place on it, stays at ``depth``."""
    if depth == Depth.STORY:
        return html
    names = "|".join(re.escape(page) for page in pages)
    return (
        re.sub(rf'(<a (?!data-depth)[^>]*?href="(?:{names}))(?=["#])', rf"\g<1>{depth.value}/", html) if names else html
    )
