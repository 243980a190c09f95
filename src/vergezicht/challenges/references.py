"""References to a figure, written indicator, indicator@gebied or indicator@gebied#meting; never a copied number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.figures import Figure, FigureSource

# Three groups: indicator, area, period. Stories put it between braces (stories/living).
GRAMMAR = r"([a-z][a-z0-9_]*)(?:@([A-Za-z0-9/-]+))?(?:#([0-9A-Za-z-]+))?"
_PATTERN = re.compile(GRAMMAR)


@dataclass(frozen=True)
class FigureReference:
    """Which figure is meant: an indicator, an area ("" is the municipality), a period ("" is the latest wave)."""

    indicator: str
    area: str = ""
    period: str = ""

    def __str__(self) -> str:
        place = f"@{self.area}" if self.area else ""
        return f"{self.indicator}{place}{f'#{self.period}' if self.period else ''}"


def parse_reference(text: str) -> FigureReference | None:
    """The reference in a text, with or without braces; None when it is none."""
    match = _PATTERN.fullmatch(text.strip().removeprefix("{").removesuffix("}"))
    return FigureReference(match[1], match[2] or "", match[3] or "") if match else None


def parse_references(texts: Iterable[str]) -> list[FigureReference]:
    """The references among texts; what is none is left out."""
    return [found for text in texts if (found := parse_reference(text)) is not None]


def area_of(reference: FigureReference, geography: Geography) -> Area | None:
    """ "stadsdeel/noord", a code, or nothing for the whole municipality."""
    if not reference.area:
        return geography.gemeente
    level, _, slug = reference.area.partition("/")
    if slug and level in set(AreaLevel):
        return geography.by_slug(AreaLevel(level), slug)
    return geography.get(reference.area)


def figure_of(reference: FigureReference, release: FigureSource) -> Figure | None:
    """The figure in this release; None when the release or the geography does not have it."""
    area = area_of(reference, release.geography)
    if area is None or not release.has_indicator(reference.indicator):
        return None
    return release.figure(reference.indicator, area.code, reference.period or None)


def what_is_wrong(reference: FigureReference, release: FigureSource) -> str:
    """Why a reference points to nothing, in Dutch; "" when it points to a figure, shown or not."""
    if not release.has_indicator(reference.indicator):
        return "dit cijfer staat niet in de vastgestelde cijfers"
    if area_of(reference, release.geography) is None:
        return f"het gebied {reference.area} bestaat niet"
    if reference.period and reference.period not in release.periods_of(reference.indicator):
        return f"van dit cijfer is er geen meting {reference.period}"
    return ""
