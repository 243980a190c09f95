"""Margins: known numbers of people per category; post-stratification, raking, and merging what is too thin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vergezicht.problems import Problems
from vergezicht.survey.analysis.adjustments import AlternatingMeans, PostStrata
from vergezicht.survey.analysis.calibration import Calibration, Distance, calibrate
from vergezicht.survey.analysis.design import SurveyDesign
from vergezicht.survey.analysis.reports import Adjusted, report_on
from vergezicht.survey.arrays import FloatArray, IntArray

Category = Any


@dataclass(frozen=True)
class Margin:
    """``of_row`` (n,) places of the respondents in ``categories``, with the ``totals`` (C,) of the population."""

    name: str
    categories: tuple[Category, ...]
    of_row: IntArray
    totals: FloatArray

    @property
    def dummies(self) -> FloatArray:
        """(n, C) with a 1 in the category of each respondent."""
        return np.eye(len(self.categories))[self.of_row]


class Residuals(Enum):
    """How the variance after raking is found; see ``AlternatingMeans``. STARTING_WEIGHTS is Deville & Särndal's."""

    STARTING_WEIGHTS = "starting weights"
    UNWEIGHTED = "unweighted, as R's rake()"


def make_margin(name: str, values: ArrayLike | tuple[ArrayLike, ...], totals: Mapping[Category, float]) -> Margin:
    """A margin from a column (n,) of labels, or several that are crossed: then ``totals`` has tuples as keys.

    Raises ``BadInput`` for people in the population for whom nobody answered, and the other way round.
    """
    columns = [np.asarray(column) for column in (values if isinstance(values, tuple) else (values,))]
    keys = list(zip(*(column.tolist() for column in columns), strict=True)) if len(columns) > 1 else columns[0].tolist()
    places = {category: place for place, category in enumerate(totals)}
    of_row = np.array([places.get(key, -1) for key in keys], dtype=np.intp)
    margin = Margin(name, tuple(totals), of_row, np.array(list(totals.values()), dtype=np.float64))
    problems = Problems()
    for row in np.flatnonzero(of_row < 0)[:5]:
        problems.add(
            f"marge {name}: categorie {keys[row]} heeft geen populatietotaal",
            row=int(row) + 1,
            expected=", ".join(map(str, totals)),
        )
    counts = np.bincount(of_row[of_row >= 0], minlength=len(places))
    for place in np.flatnonzero((counts == 0) & (margin.totals > 0)):
        problems.add(
            f"marge {name}: in categorie {margin.categories[place]} horen {margin.totals[place]:.0f} mensen, "
            "niemand deed mee",
            hint="voeg deze categorie samen met een andere (merge_thin)",
        )
    for place in np.flatnonzero((counts > 0) & (margin.totals <= 0)):
        problems.add(f"marge {name}: categorie {margin.categories[place]} heeft geen inwoners, maar wel antwoorden")
    problems.raise_if_any()
    return margin


def post_stratify(design: SurveyDesign, margin: Margin) -> Adjusted:
    """Weights that meet the totals of one (possibly crossed) margin exactly."""
    adjustment = make_post_strata(design, margin.of_row, margin.totals)
    return Adjusted(
        design.adjusted(adjustment), report_on(f"poststratificatie op {margin.name}", design.weights, adjustment.after)
    )


def make_post_strata(design: SurveyDesign, cells: IntArray, totals: FloatArray) -> PostStrata:
    """The adjustment that meets ``totals`` (C,) in ``cells`` (n,); rows in cell -1 lose their weight."""
    adjustment = PostStrata(design.weights, design.weights, cells, totals)
    return PostStrata(design.weights, adjustment.repeat(design.weights), cells, totals)


def rake(
    design: SurveyDesign,
    margins: Sequence[Margin],
    *,
    bounds: tuple[float, float] | None = None,
    contradiction: float = 0.02,
    tolerance: float = 1e-11,
    rounds: int = 500,
    residuals: Residuals = Residuals.STARTING_WEIGHTS,
) -> Adjusted:
    """Weights that meet every margin: iterative proportional fitting (Deming & Stephan 1940).

    Margins whose totals differ by at most the fraction ``contradiction`` (CBS rounds to fives) are scaled to the first,
    with a warning in the report that names them; more is an error. With ``bounds`` the g-weights stay within limits.
    """
    problems = Problems()
    margins, warnings = _agree(margins, contradiction, problems)
    problems.raise_if_any()
    auxiliary = np.column_stack([margin.dummies for margin in margins])
    totals = np.concatenate([margin.totals for margin in margins])
    names = [f"{margin.name} {category}" for margin in margins for category in margin.categories]
    if bounds is None:
        fitted = _fit(design.weights, margins, tolerance, rounds)
        if fitted is not None:
            weights, count = fitted
            raked = Calibration(design.weights, weights, auxiliary, totals, Distance.RAKING, (-np.inf, np.inf))
            report = report_on("raking", design.weights, weights, count, warnings)
            if residuals is Residuals.UNWEIGHTED:
                slow = AlternatingMeans(raked, tuple(margin.of_row for margin in margins))
                return Adjusted(design.adjusted(slow), report)
            return Adjusted(design.adjusted(raked), report)
    # With bounds, and when fitting does not get there: Newton's method, which also explains what cannot be met.
    found = calibrate(design, auxiliary, totals, names=names, distance=Distance.RAKING, bounds=bounds)
    report = report_on("raking", design.weights, found.weights, found.report.rounds, warnings)
    return Adjusted(found.design, report)


def _fit(start: FloatArray, margins: Sequence[Margin], tolerance: float, rounds: int) -> tuple[FloatArray, int] | None:
    weights = start.copy()
    for count in range(1, rounds + 1):
        for margin in margins:
            sums = np.bincount(margin.of_row, weights=weights, minlength=len(margin.totals))
            factors = np.divide(margin.totals, sums, out=np.ones_like(sums), where=sums > 0)
            weights = weights * factors[margin.of_row]
        worst = max(
            float(np.max(np.abs(np.bincount(m.of_row, weights=weights, minlength=len(m.totals)) - m.totals)))
            for m in margins
        )
        if worst <= tolerance * float(margins[0].totals.sum()):
            return weights, count
    return None


def _agree(margins: Sequence[Margin], contradiction: float, problems: Problems) -> tuple[list[Margin], list[str]]:
    first, people = margins[0], float(margins[0].totals.sum())
    agreed, warnings = [first], []
    for margin in margins[1:]:
        total = float(margin.totals.sum())
        difference = abs(total - people) / people
        if difference > contradiction:
            problems.add(
                f"marge {margin.name} telt op tot {total:.0f}, marge {first.name} tot {people:.0f}",
                expected=f"hoogstens {100 * contradiction:g}% verschil".replace(".", ","),
                hint="gebruik marges van dezelfde peildatum en dezelfde groep",
            )
        elif difference > 1e-12:
            warnings.append(
                f"marge {margin.name} telt op tot {total:.0f}, marge {first.name} tot {people:.0f}: "
                f"{margin.name} is naar verhouding aangepast"
            )
        agreed.append(Margin(margin.name, margin.categories, margin.of_row, margin.totals * (people / total)))
    return agreed, warnings


@dataclass(frozen=True)
class Merged:
    """A margin without thin categories, and which were put together: (category, with which)."""

    margin: Margin
    merges: tuple[tuple[Category, Category], ...]


def merge_thin(
    name: str,
    values: ArrayLike,
    totals: Mapping[Category, float],
    *,
    fewest: int = 30,
    ordered: bool = True,
) -> Merged:
    """Merge categories with fewer than ``fewest`` respondents until none is left: the thinnest first.

    An ordered category goes to the thinner of its neighbours in ``totals``, an unordered one to the next thinnest.
    A merged category is called after its parts ("a+b"). Categories nobody answered for are merged as well.
    """
    labels = list(totals)
    column: NDArray[Any] = np.asarray(values)
    sizes = [int((column == label).sum()) for label in labels]
    groups: list[list[Category]] = [[label] for label in labels]
    merges = []
    while len(groups) > 1 and min(sizes) < fewest:
        thin = int(np.argmin(sizes))
        if ordered:
            others = [place for place in (thin - 1, thin + 1) if 0 <= place < len(groups)]
        else:
            others = [place for place in range(len(groups)) if place != thin]
        to = min(others, key=lambda place: sizes[place])
        merges.append((_label(groups[thin]), _label(groups[to])))
        low, high = sorted((thin, to))
        groups[low] += groups.pop(high)
        sizes[low] += sizes.pop(high)
    merged = {_label(group): sum(totals[part] for part in group) for group in groups}
    of_part = {part: _label(group) for group in groups for part in group}
    relabelled = np.array([of_part.get(value, value) for value in column.tolist()], dtype=object)
    return Merged(make_margin(name, relabelled, merged), tuple(merges))


def _label(group: Sequence[Category]) -> Category:
    return group[0] if len(group) == 1 else "+".join(map(str, group))
