"""Scores: answers as the numbers whose mean is wanted: shares, net balances, multiple response, scale scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from vergezicht.survey.arrays import BoolArray, FloatArray


def shares_of(codes: ArrayLike, categories: ArrayLike) -> FloatArray:
    """Columns (n, C) for ``estimate_mean``: 1 where the code (n,) is the category, 0 for another of them, else NaN."""
    column, wanted = np.asarray(codes), np.asarray(categories)
    match = np.equal.outer(column, wanted)
    return np.where(match.any(axis=1)[:, None], match, np.nan).astype(np.float64)


def net_balance(codes: ArrayLike, *, positive: ArrayLike, negative: ArrayLike, neutral: ArrayLike) -> FloatArray:
    """+1, -1 or 0 (n,) for ``estimate_mean``, whose mean is the share of positive minus that of negative answers."""
    column = np.asarray(codes)
    plus, minus, neither = (np.isin(column, np.atleast_1d(part)) for part in (positive, negative, neutral))
    return np.where(plus, 1.0, np.where(minus, -1.0, np.where(neither, 0.0, np.nan)))


def mentions(ticked: ArrayLike, *, asked: BoolArray | None = None) -> FloatArray:
    """Columns (n, C) of a multiple-response set: 1 ticked, 0 not; NaN for whoever was not asked or skipped them all.

    ``ticked`` (n, C) has NaN where a box was left unread. Shares of the columns need not add up to 1.
    """
    table = np.array(ticked, dtype=np.float64)
    saw = np.asarray(~np.isnan(table).all(axis=1), dtype=bool)
    if asked is not None:
        saw &= np.asarray(asked, dtype=bool)
    return np.where(saw[:, None], np.where(np.isnan(table), 0.0, table > 0), np.nan)


def scale_scores(
    items: ArrayLike,
    *,
    lowest: float,
    highest: float,
    reversed_items: ArrayLike = (),
    fewest: int = 1,
    top: float = 10.0,
) -> FloatArray:
    """Scores (n,) from 0 to ``top``: the mean of the answered ``items`` (n, K), codes from ``lowest`` to ``highest``.

    ``reversed_items`` are the columns in which a low code is the high end. NaN with fewer than ``fewest`` answered.
    """
    table = np.asarray(items, dtype=np.float64)
    turned = np.isin(np.arange(table.shape[1]), np.asarray(reversed_items, dtype=np.intp))
    steps = np.where(turned, highest - table, table - lowest) * (top / (highest - lowest))
    answered = ~np.isnan(steps)
    count = answered.sum(axis=1)
    total = np.where(answered, steps, 0.0).sum(axis=1)
    return np.where(count >= max(fewest, 1), total / np.maximum(count, 1), np.nan)
