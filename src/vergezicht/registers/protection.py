"""Protection: nothing that is hidden may follow by subtraction, and levels that the source lacks are added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from vergezicht.areas import AreaLevel, Geography
from vergezicht.figures import Reason
from vergezicht.registers.checking import wholes
from vergezicht.registers.counting import Count, Counts
from vergezicht.registers.mapping import CountedIndicator, PartsCheck

_TINY = 1e-9
Key = tuple[str, str]
"""Indicator and area."""
Sum = tuple[Key, tuple[Key, ...]]
"""A whole and the parts that make it up."""


def hide_levels(counts: Counts, geography: Geography, indicators: Sequence[CountedIndicator]) -> None:
    """Hide figures of areas smaller than the level from which the indicator may be shown."""
    lowest = {item.indicator.code: item.indicator.lowest_level for item in indicators}
    for (code, _), series in counts.series.items():
        for area, count in series.items():
            if geography[area].level.fineness > lowest[code].fineness:
                series[area] = count.hidden(Reason.LEVEL)


def hide_complements(
    counts: Counts, geography: Geography, indicators: Sequence[CountedIndicator], checks: Sequence[PartsCheck] = ()
) -> None:
    """Hide further parts, or in the end a whole, until no hidden number follows from what is shown.

    A number follows when it is the same in every solution of "each whole is the sum of its parts" with the shown
    numbers filled in: over areas for indicators that add up, over indicators for ``checks``, and by way of several
    wholes that overlap (wijk and stadsdeel, men and inhabitants). A number that the source itself withholds is its
    own affair, but counts as unknown to the reader; a part of zero protects nothing and stays. Exact recovery only:
    how narrow the bounds are is not looked at.
    """
    additive = [item.indicator.code for item in indicators if item.adds_up]
    # The smallest wholes first: hiding a neighbour in the wijk protects against the gemeente too.
    found = sorted(wholes(geography), key=lambda group: -group[0].level.fineness)
    sums: list[Sum] = [
        ((code, whole.code), tuple((code, part.code) for part in parts)) for code in additive for whole, parts in found
    ]
    sums += [
        ((check.whole, area.code), tuple((part, area.code) for part in check.parts))
        for check in checks
        for area in geography
    ]
    for period in counts.periods:
        cells = {
            (code, area): count
            for (code, when), series in sorted(counts.series.items())
            if when == period
            for area, count in series.items()
        }
        known = [(whole, parts) for whole, parts in sums if all(cell in cells for cell in (whole, *parts))]
        while (chosen := _next_to_hide(cells, known)) is not None and cells[chosen].shown:
            cells[chosen] = cells[chosen].hidden(Reason.SECONDARY)
        for (code, area), count in cells.items():
            counts.series[code, period][area] = count


def _next_to_hide(cells: Mapping[Key, Count], sums: Sequence[Sum]) -> Key | None:
    """What to hide so that one number less is given away; None when nothing hidden is.

    A number hidden to protect another protects nothing when it is given away itself, so it counts too.
    """
    for whole, parts in sums:
        unknown = [cell for cell in (whole, *parts) if not cells[cell].shown]
        if len(unknown) == 1 and cells[unknown[0]].value is not None:
            return _beside(cells, whole, parts, unknown[0])
    told = _told(cells, sums)
    if told is None:
        return None
    around = [(whole, parts) for whole, parts in sums if told in (whole, *parts)]
    # Told by several sums together: hide in one that holds it, or else anywhere, until they no longer do.
    shown = [(whole, parts) for whole, parts in (*around, *sums) if any(cells[c].shown for c in (whole, *parts))]
    weighty = [(whole, parts) for whole, parts in shown if any(cells[c].shown and cells[c].value for c in parts)]
    return next((_beside(cells, whole, parts, told) for whole, parts in weighty or shown), None)


def _told(cells: Mapping[Key, Count], sums: Sequence[Sum]) -> Key | None:
    """A number that we hid and that all sums together give away; None when there is none."""
    summed = {cell for whole, parts in sums for cell in (whole, *parts)}
    unknown = [cell for cell, count in cells.items() if not count.shown and cell in summed]
    if not any(cells[cell].value is not None for cell in unknown):
        return None
    at = {cell: place for place, cell in enumerate(unknown)}
    equations = np.zeros((len(sums), len(unknown)))
    for row, (whole, parts) in zip(equations, sums, strict=True):
        for cell in parts:
            if cell in at:
                row[at[cell]] = 1.0
        if whole in at:
            row[at[whole]] = -1.0
    _, sizes, basis = np.linalg.svd(equations[equations.any(axis=1)], full_matrices=False)
    # A number is fixed when its unit vector lies in the row space, that is when its projection has length one.
    length = (basis[sizes > _TINY] ** 2).sum(axis=0)
    fixed = (cell for cell in unknown if length[at[cell]] > 1.0 - _TINY)
    return next((cell for cell in fixed if cells[cell].value is not None), None)


def _beside(cells: Mapping[Key, Count], whole: Key, parts: Sequence[Key], told: Key) -> Key:
    """The smallest other part that is shown and not zero; else the whole, or when that is ``told``, a part of zero."""
    others = [part for part in parts if part != told and cells[part].shown]
    weighty = [part for part in others if cells[part].value]
    if weighty:
        return min(weighty, key=lambda part: (cells[part].value or 0.0, part))
    return whole if whole != told and cells[whole].shown else next(iter(others), told)


def sum_levels(counts: Counts, geography: Geography, indicators: Sequence[CountedIndicator]) -> None:
    """Give an area that the source lacks the sum of its buurten, when every one of them may be shown."""
    for item in indicators:
        for (code, _), series in counts.series.items():
            if code != item.indicator.code:
                continue
            for level in item.summed_to:
                for area in geography.at(level):
                    parts = geography.members(area.code, AreaLevel.BUURT)
                    known = [series[part.code] for part in parts if part.code in series]
                    if area.code in series or len(known) < len(parts) or not all(count.shown for count in known):
                        continue
                    total = sum(count.value for count in known if count.value is not None)
                    series[area.code] = Count(total, True, None, known[0].file, 0)
