"""What an edition need not print again: a paper or card of the same words is taken from the edition before it.

Nothing is stored beside the editions, so that what is erased from them is nowhere else.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any, ParamSpec

from vergezicht import spreadsheets
from vergezicht.paper import codes, document, printing
from vergezicht.publication.papers import PAPERS

P = ParamSpec("P")


@dataclass
class Press:
    """What the edition before printed, by recipe: the file and the SHA-256 of its bytes; and what this one did."""

    before: Mapping[str, tuple[Path, str]]
    recipes: dict[str, str] = field(default_factory=dict)

    def print(self, recipe: str, make: Callable[[], bytes]) -> bytes:
        """The bytes of the recipe: those of before when they are still there as they were, else made now."""
        content = self._as_before(recipe)
        if content is None:
            content = make()
        self.recipes[fingerprint(content)] = recipe
        return content

    def _as_before(self, recipe: str) -> bytes | None:
        if recipe not in self.before:
            return None
        path, mark = self.before[recipe]
        content = path.read_bytes() if path.is_file() else b""
        return content if fingerprint(content) == mark else None

    def prints(self, fingerprints: Mapping[str, str]) -> dict[str, str]:
        """The recipe of every address that is a print, given the SHA-256 of what each address answers."""
        return {path: self.recipes[mark] for path, mark in fingerprints.items() if mark in self.recipes}


_press: ContextVar[Press | None] = ContextVar("press", default=None)


@contextmanager
def reprinting(site: Path, manifest: Mapping[str, Any]) -> Iterator[Press]:
    """Within it ``printed_once`` takes from ``site`` what is there; ``manifest`` is what its edition says of itself."""
    prints, fingerprints = manifest.get("prints", {}), manifest.get("fingerprints", {})
    before = {
        recipe: (site / path.lstrip("/"), fingerprints[path]) for path, recipe in prints.items() if path in fingerprints
    }
    press = Press(before)
    token = _press.set(press)
    try:
        yield press
    finally:
        _press.reset(token)


def printed_once(function: Callable[P, bytes]) -> Callable[P, bytes]:
    """A paper or picture that follows from its arguments alone, each of which has a ``repr`` that tells all of it."""

    @wraps(function)
    def printing_once(*args: P.args, **kwargs: P.kwargs) -> bytes:
        press = _press.get()
        if press is None:
            return function(*args, **kwargs)
        asked = (_tools(inspect.getfile(function)), function.__qualname__, args, sorted(kwargs.items()))
        return press.print(fingerprint(repr(asked).encode()), lambda: function(*args, **kwargs))

    return printing_once


@cache
def _tools(module: str) -> str:
    """What prints, beside the words: the templates, our code that hands them over, and the libraries."""
    ours = [Path(str(one.__file__)) for one in (printing, document, codes, spreadsheets)]
    files = [
        *sorted(PAPERS.glob("*.typ")),
        printing.HOUSE,
        *sorted(printing.FACES.glob("*.ttf")),
        document.LOOK,
        *ours,
        Path(module),
    ]
    names = ("typst", "odfdo", "lxml", "openpyxl", "pillow", "segno")
    libraries = " ".join(f"{name} {version(name)}" for name in names)
    return fingerprint(b"".join(path.read_bytes() for path in files) + libraries.encode())


def fingerprint(content: bytes) -> str:
    """By which an edition knows that an answer or a print is as it was."""
    return hashlib.sha256(content).hexdigest()
