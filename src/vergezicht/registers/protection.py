"""Protection: nothing that is hidden may follow by subtraction, and levels that the source lacks are added up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vergezicht.areas import AreaLevel, Geography
from vergezicht.figures import Reason
from vergezicht.registers.checking import wholes
from vergezicht.registers.counting import Count, Counts, Series
from vergezicht.registers.mapping import CountedIndicator

_TINY = 1e-9
Group = tuple[str, tuple[str, ...]]


def hide_levels(counts: Counts, geography: Geography, indicators: Sequence[CountedIndicator]) -> None:
    """Hide figures of areas smaller than the level from which the indicator may be shown."""
    lowest = {item.indicator.code: item.indicator.lowest_level for item in indicators}
    for (code, _), series in counts.series.items():
        for area, count in series.items():
            if geography[area].level.fineness > lowest[code].fineness:
                series[area] = count.hidden(Reason.LEVEL)


def hide_complements(counts: Counts, geography: Geography, indicators: Sequence[CountedIndicator]) -> None:
    """Hide further parts, or in the end a whole, until no hidden number follows from what is shown.

    Only for numbers that add up. A number follows when it is the same in every solution of "each whole is the sum of
    its parts" with the shown numbers filled in, so also by way of several wholes that overlap (wijk and stadsdeel).
    A number that the source itself withholds is its own affair, but counts as unknown to the reader; a part of zero
    protects nothing and stays. Exact recovery only: how narrow the bounds are is not looked at.
    """
    additive = {item.indicator.code for item in indicators if item.adds_up}
    # The smallest wholes first: hiding a neighbour in the wijk protects against the gemeente too.
    found = sorted(wholes(geography), key=lambda group: -group[0].level.fineness)
    groups = [(whole.code, tuple(part.code for part in parts)) for whole, parts in found]
    for (code, _), series in sorted(counts.series.items()):
        if code in additive:
            known = [(whole, parts) for whole, parts in groups if all(area in series for area in (whole, *parts))]
            while (told := _told(series, known)) is not None:
                _hide_one(series, known, told)


def _told(series: Series, groups: Sequence[Group]) -> str | None:
    """A number that we hid and that the shown ones give away; None when there is none."""
    unknown = [area for area, count in series.items() if not count.shown]
    secret = [area for area in unknown if series[area].value is not None and series[area].reason != Reason.SECONDARY]
    at = {area: place for place, area in enumerate(unknown)}
    equations = np.zeros((len(groups), len(unknown)))
    for row, (whole, parts) in zip(equations, groups, strict=True):
        for area in parts:
            if area in at:
                row[at[area]] = 1.0
        if whole in at:
            row[at[whole]] = -1.0
    if not secret or not equations.any():
        return None
    _, sizes, basis = np.linalg.svd(equations, full_matrices=False)
    basis = basis[sizes > _TINY]
    # A number is fixed when its unit vector lies in the row space, that is when its projection has length one.
    length = (basis**2).sum(axis=0)
    return next((area for area in secret if length[at[area]] > 1.0 - _TINY), None)


def _hide_one(series: Series, groups: Sequence[Group], told: str) -> None:
    """Hide the smallest other part beside ``told`` in the smallest whole that is shown; without one, the whole."""
    beside = [(whole, parts) for whole, parts in groups if told in parts and series[whole].shown]
    for _, parts in beside:
        others = [part for part in parts if series[part].shown and series[part].value]
        if others:
            chosen = min(others, key=lambda part: (series[part].value or 0.0, part))
            series[chosen] = series[chosen].hidden(Reason.SECONDARY)
            return
    # Nothing is left to hide beside it: then a shown whole that holds it, or, for a whole, one of its parts.
    group = beside[0] if beside else next((whole, parts) for whole, parts in groups if whole == told)
    chosen = group[0] if beside else next(part for part in group[1] if series[part].shown)
    series[chosen] = series[chosen].hidden(Reason.SECONDARY)


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
