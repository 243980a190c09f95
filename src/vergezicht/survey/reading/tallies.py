"""Tallies: what the respondents of each cell answered, as counts and sums. Rows are forgotten after counting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from vergezicht.survey.arrays import FloatArray, IntArray, SmallIntArray

MANY_ROWS = 100_000


@dataclass(frozen=True)
class Tally:
    """One variable in G cells: ``n`` (G,) valid values, their sum ``total`` and sum of squares ``squares`` (G, M).

    M is 1 for a mean or a share; for the shares of all answers of one question at once it is their number.
    Values are taken around ``centre``, so that no digits are lost in differences of large sums.
    """

    n: FloatArray
    total: FloatArray
    squares: FloatArray
    centre: float = 0.0


def tally_values(values: FloatArray, of_row: IntArray, cells: int, *, centre: float = 0.0) -> Tally:
    """Tally numbers (n,), NaN outside the base, of respondents in the cells ``of_row`` (n,)."""
    valid = ~np.isnan(values)
    place, around = of_row[valid], values[valid] - centre
    sums = (
        np.asarray(np.bincount(place, weights=weights, minlength=cells), dtype=np.float64)
        for weights in (None, around, around**2)
    )
    n, total, squares = sums
    return Tally(n, total[:, None], squares[:, None], centre)


def tally_scores(counts: IntArray, scores: Sequence[float], *, centre: float = 0.0) -> Tally:
    """Tally from ``counts`` (G, C) per answer, each answer worth its score (C,)."""
    around = np.array(scores, dtype=np.float64)[:, None] - centre
    table = counts.astype(np.float64)
    return Tally(table.sum(axis=1), table @ around, table @ around**2, centre)


def tally_answers(counts: IntArray) -> Tally:
    """The share of every answer at once, from ``counts`` (G, C)."""
    table = counts.astype(np.float64)
    return Tally(table.sum(axis=1), table, table)


def count_answers(positions: SmallIntArray, of_row: IntArray, cells: int, answers: int) -> IntArray:
    """How often each answer was given in each cell: (cells, answers); position -1 is no valid answer.

    Counting goes over one key per row, cell and answer together: about a nanosecond a row.
    """
    keys = of_row * (answers + 1)
    keys += positions
    keys += 1
    counted: IntArray = np.bincount(keys, minlength=cells * (answers + 1)).reshape(cells, answers + 1)[:, 1:]
    return counted


def count_each(counts: Sequence[Callable[[], None]], rows: int) -> None:
    """Do every one of ``counts``, side by side when a block has many ``rows``.

    Counting releases the interpreter lock, but handing over work costs more than a small block itself.
    """
    if rows < MANY_ROWS:
        for count in counts:
            count()
        return
    from concurrent.futures import ThreadPoolExecutor  # a hundredth of a second that a small file does not need

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda count: count(), counts))


def add(first: Tally | None, second: Tally) -> Tally:
    """Both together; they have the same centre."""
    if first is None:
        return second
    return Tally(first.n + second.n, first.total + second.total, first.squares + second.squares, first.centre)
