"""Collapsing: cells too thin to weigh to are joined with a neighbour, by rule, and every joining is told.

Off unless the project asks for it (``[weighting] join_empty``, ``collapse_below``): then an empty buurt counts with
another of its wijk (else stadsdeel, else the gemeente), and a thin category of a margin with the next one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vergezicht.areas import AreaLevel, Geography
from vergezicht.languages import spoken
from vergezicht.survey.arrays import FloatArray, IntArray
from vergezicht.survey.project import WeightingPlan
from vergezicht.survey.weighting.design import Design
from vergezicht.survey.weighting.lineage import Lineage


def collapse(
    design: Design, plan: WeightingPlan, geography: Geography, lineage: Lineage
) -> tuple[Design, tuple[str, ...]]:
    """The design with thin cells joined as the plan asks, and a line for each joining."""
    lines: list[str] = []
    if plan.join_empty:
        design = _join_empty(design, geography, lineage, lines)
    if plan.collapse_below:
        design = _collapse_margins(design, plan.collapse_below, lines)
    return design, tuple(lines)


def _join_empty(design: Design, geography: Geography, lineage: Lineage, lines: list[str]) -> Design:
    population = design.population.copy()
    for empty in np.flatnonzero((design.size == 0) & (design.population > 0)).tolist():
        target = _neighbour(design, geography, lineage, empty)
        lines.append(
            f"in {design.strata[empty]} deed niemand mee: haar {spoken().number(population[empty])} volwassenen "
            f"tellen mee bij {design.strata[target]}"
        )
        population[target] += population[empty]
        population[empty] = 0.0
    return replace(design, population=population)


def _neighbour(design: Design, geography: Geography, lineage: Lineage, empty: int) -> int:
    """The stratum with most respondents in the smallest area that holds both."""

    def holders(stratum: int) -> set[str]:
        parts = lineage.now(design.strata[stratum])
        return {area.code for level in AreaLevel for part in parts if (area := geography.ancestor(part, level))}

    own = holders(empty)
    fineness = {area.code: area.level.fineness for area in geography}

    def nearness(stratum: int) -> tuple[int, float, int]:
        return max(fineness[code] for code in own & holders(stratum)), float(design.size[stratum]), -stratum

    return max((stratum for stratum in range(len(design.strata)) if design.size[stratum] > 0), key=nearness)


def _collapse_margins(design: Design, least: int, lines: list[str]) -> Design:
    totals, labels, categories = list(design.totals), list(design.labels), list(design.cells.categories)
    for number, name in enumerate(design.margins):
        while True:
            counts: FloatArray = np.bincount(
                categories[number], weights=design.cells.size, minlength=len(totals[number])
            ).astype(np.float64)
            thin = np.flatnonzero((counts < least) & ((counts > 0) | (totals[number] > 0)))
            if not len(thin) or len(counts) < 2:
                break
            place = int(thin[np.argmin(counts[thin])])
            other = _next_category(labels[number], counts, place)
            lines.append(
                f"marge {name}: categorie {labels[number][place]} heeft {spoken().number(counts[place])} deelnemers "
                f"en is samengevoegd met {labels[number][other]}"
            )
            totals[number], labels[number], categories[number] = _merge(
                totals[number], labels[number], categories[number], place, other
            )
    cells = replace(design.cells, categories=tuple(categories))
    return replace(design, totals=tuple(totals), labels=tuple(labels), cells=cells)


def _next_category(labels: tuple[str, ...], counts: FloatArray, place: int) -> int:
    """The category that differs in one characteristic only, the first if possible, and there by the least steps."""
    own = _parts(labels[place])

    def distance(other: int) -> tuple[int, int, int, float, int]:
        parts = _parts(labels[other])
        unlike = [at for at, (mine, its) in enumerate(zip(own, parts, strict=True)) if mine != its]
        steps = sum(abs(own[at] - parts[at]) for at in unlike)
        return len(unlike), unlike[0] if unlike else 0, steps, float(counts[other]), other

    return min((other for other in range(len(labels)) if other != place), key=distance)


def _parts(label: str) -> list[int]:
    return [int(part) for part in label.split("+")[0].split("x")]


def _merge(
    totals: FloatArray, labels: tuple[str, ...], categories: IntArray, place: int, other: int
) -> tuple[FloatArray, tuple[str, ...], IntArray]:
    keep, drop = min(place, other), max(place, other)
    merged = totals.copy()
    merged[keep] += merged[drop]
    names = list(labels)
    names[keep] = f"{labels[keep]}+{labels[drop]}"
    del names[drop]
    renumber = np.arange(len(totals))
    renumber[drop] = keep
    renumber[drop + 1 :] -= 1
    return np.delete(merged, drop), tuple(names), renumber[categories]
