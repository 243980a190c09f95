"""Survey design: how the respondents were drawn, for any survey: strata, clusters, finite populations, weights.

A design is arrays only, one place per respondent, so it works beside any table in a notebook. Rows are never dropped:
a subgroup is a domain, a mask over the rows, and its strata and units still count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vergezicht.problems import Problems
from vergezicht.survey.analysis.adjustments import Adjustment
from vergezicht.survey.arrays import BoolArray, FloatArray, IntArray

# One array, or a tuple with one for each stage of sampling.
Stages = ArrayLike | tuple[ArrayLike, ...]


class SingleUnits(Enum):
    """What to do with a stratum in which one unit was drawn, so that nothing shows how much units differ.

    ERROR: refuse. CERTAINTY: it was taken with certainty, it adds no variance. REMOVE: the same, but said out loud that
    the variance is too small. ADJUST: its unit is compared with the mean unit of the whole sample (conservative).
    AVERAGE: it adds as much as the average other stratum.
    """

    ERROR = "error"
    REMOVE = "remove"
    CERTAINTY = "certainty"
    ADJUST = "adjust"
    AVERAGE = "average"


@dataclass(frozen=True)
class Stage:
    """One stage of sampling. All (n,), for the row's own unit and stratum.

    ``strata`` and ``units`` are numbers from 0, nested in the units of the stage before; ``names`` tells the strata.
    ``sampled`` is how many units were drawn in the stratum, ``population`` how many there are (inf when not known).
    """

    strata: IntArray
    units: IntArray
    sampled: FloatArray
    population: FloatArray
    names: tuple[str, ...]

    @property
    def fraction(self) -> FloatArray:
        """Share of the units of the stratum that was drawn (n,)."""
        return self.sampled / self.population


@dataclass(frozen=True)
class SurveyDesign:
    """n respondents: their stages, their weights as drawn, and the adjustments that led to their present weights.

    ``single_units`` is the rule for strata with one unit; with ``single_units_in_domains`` it also holds for strata of
    which a domain has one unit left (only while nothing was adjusted: then every unit carries something).
    """

    start: FloatArray
    weights: FloatArray
    stages: tuple[Stage, ...]
    adjustments: tuple[Adjustment, ...] = ()
    single_units: SingleUnits = SingleUnits.ERROR
    single_units_in_domains: bool = False

    @property
    def n(self) -> int:
        return len(self.weights)

    @property
    def has_population(self) -> bool:
        """Whether a finite population was given for the first stage."""
        return bool(np.isfinite(self.stages[0].population).any())

    def inside(self, domain: BoolArray | None) -> BoolArray:
        """The rows (n,) of a domain that count: all by default, never those of weight 0."""
        counts = np.asarray(self.weights != 0, dtype=bool)
        return counts if domain is None else counts & np.asarray(domain, dtype=bool)

    def rows_for(self, domain: BoolArray) -> BoolArray:
        """The rows (n,) that take part in the variance of a domain.

        After an adjustment these are all rows, because a margin reaches outside the domain; before it the others are
        zero, which the number of units drawn per stratum already tells.
        """
        return self.start > 0 if self.adjustments else domain

    def adjusted(self, adjustment: Adjustment) -> SurveyDesign:
        """The same design with the weights that an adjustment leads to."""
        return replace(self, weights=adjustment.after, adjustments=(*self.adjustments, adjustment))

    def fixed(self) -> SurveyDesign:
        """The same design with its present weights as if they were drawn: a variance that ignores the adjustments."""
        return replace(self, start=self.weights, adjustments=())

    def restricted(self, domain: BoolArray) -> SurveyDesign:
        """The design of a domain on its own: other rows get weight 0. Only before any adjustment."""
        if self.adjustments:
            raise ValueError("a design that was adjusted keeps all its rows; give the domain to the estimate instead")
        weights = np.where(self.inside(domain), self.weights, 0.0)
        return replace(self, start=weights, weights=weights)


def degrees_of_freedom(design: SurveyDesign, *, domain: BoolArray | None = None) -> int:
    """Units of the first stage minus strata, counting those with a respondent in the domain."""
    rows = design.inside(domain)
    stage = design.stages[0]
    return len(np.unique(stage.units[rows])) - len(np.unique(stage.strata[rows]))


def make_design(
    *,
    weights: ArrayLike | None = None,
    strata: Stages | None = None,
    clusters: Stages | None = None,
    population: Stages | None = None,
    n: int | None = None,
    nested: bool = False,
    single_units: SingleUnits = SingleUnits.ERROR,
    single_units_in_domains: bool = False,
) -> SurveyDesign:
    """A design from columns (n,): labels of strata and clusters, weights, and sizes of the population.

    ``strata``, ``clusters`` and ``population`` are one column, or a tuple with one for each stage. Without ``clusters``
    every row is a unit of its own. ``population`` is the number of units in the stratum of the row, or the fraction of
    them that was drawn (all above or all at most 1). Weights follow from it when they are not given.
    ``nested`` says that clusters are numbered anew in each stratum; otherwise a cluster in two strata is an error.
    ``n`` is only needed when no column tells how many rows there are.

    Raises ``BadInput`` with everything that is wrong with the columns.
    """
    problems = Problems()
    columns = {"strata": _columns(strata), "clusters": _columns(clusters), "population": _columns(population)}
    given = [*columns["strata"], *columns["clusters"], *columns["population"]]
    lengths = {len(column) for column in given} | ({len(np.asarray(weights))} if weights is not None else set())
    if n is not None:
        lengths.add(n)
    if len(lengths) != 1:
        problems.add("de kolommen van de steekproef zijn niet even lang", got=", ".join(map(str, sorted(lengths))))
        problems.raise_if_any()
    rows = lengths.pop()
    for name in ("strata", "clusters"):
        for column in columns[name]:
            _check_filled(column, name, problems)
    problems.raise_if_any()

    clustering = columns["clusters"] or [np.arange(rows)]
    stratification = columns["strata"] or [np.zeros(rows, dtype=np.intp)]
    units = _nest(clustering, stratification if nested else [], problems)
    if columns["strata"] and not nested:
        _check_nesting(units[0], stratification[0], problems)
    stages = []
    for number, unit in enumerate(units):
        parts = [stratification[min(number, len(stratification) - 1)]] if number < len(stratification) else []
        strata_now = _number([*([units[number - 1]] if number else []), *parts] or [np.zeros(rows, dtype=np.intp)])
        sampled = _count_distinct(unit, strata_now)[strata_now].astype(np.float64)
        sizes = columns["population"][number] if number < len(columns["population"]) else None
        drawn = _population(sizes, sampled, strata_now, number, problems)
        names = _names([*([clustering[number - 1]] if number else []), *parts], strata_now)
        stages.append(Stage(strata_now, unit, sampled, drawn, names))
    values = _weights(weights, stages, problems)
    problems.raise_if_any()
    return SurveyDesign(values, values, tuple(stages), (), single_units, single_units_in_domains)


def _columns(given: Stages | None) -> list[NDArray[Any]]:
    if given is None:
        return []
    return [np.asarray(column) for column in (given if isinstance(given, tuple) else (given,))]


def _check_filled(column: NDArray[Any], name: str, problems: Problems) -> None:
    empty = np.isnan(column) if column.dtype.kind == "f" else np.array([value in (None, "") for value in column])
    if empty.any():
        problems.add("lege waarde", row=int(np.flatnonzero(empty)[0]) + 1, column=name, hint="vul de waarde in")


def _number(columns: Sequence[NDArray[Any]]) -> IntArray:
    """Number the combinations that occur: (n,) from 0."""
    number = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        _, places = np.unique(column, return_inverse=True)
        _, number = np.unique(number * (int(places.max(initial=0)) + 1) + places, return_inverse=True)
    return number


def _nest(clusters: Sequence[NDArray[Any]], strata: Sequence[NDArray[Any]], problems: Problems) -> list[IntArray]:
    units: list[IntArray] = []
    for number, column in enumerate(clusters):
        outer: list[NDArray[Any]] = list(strata[: number + 1]) + units[-1:]
        units.append(_number([*outer, column]))
    return units


def _check_nesting(units: IntArray, strata: NDArray[Any], problems: Problems) -> None:
    _, places = np.unique(strata, return_inverse=True)
    broken = np.flatnonzero(_count_distinct(places, units) > 1)
    if len(broken):
        row = int(np.flatnonzero(units == broken[0])[0]) + 1
        problems.add(
            f"{len(broken)} clusters liggen in meer dan één stratum",
            row=row,
            column="clusters",
            hint="zet nested=True als de nummers in elk stratum opnieuw beginnen",
        )


def _count_distinct(values: IntArray, groups: IntArray) -> IntArray:
    """How many distinct ``values`` (n,) each of the groups (n,) has."""
    size = int(values.max(initial=0)) + 1
    pairs = np.unique(groups * size + values)
    return np.bincount(pairs // size, minlength=int(groups.max(initial=0)) + 1)


def _population(
    given: NDArray[Any] | None, sampled: FloatArray, strata: IntArray, stage: int, problems: Problems
) -> FloatArray:
    if given is None:
        return np.full(len(sampled), np.inf)
    sizes = np.asarray(given, dtype=np.float64)
    column = f"population, trap {stage + 1}"
    if not (sizes > 0).all():
        problems.add("omvang van de populatie is niet groter dan 0", column=column)
        return np.full(len(sampled), np.inf)
    if (sizes < 1).any() and (sizes > 1).any():
        problems.add(
            "aantallen en fracties door elkaar", column=column, expected="alles groter dan 1 of alles hoogstens 1"
        )
        return np.full(len(sampled), np.inf)
    drawn = sampled / sizes if (sizes <= 1).all() and (sizes < 1).any() else sizes
    low = np.full(int(strata.max(initial=0)) + 1, np.inf)
    high = np.zeros(len(low))
    np.minimum.at(low, strata, drawn)
    np.maximum.at(high, strata, drawn)
    if (high > low * (1 + 1e-9)).any():
        problems.add(
            "de omvang van de populatie verschilt binnen een stratum",
            row=int(np.flatnonzero((high > low * (1 + 1e-9))[strata])[0]) + 1,
            column=column,
        )
    elif (drawn < sampled * (1 - 1e-9)).any():
        row = int(np.flatnonzero(drawn < sampled * (1 - 1e-9))[0])
        problems.add(
            "er zijn meer eenheden getrokken dan er zijn",
            row=row + 1,
            column=column,
            expected=f"minstens {sampled[row]:.0f}",
            got=f"{drawn[row]:g}",
        )
    return drawn


def _weights(given: ArrayLike | None, stages: Sequence[Stage], problems: Problems) -> FloatArray:
    if given is None:
        product = np.ones(len(stages[0].units))
        for stage in stages:
            if np.isfinite(stage.population).all():
                product *= stage.population / stage.sampled
        return product
    weights = np.asarray(given, dtype=np.float64)
    wrong = ~np.isfinite(weights) | (weights < 0)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        problems.add("geen bruikbaar gewicht", row=row + 1, column="weights", got=f"{weights[row]:g}")
    return weights


def _names(columns: Sequence[NDArray[Any]], strata: IntArray) -> tuple[str, ...]:
    _, first = np.unique(strata, return_index=True)
    return tuple(" / ".join(str(column[place]) for column in columns) or "alles" for place in first)
