"""Contrasts: differences and other functions of estimates, with the covariance the common design gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from vergezicht.problems import BadInput, Problem
from vergezicht.survey.analysis.estimates import Estimate
from vergezicht.survey.analysis.groups import Label

# The imaginary step of a derivative: so small that its square vanishes, without any loss of digits.
_STEP = 1e-40


def contrast(
    found: Estimate, coefficients: Mapping[object, float] | Sequence[float], *, name: str = "verschil"
) -> Estimate:
    """The sum of coefficient times estimate: {"buurt": 1, "rest": -1} is a difference.

    Keys are names, groups ("E" or ("E", "Yes")) or (name, *group); what is not named counts 0. Raises ``BadInput`` for
    a key that is not there, or that fits more than one estimate.
    """
    if isinstance(coefficients, Mapping):
        vector = np.zeros(len(found.value))
        for key, coefficient in coefficients.items():
            vector[_find(found, key)] = coefficient
    else:
        vector = np.asarray(coefficients, dtype=np.float64)
    used = vector != 0
    value = float(vector[used] @ found.value[used])
    variance = float(vector[used] @ found.covariance[np.ix_(used, used)] @ vector[used])
    n = np.array([found.n[used].sum()])
    return Estimate((name,), ((),), np.array([value]), np.array([[variance]]), n, found.freedom)


def transform(found: Estimate, function: Callable[[Any], Any], *, names: Sequence[str] = ()) -> Estimate:
    """Any smooth function of the estimates (K,), such as ``lambda x: x[0] / x[1]``; variance by the delta method.

    The derivative is that of the function itself, to the last digit (complex step; Squire & Trapp 1998), so it must be
    made of arithmetic and NumPy's functions that take complex numbers: no abs, comparisons or rounding.
    """
    value = np.atleast_1d(function(found.value)).astype(np.float64)
    slopes = []
    for place in range(len(found.value)):
        moved = found.value.astype(np.complex128)
        moved[place] += 1j * _STEP
        slopes.append(np.atleast_1d(np.asarray(function(moved), dtype=np.complex128)).imag / _STEP)
    gradient = np.array(slopes).T
    labels = tuple(names) or tuple(f"f{number + 1}" for number in range(len(value)))
    matrix = gradient @ found.covariance @ gradient.T
    groups: tuple[Label, ...] = ((),) * len(value)
    return Estimate(labels, groups, value, matrix, np.full(len(value), found.n.sum()), found.freedom)


def change_between(now: Estimate, before: Estimate) -> Estimate:
    """now - before for every name and group that both have; the samples are independent, so variances add up.

    The same people in both make it conservative. For shares of few answers ``interval_of_difference`` has a better
    interval. Match answers by label before: the codes of two waves may differ.
    """
    earlier = {key: place for place, key in enumerate(zip(before.names, before.groups, strict=True))}
    keys = [key for key in zip(now.names, now.groups, strict=True) if key in earlier]
    if not keys:
        raise BadInput([Problem("de twee golven hebben geen schatting met dezelfde naam en groep")])
    here = [now.place(name, *group) for name, group in keys]
    there = [earlier[key] for key in keys]
    return Estimate(
        names=tuple(name for name, _ in keys),
        groups=tuple(group for _, group in keys),
        value=now.value[here] - before.value[there],
        covariance=now.covariance[np.ix_(here, here)] + before.covariance[np.ix_(there, there)],
        n=np.minimum(now.n[here], before.n[there]),
        freedom=min(now.freedom, before.freedom),
    )


def _find(found: Estimate, key: object) -> int:
    places = [
        place
        for place, (name, group) in enumerate(zip(found.names, found.groups, strict=True))
        if key in (name, group, (name, *group)) or (len(group) == 1 and key == group[0])
    ]
    if len(places) != 1:
        raise BadInput(
            [
                Problem(
                    f"{'geen' if not places else 'meer dan één'} schatting heet {key}",
                    expected=", ".join(str((n, *g)) for n, g in zip(found.names[:8], found.groups[:8], strict=True)),
                )
            ]
        )
    return places[0]
