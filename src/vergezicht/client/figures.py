"""Figures as rows, each with its margin and the number of answers, and the same as columns of numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vergezicht.problems import BadInput, Problem

if TYPE_CHECKING:
    import numpy as np

EVERYONE = "iedereen"


class Figure(NamedTuple):
    """One figure. ``value``, ``low`` and ``high`` (95 percent) are in ``unit``, None when they are not published.

    ``n`` is the number of valid answers, rounded; ``status`` is gepubliceerd, indicatief or onderdrukt, ``reason`` why.
    """

    indicator: str
    area: str
    level: str
    name: str
    period: str
    group: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    n: int | None
    status: str
    reason: str


_COLUMNS = (
    "indicator", "gebiedscode", "niveau", "gebied", "periode", "groep", "waarde", "ondergrens", "bovengrens", "eenheid",
    "n", "status", "reden",
)  # fmt: skip


def read_figures(content: bytes) -> Iterator[Figure]:
    """The rows of ``figures.csv``; raises ``BadInput`` when it has other columns."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise BadInput([Problem("kolom ontbreekt", file="figures.csv", column=name) for name in missing])
    for row in rows:
        indicator, area, level, name, period, group, value, low, high, unit, n, status, reason = (
            row[column] for column in _COLUMNS
        )
        yield Figure(
            indicator, area, level, name, period, group, _number(value), _number(low), _number(high), unit,
            int(n) if n else None, status, reason,
        )  # fmt: skip


def _number(text: str) -> float | None:
    return float(text) if text else None


def as_arrays(figures: Sequence[Figure]) -> dict[str, np.ndarray[Any, Any]]:
    """The same as NumPy columns by name, one place per figure: numbers as float64 with nan where there is none."""
    import numpy as np

    numbers = {"value", "low", "high", "n"}
    return {
        name: np.array(
            [np.nan if cell is None else cell for cell in column], dtype=np.float64 if name in numbers else np.str_
        )
        for name, column in zip(
            Figure._fields, zip(*figures, strict=True) if figures else [()] * len(Figure._fields), strict=True
        )
    }
