"""What is wrong with what we were given: every problem at once, each with its place and a hint.

The lowest layer: every package that reads a file says what is wrong with it in these words.
Messages are Dutch (people read them); they never hold an answer of a respondent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what, where, what was expected, what was found, and how to mend it."""

    what: str
    file: Path | str | None = None
    row: int | None = None
    column: str | None = None
    expected: str | None = None
    got: str | None = None
    hint: str | None = None
    part: str | None = None  # a place in the file that is no row and no column, such as a file in a zip

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                Path(self.file).name if self.file is not None else "",
                f"rij {self.row}" if self.row is not None else "",
                f"kolom {self.column}" if self.column is not None else "",
                self.part or "",
            )
            if part
        )
        lines = [f"{place}: {self.what}" if place else self.what]
        if self.expected is not None:
            lines.append(f"    verwacht: {self.expected}")
        if self.got is not None:
            lines.append(f"    gevonden: {self.got}")
        if self.hint is not None:
            lines.append(f"    tip: {self.hint}")
        return "\n".join(lines)


class BadInput(Exception):  # noqa: N818  # said aloud it is what it is: bad input
    """The input cannot be used; carries every problem that was found, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("BadInput needs at least one problem")
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """A collector: add problems while reading, raise them together at the end.

    >>> problems = Problems("antwoorden.csv")
    >>> problems.add("onbekende buurtcode", row=12, column="buurt_code", got="BU00000000")
    >>> len(problems)
    1
    """

    def __init__(self, file: Path | str | None = None) -> None:
        self.file = file
        self._found: list[Problem] = []

    def add(
        self,
        what: str,
        *,
        file: Path | str | None = None,
        row: int | None = None,
        column: str | None = None,
        expected: str | None = None,
        got: str | None = None,
        hint: str | None = None,
        part: str | None = None,
    ) -> None:
        place = file if file is not None else self.file
        self._found.append(Problem(what, place, row, column, expected, got, hint, part))

    def extend(self, problems: Iterable[Problem]) -> None:
        self._found.extend(problems)

    def raise_if_any(self) -> None:
        """Raise ``BadInput`` with everything found so far; do nothing when all is well."""
        if self._found:
            raise BadInput(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
