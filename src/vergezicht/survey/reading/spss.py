"""The only module that talks to the SPSS reader."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyreadstat

from vergezicht.problems import Problems

# ReadStat starts at the first row for every block: few large blocks.
BLOCK = 500_000


# Codes are kept as 16-bit numbers; a range of missing values is cut off there.
_LARGEST = 32_767
_ENCODINGS = (None, "WINDOWS-1252")


@dataclass(frozen=True)
class Variable:
    """What an SPSS file says of a numeric variable: its labels, and the codes (or ranges of codes) that are missing."""

    name: str
    label: str
    labels: Mapping[int, str]
    missing: Collection[int]


def read_labels(path: Path, problems: Problems) -> list[Variable]:
    """The numeric variables of an SPSS file; none after reporting why it cannot be read."""
    header = _header(path, problems)
    if header is None:
        return []
    found = []
    for name in header.column_names:
        if header.readstat_variable_types[name] == "string":
            continue
        labels = {int(code): str(label) for code, label in header.variable_value_labels.get(name, {}).items()
                  if float(code).is_integer()}  # fmt: skip
        missing = {code for item in header.missing_ranges.get(name, ()) for code in _codes(item["lo"], item["hi"])}
        found.append(Variable(name, header.column_names_to_labels.get(name) or "", labels, frozenset(missing)))
    return found


def _codes(low: float, high: float) -> range:
    return range(int(max(low, -_LARGEST)), int(min(high, _LARGEST)) + 1)


def _header(path: Path, problems: Problems) -> Any:
    error: Exception | None = None
    for encoding in _ENCODINGS:
        try:
            return pyreadstat.read_sav(
                path, metadataonly=True, user_missing=True, output_format="dict", encoding=encoding
            )[1]
        except (pyreadstat.ReadstatError, UnicodeDecodeError) as caught:
            error = error or caught
    problems.add("het SPSS-bestand is niet te lezen", file=path, got=str(error), hint="bewaar het opnieuw in SPSS")
    return None


def read_sav(path: Path, columns: Sequence[str], problems: Problems) -> Iterator[tuple[dict[str, Any], int]]:
    """Blocks of the wanted columns with the row number of their first row; user-missing codes are kept.

    Reports columns that are missing and a file that cannot be read.
    """
    header = _header(path, problems)
    if header is None:
        return
    for column in columns:
        if column not in header.column_names:
            problems.add("kolom ontbreekt", file=path, column=column)
    if not set(columns) <= set(header.column_names):
        return
    first = 0
    while True:
        found = _rows(path, columns, first, problems)
        if found is None:
            return
        rows = len(found[columns[0]])
        yield {column: list(found[column]) for column in columns}, first + 1
        first += rows
        if rows < BLOCK:
            return


def _rows(path: Path, columns: Sequence[str], first: int, problems: Problems) -> dict[str, Any] | None:
    error: Exception | None = None
    for encoding in _ENCODINGS:
        try:
            found, _ = pyreadstat.read_sav(
                path,
                usecols=list(columns),
                user_missing=True,
                output_format="dict",
                row_offset=first,
                row_limit=BLOCK,
                encoding=encoding,
            )
        except (pyreadstat.ReadstatError, UnicodeDecodeError) as caught:
            error = error or caught
        else:
            return dict(found)
    problems.add("het SPSS-bestand is niet te lezen", file=path, got=str(error), hint="bewaar het opnieuw in SPSS")
    return None
