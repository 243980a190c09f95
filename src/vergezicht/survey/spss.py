"""The only module that talks to the SPSS reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyreadstat

from vergezicht.problems import Problems

# ReadStat starts at the first row for every block: few large blocks.
BLOCK = 500_000


def read_sav(path: Path, columns: Sequence[str], problems: Problems) -> Iterator[tuple[dict[str, Any], int]]:
    """Blocks of the wanted columns with the row number of their first row; user-missing codes are kept.

    Reports columns that are missing and a file that cannot be read.
    """
    try:
        _, header = pyreadstat.read_sav(path, metadataonly=True, output_format="dict")
        for column in columns:
            if column not in header.column_names:
                problems.add("kolom ontbreekt", file=path, column=column)
        if not set(columns) <= set(header.column_names):
            return
        first = 0
        while True:
            found, _ = pyreadstat.read_sav(
                path, usecols=list(columns), user_missing=True, output_format="dict", row_offset=first, row_limit=BLOCK
            )
            rows = len(found[columns[0]])
            yield {column: list(found[column]) for column in columns}, first + 1
            first += rows
            if rows < BLOCK:
                return
    except pyreadstat.ReadstatError as error:
        problems.add("het SPSS-bestand is niet te lezen", file=path, got=str(error), hint="bewaar het opnieuw in SPSS")
