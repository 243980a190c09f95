"""Subtraction: can a hidden figure be computed, or narrowed down, from the figures that are shown? Then hide more.

The weights add up to the adults of every area, so each shown figure is a linear equation in the sums of the buurten.
A group of respondents that must stay hidden is safe when its sum could be clearly higher and clearly lower without any
shown figure changing. Two hidden buurten that lie in exactly the same shown areas can trade: what one gains the other
loses. That gives a lower bound on the freedom of each (``freedom``); where it falls short, linear programming gives the
exact bounds (``feasible``). Figures are taken as exact: rounding is extra safety, not what we rely on.

Source: Willenborg & De Waal, Elements of Statistical Disclosure Control (2001), chapters 5 and 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from vergezicht.survey.arrays import BoolArray, FloatArray, IntArray
from vergezicht.survey.estimating.results import Sums
from vergezicht.survey.thresholds import Rule


@dataclass(frozen=True)
class Hidden:
    """``companions`` (A,): shown areas that must be hidden too. ``exposed``: groups (H,) that nothing can save."""

    companions: BoolArray
    exposed: tuple[BoolArray, ...]


def hide_companions(
    shown: BoolArray, members: BoolArray, sums: Sums, rule: Rule, known: BoolArray | None = None
) -> Hidden:
    """Which of the ``shown`` areas (A,) must be hidden as well, so that every group that is too small stays safe.

    ``members`` (A, H) says which buurten an area consists of; ``known`` (A,) areas were published before and cannot be
    hidden any more. The companion is the shown area that shares most larger areas with the group and, of those, has
    the fewest answers.
    """
    left = shown.copy()
    before = np.zeros_like(shown) if known is None else known
    exposed: tuple[BoolArray, ...] = ()
    for _ in range(len(shown) + 1):
        exposed = tuple(exposed_groups(left | before, members, sums, rule))
        candidates = left & ~before
        if not exposed or not candidates.any():
            break
        left[_companion(exposed[0], candidates, members @ sums.n, members)] = False
    return Hidden(shown & ~left, exposed)


def exposed_groups(shown: BoolArray, members: BoolArray, sums: Sums, rule: Rule) -> Iterator[BoolArray]:
    """The groups of buurten (H,) that are too small, and known too well from what is shown."""
    for group in secret_groups(shown, members, sums, rule):
        if not is_protected(group, shown, members, sums, rule):
            yield group


def secret_groups(shown: BoolArray, members: BoolArray, sums: Sums, rule: Rule) -> list[BoolArray]:
    """Groups that must stay hidden: areas that are too small, and the buurten that remain of an area after the rest.

    Two tiny buurten that are hidden together are a group as well: their sum may not be known either.
    """
    groups = [*members[~shown], *(places == number for places, number in _alike(shown, members))]
    found: dict[bytes, BoolArray] = {}
    for group in groups:
        n, adults, base = (float(item[group].sum()) for item in (sums.n, sums.adults, sums.base))
        if base > 0 and n > 0 and (n < rule.n or adults < rule.adults):
            found[group.tobytes()] = group
    return list(found.values())


def is_protected(group: BoolArray, shown: BoolArray, members: BoolArray, sums: Sums, rule: Rule) -> bool:
    """Whether the mean of a group may lie ``margin`` of the scale lower and higher than it does."""
    base = float(sums.base[group].sum())
    room_down, room_up = _room(group, sums)
    wanted = rule.margin * (sums.high - sums.low) * base
    # A share of 2 % cannot lie ten points lower: then 0 must be possible.
    wanted_down, wanted_up = min(wanted, room_down), min(wanted, room_up)
    slack = 1e-9 * base * (sums.high - sums.low)
    down, up = freedom(group, shown, members, sums)
    if down >= wanted_down - slack and up >= wanted_up - slack:
        return True
    down, up = feasible(group, shown, members, sums)
    return down >= wanted_down - slack and up >= wanted_up - slack


def freedom(group: BoolArray, shown: BoolArray, members: BoolArray, sums: Sums) -> tuple[float, float]:
    """How much the sum of a group can certainly fall and rise by trading with buurten in the same shown areas."""
    places = _classes(shown, members)
    rooms = np.maximum(sums.total - sums.low * sums.base, 0.0), np.maximum(sums.high * sums.base - sums.total, 0.0)
    count = int(places.max()) + 1 if len(places) else 0
    own_down, own_up, other_down, other_up = (
        np.bincount(places, weights=room * inside, minlength=count) for inside in (group, ~group) for room in rooms
    )
    return float(np.minimum(own_down, other_up).sum()), float(np.minimum(own_up, other_down).sum())


def feasible(group: BoolArray, shown: BoolArray, members: BoolArray, sums: Sums) -> tuple[float, float]:
    """How much the sum of a group can fall and rise while every shown figure stays the same: linear programming."""
    from scipy.optimize import linprog  # only here: most groups are safe without it

    rows = members[shown].astype(np.float64)
    # The solver allows errors of 1e-7: in units of the group itself they are nothing.
    scale = max(float(sums.base[group].sum()) * (sums.high - sums.low), 1e-9)
    total = sums.total / scale
    limits = np.column_stack([sums.low * sums.base, sums.high * sums.base]) / scale
    found = []
    for sign in (1.0, -1.0):
        answer = linprog(sign * group.astype(np.float64), A_eq=rows, b_eq=rows @ total, bounds=limits, method="highs")
        if answer.x is None:
            # No room at all, not even for rounding: what is shown says everything.
            return 0.0, 0.0
        found.append(float(answer.x @ group))
    now = float(total[group].sum())
    return (now - found[0]) * scale, (found[1] - now) * scale


def _room(group: BoolArray, sums: Sums) -> tuple[float, float]:
    """How much the sum of a group could fall and rise if nothing were shown."""
    base, total = float(sums.base[group].sum()), float(sums.total[group].sum())
    return max(total - sums.low * base, 0.0), max(sums.high * base - total, 0.0)


def _alike(shown: BoolArray, members: BoolArray) -> Iterator[tuple[IntArray, int]]:
    """The classes of buurten that lie in exactly the same shown areas: (class of each buurt (H,), number)."""
    flat = _classes(shown, members)
    for number in range(int(flat.max()) + 1 if len(flat) else 0):
        yield flat, number


def _classes(shown: BoolArray, members: BoolArray) -> IntArray:
    """(H,): buurten with the same number lie in exactly the same shown areas."""
    if not shown.any():
        return np.zeros(members.shape[1], dtype=np.intp)
    flat: IntArray = np.unique(members[shown], axis=1, return_inverse=True)[1].ravel()
    return flat


def _companion(group: BoolArray, candidates: BoolArray, n: FloatArray, members: BoolArray) -> int:
    """The area to hide for a group: a neighbour that overlaps nothing with it, else the smallest around it."""
    around = np.flatnonzero((members & group).any(axis=1) & (members.sum(axis=1) > group.sum()))
    apart = np.flatnonzero(candidates & ~(members & group).any(axis=1) & members.any(axis=1))
    if len(apart):
        shared = np.array([[(members[other] <= members[larger]).all() for larger in around] for other in apart])
        unlike = np.abs(members[apart].sum(axis=1) - group.sum())
        order = np.lexsort((apart, n[apart], unlike, -shared.sum(axis=1)))
        return int(apart[order[0]])
    larger = np.flatnonzero(candidates)
    return int(larger[np.lexsort((larger, n[larger]))[0]])
