"""Subtraction: can a hidden figure be computed from the figures that are shown? Then hide another one with it.

The weights add up to the adults of every area, so each shown figure is a linear equation in the totals of the buurten.
A hidden area is given away when its own row is a combination of the rows of the shown areas. That covers every
hierarchy at once: a stadsdeel is not a union of wijken.
"""

from __future__ import annotations

import numpy as np

from vergezicht.survey.responses import BoolArray, FloatArray, IntArray


def hide_companions(shown: BoolArray, secret: BoolArray, n: FloatArray, members: BoolArray) -> BoolArray:
    """Which of the ``shown`` areas (A,) must be hidden as well, so that no ``secret`` area follows from the rest.

    ``members`` (A, H) says which strata an area consists of; ``n`` (A,) decides: the companion is the shown area that
    shares most larger areas with the secret one and, of those, has the fewest answers.
    """
    left = shown.copy()
    for _ in range(len(shown)):
        exposed = given_away(left, secret, members)
        if not len(exposed):
            break
        left[_companion(int(exposed[0]), left, n, members)] = False
    return shown & ~left


def given_away(shown: BoolArray, secret: BoolArray, members: BoolArray) -> IntArray:
    """The positions of secret areas that follow from the shown ones by adding and subtracting."""
    rows = members.astype(np.float64)
    # An area without any stratum has nobody in it, and so no figure to give away.
    candidates = np.flatnonzero(secret & ~shown & members.any(axis=1))
    if not len(candidates) or not shown.any():
        return candidates[:0]
    _, sizes, basis = np.linalg.svd(rows[shown], full_matrices=False)
    basis = basis[sizes > 1e-9 * sizes[0]]
    targets = rows[candidates]
    rest = targets - (targets @ basis.T) @ basis
    exposed: IntArray = candidates[np.linalg.norm(rest, axis=1) < 1e-6]
    return exposed


def _companion(area: int, shown: BoolArray, n: FloatArray, members: BoolArray) -> int:
    """The shown area to hide for ``area``: a neighbour that overlaps nothing with it, else the smallest around it."""
    own = members[area]
    around = np.flatnonzero((members & own).any(axis=1) & (members.sum(axis=1) > own.sum()))
    apart = np.flatnonzero(shown & ~(members & own).any(axis=1) & members.any(axis=1))
    if len(apart):
        shared = np.array([[(members[other] <= members[larger]).all() for larger in around] for other in apart])
        unlike = np.abs(members[apart].sum(axis=1) - own.sum())
        order = np.lexsort((apart, n[apart], unlike, -shared.sum(axis=1)))
        return int(apart[order[0]])
    larger = np.flatnonzero(shown)
    return int(larger[np.lexsort((larger, n[larger]))[0]])
