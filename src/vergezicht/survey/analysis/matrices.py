"""Model matrices: columns of numbers and labels as the numbers that calibration and regression take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vergezicht.survey.arrays import FloatArray


@dataclass(frozen=True)
class ModelMatrix:
    """``matrix`` (n, p) with the ``names`` of its columns: "(Intercept)", "age", "areaB", "areaB:sex2"."""

    matrix: FloatArray
    names: tuple[str, ...]


def make_matrix(
    columns: Mapping[str, ArrayLike], *, crossed: Sequence[tuple[str, ...]] = (), intercept: bool = True
) -> ModelMatrix:
    """A column for each number, and for labels one for each but the first (sorted), which the intercept stands for.

    Text and truth values are labels; turn codes into text with ``astype(str)`` when they are no amounts.
    ``crossed`` are tuples of names whose products are added. A row with an empty label or NaN is NaN throughout.
    """
    parts = {name: _part(name, np.asarray(column)) for name, column in columns.items()}
    n = len(next(iter(parts.values()))[0])
    made = [np.ones((n, 1))] if intercept else []
    names = ["(Intercept)"] if intercept else []
    for matrix, labels in parts.values():
        made.append(matrix)
        names += labels
    for group in crossed:
        # The first column runs fastest.
        pieces = [list(zip(parts[name][0].T, parts[name][1], strict=True)) for name in reversed(group)]
        for combination in product(*pieces):
            made.append(np.prod([column for column, _ in combination], axis=0)[:, None])
            names.append(":".join(label for _, label in reversed(combination)))
    table = np.column_stack(made)
    unknown = np.asarray(np.isnan(table).any(axis=1), dtype=bool)
    return ModelMatrix(np.where(unknown[:, None], np.nan, table), tuple(names))


def _part(name: str, column: NDArray[Any]) -> tuple[FloatArray, list[str]]:
    if column.dtype.kind in "iuf":
        return column.astype(np.float64)[:, None], [name]
    empty = np.array([value is None or value == "" for value in column.tolist()])
    levels = np.unique(column[~empty])
    dummies = np.where(empty[:, None], np.nan, np.equal.outer(column, levels[1:]).astype(np.float64))
    return dummies, [f"{name}{_text(level)}" for level in levels.tolist()[1:]]


def _text(level: object) -> str:
    return str(level).upper() if isinstance(level, bool) else str(level)
