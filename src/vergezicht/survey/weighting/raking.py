"""Weighting: raking the sample to what is known of the population (iterative proportional fitting).

Starting weight N_h / n_h per buurt, then the margins in turn until all are met: Deming & Stephan (1940), the
exponential distance of Deville & Särndal (1992). Every respondent in a cell gets the same weight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vergezicht.languages import spoken
from vergezicht.problems import Problems
from vergezicht.survey.arrays import FloatArray, IntArray
from vergezicht.survey.project import WeightingPlan
from vergezicht.survey.weighting.design import Design


@dataclass(frozen=True)
class WeightingReport:
    """What the weighting did. ``kish_deff`` is n * sum(w^2) / sum(w)^2: the price in precision (Kish 1965)."""

    respondents: int
    rounds: int
    lowest: float
    highest: float
    kish_deff: float
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """Starting and final weight per cell (G,) of ``design``, whose totals may have been adjusted to each other."""

    design: Design
    start: FloatArray
    final: FloatArray
    report: WeightingReport


def weigh(design: Design, plan: WeightingPlan, problems: Problems) -> Weights | None:
    """Rake to the margins; None after reporting why they cannot be met.

    Reports people in the population whom nobody in the sample stands for, margins whose totals contradict each other
    by more than ``plan.contradiction``, bounds that cannot be met, and raking that does not converge.
    Smaller contradictions (CBS rounds to fives) are spread proportionally, with a warning in the report.
    """
    before = len(problems)
    _check_empty(design, problems)
    design, warnings = _agree(design, plan, problems)
    _check_bounds(plan, problems)
    if len(problems) > before:
        return None
    cells = design.cells
    groups: list[tuple[str, IntArray, FloatArray]] = [("buurt", cells.stratum, design.population)]
    groups += list(zip(design.margins, cells.categories, design.totals, strict=True))
    start = (design.population / np.maximum(design.size, 1.0))[cells.stratum]
    weight = start.copy()
    low = start * (plan.lowest or 0.0)
    high = start * (plan.highest or np.inf)
    worst = np.inf
    rounds = 0
    while worst > plan.tolerance and rounds < plan.rounds:
        rounds += 1
        for _, group, totals in groups:
            sums = np.bincount(group, weights=weight * cells.size, minlength=len(totals))
            factor = np.divide(totals, sums, out=np.ones_like(totals), where=sums > 0)
            weight = weight * factor[group]
        weight = np.clip(weight, low, high)
        worst = max(_miss(group, totals, weight * cells.size).max() for _, group, totals in groups)
    if worst > plan.tolerance:
        _report_failure(groups, design, weight * cells.size, plan, problems)
        return None
    n, total, squares = design.n, float((weight * cells.size).sum()), float((weight**2 * cells.size).sum())
    report = WeightingReport(
        respondents=n,
        rounds=rounds,
        lowest=float(weight.min()),
        highest=float(weight.max()),
        kish_deff=n * squares / total**2,
        warnings=warnings,
    )
    return Weights(design, start, weight, report)


def _miss(group: IntArray, totals: FloatArray, people: FloatArray) -> FloatArray:
    sums = np.bincount(group, weights=people, minlength=len(totals))
    return np.abs(sums - totals) / np.maximum(totals, 1.0)


def _check_empty(design: Design, problems: Problems) -> None:
    number = spoken().number
    for stratum in np.flatnonzero((design.size == 0) & (design.population > 0)):
        problems.add(
            f"in {design.strata[stratum]} wonen {number(design.population[stratum])} volwassenen, "
            "maar niemand deed mee",
            hint="laat haar weg uit de marges, of voeg haar daar en in de antwoorden samen met een buurt ernaast",
        )
    for name, categories, totals, labels in zip(
        design.margins, design.cells.categories, design.totals, design.labels, strict=True
    ):
        sizes = np.bincount(categories, weights=design.cells.size, minlength=len(totals))
        for category in np.flatnonzero((sizes == 0) & (totals > 0)):
            problems.add(
                f"marge {name}: in categorie {labels[category]} horen {number(totals[category])} mensen, "
                "niemand deed mee",
                hint="voeg deze categorie in het margebestand en de antwoorden samen met een andere",
            )
        for category in np.flatnonzero((sizes > 0) & (totals == 0)):
            problems.add(
                f"marge {name}: categorie {labels[category]} heeft volgens het margebestand geen inwoners, "
                "maar er zijn wel antwoorden",
            )


def _agree(design: Design, plan: WeightingPlan, problems: Problems) -> tuple[Design, tuple[str, ...]]:
    """Margins that all add up to the adults of the buurten, and a warning for each that had to be adjusted."""
    people = float(design.population.sum())
    adjusted: list[FloatArray] = []
    warnings: list[str] = []
    number = spoken().number
    for name, totals in zip(design.margins, design.totals, strict=True):
        total = float(totals.sum())
        difference = abs(total - people) / people
        if difference > plan.contradiction:
            problems.add(
                f"marge {name} telt op tot {number(total)} inwoners, de buurten tot {number(people)}",
                expected=f"hoogstens {100 * plan.contradiction:g}% verschil".replace(".", ","),
                hint="gebruik marges van dezelfde peildatum en dezelfde groep (18 jaar en ouder)",
            )
        elif difference > plan.tolerance:
            warnings.append(
                f"marge {name} telt op tot {number(total)}, de buurten tot {number(people)} (afronding): "
                "de marge is naar verhouding aangepast"
            )
        adjusted.append(totals * (people / total) if total > 0 else totals)
    return replace(design, totals=tuple(adjusted)), tuple(warnings)


def _check_bounds(plan: WeightingPlan, problems: Problems) -> None:
    lowest, highest = plan.lowest or 0.0, plan.highest or np.inf
    if not (0 <= lowest < 1 < highest):
        problems.add(
            "de grenzen van de weging laten een gewone weging niet toe",
            expected="lowest kleiner dan 1 en highest groter dan 1",
        )


def _report_failure(
    groups: list[tuple[str, IntArray, FloatArray]],
    design: Design,
    people: FloatArray,
    plan: WeightingPlan,
    problems: Problems,
) -> None:
    names = {"buurt": design.strata, **dict(zip(design.margins, design.labels, strict=True))}
    misses = [(float(miss.max()), name, int(miss.argmax())) for name, miss in _all_misses(groups, people)]
    miss, name, category = max(misses)
    bounded = plan.lowest is not None or plan.highest is not None
    problems.add(
        "de weging komt niet uit op de marges"
        + (" binnen de gegeven grenzen (lowest, highest)" if bounded else f" na {plan.rounds} rondes"),
        got=f"grootste afwijking {100 * miss:.2g}% bij {name} {names[name][category]}".replace(".", ","),
        hint="verruim de grenzen of voeg kleine categorieën samen" if bounded else "voeg kleine categorieën samen",
    )


def _all_misses(groups: list[tuple[str, IntArray, FloatArray]], people: FloatArray) -> list[tuple[str, FloatArray]]:
    return [(name, _miss(group, totals, people)) for name, group, totals in groups]
