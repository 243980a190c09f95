"""Representativity: how alike the chances of answering are (R-indicator; Schouten, Cobben & Bethlehem 2009)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vergezicht.problems import Problems
from vergezicht.survey.analysis.matrices import make_matrix
from vergezicht.survey.analysis.regression import Family, fit
from vergezicht.survey.arrays import FloatArray


@dataclass(frozen=True)
class PartialIndicator:
    """How much of the variation of the chances lies between the categories of one characteristic.

    ``value`` is the standard deviation of the category means; ``by_category`` its signed parts: below 0 answers less.
    """

    name: str
    value: float
    categories: tuple[Any, ...]
    by_category: tuple[float, ...]


@dataclass(frozen=True)
class Representativity:
    """``r`` = 1 - 2 S(rho): 1 when everybody answers as readily. ``response`` is the weighted response rate (0-1).

    ``largest_bias`` = S(rho) / mean rho: a mean cannot be further off than so many standard deviations of the answer.
    ``coefficients`` are those of the logistic model, by name. Only compare waves with the same model.
    """

    r: float
    response: float
    largest_bias: float
    invited: int
    answered: int
    coefficients: Mapping[str, float]
    partial: tuple[PartialIndicator, ...]


def assess_representativity(
    characteristics: Mapping[str, ArrayLike],
    *,
    invited: ArrayLike,
    answered: ArrayLike,
    weights: ArrayLike | None = None,
    crossed: Sequence[tuple[str, ...]] = (),
) -> Representativity:
    """From frame counts: in each cell (m,) how many were ``invited`` and how many ``answered``.

    ``characteristics`` are labels (m,) of each cell, ``crossed`` tuples of their names whose combinations matter too,
    ``weights`` (m,) of an invitation in the cell (inverse of the chance to be drawn). One row per person works as well.
    """
    asked, told = np.asarray(invited, dtype=np.float64), np.asarray(answered, dtype=np.float64)
    design_weight = np.ones(len(asked)) if weights is None else np.asarray(weights, dtype=np.float64)
    problems = Problems()
    for row in np.flatnonzero((told < 0) | (told > asked))[:5]:
        problems.add(
            "meer antwoorden dan uitnodigingen",
            row=int(row) + 1,
            expected=f"hoogstens {asked[row]:g}",
            got=f"{told[row]:g}",
        )
    if not told.any():
        problems.add("niemand heeft geantwoord")
    problems.raise_if_any()
    labels = {name: np.asarray(column) for name, column in characteristics.items()}
    made = make_matrix({name: column.astype(str) for name, column in labels.items()}, crossed=crossed)
    people = asked * design_weight
    used = people > 0
    # A cell is its invited people with the share of them that answered: the same likelihood as row by row.
    rate = np.divide(told, asked, out=np.zeros_like(told), where=asked > 0)
    fitted = fit(made.matrix, rate, people, Family.BINOMIAL)
    chances = fitted.mean
    total = float(people.sum())
    mean = float(people @ chances) / total
    spread = float(np.sqrt(people @ (chances - mean) ** 2 / (total - 1)))
    return Representativity(
        r=1 - 2 * spread,
        response=float((told * design_weight).sum()) / total,
        largest_bias=spread / mean,
        invited=int(asked.sum()),
        answered=int(told.sum()),
        coefficients=dict(zip(made.names, fitted.coefficients.tolist(), strict=True)),
        partial=tuple(
            _partial(name, column[used], people[used], chances[used], mean) for name, column in labels.items()
        ),
    )


def _partial(name: str, labels: NDArray[Any], people: FloatArray, chances: FloatArray, mean: float) -> PartialIndicator:
    categories, place = np.unique(labels, return_inverse=True)
    size = np.bincount(place, weights=people)
    distance = np.bincount(place, weights=people * chances) / size - mean
    parts = np.sqrt(size / people.sum()) * distance
    return PartialIndicator(name, float(np.sqrt((parts**2).sum())), tuple(categories.tolist()), tuple(parts.tolist()))
