"""Checking: does what must add up, add up, beyond what the rounding of the source can explain?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.problems import Problems
from vergezicht.registers.counting import Counts, Series
from vergezicht.registers.mapping import CountedIndicator, PartsCheck

_EXACT = 1e-6


def check_sums(
    counts: Counts, geography: Geography, indicators: Sequence[CountedIndicator], problems: Problems
) -> None:
    """Report larger areas that differ from the sum of their smaller ones by more than rounding can explain.

    Every number rounded to a multiple of r is at most r / 2 off, so a whole and its k parts at most r (k + 1) / 2.
    With parts missing, the sum of the others may not be more than the whole.
    """
    for item in indicators:
        if not item.adds_up:
            continue
        for (code, period), series in sorted(counts.series.items()):
            if code == item.indicator.code:
                for whole, parts in wholes(geography):
                    _check_whole(item, period, series, whole, parts, problems)


def check_parts(counts: Counts, checks: Sequence[PartsCheck], titles: Mapping[str, str], problems: Problems) -> None:
    """Report areas in which the parts (men, women) do not make the whole (inhabitants)."""
    for check in checks:
        slack = check.rounding / 2 * (len(check.parts) + 1) + _EXACT
        for (code, period), series in sorted(counts.series.items()):
            if code != check.whole:
                continue
            for area, whole in series.items():
                parts = [counts.series.get((part, period), {}).get(area) for part in check.parts]
                values = [part.value for part in parts if part is not None and part.value is not None]
                if whole.value is None or len(values) < len(check.parts):
                    continue
                if abs(sum(values) - whole.value) > slack:
                    problems.add(
                        f"de delen zijn samen niet {titles[check.whole]} ({area}, {period})",
                        file=whole.file,
                        row=whole.row,
                        expected=f"{whole.value:g}, op hooguit {slack:g} na",
                        got=f"{sum(values):g} ({', '.join(titles[part] for part in check.parts)})",
                    )


def wholes(geography: Geography) -> Iterator[tuple[Area, tuple[Area, ...]]]:
    """Every area with the areas of a smaller level that together make it up, for every level that divides it."""
    levels = geography.levels
    for coarse in levels:
        for fine in levels:
            if fine.fineness <= coarse.fineness:
                continue
            groups = _groups(geography, coarse, fine)
            for area in geography.at(coarse):
                if groups.get(area.code):
                    yield area, tuple(groups[area.code])


def _groups(geography: Geography, coarse: AreaLevel, fine: AreaLevel) -> dict[str, list[Area]]:
    """Larger area to its smaller ones; nothing when one of them lies in no larger area (a wijk in no stadsdeel)."""
    groups: dict[str, list[Area]] = {}
    for area in geography.at(fine):
        whole = geography.ancestor(area.code, coarse)
        if whole is None:
            return {}
        groups.setdefault(whole.code, []).append(area)
    return groups


def _check_whole(
    item: CountedIndicator, period: str, series: Series, whole: Area, parts: Sequence[Area], problems: Problems
) -> None:
    total = series.get(whole.code)
    present = [series[part.code] for part in parts if part.code in series]
    values = [count.value for count in present if count.value is not None]
    if total is None or total.value is None or not values:
        return
    slack = item.rounding / 2 * (len(values) + 1) + _EXACT
    difference = sum(values) - total.value
    if difference > slack or (len(values) == len(parts) and difference < -slack):
        level = parts[0].level
        problems.add(
            f"{item.indicator.title} in {whole.name} ({period}) is niet de som van de {level.plural}",
            file=total.file,
            row=total.row,
            expected=f"{total.value:g}, op hooguit {slack:g} na",
            got=f"{sum(values):g} in {len(values)} van {len(parts)} {level.plural}",
        )
