"""While an edition is made, or a page looked at, the ground holds still: what much stands on is read once for all."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from vergezicht.languages import spoken

P = ParamSpec("P")
T = TypeVar("T")

_held: ContextVar[dict[Hashable, object] | None] = ContextVar("held", default=None)


@contextmanager
def held_still() -> Iterator[None]:
    """Within it every ``read_once`` asks the database once per language, also when somebody changes what it reads."""
    if _held.get() is not None:
        yield
        return
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def read_once(function: Callable[P, list[T]]) -> Callable[P, list[T]]:
    """A read that is done once within ``held_still``, and every time outside it. Its arguments are hashable.

    Every caller has a list of its own; what is in the lists is shared.
    """

    @wraps(function)
    def reading(*args: P.args, **kwargs: P.kwargs) -> list[T]:
        held = _held.get()
        if held is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())), spoken().code)
        if key not in held:
            held[key] = function(*args, **kwargs)
        found: list[T] = held[key]  # type: ignore[assignment]  # what this very function answered
        return list(found)

    return reading
