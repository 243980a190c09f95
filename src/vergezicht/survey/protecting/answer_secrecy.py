"""Answer secrecy: the distribution over the answers must not tell what the figures keep hidden.

The same reasoning as in ``subtraction``, for every answer to a question. An area whose distribution would give a hidden
group away keeps its figure and loses its distribution.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vergezicht.survey.arrays import BoolArray, FloatArray
from vergezicht.survey.estimating.results import Sums
from vergezicht.survey.protecting.subtraction import freedom, secret_groups
from vergezicht.survey.thresholds import Rule


def hide_distributions(
    given: BoolArray,
    shown: BoolArray,
    members: BoolArray,
    sums: Sums,
    answers: FloatArray,
    worth: FloatArray,
    rule: Rule,
) -> BoolArray:
    """Which of the distributions ``given`` (A,) must go.

    ``shown`` (A,) are the areas with a figure, ``sums`` those of the figure, ``answers`` (H, C) the weight of each
    answer per buurt and ``worth`` (C,) what it counts for in the figure. Of the areas around a group that is not safe
    the smallest loses its distribution first.
    """
    left = given.copy()
    for group in secret_groups(shown, members, sums, rule):
        for answer in range(answers.shape[1]):
            while left.any() and not _is_safe(group, answer, left, shown, members, sums, answers, worth, rule):
                around = np.flatnonzero(left & (members & group).any(axis=1))
                if not len(around):
                    break
                left[around[np.argmin(members[around].sum(axis=1))]] = False
    return given & ~left


def _is_safe(
    group: BoolArray,
    answer: int,
    given: BoolArray,
    shown: BoolArray,
    members: BoolArray,
    sums: Sums,
    answers: FloatArray,
    worth: FloatArray,
    rule: Rule,
) -> bool:
    """Whether the share of one answer in a group may be ``margin`` lower and higher than it is."""
    if not (members[given] & group).any():
        return True
    one = replace(sums, total=answers[:, answer], low=0.0, high=1.0)
    base, total = float(sums.base[group].sum()), float(answers[group, answer].sum())
    wanted = rule.margin * base
    wanted_down, wanted_up = min(wanted, total), min(wanted, base - total)
    slack = 1e-9 * base
    down, up = freedom(group, shown | given, members, one)
    if down >= wanted_down - slack and up >= wanted_up - slack:
        return True
    down, up = _feasible(group, answer, given, shown, members, answers, worth)
    return down >= wanted_down - slack and up >= wanted_up - slack


def _feasible(
    group: BoolArray,
    answer: int,
    given: BoolArray,
    shown: BoolArray,
    members: BoolArray,
    answers: FloatArray,
    worth: FloatArray,
) -> tuple[float, float]:
    """Exact bounds: the unknowns are the weights of every answer in every buurt, which add up to its base."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, eye, kron, vstack

    buurten, count = answers.shape
    per_buurt = kron(eye(buurten), np.ones((1, count)))
    figures = kron(csr_matrix(members[shown].astype(np.float64)), worth[None, :])
    distributions = kron(csr_matrix(members[given].astype(np.float64)), eye(count))
    equal = vstack([per_buurt, figures, distributions]).tocsr()
    # The solver allows errors of 1e-7: in units of the group itself they are nothing.
    scale = max(float(answers[group].sum()), 1e-9)
    now = answers.ravel() / scale
    goal = np.zeros_like(answers)
    goal[group, answer] = 1.0
    found = []
    for sign in (1.0, -1.0):
        result = linprog(sign * goal.ravel(), A_eq=equal, b_eq=equal @ now, bounds=(0, None), method="highs")
        if result.x is None:
            return 0.0, 0.0
        found.append(float(result.x @ goal.ravel()))
    total = float(answers[group, answer].sum()) / scale
    return (total - found[0]) * scale, (found[1] - total) * scale
