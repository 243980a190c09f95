"""Groups: the areas and subgroups for which something is estimated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from vergezicht.survey.arrays import BoolArray, IntArray

# The values of the grouping columns that make a group: ("WK019310",) or ("vrouw", "65+"); () is everybody.
Label = tuple[Any, ...]


@dataclass(frozen=True)
class Groups:
    """``of_row`` (n,) places in ``labels``; -1 for a row in no group, because a grouping value is missing."""

    labels: tuple[Label, ...]
    of_row: IntArray

    def __iter__(self) -> Iterator[tuple[Label, BoolArray]]:
        """Each label with the mask (n,) of its rows."""
        for place, label in enumerate(self.labels):
            yield label, self.of_row == place


def make_groups(by: ArrayLike | tuple[ArrayLike, ...] | None, inside: BoolArray) -> Groups:
    """The groups that occur among the rows ``inside``, sorted, the first column running fastest.

    ``by`` is a column (n,), or a tuple of columns for every combination that occurs; None is one group of all rows.
    """
    if by is None:
        return Groups(((),), np.where(inside, 0, -1))
    columns = [np.asarray(column) for column in (by if isinstance(by, tuple) else (by,))]
    known = inside.copy()
    for column in columns:
        known &= ~_missing(column)
    number = np.zeros(int(known.sum()), dtype=np.intp)
    values = []
    for column in reversed(columns):
        levels, places = np.unique(column[known], return_inverse=True)
        values.append(levels)
        number = number * len(levels) + places
    values.reverse()
    present, place = np.unique(number, return_inverse=True)
    labels = []
    for code in present.tolist():
        parts = []
        for levels in values:
            parts.append(levels.tolist()[code % len(levels)])
            code //= len(levels)
        labels.append(tuple(parts))
    of_row = np.full(len(inside), -1, dtype=np.intp)
    of_row[known] = place
    return Groups(tuple(labels), of_row)


def _missing(column: Any) -> BoolArray:
    if column.dtype.kind == "f":
        return np.asarray(np.isnan(column), dtype=bool)
    if column.dtype.kind in "OU":
        return np.array([value is None or value == "" or value != value for value in column.tolist()], dtype=bool)
    return np.zeros(len(column), dtype=bool)
